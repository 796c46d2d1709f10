package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.autograd.internal.InputCotangents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sweep that is not recorded computes the cotangents of a fused primitive together. */
class FusedBackwardTest {
  private final List<String> calls = new ArrayList<>();
  private final Scalar x = scalar(2);
  private final Scalar y = scalar(5);

  /** {@code z = a·b}, of which both ways say that they were taken. */
  private class Product implements FusedBackward<Scalar> {
    private final Primitive<Scalar> rule = new ScalarOps.Multiply();

    @Override
    public String name() {
      return "product";
    }

    @Override
    public Scalar forward(List<Scalar> inputs) {
      return rule.forward(inputs);
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      calls.add("vjp");
      return rule.vjp(inputs, output);
    }

    @Override
    public void pullBack(
        List<Scalar> inputs, Scalar output, Scalar g, InputCotangents<Scalar> cotangents) {
      calls.add("pullBack");
      for (int i = 0; i < 2; i++) {
        if (cotangents.isNeeded(i)) {
          calls.add("input " + i);
        }
        cotangents.add(i, scalar(g.value() * inputs.get(1 - i).value()));
      }
    }
  }

  private Scalar product(Scalar a, Scalar b) {
    return Autograd.apply(new Product(), a, b);
  }

  @Test
  void it_is_used_by_a_sweep_that_is_not_recorded() {
    Gradients<Scalar> g = Autograd.differentiate(List.of(x, y), () -> product(x, y));
    assertThat(g.of(x).value()).isEqualTo(5);
    assertThat(g.of(y).value()).isEqualTo(2);
    assertThat(calls).containsExactly("pullBack", "input 0", "input 1");
  }

  @Test
  void the_cotangent_of_a_constant_is_not_needed_and_dropped() {
    Gradients<Scalar> g = Autograd.differentiate(List.of(y), () -> product(x, y));
    assertThat(g.of(y).value()).isEqualTo(2);
    assertThat(calls).containsExactly("pullBack", "input 1");
  }

  @Test
  void several_contributions_to_one_value_are_added_up() {
    Gradients<Scalar> g =
        Autograd.differentiate(List.of(x), () -> product(product(x, x), product(x, y)));
    assertThat(g.of(x).value()).isEqualTo(3 * 2 * 2 * 5);
  }

  @Test
  void a_recorded_sweep_runs_the_pullbacks_and_can_be_differentiated() {
    Scalar second =
        Autograd.grad((Scalar v) -> Autograd.grad((Scalar u) -> product(product(u, u), u)).apply(v))
            .apply(x);
    assertThat(second.value()).isEqualTo(6 * 2);
    assertThat(calls).startsWith("vjp").contains("vjp");
  }

  @Test
  void a_mutable_operand_that_changed_is_refused() {
    MutableScalar w = new MutableScalar("w", 3);
    Vjp<Scalar> vjp = Autograd.vjp((Scalar v) -> product(v, w), x);
    w.set(4);
    assertThatThrownBy(() -> vjp.pullback(scalar(1))).isInstanceOf(StaleValueException.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_cotangent_of_another_space_is_refused() {
    Vec v = Vec.vec(1, 2);
    FusedBackward<Vec> wrong =
        new FusedBackward<>() {
          @Override
          public String name() {
            return "wrong";
          }

          @Override
          public Vec forward(List<Vec> inputs) {
            return Vec.vec(3);
          }

          @Override
          public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec output) {
            throw new AssertionError("the sweep is not recorded");
          }

          @Override
          public void pullBack(
              List<Vec> inputs, Vec output, Vec g, InputCotangents<Vec> cotangents) {
            cotangents.add(0, g);
          }
        };
    assertThatThrownBy(() -> Autograd.differentiate(List.of(v), () -> Autograd.apply(wrong, v)))
        .isInstanceOf(PullbackException.class)
        .hasMessageContaining(
            "wrong: the pullback of input 0 returned a cotangent that is not in that input's"
                + " space");
  }
}
