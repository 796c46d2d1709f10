package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DropoutTest {
  private static final Key KEY = Key.of(8);
  private static final Tensor ONES = Tensor.ones(DType.F64, Shape.of(200, 300));

  private static Tensor train(Layer layer, Key key) {
    return Training.in(key, () -> layer.apply(ONES));
  }

  @Test
  void evaluation_gives_the_input_itself() {
    assertThat(new Dropout(0.5).apply(ONES)).isSameAs(ONES);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void a_share_of_p_is_dropped_and_the_expectation_stays(double p) {
    double[] y = train(new Dropout(p), KEY).toDoubleArray();
    double dropped = Arrays.stream(y).filter(v -> v == 0).count() / (double) y.length;
    // Five standard deviations of the share, and of the mean.
    assertThat(dropped).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / y.length)));
    assertThat(Arrays.stream(y).average().orElseThrow())
        .isCloseTo(1, within(5 * Math.sqrt(p / (1 - p) / y.length) + 1e-12));
    assertThat(Arrays.stream(y).filter(v -> v != 0))
        .allSatisfy(kept -> assertThat(kept).isCloseTo(1 / (1 - p), within(1e-12)));
  }

  @Test
  void the_same_key_drops_the_same_elements() {
    Layer layer = new Dropout(0.5);
    assertThat(train(layer, KEY).hasSameBits(train(layer, KEY))).isTrue();
    assertThat(train(layer, KEY).hasSameBits(train(layer, Key.of(9)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
  void what_is_dropped_is_left_out_whatever_it_and_its_cotangent_are(double hostile) {
    Tensor x = Tensor.full(DType.F64, Shape.of(50), hostile);
    double[] y = Training.in(KEY, () -> new Dropout(0.5).apply(x)).toDoubleArray();
    double[] slopes =
        Training.in(KEY, () -> Autograd.vjp(v -> new Dropout(0.5).apply(v), x, x)).toDoubleArray();
    double[] mask =
        Training.in(KEY, () -> new Dropout(0.5).apply(Tensor.ones(DType.F64, Shape.of(50))))
            .toDoubleArray();
    assertThat(mask).contains(0, 2);
    double[] expected = Arrays.stream(mask).map(m -> m == 0 ? 0 : hostile).toArray();
    assertThat(y).containsExactly(expected);
    assertThat(slopes).containsExactly(expected);
  }

  @Test
  void two_layers_of_one_network_drop_independently() {
    double[] both = train(Sequential.of(new Dropout(0.5), new Dropout(0.5)), KEY).toDoubleArray();
    assertThat(Arrays.stream(both).filter(v -> v == 0).count() / (double) both.length)
        .isCloseTo(0.75, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void a_probability_out_of_range_is_refused(double p) {
    assertThatThrownBy(() -> new Dropout(p))
        .isInstanceOf(LayerException.class)
        .hasMessage("dropout: the probability is out of range: (%s not in [0, 1))", p);
  }

  @Test
  void it_goes_between_layers_of_any_width() {
    Sequential net =
        Sequential.of(Dense.of("a", 3, 4, KEY), new Dropout(0.5), Dense.of("b", 4, 2, KEY));
    assertThat(net.summary().toString()).contains("Dropout(0.5)").contains("[n, 4]");
    assertThatThrownBy(() ->
            Sequential.of(Dense.of("a", 3, 4, KEY), new Dropout(0.5), Dense.of("b", 5, 2, KEY)))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("(5 ≠ 4)");
  }
}
