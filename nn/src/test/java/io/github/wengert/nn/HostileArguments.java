package io.github.wengert.nn;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Size2d;
import io.github.wengert.ops.Tensor;
import io.github.wengert.testing.HostileValues;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Arguments that nobody should pass, by the type of the parameter; the first of each is good. */
final class HostileArguments {
  private static final int LARGEST = Integer.MAX_VALUE;
  private static final Key KEY = Key.of(1);

  private HostileArguments() {}

  /** Returns values for a parameter; none if its type is not known. */
  static List<?> of(java.lang.reflect.Parameter parameter) {
    String type = parameter.getParameterizedType().getTypeName();
    if (type.equals("java.util.List<io.github.wengert.ops.Parameter>")
        || type.equals("java.util.List<java.lang.String>")) {
      return List.of(List.of());
    }
    if (type.contains("List<")) {
      return type.contains("nn.Layer>")
          ? List.of(
              List.of(dense()),
              List.of(),
              List.of(dense(), dense()),
              List.of(Activation.RELU, new Mute()),
              Arrays.asList(dense(), null))
          : type.contains("MixedActivation")
              ? List.of(
                  List.of(new MixedActivation.Group(Activation.RELU, 3)),
                  List.of(),
                  Arrays.asList((MixedActivation.Group) null),
                  List.of(
                      new MixedActivation.Group(Activation.RELU, LARGEST),
                      new MixedActivation.Group(Activation.RELU, LARGEST)))
              : List.of(ImmutableList.of());
    }
    if (type.contains("Iterable<")) {
      return List.of(
          List.of(weight()),
          List.of(),
          Arrays.asList(weight(), null),
          List.of(
              weight(),
              Parameter.of("d", ParameterRole.WEIGHT, Tensor.ones(DType.F64, Shape.of(2, 2)))));
    }
    return of(parameter.getType());
  }

  private static List<?> of(Class<?> type) {
    if (type == int.class) {
      return List.of(3, 1, 0, -1, 2, LARGEST, Integer.MIN_VALUE); // 3 columns are what layers take
    }
    if (type == int[].class) {
      return List.of(
          new int[] {3, 2},
          new int[0],
          new int[] {1},
          new int[] {3, 0},
          new int[] {LARGEST, LARGEST},
          new int[] {LARGEST, 1},
          new int[] {-1, 3});
    }
    if (type == Layer[].class) {
      return List.of(
          new Layer[] {dense()},
          new Layer[0],
          new Layer[] {dense(), null},
          new Layer[] {dense(), dense()},
          new Layer[] {new Mute()});
    }
    if (type == Object.class) {
      return List.of(Indices.of(0, 1));
    }
    if (type == UnaryOperator.class) {
      return List.<UnaryOperator<Tensor>>of(Ops::relu, x -> null);
    }
    if (type == Predicate.class) {
      return List.<Predicate<Parameter>>of(p -> true, p -> false);
    }
    List<?> values = HostileValues.of(type);
    return values.isEmpty() ? objectsOf(type) : values;
  }

  private static List<?> lossesAndMetrics(Class<?> type) {
    Indices labels = Indices.of(0, 1);
    Tensor scores = Tensor.of(Shape.of(2, 3), 1f, 2, 0, 1, 1, 0);
    ConfusionMatrix matrix = ConfusionMatrix.of(labels, labels, 3);
    Stream<?> all =
        Stream.of(
            L1Loss.DEFAULT,
            MseLoss.DEFAULT,
            HingeLoss.DEFAULT,
            new NllLoss(Reduction.MEAN),
            new KlDivergenceLoss(Reduction.MEAN),
            HuberLoss.DEFAULT,
            BinaryCrossEntropyLoss.DEFAULT,
            MultiMarginLoss.DEFAULT,
            CrossEntropyLoss.DEFAULT,
            CrossEntropyLoss.DEFAULT.withIgnoredLabel(1),
            Accuracy.of(scores, labels),
            TopKAccuracy.of(scores, labels, 2),
            LogLoss.of(scores, labels),
            RSquared.of(scores, scores),
            matrix,
            matrix.report(),
            matrix.report().micro());
    return all.filter(type::isInstance).filter(value -> type != Object.class).toList();
  }

  /** Returns objects of a public class of this module, or of one that its parameters have. */
  static List<?> objectsOf(Class<?> type) {
    if (type == Tensor.class) {
      return List.of(
          Tensor.of(Shape.of(2, 3), 1f, 2, 0, 1, 1, 0),
          Tensor.of(DType.F64, Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6),
          Tensor.scalar(DType.F32, 2),
          Tensor.of(1f, 2, 3),
          Tensor.of(Float.NaN, -1, 2),
          zeros(0),
          zeros(0, 3),
          zeros(2, 0),
          zeros(LARGEST, 0),
          zeros(1, 0, LARGEST),
          zeros(1, 3, 4, 4),
          zeros(2, 2, 3),
          weight());
    }
    if (type == Parameter.class) {
      return List.of(
          weight(),
          Parameter.of("bias", ParameterRole.BIAS, zeros(2)),
          Parameter.of("d", ParameterRole.WEIGHT, Tensor.of(DType.F64, 1.0)),
          Parameter.of("scalar", ParameterRole.WEIGHT, zeros()),
          Parameter.of("empty", ParameterRole.WEIGHT, zeros(0, 3)),
          Parameter.of("filters", ParameterRole.WEIGHT, zeros(2, 3, 2, 2)));
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
          Shape.of(LARGEST, 1),
          Shape.of(1, 3, 4, 4),
          Shape.of(1, 3, LARGEST / 3, 1));
    }
    if (type == Indices.class) {
      return List.of(
          Indices.of(0, 1),
          Indices.of(),
          Indices.of(-1, 5),
          Indices.of(0, LARGEST),
          Indices.of(Shape.SCALAR, 0),
          Indices.of(Shape.of(LARGEST, 0)));
    }
    List<?> values = lossesAndMetrics(type);
    if (!values.isEmpty()) {
      return values;
    }
    if (type == Key.class) {
      return List.of(KEY);
    }
    if (type == Size2d.class) {
      return List.of(Size2d.of(1), Size2d.of(0), Size2d.of(-1), Size2d.of(LARGEST));
    }
    if (type == Conv2dOptions.class) {
      return List.of(
          Conv2dOptions.DEFAULT,
          Conv2dOptions.DEFAULT.withPadding(LARGEST),
          Conv2dOptions.DEFAULT.withStride(LARGEST),
          Conv2dOptions.DEFAULT.withDilation(LARGEST),
          Conv2dOptions.DEFAULT.withGroups(LARGEST));
    }
    if (type == Pool2dOptions.class) {
      return List.of(
          Pool2dOptions.of(1), Pool2dOptions.of(LARGEST), Pool2dOptions.of(2).withStride(LARGEST));
    }
    if (type == CrossEntropyOptions.class) {
      return List.of(CrossEntropyOptions.DEFAULT);
    }
    if (type == Initializer.class) {
      return List.of(
          Initializer.HE,
          Initializer.LECUN,
          Initializer.ZEROS,
          Initializer.orthogonal(1),
          (Initializer) (key, dtype, shape) -> null,
          (Initializer) (key, dtype, shape) -> Tensor.of(DType.F64, 1.0));
    }
    if (type == Layer.class || type == Model.class) {
      return List.of(
          dense(),
          Activation.RELU,
          new Dropout(0.5),
          Dense.of("d", 3, 3, KEY),
          Sequential.of(dense(), Activation.TANH),
          new Flatten(),
          new Mute());
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return List.of(new LayerException("x"));
    }
    return type.isEnum() ? List.of(type.getEnumConstants()) : layers(type);
  }

  private static List<?> layers(Class<?> type) {
    if (type == Activation.class) {
      return List.of(
          Activation.RELU,
          new Activation("null", x -> null, Initializer.HE),
          new Activation("sum", Ops::sum, (key, dtype, shape) -> null));
    }
    if (type == AvgPool2d.class) {
      return List.of(AvgPool2d.of(Pool2dOptions.of(2)), AvgPool2d.of(Pool2dOptions.of(LARGEST)));
    }
    if (type == MaxPool2d.class) {
      return List.of(new MaxPool2d(Pool2dOptions.of(2)));
    }
    if (type == BatchNorm.class) {
      return List.of(BatchNorm.of("norm", 3));
    }
    if (type == BatchNorm.Builder.class) {
      return List.of(BatchNorm.builder("norm", 3), BatchNorm.builder("norm", LARGEST));
    }
    if (type == LayerNorm.class) {
      return List.of(LayerNorm.of("norm", 3));
    }
    if (type == BinarySoftmax.class) {
      return List.of(BinarySoftmax.of("b", 3, DType.F32, KEY));
    }
    if (type == BinarySvm.class) {
      return List.of(BinarySvm.of("b", 3, DType.F32, KEY));
    }
    if (type == Conv2d.class) {
      return List.of(
          Conv2d.builder(3, 2, 2, KEY).build(),
          Conv2d.builder(3, 2, 2, KEY).options(Conv2dOptions.DEFAULT.withPadding(LARGEST)).build());
    }
    if (type == Conv2d.Builder.class) {
      return List.of(
          Conv2d.builder(3, 2, 2, KEY),
          Conv2d.builder(LARGEST, 2, 2, KEY),
          Conv2d.builder(1, LARGEST, LARGEST, KEY),
          Conv2d.builder(1, 1, Size2d.of(-1), KEY),
          Conv2d.builder(0, 1, 1, KEY));
    }
    if (type == Dense.class) {
      return List.of(dense());
    }
    if (type == Dropout.class) {
      return List.of(new Dropout(0.5));
    }
    if (type == Embedding.class) {
      return List.of(Embedding.of("words", 5, 2, DType.F32, KEY));
    }
    if (type == Flatten.class) {
      return List.of(new Flatten());
    }
    if (type == LayerCheck.class) {
      return List.of(LayerCheck.DEFAULT);
    }
    if (type == LayerReport.class) {
      return List.of(LayerCheck.DEFAULT.check("layer", dense(), Shape.of(2, 3)));
    }
    if (type == Maxout.class) {
      return List.of(Maxout.of("maxout", 3, 2, 2, DType.F32, KEY));
    }
    if (type == MixedActivation.class) {
      return List.of(MixedActivation.of(Activation.RELU, 3));
    }
    if (type == MixedActivation.Group.class) {
      return List.of(new MixedActivation.Group(Activation.RELU, 3));
    }
    if (type == Mlp.class) {
      return List.of(Mlp.of(KEY, 3, 2));
    }
    if (type == Mlp.Builder.class) {
      return List.of(Mlp.builder(KEY, 3, 2), Mlp.builder(KEY, 3, LARGEST, 1));
    }
    if (type == Neuron.class) {
      return List.of(Neuron.of("neuron", 3, KEY));
    }
    if (type == Parallel.class) {
      return List.of(Parallel.of(dense(), Activation.RELU), Parallel.of(new Mute()));
    }
    if (type == Penalty.class) {
      return List.of(Penalty.l2(0.1));
    }
    if (type == Prelu.class) {
      return List.of(Prelu.of("prelu", 3, DType.F32));
    }
    if (type == Residual.class) {
      return List.of(new Residual(Dense.of("d", 3, 3, KEY)), new Residual(new Mute()));
    }
    if (type == Sequential.class) {
      return List.of(Sequential.of(dense(), Activation.RELU), Sequential.of(new Mute()));
    }
    if (type == Summary.class) {
      return List.of(dense().summary());
    }
    if (type == Summary.Row.class) {
      return List.of(dense().summary().rows().getFirst());
    }
    return List.of();
  }

  private static Dense dense() {
    return new Dense(weight(), Parameter.of("name.bias", ParameterRole.BIAS, zeros(2)));
  }

  private static Parameter weight() {
    return Parameter.of(
        "name.weight", ParameterRole.WEIGHT, Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6));
  }

  private static Tensor zeros(int... extents) {
    return Tensor.zeros(DType.F32, Shape.of(extents));
  }

  /** A layer that answers nothing. */
  private record Mute() implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return null;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }
}
