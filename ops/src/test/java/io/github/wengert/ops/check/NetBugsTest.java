package io.github.wengert.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each net's gradient is wrong, and would be right without the one operation that is. */
class NetBugsTest {
  private static final int SEEDS = 3;

  static ImmutableList<NetBug> bugs() {
    return NetBugs.all();
  }

  static List<SixLayers> nets() {
    SixLayers all = SixLayers.REGRESSION;
    for (NetOperation unit :
        List.of(NetOperation.SIGMOID, NetOperation.LEAKY, NetOperation.ELU, NetOperation.GELU)) {
      for (int layer = 1; layer <= 5; layer++) {
        all = all.with(layer, unit);
      }
    }
    return List.of(
        SixLayers.CLASSIFIER,
        SixLayers.REGRESSION,
        SixLayers.SMALL,
        all,
        SixLayers.CLASSIFIER.with(2, NetOperation.SIGMOID).with(3, NetOperation.LEAKY),
        SixLayers.SMALL.with(4, NetOperation.ELU).with(5, NetOperation.SIGMOID),
        SixLayers.REGRESSION.with(6, NetOperation.SQUARED_ERROR).with(3, NetOperation.ELU));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void the_gradient_is_refuted_by_differences(NetBug bug) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Tensor> xs = bug.points().of(Key.of(seed));
      Function<List<Tensor>, Tensor> f = bug.function().get();
      Tensor one = Tensor.ones(f.apply(xs).dtype(), f.apply(xs).shape());
      Tensor minus = Tensor.full(one.dtype(), one.shape(), -0.7);
      assertThat(new Differences(f, xs, one).refute() || new Differences(f, xs, minus).refute())
          .as("%s, seed %d", bug, seed)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("nets")
  void the_net_without_a_bug_is_right(SixLayers net) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Tensor> xs = net.points().of(Key.of(seed));
      Function<List<Tensor>, Tensor> f = net.function();
      Tensor one = Tensor.ones(f.apply(xs).dtype(), f.apply(xs).shape());
      assertThat(new Differences(f, xs, one).refute()).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void there_are_many_and_their_names_are_distinct() {
    assertThat(NetBugs.all()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(NetBugs.all()).extracting(NetBug::name).doesNotHaveDuplicates();
  }
}
