package io.github.wengert.nn;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.autograd.Autograd.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.LostScopeException;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Layers that train in parts of a batch on several threads. */
class ParallelTrainingTest {
  private static final Key KEY = Key.of(5);

  private final Tensor x = RandomTensors.normal(Key.of(1), DType.F32, Shape.of(12, 4), 0, 1);

  private Tensor part(int p) {
    return Ops.slice(x, 0, 4 * p, 4 * p + 4);
  }

  @Test
  void running_statistics_of_parts_are_those_of_the_parts_in_sequence() {
    BatchNorm inSequence = BatchNorm.of("a", 4);
    Training.in(
        KEY, () -> List.of(1, 2, 3).stream().map(p -> inSequence.apply(part(p - 1))).toList());
    for (int run = 0; run < 10; run++) {
      BatchNorm inParallel = BatchNorm.of("b", 4);
      Training.in(KEY, () -> parallel(3, p -> inParallel.apply(part(p))));
      assertThat(
              inParallel.runningMean().snapshot().hasSameBits(inSequence.runningMean().snapshot()))
          .isTrue();
      assertThat(
              inParallel
                  .runningVariance()
                  .snapshot()
                  .hasSameBits(inSequence.runningVariance().snapshot()))
          .isTrue();
    }
  }

  @Test
  void each_part_drops_units_of_its_own() {
    Dropout dropout = new Dropout(0.5);
    Tensor ones = Tensor.ones(DType.F32, Shape.of(64));
    List<Tensor> dropped = Training.in(KEY, () -> parallel(4, p -> dropout.apply(ones)));
    Set<String> different = new HashSet<>();
    dropped.forEach(tensor -> different.add(Arrays.toString(tensor.toFloatArray())));
    assertThat(different).hasSize(4).doesNotContain(Arrays.toString(ones.toFloatArray()));
  }

  @Test
  void a_network_on_another_thread_does_not_evaluate_by_accident() {
    Layer net = Sequential.of(Dense.of("d", 4, 3, KEY), new Dropout(0.5), Dense.of("e", 3, 1, KEY));
    assertRefusedElsewhere(net);
    assertRefusedElsewhere(new Dropout(0.5)); // which hands its input on
  }

  private void assertRefusedElsewhere(Layer net) {
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(() ->
              Training.in(
                  KEY,
                  () -> {
                    try {
                      return Ops.mean(pool.submit(() -> net.apply(x)).get());
                    } catch (InterruptedException | ExecutionException e) {
                      throw new IllegalStateException(e);
                    }
                  }))
          .isInstanceOf(LostScopeException.class)
          .hasMessageContaining("outside the training scope");
    }
  }

  private Tensor loss(Layer net, int p) {
    return Ops.sum(Ops.square(new Dropout(0.3).apply(net.apply(part(p)))));
  }

  @Test
  void gradients_are_the_same_bits_on_any_number_of_threads() {
    Mlp net = Mlp.of(KEY, 4, 8, 2);
    Set<String> bits = new HashSet<>();
    for (int threads = 1; threads <= 4; threads++) {
      try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
        for (int run = 0; run < 10; run++) {
          var g =
              Training.in(
                  KEY,
                  () ->
                      differentiate(
                          net.parameters(),
                          () -> {
                            List<Tensor> losses = parallel(3, p -> loss(net, p), executor);
                            return Ops.add(Ops.add(losses.get(0), losses.get(1)), losses.get(2));
                          }));
          StringBuilder all = new StringBuilder();
          for (Parameter parameter : net.parameters()) {
            all.append(Arrays.toString(g.of(parameter).toFloatArray()));
          }
          bits.add(all.toString());
        }
      }
    }
    assertThat(bits).hasSize(1);
  }
}
