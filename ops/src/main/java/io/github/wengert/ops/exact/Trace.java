package io.github.wengert.ops.exact;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a computation did with its inputs, to be done again in about 106 bits: the value of the
 * function that a user wrote, and its derivatives along any direction and of any order, without
 * steps and without a pullback.
 *
 * <p>A trace records the operations of this library, those inside of a custom operation too, whose
 * rule may be wrong: what counts is what its forward computes. Derivatives go where values go, so
 * {@link io.github.wengert.ops.Ops#stopGradient} is the identity here.
 *
 * <p>Where plain numbers are taken from a value that depends on the inputs, what becomes of them is
 * not known: such a trace is <em>opaque</em> and says why. So is one whose exact value is not the
 * one that the computation returned, but for what rounding explains.
 *
 * <p>The branches of a program are those of the run that was recorded; the kinks of operations are
 * looked at anew wherever the trace is evaluated. A trace serves one thread at a time.
 */
public final class Trace {
  /**
   * How many multiplications of numbers an evaluation may take, see {@link #operations}. A longer
   * computation is opaque.
   */
  public static final long MOST_OPERATIONS = 20_000_000;

  /** How many times the error of its steps a value may be away from the exact one. */
  private static final int SLACK = 64;

  private final ImmutableList<Shape> inputs;
  private final ImmutableList<double[]> point;
  private final ImmutableList<TraceValue.Step> steps;
  private final TraceValue result;
  private final Shape shape;
  private final @Nullable String opaque;

  /** What all values are at the point that was asked for last, as far as they were needed. */
  private IdentityHashMap<TraceValue, Reference> base = new IdentityHashMap<>();

  private List<double[]> basePoint;

  private Trace(
      List<Shape> inputs,
      List<double[]> point,
      List<TraceValue.Step> steps,
      TraceValue result,
      Shape shape,
      @Nullable String opaque) {
    this.inputs = ImmutableList.copyOf(inputs);
    this.point = ImmutableList.copyOf(point);
    this.steps = ImmutableList.copyOf(steps);
    this.result = result;
    this.shape = shape;
    this.opaque = opaque;
    basePoint = this.point;
  }

  /**
   * Runs a computation and records it.
   *
   * <p>The inputs are told by the arrays that hold their elements. A constant that the computation
   * mentions and that shares its elements with an input would be taken for it: use {@link
   * #of(Function, List)} where that can be.
   *
   * @param computation computes a value from the inputs, which it mentions
   * @param inputs the inputs, which may be parameters
   */
  public static Trace of(Supplier<Tensor> computation, List<? extends Tensor> inputs) {
    requireNonNull(computation, "trace: computation must not be null");
    requireNonNull(inputs, "trace: inputs must not be null");
    return Tracer.trace(computation, List.copyOf(inputs));
  }

  /** Applies a function to copies of a point and records it. */
  public static Trace of(Function<List<Tensor>, Tensor> f, List<Tensor> point) {
    requireNonNull(f, "trace: f must not be null");
    requireNonNull(point, "trace: point must not be null");
    List<Tensor> copies = point.stream().map(Trace::copy).toList();
    return of(() -> f.apply(copies), copies);
  }

  private static Tensor copy(Tensor x) {
    return switch (x.dtype()) {
      case F32 -> Tensor.of(x.shape(), x.toFloatArray());
      case F64 -> Tensor.of(DType.F64, x.shape(), x.toDoubleArray());
    };
  }

  static Trace opaque(List<Shape> inputs, String reason) {
    return new Trace(
        inputs, List.of(), List.of(), new TraceValue.Constant(new double[0]), Shape.SCALAR, reason);
  }

  static Trace of(
      List<Shape> inputs,
      List<double[]> point,
      List<TraceValue.Step> recorded,
      TraceValue result,
      Shape shape,
      double[] value) {
    Set<TraceValue> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.add(result);
    List<TraceValue.Step> steps = new ArrayList<>();
    for (TraceValue.Step step : recorded.reversed()) {
      if (needed.contains(step)) {
        step.operands.forEach(operand -> needed.add(operand.value()));
        steps.add(step);
      }
    }
    for (TraceValue used : needed) {
      if (used instanceof TraceValue.Hidden hidden) {
        return opaque(inputs, hidden.reason);
      }
    }
    Trace trace = new Trace(inputs, point, steps.reversed(), result, shape, null);
    Optional<String> difference = trace.difference(value);
    return difference.isPresent() ? opaque(inputs, difference.get()) : trace;
  }

  /** Returns the words for a value that is not the exact one, if it is not. */
  private Optional<String> difference(double[] value) {
    Reference exact = evaluate(point, List.of(), 0, new Kinks(Side.AT));
    for (int i = 0; i < value.length; i++) {
      if (!isWithinRounding(exact.get(i), value[i])) {
        return Optional.of(
            "the value differs: element %d of %s (%s ≠ %s)"
                .formatted(i, shape, value[i], exact.get(i).value().toDouble()));
      }
    }
    return Optional.empty();
  }

  private static boolean isWithinRounding(Jet exact, double value) {
    double rounded = exact.value().toDouble();
    if (!Double.isFinite(rounded) || !Double.isFinite(value)) {
      return exact.error().isInfinite() || Double.compare(rounded, value) == 0;
    }
    Dd allowed = exact.error().mul(SLACK).scaled(-53).add(Dd.of(Double.MIN_NORMAL));
    return !allowed.isLess(exact.value().sub(Dd.of(value)).abs());
  }

  /** Returns why this cannot be evaluated, if it cannot. */
  public Optional<String> opaque() {
    return Optional.ofNullable(opaque);
  }

  /** Returns the shape of the result, {@code []} of an opaque trace. */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns about how many multiplications of numbers an evaluation takes: a measure of its time,
   * which grows with the square of the order.
   */
  public long operations(int order) {
    long sum = 0;
    for (TraceValue.Step step : steps) {
      List<Shape> shapes = step.operands.stream().map(TraceValue.Operand::shape).toList();
      sum += step.op.operations(shapes, step.shape);
    }
    return sum * (order + 1) * (order + 2) / 2;
  }

  // ---------------------------------------------------------------------------------- evaluating

  /**
   * Returns {@code t ↦ ⟨c, f(x + t v)⟩} to an order.
   *
   * @param cotangent c, in the shape of the result
   * @param point x: the elements of each input
   * @param direction v: likewise
   */
  public Jet along(Tensor cotangent, List<double[]> point, List<double[]> direction, int order) {
    return along(cotangent, point, direction, order, Side.AT).jet();
  }

  /** Like {@link #along(Tensor, List, List, int)}, at the point or from one side. */
  public Sided along(
      Tensor cotangent, List<double[]> point, List<double[]> direction, int order, Side side) {
    return along(cotangent.toDoubleArray(), point, exact(direction), order, side);
  }

  /**
   * A jet, and the operations whose kink the point cannot be told apart from.
   *
   * @param jet the jet
   * @param kinks the operations
   */
  public record Sided(Jet jet, ImmutableSet<String> kinks) {}

  private static List<Dd[]> exact(List<double[]> direction) {
    return direction.stream()
        .map(v -> Arrays.stream(v).mapToObj(Dd::of).toArray(Dd[]::new))
        .toList();
  }

  private Sided along(
      double[] cotangent, List<double[]> point, List<Dd[]> direction, int order, Side side) {
    if (opaque != null) {
      throw new IllegalStateException("trace: it is opaque: " + opaque);
    }
    if (operations(order) > MOST_OPERATIONS) {
      throw new IllegalStateException(
          "trace: an evaluation would take too long: order %d (%d operations > %d)"
              .formatted(order, operations(order), MOST_OPERATIONS));
    }
    requireSizes("point", point.stream().map(x -> x.length).toList());
    requireSizes("direction", direction.stream().map(v -> v.length).toList());
    if (cotangent.length != shape.elements()) {
      throw new IllegalArgumentException(
          "trace: the cotangent does not fit the result: %s (%d ≠ %d)"
              .formatted(shape, cotangent.length, shape.elements()));
    }
    Kinks kinks = new Kinks(side);
    Reference value = evaluate(point, direction, order, kinks);
    List<Jet> terms = new ArrayList<>();
    for (int i = 0; i < cotangent.length; i++) {
      if (cotangent[i] == 1) {
        terms.add(value.get(i));
      } else if (cotangent[i] != 0) {
        terms.add(value.get(i).mul(cotangent[i]));
      }
    }
    return new Sided(Jet.sum(terms), kinks.operations());
  }

  private void requireSizes(String what, List<Integer> sizes) {
    List<Integer> expected = inputs.stream().map(Shape::elements).toList();
    if (!sizes.equals(expected)) {
      throw new IllegalArgumentException(
          "trace: the %s does not fit the inputs: numbers of elements (%s ≠ %s)"
              .formatted(what, sizes, expected));
    }
  }

  /** Returns the derivative {@code d/dt ⟨c, f(x + t v)⟩} at t = 0. */
  public ExactSlope slope(Tensor cotangent, List<double[]> point, List<double[]> direction) {
    Sided at = along(cotangent, point, direction, 1, Side.AT);
    if (at.kinks.isEmpty()) {
      return ExactSlope.of(at.jet, at.kinks, at.jet.slope(), at.jet.slope(), at.jet.slope());
    }
    Sided left = along(cotangent, point, direction, 1, Side.LEFT);
    Sided right = along(cotangent, point, direction, 1, Side.RIGHT);
    return ExactSlope.of(at.jet, at.kinks, at.jet.slope(), left.jet.slope(), right.jet.slope());
  }

  /**
   * Returns the derivative of ⟨c, f⟩ along several directions, {@code ∂ⁿ/∂t₁…∂tₙ ⟨c, f(x + t₁ v₁ +
   * … + tₙ vₙ)⟩} at 0: by polarization, from the n-th coefficients along all v₁ ± v₂ ± … ± vₙ.
   *
   * @param directions v₁, …, vₙ
   */
  public ExactSlope mixed(Tensor cotangent, List<double[]> point, List<List<double[]>> directions) {
    int n = directions.size();
    if (n == 1) {
      return slope(cotangent, point, directions.getFirst());
    }
    double[] c = cotangent.toDoubleArray();
    List<List<Dd[]>> exact = directions.stream().map(Trace::exact).toList();
    Jet value = Jet.ZERO;
    Conditioned sum = Conditioned.ZERO;
    Set<String> kinks = new LinkedHashSet<>();
    for (int signs = 0; signs < 1 << (n - 1); signs++) {
      Sided along = along(c, point, combined(exact, signs), n, Side.AT);
      Conditioned term = along.jet.coefficient(n);
      sum = sum.add(Integer.bitCount(signs) % 2 == 0 ? term : term.neg());
      value = along.jet;
      kinks.addAll(along.kinks);
    }
    Conditioned derivative = sum.scaled(1 - n);
    return ExactSlope.of(value, ImmutableSet.copyOf(kinks), derivative, derivative, derivative);
  }

  /** Returns v₁ ± v₂ ± …, where bit k of {@code signs} takes the (k + 2)-nd with a minus. */
  private static List<Dd[]> combined(List<List<Dd[]>> directions, int signs) {
    List<Dd[]> sum = new ArrayList<>(directions.getFirst());
    for (int k = 1; k < directions.size(); k++) {
      boolean isNegative = (signs >> (k - 1) & 1) == 1;
      for (int i = 0; i < sum.size(); i++) {
        Dd[] a = sum.get(i);
        Dd[] b = directions.get(k).get(i);
        Dd[] both = new Dd[a.length];
        Arrays.setAll(both, j -> a[j].add(isNegative ? b[j].neg() : b[j]));
        sum.set(i, both);
      }
    }
    return sum;
  }

  /**
   * Computes the result.
   *
   * @param direction the direction of each input; none if nothing varies
   */
  private Reference evaluate(List<double[]> at, List<Dd[]> direction, int order, Kinks kinks) {
    if (!isBase(at)) {
      base = new IdentityHashMap<>();
      basePoint = at.stream().map(double[]::clone).toList();
    }
    IdentityHashMap<TraceValue, Reference> varying = new IdentityHashMap<>();
    for (TraceValue.Step step : steps) {
      boolean varies = false;
      for (TraceValue.Operand operand : step.operands) {
        varies |= varies(operand.value(), direction, varying);
      }
      if (varies || !base.containsKey(step)) {
        List<Reference> operands =
            step.operands.stream()
                .map(operand ->
                    valueOf(operand.value(), at, direction, order, varying).in(operand.shape()))
                .toList();
        kinks.enter(step.op.name());
        (varies ? varying : base).put(step, step.op.exact(operands, step.shape, kinks));
      }
    }
    varies(result, direction, varying);
    return valueOf(result, at, direction, order, varying);
  }

  private boolean isBase(List<double[]> at) {
    return IntStream.range(0, at.size()).allMatch(i -> Arrays.equals(at.get(i), basePoint.get(i)));
  }

  private static boolean varies(
      TraceValue value, List<Dd[]> direction, IdentityHashMap<TraceValue, Reference> varying) {
    return value instanceof TraceValue.Input input
        ? !direction.isEmpty()
            && Arrays.stream(direction.get(input.position)).anyMatch(v -> !v.isZero())
        : varying.containsKey(value);
  }

  private Reference valueOf(
      TraceValue value,
      List<double[]> at,
      List<Dd[]> direction,
      int order,
      IdentityHashMap<TraceValue, Reference> varying) {
    Reference known = varying.get(value);
    if (known != null) {
      return known;
    }
    if (value instanceof TraceValue.Input input && varies(value, direction, varying)) {
      double[] x = at.get(input.position);
      Dd[] v = direction.get(input.position);
      Reference moving =
          Reference.generate(
              inputs.get(input.position),
              i -> v[i].isZero() ? Jet.of(x[i]) : Jet.variable(Dd.of(x[i]), v[i], order));
      varying.put(value, moving);
      return moving;
    }
    return base.computeIfAbsent(value, _ -> constant(value, at));
  }

  private Reference constant(TraceValue value, List<double[]> at) {
    double[] elements =
        switch (value) {
          case TraceValue.Input input -> at.get(input.position);
          case TraceValue.Constant constant -> constant.elements;
          case TraceValue.Step _, TraceValue.Hidden _ ->
              throw new IllegalStateException("trace: a value was not computed");
        };
    return Reference.generate(Shape.of(elements.length), i -> Jet.of(elements[i]));
  }
}
