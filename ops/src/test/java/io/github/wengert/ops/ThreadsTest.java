package io.github.wengert.ops;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.autograd.Autograd.parallel;
import static io.github.wengert.testing.Tasks.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.AutogradException;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.LostScopeException;
import io.github.wengert.autograd.Unused;
import io.github.wengert.ops.check.GradientCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs on other threads is right, or refused: never wrong without a word. */
class ThreadsTest {
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(3, Thread.ofPlatform().daemon().name("pool").factory());
  private static final ExecutorService VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

  @AfterAll
  static void shutDown() {
    POOL.shutdown();
    VIRTUAL.shutdown();
  }

  private static Tensor join(CompletableFuture<Tensor> future) {
    try {
      return future.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  @Test
  void a_task_of_a_pool_is_refused_and_a_parallel_part_is_right() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 2.0));
    assertThatThrownBy(() ->
            differentiate(
                List.of(w),
                () -> {
                  Tensor square = on(POOL, () -> Ops.square(w));
                  return Ops.sum(Ops.add(square, w));
                }))
        .isInstanceOf(LostScopeException.class)
        .hasMessageStartingWith("add: a value was computed by another thread")
        .hasMessageContaining("thread \"pool\" ≠ thread \"main\"");
    Gradients<Tensor> g =
        differentiate(
            List.of(w),
            () -> {
              Tensor square = parallel(1, p -> Ops.square(w)).getFirst();
              return Ops.sum(Ops.add(square, w));
            });
    assertThat(g.of(w).item()).isEqualTo(5);
  }

  /** How a loss that is a sum over samples is computed; wrong ways among them. */
  private enum Way {
    IN_SEQUENCE {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return add(IntStream.range(0, n).mapToObj(sample::loss).toList());
      }
    },
    PARALLEL {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return add(parallel(n, sample::loss, random.nextBoolean() ? POOL : VIRTUAL));
      }
    },
    NESTED_PARALLEL {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return add(
            parallel(
                2,
                p -> {
                  int from = p * (n / 2);
                  int to = p == 0 ? n / 2 : n;
                  return add(parallel(to - from, q -> sample.loss(from + q), POOL));
                }));
      }
    },
    POOL_TASKS {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        List<Tensor> losses = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          int index = i;
          losses.add(
              random.nextInt(4) == 0
                  ? sample.loss(i)
                  : on(random.nextBoolean() ? POOL : VIRTUAL, () -> sample.loss(index)));
        }
        return add(losses);
      }
    },
    PARALLEL_STREAM {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return IntStream.range(0, n)
            .parallel()
            .mapToObj(sample::loss)
            .reduce(Ops::add)
            .orElseThrow();
      }
    },
    FUTURES {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return IntStream.range(0, n)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> sample.loss(i), POOL))
            .reduce((a, b) -> a.thenCombine(b, Ops::add))
            .map(ThreadsTest::join)
            .orElseThrow();
      }
    },
    WHOLE_LOSS_ELSEWHERE {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return on(VIRTUAL, () -> IN_SEQUENCE.sum(sample, n, random));
      }
    },
    RECURSIVE_TASKS {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        return ForkJoinPool.commonPool().invoke(new Half(sample, 0, n));
      }
    },
    INNER_GRADIENTS_ELSEWHERE {
      @Override
      Tensor sum(Sample sample, int n, RandomGenerator random) {
        // d/dv (v · loss) = loss
        Tensor one = Tensor.of(DType.F64, 1.0);
        return add(
            IntStream.range(0, n)
                .mapToObj(i ->
                    on(
                        POOL,
                        () ->
                            Autograd.grad((Tensor v) -> Ops.sum(Ops.mul(v, sample.loss(i))))
                                .apply(one)))
                .map(Ops::sum)
                .toList());
      }
    };

    abstract Tensor sum(Sample sample, int n, RandomGenerator random);

    static Tensor add(List<Tensor> losses) {
      return losses.stream().reduce(Ops::add).orElseThrow();
    }
  }

  private static final class Half extends RecursiveTask<Tensor> {
    private static final long serialVersionUID = 1L;
    private final transient Sample sample;
    private final int from;
    private final int to;

    Half(Sample sample, int from, int to) {
      this.sample = sample;
      this.from = from;
      this.to = to;
    }

    @Override
    protected Tensor compute() {
      if (to - from == 1) {
        return sample.loss(from);
      }
      int middle = (from + to) >>> 1;
      Half left = new Half(sample, from, middle);
      left.fork();
      Tensor right = new Half(sample, middle, to).compute();
      return Ops.add(left.join(), right);
    }
  }

  private interface Sample {
    /** Returns {@code (w · xᵢ + b)²}. */
    Tensor loss(int i);
  }

  @ParameterizedTest
  @EnumSource
  void losses_are_right_or_refused_on_any_threads(Way way) {
    int refused = 0;
    for (int run = 0; run < 40; run++) {
      RandomGenerator random = new SplittableRandom(run);
      int n = 2 + random.nextInt(12);
      double[] x = random.doubles(n, -1, 1).toArray();
      Parameter w = Parameter.of("w", Tensor.of(DType.F64, random.nextDouble()));
      Parameter b = Parameter.of("b", Tensor.of(DType.F64, random.nextDouble()));
      Sample sample = i -> Ops.sum(Ops.square(Ops.add(Ops.mul(w, x[i]), b)));
      double wantW = 0;
      double wantB = 0;
      for (double xi : x) {
        double error = w.item() * xi + b.item();
        wantW += 2 * error * xi;
        wantB += 2 * error;
      }
      try {
        Gradients<Tensor> g =
            differentiate(
                List.of(w, b),
                () -> way.sum(sample, n, random),
                random.nextBoolean() ? Unused.ZERO : Unused.REJECT);
        assertThat(g.of(w).item()).isCloseTo(wantW, within(1e-12));
        assertThat(g.of(b).item()).isCloseTo(wantB, within(1e-12));
      } catch (AutogradException e) {
        refused++;
        assertThat(e).hasMessageContaining("Autograd.parallel");
      }
    }
    switch (way) {
      case IN_SEQUENCE, PARALLEL, NESTED_PARALLEL -> assertThat(refused).isZero();
      case WHOLE_LOSS_ELSEWHERE, INNER_GRADIENTS_ELSEWHERE, FUTURES ->
          assertThat(refused).isEqualTo(40);
      case POOL_TASKS -> assertThat(refused).isPositive();
      case PARALLEL_STREAM, RECURSIVE_TASKS -> {} // whether the common pool helps is luck
    }
  }

  @Test
  void gradients_of_parallel_parts_are_the_same_bits_on_any_number_of_threads() {
    Parameter w =
        Parameter.of("w", RandomTensors.normal(Key.of(1), DType.F32, Shape.of(20, 30), 0, 1));
    Tensor x = RandomTensors.normal(Key.of(2), DType.F32, Shape.of(64, 30), 0, 1);
    Set<String> bits = new HashSet<>();
    for (int threads = 1; threads <= 8; threads *= 2) {
      try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
        for (int round = 0; round < 5; round++) {
          Gradients<Tensor> g =
              differentiate(
                  List.of(w),
                  () ->
                      Way.add(
                          parallel(
                              8,
                              p ->
                                  Ops.sum(
                                      Ops.square(
                                          Ops.relu(
                                              Ops.linear(
                                                  Ops.slice(x, 0, 8 * p, 8 * p + 8),
                                                  w,
                                                  Tensor.zeros(DType.F32, Shape.of(20)))))),
                              executor)));
          bits.add(Arrays.toString(g.of(w).toFloatArray()) + g.value().item());
        }
      }
    }
    assertThat(bits).hasSize(1);
  }

  // ------------------------------------------------------------------------------ other scopes

  private static void assertRefused(Supplier<?> computation) {
    assertThatThrownBy(computation::get)
        .isInstanceOf(LostScopeException.class)
        .hasMessageContaining("thread \"pool\" ≠ thread \"main\"");
  }

  /** Like a dropout: what it yields depends on the training scope. */
  private static Tensor noisy(Tensor x) {
    return Training.current()
        .map(training ->
            Ops.add(x, RandomTensors.uniform(training.nextKey(), x.dtype(), x.shape(), 0, 1)))
        .orElseGet(() -> Ops.mul(x, 1));
  }

  @Test
  void what_was_evaluated_elsewhere_is_refused_in_training() {
    Tensor x = Tensor.of(DType.F64, 1.0, 2.0);
    assertRefused(() -> Training.in(Key.of(1), () -> on(POOL, () -> noisy(x))));
    assertRefused(() -> Training.in(Key.of(1), () -> Ops.sum(on(POOL, () -> noisy(x)))));
    assertRefused(() -> Training.in(Key.of(1), () -> on(POOL, () -> noisy(x)).toDoubleArray()));
  }

  @Test
  void each_part_trains_with_keys_of_its_own() {
    Tensor x = Tensor.zeros(DType.F64, Shape.of(3));
    Supplier<List<Tensor>> parts =
        () -> Training.in(Key.of(1), () -> parallel(4, p -> noisy(x), POOL));
    List<Tensor> first = parts.get();
    List<Tensor> second = parts.get();
    Set<Double> different = new HashSet<>();
    for (int p = 0; p < 4; p++) {
      assertThat(first.get(p).hasSameBits(second.get(p))).isTrue();
      different.add(first.get(p).at(0));
    }
    assertThat(different).hasSize(4);
  }

  @Test
  void parts_do_not_change_the_keys_that_the_whole_draws() {
    assertThat(
            Training.in(
                    Key.of(1),
                    () -> {
                      parallel(3, p -> noisy(Tensor.of(DType.F64, 1.0)));
                      return Training.current().orElseThrow().nextKey();
                    })
                .bits(0))
        .isEqualTo(Key.of(1).split(0).bits(0));
  }

  @Test
  void new_state_of_parts_builds_on_that_of_those_before() {
    Parameter state = Parameter.of("state", Tensor.of(DType.F64, 1.0));
    Training.in(
        Key.of(1),
        () ->
            parallel(
                3,
                p -> {
                  Training training = Training.current().orElseThrow();
                  training.afterwards(state, latest -> Ops.add(Ops.mul(latest, 2), p));
                  return training.latest(state).item();
                },
                POOL));
    assertThat(state.item()).isEqualTo(((1 * 2 + 0) * 2 + 1) * 2 + 2);
    assertThat(state.version()).isEqualTo(1);
  }

  @Test
  void a_part_sees_its_own_new_state_and_that_of_before_the_fork() {
    Parameter state = Parameter.of("state", Tensor.of(DType.F64, 1.0));
    List<Double> seen =
        Training.in(
            Key.of(1),
            () -> {
              Training.current().orElseThrow().afterwards(state, Tensor.of(DType.F64, 10.0));
              return parallel(
                  2,
                  p -> {
                    Training training = Training.current().orElseThrow();
                    training.afterwards(state, latest -> Ops.add(latest, p + 1));
                    return training.latest(state).item();
                  });
            });
    assertThat(seen).containsExactly(11.0, 12.0);
    assertThat(state.item()).isEqualTo(13);
  }

  @Test
  void a_gradient_that_was_computed_elsewhere_by_another_subgradient_is_refused() {
    Tensor x = Tensor.of(DType.F64, 0.0);
    Supplier<Tensor> slope = () -> Autograd.grad((Tensor v) -> Ops.sum(Ops.relu(v))).apply(x);
    assertThat(Subgradient.SPLIT.in(slope).item()).isEqualTo(0.5);
    assertRefused(() -> Subgradient.SPLIT.in(() -> on(POOL, slope::get)));
    assertRefused(() -> Subgradient.SPLIT.in(() -> on(POOL, slope::get).item()));
    assertThat(Subgradient.SPLIT.in(() -> parallel(2, p -> slope.get(), POOL)).get(1).item())
        .isEqualTo(0.5);
  }

  @Test
  void a_parallel_sweep_follows_the_subgradient_that_was_chosen() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 0.0));
    Gradients<Tensor> g =
        Subgradient.SPLIT.in(() ->
            differentiate(List.of(w), () -> Way.add(parallel(6, p -> Ops.sum(Ops.relu(w)), POOL))));
    assertThat(g.of(w).item()).isEqualTo(3);
  }

  @Test
  void branches_that_were_taken_elsewhere_are_refused_where_they_are_logged() {
    Tensor x = Tensor.of(DType.F64, -1.0, 2.0);
    assertRefused(() -> BranchLog.logging(() -> on(POOL, () -> Ops.relu(x))));
    assertRefused(() -> BranchLog.logging(() -> on(POOL, () -> Ops.relu(x)).at(0)));
  }

  @Test
  void branches_of_parts_are_logged_in_their_order() {
    Tensor x = Tensor.of(DType.F64, -1.0, 2.0);
    BranchLog inSequence =
        BranchLog.logging(() -> List.of(Ops.relu(x), Ops.abs(x), Ops.relu(Ops.neg(x)))).branches();
    for (int run = 0; run < 20; run++) {
      BranchLog log =
          BranchLog.logging(() ->
                  parallel(
                      3,
                      p ->
                          switch (p) {
                            case 0 -> Ops.relu(x);
                            case 1 -> Ops.abs(x);
                            default -> Ops.relu(Ops.neg(x));
                          },
                      POOL))
              .branches();
      assertThat(log).isEqualTo(inSequence);
    }
  }

  // ------------------------------------------------------------------------------ plain numbers

  private static final CustomOp PLAIN_CUBE =
      CustomOp.unary(
          "plainCube",
          x -> Ops.mul(x, Ops.square(x)),
          (x, y) -> {
            double[] slopes = x.toDoubleArray();
            Arrays.setAll(slopes, i -> 3 * slopes[i] * slopes[i]);
            return Tensor.of(DType.F64, x.shape(), slopes);
          });

  @Test
  void a_rule_that_leaves_the_tape_is_refused_to_second_order() {
    Tensor x = Tensor.of(DType.F64, 2.0);
    assertThat(Autograd.grad((Tensor v) -> Ops.sum(PLAIN_CUBE.apply(v))).apply(x).item())
        .isEqualTo(12);
    assertThatThrownBy(() -> Autograd.hessian(v -> Ops.sum(PLAIN_CUBE.apply(v)), x))
        .hasMessageMatching(
            "plainCube: its pullback cannot be differentiated, as it computes with plain numbers"
                + " \\(toDoubleArray of F64\\[1] at .*ThreadsTest.java:\\d+\\).*");
    assertThatThrownBy(() -> Autograd.hvp(v -> Ops.sum(PLAIN_CUBE.apply(v)), x, x))
        .hasMessageStartingWith("plainCube: its pullback cannot be differentiated");
    // Linear in the cotangent, so the directional derivative is right.
    assertThat(Autograd.jvp(PLAIN_CUBE::apply, x, Tensor.of(DType.F64, 1.0)).tangent().item())
        .isEqualTo(12);
  }

  @Test
  void a_rule_that_leaves_the_tape_is_checked_to_first_order() {
    GradientCheck.DEFAULT
        .withOrder(1)
        .check("plainCube", xs -> PLAIN_CUBE.apply(xs.getFirst()), Tensor.of(DType.F64, 2.0, -1))
        .orThrow();
    assertThatThrownBy(() ->
            GradientCheck.DEFAULT.check(
                "plainCube", xs -> PLAIN_CUBE.apply(xs.getFirst()), Tensor.of(DType.F64, 2.0, -1)))
        .hasMessageStartingWith("plainCube: its pullback cannot be differentiated");
  }

  @Test
  void reading_in_a_function_makes_a_constant() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 2.0));
    assertThat(differentiate(List.of(w), () -> Ops.mul(Ops.sum(w), w.item())).of(w).item())
        .isEqualTo(2);
    assertThat(differentiate(List.of(w), () -> Ops.sum(Ops.mul(w, w))).of(w).item()).isEqualTo(4);
  }
}
