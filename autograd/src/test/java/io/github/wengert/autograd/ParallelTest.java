package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Arithmetic.Scalars;
import io.github.wengert.autograd.Jet.Jets;
import io.github.wengert.autograd.internal.EngineAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of a computation on several threads: as if they had run one after the other. */
class ParallelTest {
  private static final Executor SAME_THREAD = Runnable::run;
  private static final ExecutorService FOUR = Executors.newFixedThreadPool(4);
  private static final ExecutorService VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

  private final MutableScalar w = new MutableScalar("w", 2);
  private final MutableScalar b = new MutableScalar("b", 3);

  @AfterAll
  static void shutDown() {
    FOUR.shutdown();
    VIRTUAL.shutdown();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static Scalar sum(List<Scalar> values) {
    return values.stream().reduce(Scalar::plus).orElseThrow();
  }

  @Test
  void results_come_in_the_order_of_the_parts() {
    assertThat(Autograd.parallel(100, p -> p * p)).hasSize(100).startsWith(0, 1, 4, 9);
  }

  @Test
  void parts_run_on_several_threads_at_once() {
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Autograd.parallel(
        2,
        p -> {
          awaitAll(both);
          return threads.add(Thread.currentThread());
        },
        FOUR);
    assertThat(threads).hasSize(2).contains(Thread.currentThread());
  }

  @Test
  void parts_use_leaves_and_what_was_computed_before() {
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w, b),
            () -> {
              Scalar u = w.times(b);
              // (u + w)·1 + (u + w)·2 + (u + w)·3 + b·u
              return sum(Autograd.parallel(3, p -> u.plus(w).times(p + 1), FOUR)).plus(b.times(u));
            });
    assertThat(g.value().value()).isEqualTo(6 * (6 + 2) + 18);
    assertThat(g.of(w).value()).isEqualTo(6 * (3 + 1) + 9);
    assertThat(g.of(b).value()).isEqualTo(6 * 2 + 2 * 2 * 3);
  }

  @Test
  void a_part_may_have_parts_and_scopes_itself() {
    // f(w) = Σ_p Σ_q (p + q) w³ + Σ_p d/dw (w³ b)
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w, b),
            () ->
                sum(
                    Autograd.parallel(
                        3,
                        p -> {
                          List<Scalar> inner =
                              Autograd.parallel(2, q -> w.pow(3).times(p + q), FOUR);
                          Scalar slope =
                              Autograd.differentiate(List.of(w), () -> w.pow(3).times(b)).of(w);
                          return sum(inner).plus(slope);
                        },
                        FOUR)));
    // Σ (p + q) = 0 + 1 + 1 + 2 + 2 + 3 = 9
    assertThat(g.value().value()).isEqualTo(9 * 8 + 3 * (3 * 4 * 3));
    assertThat(g.of(w).value()).isEqualTo(9 * 3 * 4 + 3 * (6 * 2 * 3));
    assertThat(g.of(b).value()).isEqualTo(3 * 3 * 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void derivatives_of_order_1_to_3_agree_with_forward_mode(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Program first = Program.random(random, 2, 6);
    List<Program> parts = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      parts.add(Program.random(random, 3, 6));
    }
    double[] x = random.doubles(2, -1, 1).toArray();
    double[] v = random.doubles(2, -1, 1).toArray();
    Jet expected = inSequence(first, parts, List.of(Jet.line(x[0], v[0]), Jet.line(x[1], v[1])));

    UnaryOperator<Scalar> derivative =
        t ->
            inParallel(
                first,
                parts,
                List.of(scalar(x[0]).plus(t.times(v[0])), scalar(x[1]).plus(t.times(v[1]))));
    assertThat(derivative.apply(scalar(0)).value())
        .isCloseTo(expected.c0(), within(1e-9 * (1 + Math.abs(expected.c0()))));
    for (int order = 1; order <= 3; order++) {
      UnaryOperator<Scalar> f = derivative;
      derivative =
          switch (random.nextInt(3)) {
            case 0 -> Autograd.grad(f);
            case 1 -> t -> Autograd.differentiate(List.of(t), () -> f.apply(t), Unused.ZERO).of(t);
            default -> t -> Autograd.jvp(f, t, scalar(1)).tangent();
          };
      double want = expected.derivative(order);
      assertThat(derivative.apply(scalar(0)).value())
          .isCloseTo(want, within(1e-9 * (1 + Math.abs(want))));
    }
  }

  private static Jet inSequence(Program first, List<Program> parts, List<Jet> xs) {
    Jet u = first.evaluate(Jets.JETS, xs);
    Jet sum = Jets.JETS.constant(0);
    for (Program part : parts) {
      sum = Jets.JETS.add(sum, part.evaluate(Jets.JETS, List.of(xs.get(0), xs.get(1), u)));
    }
    return Jets.JETS.multiply(sum, u);
  }

  private static Scalar inParallel(Program first, List<Program> parts, List<Scalar> xs) {
    Scalar u = first.evaluate(Scalars.ENGINE, xs);
    List<Scalar> results =
        Autograd.parallel(
            parts.size(),
            p ->
                // Every other part forks once more.
                p % 2 == 0
                    ? evaluate(parts.get(p), xs, u)
                    : Autograd.parallel(1, q -> evaluate(parts.get(p), xs, u), FOUR).getFirst(),
            FOUR);
    return sum(results).times(u);
  }

  private static Scalar evaluate(Program part, List<Scalar> xs, Scalar u) {
    return part.evaluate(Scalars.ENGINE, List.of(xs.get(0), xs.get(1), u));
  }

  @Test
  void gradients_are_the_same_bits_on_any_number_of_threads() {
    RandomGenerator random = new SplittableRandom(7);
    double[] data = random.doubles(64, -1, 1).toArray();
    List<Executor> executors =
        List.of(
            SAME_THREAD, FOUR, VIRTUAL, ForkJoinPool.commonPool(), Executors.newCachedThreadPool());
    Set<Double> values = ConcurrentHashMap.newKeySet();
    Set<Double> slopes = ConcurrentHashMap.newKeySet();
    for (int round = 0; round < 20; round++) {
      for (Executor executor : executors) {
        Gradients<Scalar> g =
            Autograd.differentiate(
                List.of(w, b),
                () ->
                    sum(
                        Autograd.parallel(
                            data.length,
                            p -> w.times(data[p]).plus(b).tanh().times(w.sin()),
                            executor)));
        values.add(g.value().value());
        slopes.add(g.of(w).value());
      }
    }
    assertThat(values).hasSize(1);
    assertThat(slopes).hasSize(1);
    // A sweep that is recorded takes the same steps.
    Scalar recorded =
        Autograd.differentiate(
                List.of(b),
                () ->
                    Autograd.differentiate(
                            List.of(w),
                            () ->
                                sum(
                                    Autograd.parallel(
                                        data.length,
                                        p -> w.times(data[p]).plus(b).tanh().times(w.sin()),
                                        FOUR)))
                        .of(w))
            .value();
    assertThat(slopes).containsExactly(recorded.value());
  }

  @Test
  void the_first_failure_is_thrown_and_nothing_was_recorded() {
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () -> {
              assertThatThrownBy(() ->
                      Autograd.parallel(
                          8,
                          p -> {
                            if (p >= 2) {
                              throw new ArithmeticException("part " + p);
                            }
                            return w.times(w);
                          },
                          FOUR))
                  .isInstanceOf(ArithmeticException.class)
                  .hasMessage("part 2");
              return w.times(w);
            });
    assertThat(g.of(w).value()).isEqualTo(4);
  }

  @Test
  void a_value_of_another_part_is_refused() {
    Scalar[] shared = new Scalar[1];
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () ->
                    sum(
                        Autograd.parallel(
                            2,
                            p -> {
                              if (p == 0) {
                                shared[0] = w.times(w);
                                return Autograd.parallel(1, q -> w, SAME_THREAD).getFirst();
                              }
                              return shared[0].times(w);
                            },
                            SAME_THREAD))))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessageStartingWith("multiply: an operand is being recorded on another open tape");
  }

  @Test
  void what_a_part_left_elsewhere_is_recorded_too() {
    Scalar[] left = new Scalar[2];
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () -> {
              Autograd.parallel(2, p -> left[p] = w.times(p + 1), FOUR);
              return left[0].times(left[1]);
            });
    assertThat(g.of(w).value()).isEqualTo(8);
  }

  @Test
  void a_single_part_can_be_the_loss() {
    for (int chosen = 0; chosen < 3; chosen++) {
      int part = chosen;
      Gradients<Scalar> g =
          Autograd.differentiate(
              List.of(w), () -> Autograd.parallel(3, p -> w.times(p + 1).times(w), FOUR).get(part));
      assertThat(g.of(w).value()).isEqualTo(2 * 2 * (part + 1));
    }
  }

  @Test
  void a_value_from_the_middle_of_a_part_can_be_the_loss() {
    for (int chosen = 0; chosen < 3; chosen++) {
      Scalar[] middle = new Scalar[3];
      int part = chosen;
      Gradients<Scalar> g =
          Autograd.differentiate(
              List.of(w, b),
              () -> {
                Autograd.parallel(
                    3,
                    p -> {
                      middle[p] = w.times(b);
                      return middle[p].times(w).times(b).plus(w);
                    },
                    FOUR);
                return middle[part];
              });
      assertThat(g.of(w).value()).isEqualTo(3);
      assertThat(g.of(b).value()).isEqualTo(2);
    }
  }

  @Test
  void a_checked_exception_that_a_part_throws_unseen_on_another_thread_is_thrown() {
    CountDownLatch both = new CountDownLatch(2);
    Thread caller = Thread.currentThread();
    assertThatThrownBy(() ->
            Autograd.parallel(
                2,
                p -> {
                  awaitAll(both);
                  if (Thread.currentThread() != caller) {
                    ParallelTest.<RuntimeException>throwUnseen(new IOException("disk"));
                  }
                  return p;
                },
                FOUR))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");
  }

  /** Waits until as many threads have come as {@code all} counts. */
  private static void awaitAll(CountDownLatch all) {
    all.countDown();
    await(all);
  }

  private static void await(CountDownLatch all) {
    try {
      assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked") // it is thrown as what it is
  private static <E extends Exception> void throwUnseen(Exception checked) throws E {
    throw (E) checked;
  }

  @Test
  void of_several_failures_that_of_the_first_part_is_thrown() {
    CountDownLatch all = new CountDownLatch(4);
    assertThatThrownBy(() ->
            Autograd.parallel(
                4,
                p -> {
                  awaitAll(all);
                  throw new ArithmeticException("part " + p);
                },
                FOUR))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("part 0");
  }

  @Test
  void a_mutable_constant_of_a_part_that_was_changed_afterwards_is_refused() {
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () -> {
                  List<Scalar> parts = Autograd.parallel(2, p -> w.times(b), FOUR);
                  b.set(5);
                  return sum(parts);
                }))
        .isInstanceOf(StaleValueException.class);
  }

  @Test
  void each_part_guards_its_own_mutable_constants() {
    MutableScalar c = new MutableScalar("c", 1);
    c.set(5); // another version than b's
    List<MutableScalar> constants = List.of(b, c, b);
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () -> c.times(w).plus(sum(Autograd.parallel(3, p -> w.times(constants.get(p)), FOUR))));
    assertThat(g.of(w).value()).isEqualTo(5 + 3 + 5 + 3);
  }

  @Test
  void mutable_operands_of_parts_are_found_in_the_order_of_the_parts() {
    MutableScalar c = new MutableScalar("c", 1);
    List<MutableScalar> used = List.of(c, w, b);
    CountDownLatch last = new CountDownLatch(1);
    assertThat(
            EngineAccess.engine()
                .<Scalar>mutableOperands(() ->
                    sum(
                        Autograd.parallel(
                            3,
                            p -> {
                              if (p == 0) {
                                await(last); // the first part uses its operand last
                              }
                              Scalar square = used.get(p).times(used.get(p));
                              if (p == 2) {
                                last.countDown();
                              }
                              return square;
                            },
                            FOUR))))
        .containsExactly(c, w, b);
  }

  @Test
  void a_pullback_that_was_made_in_a_part_ends_with_it() {
    List<Vjp<Scalar>> made = new ArrayList<>();
    Autograd.differentiate(
        List.of(w),
        () -> {
          Scalar u = w.times(w);
          Autograd.parallel(1, p -> made.add(Autograd.vjp(Scalar::sin, u)), SAME_THREAD);
          assertThatThrownBy(() -> made.getFirst().pullback(scalar(1)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("vjp: the scope in which this pullback was made has ended");
          return u;
        });
  }

  @Test
  void a_pullback_from_before_is_applied_in_parts() {
    // Each part: d/dw (w²)·(p + 1) = 2w·(p + 1), recorded.
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () -> {
              Vjp<Scalar> square = Autograd.vjp((Scalar x) -> x.times(x), w);
              return sum(
                  Autograd.parallel(
                      3, p -> square.pullback(scalar(p + 1)).getFirst().times(w), FOUR));
            });
    assertThat(g.value().value()).isEqualTo(6 * 2 * 2 * 2);
    assertThat(g.of(w).value()).isEqualTo(6 * 4 * 2);
  }

  @Test
  void a_pullback_from_before_may_use_a_leaf_of_the_scope_around() {
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () -> {
              Vjp<Scalar> times = Autograd.vjp((Scalar x) -> x.times(w), b);
              return sum(Autograd.parallel(2, p -> times.pullback(scalar(1)).getFirst(), FOUR));
            });
    assertThat(g.of(w).value()).isEqualTo(2);
  }

  @Test
  void the_calling_thread_does_the_work_of_an_executor_that_gives_no_thread() {
    Executor none =
        task -> {
          throw new RejectedExecutionException();
        };
    assertThat(Autograd.parallel(5, p -> p, none)).containsExactly(0, 1, 2, 3, 4);
    assertThat(Autograd.parallel(5, p -> p, task -> {})).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void long_parts_do_not_recurse() {
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () ->
                sum(
                    Autograd.parallel(
                        2,
                        p -> {
                          Scalar y = w;
                          for (int i = 0; i < 100_000; i++) {
                            y = y.plus(w);
                          }
                          return y;
                        },
                        FOUR)));
    assertThat(g.of(w).value()).isEqualTo(2 * 100_001);
  }

  @Test
  void the_graph_shows_the_parts_in_their_order() {
    Graph graph = Graph.record(List.of(w), () -> sum(Autograd.parallel(2, p -> w.times(w), FOUR)));
    assertThat(graph.nodes().stream().map(Graph.Node::operation))
        .containsExactly("leaf", "multiply", "multiply", "add");
  }

  @Test
  void no_part_is_refused() {
    assertThatThrownBy(() -> Autograd.parallel(0, p -> p))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallel: there must be a part: (0 < 1)");
  }
}
