package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.ShapeException;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import org.junit.jupiter.api.Test;

final class BatchNormTest {
  private static final Key KEY = Key.of(1);

  /** Two channels: 1, 2, 6 with mean 3 and variance 14/2; and 0, 0, 3 with mean 1, variance 6/2. */
  private static final Tensor BATCH = Tensor.of(DType.F64, Shape.of(3, 2), 1.0, 0, 2, 0, 6, 3);

  private final BatchNorm layer =
      BatchNorm.builder("norm", 2).dtype(DType.F64).momentum(0.25).eps(1e-9).build();

  private static Tensor train(Layer layer, Tensor x) {
    return Training.in(KEY, () -> layer.apply(x));
  }

  @Test
  void training_normalises_by_the_biased_statistics_of_the_batch() {
    double s0 = Math.sqrt(14.0 / 3);
    double s1 = Math.sqrt(2);
    assertThat(train(layer, BATCH).toDoubleArray())
        .containsExactly(
            new double[] {-2 / s0, -1 / s1, -1 / s0, -1 / s1, 3 / s0, 2 / s1}, within(1e-8));
  }

  @Test
  void running_statistics_follow_the_unbiased_ones_of_the_batch() {
    train(layer, BATCH);
    assertThat(layer.runningMean().toDoubleArray())
        .containsExactly(new double[] {0.75 * 0 + 0.25 * 3, 0.25}, within(1e-15));
    assertThat(layer.runningVariance().toDoubleArray())
        .containsExactly(new double[] {0.75 * 1 + 0.25 * 7, 0.75 + 0.25 * 3}, within(1e-14));
    train(layer, BATCH);
    assertThat(layer.runningMean().toDoubleArray())
        .containsExactly(new double[] {0.75 * 0.75 + 0.25 * 3, 0.75 * 0.25 + 0.25}, within(1e-14));
  }

  @Test
  void a_layer_that_is_applied_twice_in_a_step_follows_both_batches() {
    Training.in(KEY, () -> Ops.add(layer.apply(BATCH), layer.apply(BATCH)));
    assertThat(layer.runningMean().toDoubleArray())
        .containsExactly(new double[] {0.75 * 0.75 + 0.25 * 3, 0.75 * 0.25 + 0.25}, within(1e-14));
  }

  @Test
  void evaluation_normalises_by_the_running_statistics_and_changes_nothing() {
    layer.runningMean().assign(Tensor.of(DType.F64, 1.0, 2));
    layer.runningVariance().assign(Tensor.of(DType.F64, 4.0, 9));
    Tensor y = layer.apply(Tensor.of(DType.F64, Shape.of(1, 2), 5.0, -4));
    assertThat(y.toDoubleArray()).containsExactly(new double[] {2, -2}, within(1e-8));
    assertThat(layer.runningMean().version()).isEqualTo(1);
  }

  @Test
  void nothing_changes_when_the_step_fails() {
    assertThatThrownBy(() ->
            Training.in(
                KEY,
                () -> {
                  layer.apply(BATCH);
                  throw new ArithmeticException("failed");
                }))
        .isInstanceOf(ArithmeticException.class);
    assertThat(layer.runningMean().toDoubleArray()).containsOnly(0);
    assertThat(layer.runningVariance().toDoubleArray()).containsOnly(1);
    assertThat(layer.runningMean().version()).isZero();
  }

  @Test
  void images_are_normalised_over_the_batch_and_all_positions() {
    Tensor images = RandomTensors.normal(KEY, DType.F64, Shape.of(5, 2, 3, 4), 7, 3);
    Tensor y = train(layer, images);
    assertThat(Ops.mean(y, 0, 2, 3).toDoubleArray())
        .usingComparatorWithPrecision(1e-14)
        .containsOnly(0.0);
    assertThat(Ops.variance(y, 0, 2, 3).toDoubleArray())
        .usingComparatorWithPrecision(1e-8)
        .containsOnly(1.0);
  }

  @Test
  void parameters_and_buffers_are_named_by_the_prefix() {
    assertThat(layer.parameters())
        .extracting(Parameter::name)
        .containsExactly("norm.weight", "norm.bias");
    assertThat(layer.buffers())
        .extracting(Parameter::name)
        .containsExactly("norm.running_mean", "norm.running_var");
    assertThat(BatchNorm.of("", 2).buffers().getFirst().name()).isEqualTo("running_mean");
    assertThat(layer).hasToString("BatchNorm(2) \"norm\"");
  }

  @Test
  void without_weight_and_bias_there_is_nothing_to_learn() {
    BatchNorm plain = BatchNorm.builder("norm", 2).dtype(DType.F64).affine(false).build();
    assertThat(plain.parameters()).isEmpty();
    assertThat(plain.buffers()).hasSize(2);
    BatchNorm identity = BatchNorm.builder("norm", 2).dtype(DType.F64).build();
    assertThat(train(plain, BATCH).hasSameBits(train(identity, BATCH))).isTrue();
  }

  @Test
  void a_network_has_the_buffers_of_its_layers_each_once() {
    Dense dense = Dense.of("dense", 3, 2, KEY);
    Sequential net = Sequential.of(dense, layer, Activation.RELU, layer);
    assertThat(net.buffers()).containsExactly(layer.runningMean(), layer.runningVariance());
    assertThat(net.parameters()).hasSize(4);
    assertThat(Mlp.of(KEY, 3, 2).buffers()).isEmpty();
    assertThat(Parallel.of(net, new Residual(layer)).buffers()).isEqualTo(net.buffers());
  }

  @Test
  void buffers_are_not_forgotten_parameters() {
    LayerCheck.DEFAULT.check("norm", layer, Shape.of(4, 2)).orThrow();
    LayerCheck.DEFAULT.check("norm", new InTraining(layer), Shape.of(4, 2)).orThrow();
  }

  @Test
  void what_does_not_fit_is_refused_by_name() {
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F64, Shape.of(4, 3, 2))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "batchNorm \"norm\": the input has another number of channels:"
                + " input [4, 3, 2] (3 ≠ 2)");
    assertThatThrownBy(() -> layer.outputShape(Shape.of(2)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "batchNorm \"norm\": the input must have the axes [n, channels, ..]: [2] (1 axes < 2)");
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, Shape.of(4, 2))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "batchNorm \"norm\": the input has another element type than the layer: (F32 ≠ F64);"
                + " pass x.to(DType.F64), or make the layer with dtype F32");
    assertThatThrownBy(() -> train(layer, Tensor.zeros(DType.F64, Shape.of(1, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "batchNorm: too few elements for a variance: each channel of [1, 2] (1 elements < 2)");
  }

  @Test
  void bad_hyper_parameters_are_refused() {
    BatchNorm.Builder builder = BatchNorm.builder("norm", 2);
    assertThatThrownBy(() -> builder.momentum(1.5))
        .isInstanceOf(LayerException.class)
        .hasMessage("batchNorm \"norm\": the momentum is out of range: (1.5 not in [0, 1])");
    assertThatThrownBy(() -> builder.momentum(Double.NaN)).isInstanceOf(LayerException.class);
    assertThatThrownBy(() -> builder.eps(-1e-5))
        .isInstanceOf(LayerException.class)
        .hasMessage("batchNorm \"norm\": eps is out of range: (-1.0E-5 not in (0, ∞))");
    assertThatThrownBy(() -> BatchNorm.of("norm", 0))
        .isInstanceOf(LayerException.class)
        .hasMessage("batchNorm \"norm\": the number of channels must be positive: (0 < 1)");
  }
}
