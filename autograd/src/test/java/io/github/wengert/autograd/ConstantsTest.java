package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is a constant: stopped values, values that escaped, and what happens inside a primitive. */
class ConstantsTest {
  @Test
  void no_derivative_passes_a_stopped_value() {
    Scalar x = scalar(3);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(x), () -> x.times(Autograd.stopGradient(x.times(x))));
    assertThat(gradients.value().value()).isEqualTo(27);
    assertThat(gradients.of(x).value()).isEqualTo(9);
  }

  @Test
  void a_leaf_itself_can_be_stopped() {
    Scalar x = scalar(3);
    MutableScalar w = new MutableScalar("w", 4);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x, w),
            () -> x.times(Autograd.stopGradient(x)).plus(w.times(Autograd.stopGradient(w))));
    assertThat(gradients.of(x).value()).isEqualTo(3);
    assertThat(gradients.of(w).value()).isEqualTo(4);
  }

  @Test
  void derivatives_of_any_order_stop_at_a_stopped_value() {
    UnaryOperator<Scalar> f = x -> Autograd.stopGradient(x.pow(3)).times(x.pow(3));
    // first: c·3x², second: c·6x with c = x³
    assertThat(Autograd.grad(Autograd.grad(f)).apply(scalar(2)).value()).isEqualTo(96);
  }

  @Test
  void a_value_that_escaped_is_a_constant_in_later_scopes() {
    Scalar x = scalar(3);
    Scalar escaped = Autograd.differentiate(List.of(x), () -> x.times(x)).value();
    Gradients<Scalar> later = Autograd.differentiate(List.of(x), () -> x.times(escaped));
    assertThat(later.of(x).value()).isEqualTo(9);
  }

  @Test
  void a_value_that_escaped_can_be_a_leaf_of_later_scopes() {
    Scalar x = scalar(3);
    Scalar escaped = Autograd.differentiate(List.of(x), () -> x.times(x)).value();
    assertThat(Autograd.differentiate(List.of(escaped), () -> escaped.pow(2)).of(escaped).value())
        .isEqualTo(18);
    assertThat(Autograd.grad((Scalar y) -> y.pow(2)).apply(escaped).value()).isEqualTo(18);
  }

  @Test
  void gradients_are_constants() {
    Scalar x = scalar(3);
    Gradients<Scalar> gradients = Autograd.differentiate(List.of(x), () -> x.pow(2));
    assertThat(gradients.of(x).recorder).isNull();
  }

  @Test
  void an_escaped_value_keeps_nothing_of_its_tape_alive() {
    List<WeakReference<Scalar>> intermediate = new ArrayList<>();
    Scalar x = scalar(3);
    Scalar escaped =
        Autograd.differentiate(
                List.of(x),
                () -> {
                  Scalar y = x.times(x);
                  intermediate.add(new WeakReference<>(y));
                  return y.sin();
                })
            .value();
    for (int attempt = 0; attempt < 5 && intermediate.getFirst().get() != null; attempt++) {
      System.gc();
    }
    assertThat(intermediate.getFirst().get()).isNull();
    assertThat(tapeOf(escaped).size()).isZero();
  }

  @Test
  void a_value_or_a_pullback_that_is_kept_keeps_no_thread_alive() throws Exception {
    Scalar x = scalar(3);
    assertNoThreadIsKeptBy(() -> Autograd.differentiate(List.of(x), () -> x.times(x)).value());
    assertNoThreadIsKeptBy(() -> Autograd.vjp(y -> y.times(y), x));
    assertNoThreadIsKeptBy(() -> {
      List<Scalar> escaped = new ArrayList<>();
      Autograd.differentiate(
          List.of(x),
          () -> {
            escaped.add(x.times(x));
            return escaped.getFirst();
          });
      return escaped;
    });
  }

  private static void assertNoThreadIsKeptBy(Callable<?> work) throws Exception {
    FutureTask<?> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    WeakReference<Thread> reference = new WeakReference<>(thread);
    thread.start();
    Object kept = task.get();
    thread.join();
    thread = null;
    try {
      for (int attempt = 0; attempt < 5 && reference.get() != null; attempt++) {
        System.gc();
      }
      assertThat(reference.get()).as("thread that computed %s", kept).isNull();
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  @Test
  void the_tape_of_every_derivative_function_is_dropped_at_its_end() {
    List<Scalar> escaped = new ArrayList<>();
    UnaryOperator<Scalar> f =
        x -> {
          Scalar y = x.pow(2);
          escaped.add(y);
          return y;
        };
    Scalar one = scalar(1);
    var _ = Autograd.grad(f).apply(one);
    Autograd.valueAndGradient(f, one);
    Autograd.vjp(f, one, one);
    Autograd.jvp(f, one, one);
    Autograd.hvp(f, one, one);
    Autograd.jacobian(f, one);
    Autograd.hessian(f, one);
    Graph.record(List.of(one), () -> f.apply(one));
    assertThat(escaped)
        .hasSize(8)
        .allSatisfy(y -> {
          assertThat(tapeOf(y).isReleased()).isTrue();
          assertThat(tapeOf(y).size()).isZero();
        });
  }

  @SuppressWarnings("unchecked")
  private static Tape<Scalar> tapeOf(Scalar value) {
    return (Tape<Scalar>) requireNonNull(value.recorder);
  }

  @Test
  void a_primitive_that_returns_its_own_operand_gets_a_node_of_its_own() {
    Counting same = new Counting(new Same());
    Scalar x = scalar(3);
    MutableScalar w = new MutableScalar("w", 5);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x, w),
            () -> {
              Scalar y = Autograd.apply(same, x);
              Scalar z = Autograd.apply(same, w);
              assertThat(y).isNotSameAs(x);
              assertThat(Autograd.apply(same, y)).isNotSameAs(y);
              return y.times(y).plus(z.times(x));
            });
    assertThat(gradients.of(x).value()).isEqualTo(11);
    assertThat(gradients.of(w).value()).isEqualTo(3);
    assertThat(same.vjps()).isEqualTo(2);
    assertThat(x.recorder).isNull();
  }

  /** {@code y = x}, the lazy way. */
  private record Same() implements ScalarOps.ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return inputs.getFirst();
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> g);
    }
  }

  @Test
  void a_primitive_that_returns_a_recorded_value_of_elsewhere_gets_a_node_of_its_own() {
    Scalar x = scalar(3);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar square = x.times(x);
              Scalar y = Autograd.apply(new Returning(square), x);
              assertThat(y).isNotSameAs(square);
              return square.plus(y);
            });
    assertThat(gradients.of(x).value()).isEqualTo(6 + 100);
  }

  /** A primitive that breaks its contract: it returns a value that others hold. */
  private record Returning(Scalar value) implements ScalarOps.ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return value;
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> g.times(100));
    }
  }

  @Test
  void operations_inside_a_forward_are_not_recorded() {
    Scalar x = scalar(3);
    Graph graph = Graph.record(List.of(x), () -> Autograd.apply(new SquareOfSine(), x).times(x));
    assertThat(graph.nodes())
        .extracting(Graph.Node::operation)
        .containsExactly("leaf", "squareofsine", "multiply");
  }

  @Test
  void a_forward_may_be_composed_of_operations_and_even_of_derivatives() {
    Scalar x = scalar(0.4);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(x), () -> Autograd.apply(new SquareOfSine(), x));
    assertThat(gradients.value().value()).isEqualTo(Math.sin(0.4) * Math.sin(0.4));
    assertThat(gradients.of(x).value()).isEqualTo(1000);
  }

  /** {@code y = sin² x}, with a planted rule that shows which one was used. */
  private record SquareOfSine() implements ScalarOps.ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      Scalar x = inputs.getFirst();
      Scalar sine = Autograd.grad((Scalar y) -> y.cos().negate()).apply(x);
      return sine.times(x.sin());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> g.times(1000));
    }
  }

  @Test
  void a_forward_that_throws_leaves_the_tape_unharmed() {
    Scalar x = scalar(3);
    MutableScalar constant = new MutableScalar("c", 2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar y = x.times(x);
              assertThatThrownBy(() -> Autograd.apply(new Failing(), y, constant, x))
                  .hasMessage("planted");
              return y.times(constant).times(x);
            });
    assertThat(gradients.of(x).value()).isEqualTo(54);
  }

  private record Failing() implements ScalarOps.ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      throw new UnsupportedOperationException("planted");
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      throw new AssertionError("never recorded");
    }
  }

  @Test
  void an_operation_on_constants_between_recorded_ones_leaves_the_tape_unharmed() {
    Scalar x = scalar(3);
    MutableScalar constant = new MutableScalar("c", 2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar y = x.times(constant);
              Scalar z = constant.times(constant);
              return y.times(z).plus(x);
            });
    assertThat(gradients.of(x).value()).isEqualTo(9);
  }

  @Test
  void a_function_that_throws_leaves_no_scope_open() {
    Scalar x = scalar(3);
    List<Scalar> escaped = new ArrayList<>();
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(x),
                () -> {
                  escaped.add(x.times(x));
                  throw new UnsupportedOperationException("planted");
                }))
        .hasMessage("planted");
    assertThat(Tape.recording()).isNull();
    assertThat(tapeOf(escaped.getFirst()).size()).isZero();
    assertThat(escaped.getFirst().times(x).recorder).isNull();
  }

  @Test
  void an_inner_function_that_throws_leaves_the_outer_scope_recording() {
    Scalar x = scalar(3);
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              Scalar y = x.times(x);
              assertThatThrownBy(() -> Autograd.grad(ConstantsTest::fail).apply(y))
                  .hasMessage("planted");
              return y.times(x);
            });
    assertThat(gradients.of(x).value()).isEqualTo(27);
  }

  private static Scalar fail(Scalar x) {
    throw new UnsupportedOperationException("planted");
  }
}
