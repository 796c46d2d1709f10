package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Two threads have two tapes, and never see each other's while they are open. */
class ThreadsTest {
  @Test
  void threads_differentiate_at_once_by_the_same_leaf() throws Exception {
    MutableScalar w = new MutableScalar("w", 2);
    CyclicBarrier barrier = new CyclicBarrier(4);
    List<FutureTask<Double>> tasks = new ArrayList<>();
    for (int exponent = 1; exponent <= 4; exponent++) {
      int n = exponent;
      tasks.add(
          start(
              "worker-" + n,
              () -> {
                barrier.await();
                double sum = 0;
                for (int i = 0; i < 1000; i++) {
                  sum +=
                      Autograd.differentiate(
                              List.of(w), () -> Autograd.grad((Scalar x) -> x.pow(n + 1)).apply(w))
                          .of(w)
                          .value();
                }
                return sum / 1000;
              }));
    }
    for (int n = 1; n <= 4; n++) {
      assertThat(tasks.get(n - 1).get()).isEqualTo((n + 1) * n * Math.pow(2, n - 1));
    }
  }

  @Test
  void a_value_that_another_open_tape_records_is_refused() throws Exception {
    assertThatThrownBy(
            () -> inScopeOfWriter(value -> join(start("reader", () -> value.times(scalar(2))))))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessage(
            "multiply: an operand is being recorded on another open tape: scalar 9.0"
                + " (thread \"writer\" ≠ thread \"reader\"); use it after that scope has ended,"
                + " or let Autograd.parallel run the parts of a computation");
  }

  @Test
  void a_value_that_another_open_tape_records_is_refused_by_a_recorded_operation() {
    Scalar x = scalar(1);
    assertThatThrownBy(() ->
            inScopeOfWriter(value ->
                join(
                    start(
                        "reader",
                        () -> Autograd.differentiate(List.of(x), () -> x.times(value)).value()))))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessageStartingWith("multiply: an operand is being recorded on another open tape");
  }

  @Test
  void a_value_that_another_open_tape_records_is_refused_as_an_argument() {
    assertThatThrownBy(() ->
            inScopeOfWriter(
                value -> join(start("reader", () -> Autograd.grad(Scalar::sin).apply(value)))))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessage(
            "grad: an operand is being recorded on another open tape: scalar 9.0"
                + " (thread \"writer\" ≠ thread \"reader\"); use it after that scope has ended,"
                + " or let Autograd.parallel run the parts of a computation");
  }

  @Test
  void a_value_of_a_tape_that_has_ended_is_a_constant_in_every_thread() throws Exception {
    Scalar x = scalar(3);
    Scalar escaped = Autograd.differentiate(List.of(x), () -> x.times(x)).value();
    assertThat(join(start("reader", () -> escaped.times(scalar(2)))).value()).isEqualTo(18);
  }

  /**
   * Only a structured task scope inherits the binding, and that is a preview: so it is made here.
   */
  @Test
  void a_thread_that_inherited_a_scope_may_not_record_in_it() {
    Scalar constant = scalar(1);
    assertThatThrownBy(() -> inInheritedScope(() -> constant.times(constant)))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessage(
            "multiply: a tape records for the thread that opened it only"
                + " (thread \"writer\" ≠ thread \"child\"); open a scope in each thread,"
                + " or let Autograd.parallel run the parts of a computation");
    assertThatThrownBy(() -> inInheritedScope(() -> Autograd.grad(Scalar::sin).apply(constant)))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessageStartingWith("grad: a tape records for the thread that opened it only");
  }

  private static Scalar inInheritedScope(Callable<Scalar> body) throws Exception {
    Tape<Scalar> tape = join(start("writer", () -> new Tape<Scalar>(0)));
    return join(start("child", () -> tape.bind(() -> call(body))));
  }

  private interface Reader {
    Scalar read(Scalar value) throws Exception;
  }

  /** Hands a value to {@code reader} while the thread "writer" is recording it. */
  private static Scalar inScopeOfWriter(Reader reader) throws Exception {
    Scalar x = scalar(3);
    return join(
        start(
            "writer",
            () ->
                Autograd.differentiate(
                        List.of(x),
                        () -> {
                          Scalar square = x.times(x);
                          call(() -> reader.read(square));
                          return square;
                        })
                    .value()));
  }

  private static <T> FutureTask<T> start(String name, Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread.ofPlatform().name(name).start(task);
    return task;
  }

  private static <T> T join(FutureTask<T> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }

  private static <T> T call(Callable<T> body) {
    try {
      return body.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
