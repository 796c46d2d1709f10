package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sweep visits what lies between the leaves and the output, once, and does nothing else. */
class SweepTest {
  private final Counting product = new Counting(new ScalarOps.Multiply());
  private final Counting sine = new Counting(new ScalarOps.Sin());

  @Test
  void a_node_is_visited_once_however_often_its_value_is_used() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Scalar y = Autograd.apply(sine, x);
          return y.times(y).plus(y);
        });
    assertThat(sine.vjps()).isEqualTo(1);
    assertThat(sine.pullbacks()).containsExactly(0);
  }

  @Test
  void the_pullback_to_a_constant_does_not_run() {
    Scalar x = scalar(2);
    Autograd.differentiate(List.of(x), () -> Autograd.apply(product, scalar(3), x));
    assertThat(product.vjps()).isEqualTo(1);
    assertThat(product.pullbacks()).containsExactly(1);
  }

  @Test
  void an_operation_on_constants_is_not_recorded() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x), () -> Autograd.apply(sine, scalar(1)).times(Autograd.apply(product, x, x)));
    assertThat(sine.vjps()).isZero();
    assertThat(product.vjps()).isEqualTo(1);
  }

  @Test
  void an_operation_that_the_output_does_not_depend_on_is_not_visited() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Autograd.apply(sine, x);
          Scalar y = x.times(x);
          Autograd.apply(sine, y);
          return y;
        });
    assertThat(sine.vjps()).isZero();
  }

  @Test
  void an_operation_that_depends_on_leaves_of_an_outer_scope_only_is_not_visited() {
    Scalar outer = scalar(2);
    Scalar inner = scalar(3);
    Autograd.differentiate(
        List.of(outer),
        () -> {
          Scalar slope =
              Autograd.differentiate(
                      List.of(inner), () -> Autograd.apply(product, outer.sin(), inner))
                  .of(inner);
          assertThat(product.pullbacks()).containsExactly(1);
          return slope;
        });
  }

  @Test
  void an_operation_off_the_path_is_not_visited_when_the_inner_leaf_is_an_intermediate_value() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Scalar m = x.times(x);
          Scalar slope =
              Autograd.differentiate(List.of(m), () -> m.times(Autograd.apply(sine, x))).of(m);
          assertThat(sine.vjps()).isZero();
          return slope;
        });
  }

  @Test
  void an_operation_off_the_path_is_not_visited_in_a_nested_function() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Scalar slope = Autograd.grad((Scalar y) -> y.times(Autograd.apply(sine, x))).apply(x);
          assertThat(sine.vjps()).isZero();
          return slope;
        });
  }

  @Test
  void an_operation_on_what_was_computed_before_the_scope_is_not_visited() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Scalar m = x.times(x);
          Scalar slope =
              Autograd.differentiate(List.of(x), () -> x.times(Autograd.apply(sine, m))).of(x);
          assertThat(sine.vjps()).isZero();
          return slope;
        });
  }

  @Test
  void an_output_that_does_not_depend_on_the_inner_leaf_is_not_visited() {
    Scalar x = scalar(2);
    Scalar y = scalar(3);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Autograd.differentiate(List.of(y), () -> Autograd.apply(sine, x), Unused.ZERO);
          assertThat(sine.vjps()).isZero();
          return x;
        });
  }

  @Test
  void a_pullback_without_a_derivative_is_passed_over() {
    Counting where = new Counting(new ScalarOps.Where());
    Scalar x = scalar(2);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(x), () -> Autograd.apply(where, List.of(x, x, scalar(1))));
    assertThat(where.pullbacks()).containsExactly(1);
    assertThat(gradients.of(x).value()).isEqualTo(1);
  }

  @Test
  void a_value_reached_through_null_pullbacks_only_is_not_visited() {
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () ->
            Autograd.apply(new ScalarOps.Where(), Autograd.apply(sine, x), x.times(x), x.times(x)));
    assertThat(sine.vjps()).isZero();
  }

  @Test
  void a_cotangent_is_dropped_when_it_has_been_consumed() {
    Watching watching = new Watching();
    Scalar x = scalar(2);
    Autograd.differentiate(
        List.of(x),
        () -> {
          Scalar y = Autograd.apply(watching, x);
          for (int i = 0; i < 5; i++) {
            y = Autograd.apply(watching, y.times(2));
          }
          return y;
        });
    assertThat(watching.cotangents).hasSize(6);
    assertThat(watching.aliveAtTheLast)
        .isLessThanOrEqualTo(2); // the one that the sweep got, and the last
  }

  /** {@code y = x}; its pullback counts the cotangents of all the earlier ones that are alive. */
  private static final class Watching implements Primitive<Scalar> {
    private final List<WeakReference<Scalar>> cotangents = new ArrayList<>();
    private long aliveAtTheLast;

    @Override
    public String name() {
      return "watching";
    }

    @Override
    public Scalar forward(List<Scalar> inputs) {
      return scalar(inputs.getFirst().value());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> {
        cotangents.add(new WeakReference<>(g));
        aliveAtTheLast = aliveAfterCollection();
        return g.times(1);
      });
    }

    private long aliveAfterCollection() {
      long alive = cotangents.size();
      for (int attempt = 0; attempt < 5 && alive > 2; attempt++) {
        System.gc();
        alive = cotangents.stream().filter(reference -> reference.get() != null).count();
      }
      return alive;
    }
  }
}
