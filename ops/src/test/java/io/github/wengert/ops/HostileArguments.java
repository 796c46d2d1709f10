package io.github.wengert.ops;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.check.ContractCheck;
import io.github.wengert.ops.check.ContractOutcome;
import io.github.wengert.ops.check.ContractReport;
import io.github.wengert.ops.check.Culprit;
import io.github.wengert.ops.check.Domain;
import io.github.wengert.ops.check.Finding;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.GradientReport;
import io.github.wengert.ops.check.InputSummary;
import io.github.wengert.ops.check.OpContract;
import io.github.wengert.ops.check.Verdict;
import io.github.wengert.ops.check.junit.OpContractTest;
import io.github.wengert.testing.HostileValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.DoubleToLongFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Arguments that nobody should pass, by the type of the parameter; the first of each is good. */
final class HostileArguments {
  private static final int LARGEST = Integer.MAX_VALUE;
  private static final CustomOp CUBE =
      CustomOp.unary("cube", x -> Ops.mul(x, Ops.square(x)), (x, y) -> Ops.mul(Ops.square(x), 3));

  private HostileArguments() {}

  /** Returns values for a parameter; none if its type is not known. */
  static List<?> of(java.lang.reflect.Parameter parameter) {
    String type = parameter.getParameterizedType().getTypeName();
    if (type.contains("Function<java.util.List<") && type.contains("Shape>")) {
      return List.<Function<List<Tensor>, Shape>>of(xs -> Shape.of(2, 3), xs -> null);
    }
    if (type.contains("Function<java.util.List<") && type.contains("DType>")) {
      return List.<Function<List<Tensor>, DType>>of(xs -> DType.F64, xs -> null);
    }
    if (type.contains("Function<java.util.List<")) {
      return List.<Function<List<Tensor>, Tensor>>of(
          xs -> xs.isEmpty() ? Tensor.of(DType.F64, 1.0) : Ops.square(xs.getFirst()), xs -> null);
    }
    if (type.contains("Function<io.github.wengert.ops.DType")) {
      return List.<Function<DType, Model>>of(HostileArguments::model, dtype -> null);
    }
    if (type.contains("WithAuxiliary")) {
      return List.<Supplier<?>>of(
          () -> new WithAuxiliary<>(Ops.sum(Ops.square(Tensor.of(DType.F64, 1.0))), "aux"),
          () -> null);
    }
    if (type.contains("List<? extends java.util.List")) {
      return List.of(
          List.of(List.of(Tensor.of(DType.F64, 1.0, 2))),
          List.of(),
          List.of(List.of()),
          Arrays.asList((List<?>) null),
          List.of(Arrays.asList(Tensor.of(DType.F64, 1.0), null)));
    }
    if (type.contains("ImmutableList<")) {
      return List.of(ImmutableList.of());
    }
    if (type.contains("ImmutableMap<")) {
      return List.of(ImmutableMap.of());
    }
    if (type.contains("Iterable<" + Parameter.class.getName())) {
      return List.of(
          List.of(weight()), List.of(), Arrays.asList(weight(), null), List.of(empty(), weight()));
    }
    return of(parameter.getType());
  }

  private static List<?> of(Class<?> type) {
    List<?> values = HostileValues.of(type);
    if (!values.isEmpty()) {
      return values;
    }
    if (type == int[].class) {
      return List.of(
          new int[] {1},
          new int[0],
          new int[] {0, 1},
          new int[] {1, 1},
          new int[] {-1},
          new int[] {2, 3},
          new int[] {LARGEST, 0},
          new int[] {0, LARGEST, LARGEST},
          new int[] {LARGEST, LARGEST, 0},
          new int[] {LARGEST, 2},
          new int[] {-1, LARGEST, LARGEST, LARGEST},
          new int[] {Integer.MIN_VALUE});
    }
    if (type == float[].class) {
      return List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[0], new float[] {Float.NaN});
    }
    if (type == double[].class) {
      return List.of(new double[] {1, 2, 3, 4, 5, 6}, new double[0], new double[] {Double.NaN});
    }
    if (type == double[][].class) {
      return List.of(
          new double[][] {{1, 2}, {3, 4}},
          new double[0][],
          new double[][] {{}, {}},
          new double[][] {{1}, {2, 3}},
          new double[][] {{1}, null},
          new double[][] {null, {1}});
    }
    if (type == Object.class) {
      return List.of("result");
    }
    if (type == Tensor[].class) {
      return List.of(
          new Tensor[] {Tensor.of(DType.F64, 1.0, 2)},
          new Tensor[0],
          new Tensor[] {Tensor.of(DType.F64, 1.0), null});
    }
    if (type == List.class || type == Iterable.class) {
      return List.of(
          List.of(Tensor.of(1f, 2), Tensor.of(3f, 4)),
          List.of(),
          List.of(Tensor.of(1f), Tensor.of(DType.F64, 1.0)),
          List.of(Tensor.scalar(DType.F32, 1)),
          List.of(zeros(LARGEST, 0), zeros(LARGEST, 0)),
          List.of(zeros(0, LARGEST), zeros(0, LARGEST)),
          Arrays.asList(Tensor.of(1f), null),
          Arrays.asList(null, Tensor.of(1f)));
    }
    if (type == Supplier.class) {
      return List.<Supplier<?>>of(
          () -> Ops.sum(Ops.square(Tensor.of(DType.F64, 1.0, 2))), () -> null);
    }
    if (type == UnaryOperator.class) {
      return List.<UnaryOperator<Tensor>>of(Ops::sum, Ops::square, x -> null);
    }
    if (type == BinaryOperator.class) {
      return List.<BinaryOperator<Tensor>>of((x, y) -> Ops.mul(x, 2), (x, y) -> null);
    }
    if (type == Consumer.class) {
      return List.<Consumer<Gradients<Tensor>>>of(gradients -> {});
    }
    if (type == LongConsumer.class) {
      return List.<LongConsumer>of(count -> {});
    }
    if (type == DoubleToLongFunction.class) {
      return List.<DoubleToLongFunction>of(x -> 1);
    }
    if (type == OptionalInt.class) {
      return List.of(OptionalInt.empty(), OptionalInt.of(-100));
    }
    if (type == Domain.class) {
      return List.of(Domain.ALL, new Domain(-1, 1));
    }
    if (type == Duration.class) {
      return List.of(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE));
    }
    if (type == Path.class) {
      return List.of(temporaryFile(), Path.of("no", "such", "folder", "file"));
    }
    return objectsOf(type);
  }

  /** Returns objects of a public class of this module, or of one that its parameters have. */
  static List<?> objectsOf(Class<?> type) {
    if (type == Tensor.class) {
      return List.of(
          Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6),
          Tensor.of(DType.F64, Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6),
          Tensor.scalar(DType.F32, 2),
          Tensor.of(1f, 2, 3),
          Tensor.of(Float.NaN, -1, 2),
          zeros(0),
          zeros(0, 3),
          zeros(2, 0),
          zeros(LARGEST, 0),
          zeros(1, 0, LARGEST),
          zeros(1, 2, 4, 4),
          zeros(2, 2, 3),
          weight());
    }
    if (type == Parameter.class) {
      return List.of(weight(), parameter(Tensor.of(DType.F64, 1.0)), empty());
    }
    if (type == Shape.class) {
      return List.of(
          Shape.of(2, 3),
          Shape.SCALAR,
          Shape.of(0),
          Shape.of(3),
          Shape.of(LARGEST),
          Shape.of(LARGEST, 0),
          Shape.of(0, LARGEST),
          Shape.of(LARGEST, 1, 0),
          Shape.of(1, 2, 4, 4));
    }
    if (type == Indices.class) {
      return List.of(
          Indices.of(0, 1),
          Indices.of(),
          Indices.of(-1, 5),
          Indices.of(0, LARGEST),
          Indices.of(Shape.SCALAR, 0),
          Indices.of(Shape.of(2, 1), 0, 1),
          Indices.of(Shape.of(LARGEST, 0)),
          Indices.of(Shape.of(0, LARGEST)));
    }
    if (type == Size2d.class) {
      return List.of(Size2d.of(1), Size2d.of(2), Size2d.of(0), Size2d.of(-1), Size2d.of(LARGEST));
    }
    if (type == Conv2dOptions.class) {
      return List.of(
          Conv2dOptions.DEFAULT,
          Conv2dOptions.DEFAULT.withPadding(LARGEST),
          Conv2dOptions.DEFAULT.withStride(LARGEST),
          Conv2dOptions.DEFAULT.withDilation(LARGEST),
          new Conv2dOptions(Size2d.of(1), Size2d.of(0), Size2d.of(1), LARGEST));
    }
    if (type == Pool2dOptions.class) {
      return List.of(
          Pool2dOptions.of(1),
          Pool2dOptions.of(2),
          Pool2dOptions.of(LARGEST),
          Pool2dOptions.of(2).withStride(LARGEST));
    }
    if (type == CrossEntropyOptions.class) {
      return List.of(
          CrossEntropyOptions.DEFAULT,
          CrossEntropyOptions.DEFAULT.withLabelSmoothing(0.5),
          CrossEntropyOptions.DEFAULT.withIgnoredLabel(-1),
          CrossEntropyOptions.DEFAULT.withClassWeights(Tensor.of(1f, 2, 3)));
    }
    if (type == Key.class) {
      return List.of(Key.of(1));
    }
    if (type == CustomOp.class) {
      return List.of(CUBE, CustomOp.unary("null", x -> null, (x, y) -> null));
    }
    if (type == Primitive.class) {
      return List.of(new Plain(), new Nothing());
    }
    if (type == Descent.class) {
      return List.of(Descent.of(0.1));
    }
    if (type == GradientBuffers.class) {
      return List.of(new GradientBuffers(), GradientBuffers.forPlainDescent());
    }
    if (type == Training.class) {
      return List.of(Training.in(Key.of(1), () -> Training.current().orElseThrow()));
    }
    if (type == BranchLog.class) {
      return List.of(BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 1.0))).branches());
    }
    if (type == BranchLog.Logged.class) {
      return List.of(BranchLog.logging(() -> Ops.relu(Tensor.of(DType.F64, 1.0))));
    }
    if (type == BatchNormalized.class) {
      return List.of(Ops.batchNorm(zeros(2, 3), 1e-5));
    }
    if (type == Picked.class) {
      return List.of(Ops.maxAt(Tensor.of(DType.F64, 1.0, 2), 0));
    }
    if (type == BatchLoss.class) {
      return List.of((BatchLoss<Tensor>) (prediction, target) -> Ops.sum(prediction));
    }
    if (type == Model.class) {
      return List.of(model(DType.F64));
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return List.of(new ShapeException("x"));
    }
    if (type == KernelStatus.class) {
      return List.of(KernelStatus.now());
    }
    return type.isEnum() ? List.of(type.getEnumConstants()) : objectsOfCheck(type);
  }

  private static List<?> objectsOfCheck(Class<?> type) {
    if (type == Domain.class) {
      return List.of(new Domain(0, 1));
    }
    if (type == GradientCheck.class) {
      return List.of(GradientCheck.DEFAULT.withOrder(1).withDirections(1));
    }
    if (type == OpContract.class) {
      return List.of(OpContract.of(new Plain()), OpContract.of("null", xs -> null));
    }
    if (type == ContractOutcome.class) {
      return List.of(
          new ContractOutcome(
              List.of(ContractCheck.values()).getFirst(),
              DType.F64,
              ImmutableList.of(Shape.of(1)),
              true,
              ""));
    }
    if (type == ContractReport.class) {
      return List.of(new ContractReport("report", 1, ImmutableList.of()));
    }
    if (type == Finding.class) {
      return List.of(finding());
    }
    if (type == Finding.Point.class) {
      return List.of(new Finding.Point(0, 0));
    }
    if (type == StackTraceElement.class) {
      return List.of(new StackTraceElement("Net", "forward", "Net.java", 41));
    }
    if (type == Culprit.class) {
      return List.of(
          new Culprit(
              Culprit.Kind.OPERATION,
              "cube",
              new StackTraceElement("Net", "forward", "Net.java", 41),
              ImmutableList.of("F64[2]"),
              1,
              2,
              3,
              ImmutableList.of("remark"),
              ""));
    }
    if (type == InputSummary.class) {
      return List.of(
          new InputSummary(
              1,
              "x",
              ImmutableMap.of(),
              ImmutableMap.of(),
              ImmutableList.of(),
              ImmutableList.of(),
              ""));
    }
    if (type == GradientReport.class) {
      return List.of(
          GradientCheck.DEFAULT.check(
              "square", xs -> Ops.square(xs.getFirst()), Tensor.of(DType.F64, 2.0)));
    }
    if (type == OpContractTest.class) {
      return List.of(new CubeContract());
    }
    return List.of();
  }

  private static Finding finding() {
    return new Finding(
        1,
        "x",
        ImmutableList.of(),
        Verdict.PASS,
        1,
        1,
        0,
        1,
        1,
        1e-3,
        ImmutableList.of(),
        "",
        ImmutableList.of());
  }

  private static Tensor zeros(int... extents) {
    return Tensor.zeros(DType.F32, Shape.of(extents));
  }

  private static Parameter weight() {
    return parameter(Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6));
  }

  private static Parameter empty() {
    return parameter(zeros(0, 3));
  }

  private static Path temporaryFile() {
    try {
      Path file = Files.createTempFile("refusals", ".out");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model model(DType dtype) {
    Parameter w = Parameter.of("w", Tensor.full(dtype, Shape.of(2), 0.5));
    return new Model() {
      @Override
      public Tensor apply(Tensor x) {
        return Ops.mul(x, Ops.sum(w));
      }

      @Override
      public List<Parameter> parameters() {
        return List.of(w);
      }
    };
  }

  private static Parameter parameter(Tensor initial) {
    return Parameter.of("w", initial);
  }

  /** {@code y = 1}, of any number of operands. */
  private record Plain() implements Primitive<Tensor> {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return Tensor.scalar(DType.F64, 1);
    }

    @Override
    public List<Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return inputs.stream()
          .<Pullback<Tensor>>map(x -> g -> Tensor.zeros(x.dtype(), x.shape()))
          .toList();
    }
  }

  /** An operation that returns null from everything. */
  private record Nothing() implements Primitive<Tensor> {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return null;
    }

    @Override
    public List<Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return null;
    }
  }

  private static final class CubeContract implements OpContractTest {
    @Override
    public Primitive<Tensor> operation() {
      return new Plain();
    }

    @Override
    public List<List<Tensor>> points() {
      return List.of(List.of(Tensor.of(DType.F64, 1.0, 2)));
    }
  }
}
