package io.github.wengert.ops;

import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.autograd.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Draws cases for one operation: shapes that fit one of its instances in {@link OpCases}, numbers
 * of each kind of {@link StressValues}, in both element types.
 *
 * @param seed of everything that is drawn
 * @param rounds how often each kind of numbers is drawn, for each type
 * @param subject what is run in place of an operation: itself, or one with a fault
 */
record StressSuite(long seed, int rounds, Function<BuiltinOp, Primitive<Tensor>> subject) {
  /** How many elements operands have at most: few, some, and now and then many. */
  private static final int[] BUDGETS = {40, 300, 40, 300, 40, 300, 40, 3000};

  /** How many slopes of each operand are judged where each takes a run of the reference. */
  private static final int SLOPES = 6;

  private static final int SLOPES_OF_LARGE = 2;

  /** An instance of an operation, from the gradient suite. */
  private record Instance(BuiltinOp op, int constants, List<Shape> shapes) {}

  StressSuite(long seed, int rounds) {
    this(seed, rounds, op -> op);
  }

  /** Returns the instances of each operation, by its name. */
  private static Map<String, List<Instance>> instances() {
    return OpCases.all().stream()
        .filter(c -> c.inputs().stream().allMatch(x -> x.elements() > 0))
        .map(c -> {
          List<Shape> shapes = new ArrayList<>();
          c.constants().forEach(x -> shapes.add(x.shape()));
          c.inputs().forEach(x -> shapes.add(x.shape()));
          return new Instance(c.op(), c.constants().size(), shapes);
        })
        .distinct()
        .collect(Collectors.groupingBy(c -> c.op().name(), TreeMap::new, Collectors.toList()));
  }

  /** Returns the names of all operations. */
  static List<String> operations() {
    return List.copyOf(instances().keySet());
  }

  /** Checks an operation, and tells {@code listener} of each number. */
  void run(String operation, StressCase.Listener listener) {
    List<Instance> instances = instances().getOrDefault(operation, List.of());
    for (DType dtype : DType.values()) {
      for (StressValues values : StressValues.values()) {
        for (int round = 0; round < rounds; round++) {
          Random random = new Random(mixed(operation, dtype, values, round));
          Instance instance = instances.get(random.nextInt(instances.size()));
          run(instance, dtype, values, random, listener);
        }
      }
    }
  }

  /**
   * Checks the results of an operation along one axis that is very long, in rows and in columns.
   *
   * @param length how long
   */
  void runLong(String operation, int length, StressCase.Listener listener) {
    for (DType dtype : DType.values()) {
      for (StressValues values : List.of(StressValues.EQUAL, StressValues.POSITIVE)) {
        for (int columns = 1; columns <= 2; columns++) {
          Random random = new Random(mixed(operation, dtype, values, columns));
          Axes axes = new Axes(ImmutableIntArray.of(0), false);
          BuiltinOp op =
              switch (operation) {
                case "sum" -> new Sum(axes);
                case "mean" -> new Mean(axes);
                case "variance" -> new Variance(axes, 1);
                case "logSumExp" -> new LogSumExp(axes);
                case "max" -> new Max(axes);
                case "min" -> new Min(axes);
                case "softmax" -> new Softmax(0);
                case "logSoftmax" -> new LogSoftmax(0);
                case "normalize" -> new Normalize(new Groups(1, 2), 0.1);
                default -> throw new IllegalArgumentException(operation);
              };
          StressShapes.Fitting fitting =
              new StressShapes.Fitting(op, List.of(Shape.of(length, columns)));
          draw(fitting, 0, dtype, values, random).checkValues(listener);
        }
      }
    }
  }

  /** Returns a seed of its own for each case, so that none depends on those before it. */
  private long mixed(String operation, DType dtype, StressValues values, int round) {
    long mixed = seed;
    for (int part :
        new int[] {
          operation.hashCode(), dtype.name().hashCode(), values.name().hashCode(), round
        }) {
      mixed = mixed * 6364136223846793005L + part;
    }
    return mixed;
  }

  private void run(
      Instance instance,
      DType dtype,
      StressValues values,
      Random random,
      StressCase.Listener listener) {
    int budget = BUDGETS[random.nextInt(BUDGETS.length)];
    boolean isElementwise = instance.op instanceof UnaryOp || instance.op instanceof BinaryOp;
    int elements = isElementwise ? Math.min(budget, 80) : budget;
    StressShapes.Fitting fitting =
        new StressShapes(random, elements).of(instance.op, instance.shapes);
    StressCase drawn = draw(fitting, instance.constants, dtype, values, random);
    drawn.checkValues(listener);
    drawn.checkSlopes(random, elements > 300 ? SLOPES_OF_LARGE : SLOPES, listener);
  }

  private StressCase draw(
      StressShapes.Fitting fitting,
      int constants,
      DType dtype,
      StressValues values,
      Random random) {
    BuiltinOp op = fitting.op();
    double reach = StressBounds.of(op, dtype).reach();
    List<Tensor> operands = new ArrayList<>();
    for (Shape shape : fitting.shapes()) {
      double[] elements = values.draw(random, dtype, shape.elements(), reach);
      if (hasPadding(op)) {
        Arrays.setAll(elements, i -> Double.isFinite(elements[i]) ? elements[i] : 1);
      }
      putKinks(op, dtype, elements, random);
      operands.add(Ops.to(Tensor.of(DType.F64, shape, elements), dtype));
    }
    adapt(op, dtype, operands, random);
    Tensor cotangent = cotangent(op, op.dtype(operands), op.shape(operands), random);
    String origin = "%s (seed %d)".formatted(values, seed);
    return new StressCase(op, subject.apply(op), constants, operands, cotangent, origin);
  }

  /** Puts where the attributes of an operation make a kink, and the neighbours of that. */
  private static void putKinks(BuiltinOp op, DType dtype, double[] elements, Random random) {
    double[] kinks =
        switch (op) {
          case Clamp clamp -> new double[] {clamp.min(), clamp.max()};
          case Huber huber -> new double[] {-huber.delta(), huber.delta()};
          case Softplus softplus -> new double[] {softplus.threshold() / softplus.beta()};
          case SoftplusSlope slope -> new double[] {slope.threshold() / slope.beta()};
          default -> new double[0];
        };
    for (int i = 0; i < elements.length && kinks.length > 0; i++) {
      if (random.nextInt(8) == 0) {
        double kink = kinks[random.nextInt(kinks.length)];
        elements[i] = neighbour(dtype, kink, random.nextInt(-1, 2));
      }
    }
  }

  /** Returns {@code x}, rounded, or the number above it for a sign of 1, or below for −1. */
  private static double neighbour(DType dtype, double x, int sign) {
    if (dtype == DType.F64) {
      return sign == 0 ? x : Math.nextAfter(x, sign * Double.POSITIVE_INFINITY);
    }
    return sign == 0 ? (float) x : Math.nextAfter((float) x, sign * Double.POSITIVE_INFINITY);
  }

  /** Whether 0 · ∞ depends on whether zeros around an image are multiplied or left out. */
  private static boolean hasPadding(BuiltinOp op) {
    Size2d padding =
        switch (op) {
          case Conv2d conv -> conv.options().padding();
          case Conv2dInputVjp conv -> conv.options().padding();
          case Conv2dWeightVjp conv -> conv.options().padding();
          default -> Size2d.of(0);
        };
    return padding.height() > 0 || padding.width() > 0;
  }

  /** Replaces operands that others determine, or that are a choice. */
  private static void adapt(BuiltinOp op, DType dtype, List<Tensor> operands, Random random) {
    Shape first = operands.getFirst().shape();
    switch (op) {
      case ExtremeVjp vjp -> {
        BuiltinOp extreme = random.nextBoolean() ? new Max(vjp.axes()) : new Min(vjp.axes());
        operands.set(1, extreme.forward(List.of(operands.getFirst())));
      }
      case LabelCrossEntropy _, LabelCrossEntropyVjp _ ->
          operands.set(0, pick(dtype, first, random, 0, 1, 0.5, 2));
      case Where _ -> operands.set(0, pick(dtype, first, random, 0, 1, -0.0, Double.NaN));
      default -> {}
    }
  }

  private static Tensor pick(DType dtype, Shape shape, Random random, double... from) {
    double[] x = random.doubles(shape.elements()).map(u -> from[(int) (u * from.length)]).toArray();
    return Ops.to(Tensor.of(DType.F64, shape, x), dtype);
  }

  /**
   * Returns cotangents of magnitude 1 to 4, so that they overflow where a slope does; infinite ones
   * too if the operation only chooses, where they must not reach what was not chosen.
   */
  private static Tensor cotangent(BuiltinOp op, DType dtype, Shape shape, Random random) {
    boolean isChoice =
        switch (op) {
          case Abs _, Clamp _, Relu _, LeakyRelu _, ReluVjp _, Maximum _, Minimum _ -> true;
          case Where _, Max _, Min _, MaxPool2d _, Slice _, Concat _, Gather _ -> true;
          default -> false;
        };
    boolean isExtreme = isChoice && random.nextInt(4) == 0;
    double[] g = new double[shape.elements()];
    for (int i = 0; i < g.length; i++) {
      boolean isInfinite = isExtreme && random.nextInt(3) == 0;
      double magnitude = isInfinite ? Double.POSITIVE_INFINITY : random.nextDouble(1, 4);
      g[i] = random.nextBoolean() ? magnitude : -magnitude;
    }
    return Ops.to(Tensor.of(DType.F64, shape, g), dtype);
  }
}
