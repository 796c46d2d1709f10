package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Right functions must be fit to judge by: defined, finite and the same each time. */
class UnseenFunctionsTest {
  @Test
  void there_are_many_and_their_names_are_distinct() {
    List<RightFunction> all = new ArrayList<>(RightFunctions.all());
    all.addAll(UnseenFunctions.all());
    all.addAll(UnseenFunctions.beyondReach());
    assertThat(UnseenFunctions.all()).hasSizeGreaterThanOrEqualTo(400);
    assertThat(all).extracting(RightFunction::name).doesNotHaveDuplicates();
  }

  @Test
  void each_is_finite_and_the_same_each_time() {
    for (RightFunction right : UnseenFunctions.all()) {
      List<Tensor> inputs = right.points().of(Key.of(1));
      Tensor y = right.function().apply(inputs);
      assertThat(Arrays.stream(y.toDoubleArray()).allMatch(Double::isFinite))
          .as(right.name())
          .isTrue();
      assertThat(right.function().apply(inputs).hasSameBits(y)).as(right.name()).isTrue();
    }
  }
}
