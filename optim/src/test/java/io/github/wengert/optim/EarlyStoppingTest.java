package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EarlyStoppingTest {
  private final Parameter w = Given.weight(0);

  /** Observes metrics until it wants to stop; the parameter holds the number of the metric. */
  private int stopsAfter(EarlyStopping stopping, double... metrics) {
    for (int i = 1; i <= metrics.length; i++) {
      w.assign(Tensor.of(DType.F64, w.shape(), (double) i));
      stopping.observe(metrics[i - 1]);
      if (stopping.wantsToStop()) {
        return i;
      }
    }
    return 0;
  }

  @Test
  void a_metric_that_gets_better_goes_on() {
    assertThat(stopsAfter(EarlyStopping.of(List.of(w), 0, 0), 5, 4, 3, 2)).isZero();
  }

  @Test
  void it_stops_when_patience_is_exceeded_and_restores_the_best() {
    EarlyStopping stopping = EarlyStopping.of(List.of(w), 2, 0);
    assertThat(stopsAfter(stopping, 5, 6, 3, 4, 3, 4, 1)).isEqualTo(6);
    assertThat(stopping.best()).isEqualTo(3);
    assertThat(stopping.bestNumber()).isEqualTo(3);
    assertThat(w.item()).isEqualTo(6);
    stopping.restoreBest();
    assertThat(w.item()).isEqualTo(3);
  }

  @Test
  void better_means_better_by_more_than_the_least_improvement() {
    assertThat(stopsAfter(EarlyStopping.of(List.of(w), 0, 0.5), 5, 4.25, 3.75)).isEqualTo(3);
  }

  @Test
  void an_accuracy_is_to_be_maximised() {
    EarlyStopping stopping =
        EarlyStopping.of(List.of(w), 0, 0)
            .withMetric(MetricDirection.MAXIMIZE, e -> e.validation().accuracy());
    stopping.afterEpoch(epoch(1, 0.5));
    stopping.afterEpoch(epoch(2, 0.75));
    assertThat(stopping.wantsToStop()).isFalse();
    stopping.afterEpoch(epoch(0, 0.75));
    assertThat(stopping.wantsToStop()).isTrue();
    assertThat(stopping.best()).isEqualTo(0.75);
  }

  private static Epoch epoch(double loss, double accuracy) {
    return new Epoch(1, 10, new Evaluation(100, 0), new Evaluation(loss, accuracy));
  }

  @Test
  void it_goes_by_the_loss_of_held_out_samples_by_default() {
    EarlyStopping stopping = EarlyStopping.of(List.of(w), 0, 0);
    stopping.afterEpoch(epoch(1, 0.5));
    stopping.afterEpoch(epoch(2, 0.75));
    assertThat(stopping.wantsToStop()).isTrue();
  }

  @Test
  void a_metric_that_is_not_a_number_is_not_better() {
    EarlyStopping stopping = EarlyStopping.of(List.of(w), 1, 0);
    assertThat(stopsAfter(stopping, Double.NaN, Double.NaN)).isEqualTo(2);
    assertThatThrownBy(stopping::restoreBest)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "earlyStopping: there is no best epoch to restore: (0 of 2 metrics were numbers)");
  }

  private record WithBuffer(Parameter weight, Parameter buffer) implements Model {
    static WithBuffer zero() {
      return new WithBuffer(Given.weight(0), Parameter.of("mean", Tensor.of(DType.F64, 0.0)));
    }

    @Override
    public Tensor apply(Tensor x) {
      return Ops.add(Ops.mul(x, weight), buffer);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(weight);
    }

    @Override
    public List<Parameter> buffers() {
      return List.of(buffer);
    }

    /** Observes a best metric, changes all, and restores; returns what it gives then. */
    double restored(EarlyStopping stopping) {
      stopping.observe(1);
      double best = apply(Tensor.of(DType.F64, 1.0)).item();
      weight.assign(Tensor.of(DType.F64, weight.shape(), 5));
      buffer.assign(Tensor.of(DType.F64, 7.0));
      stopping.observe(2);
      stopping.restoreBest();
      return apply(Tensor.of(DType.F64, 1.0)).item() - best;
    }
  }

  @Test
  void a_model_is_restored_with_its_buffers() {
    WithBuffer model = WithBuffer.zero();
    assertThat(model.restored(EarlyStopping.of(model, 0, 0))).isZero();
    assertThat(model.buffer().item()).isZero();
  }

  @Test
  void parameters_are_restored_with_the_buffers_of_the_model_that_is_trained() {
    WithBuffer model = WithBuffer.zero();
    EarlyStopping stopping = EarlyStopping.of(model.parameters(), 0, 0);
    stopping.beforeTraining(model);
    stopping.beforeTraining(model);
    assertThat(model.restored(stopping)).isZero();
  }

  @Test
  void another_model_than_the_one_that_is_trained_is_refused() {
    WithBuffer trained = WithBuffer.zero();
    EarlyStopping stopping = EarlyStopping.of(WithBuffer.zero(), 0, 0);
    assertThatThrownBy(() -> stopping.beforeTraining(trained))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "earlyStopping: nothing of the trained model is kept: \"weight\" (0 of 1 parameters);"
                + " are they those of another model?");
  }

  @Test
  void a_buffer_that_is_known_after_the_best_metric_stays_as_it_is() {
    WithBuffer model = WithBuffer.zero();
    EarlyStopping stopping = EarlyStopping.of(model.parameters(), 0, 0);
    stopping.observe(1);
    stopping.beforeTraining(model);
    model.buffer().assign(Tensor.of(DType.F64, 7.0));
    stopping.restoreBest();
    assertThat(model.buffer().item()).isEqualTo(7);
  }

  @Test
  void numbers_out_of_range_are_refused() {
    assertThatThrownBy(() -> EarlyStopping.of(List.of(), -1, 0))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("earlyStopping: the patience is out of range: (-1 not in [0, ∞))");
    assertThatThrownBy(() -> EarlyStopping.of(List.of(), 0, Double.NaN))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("earlyStopping: the least improvement is out of range: (NaN not in [0, ∞))");
  }
}
