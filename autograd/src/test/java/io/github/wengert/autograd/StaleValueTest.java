package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A pullback never computes with a content other than the one its primitive saw. */
class StaleValueTest {
  private static final String MESSAGE =
      "parameter \"w\" was changed while it was being differentiated (version 0 when recorded"
          + " ≠ version 1 now); update it after its gradients have been computed";

  private final MutableScalar w = new MutableScalar("w", 2);
  private final Scalar x = scalar(3);

  @Test
  void a_leaf_that_was_changed_after_its_use_is_refused() {
    assertStale(() -> {
      Scalar y = w.times(x);
      w.set(5);
      return y;
    });
  }

  @Test
  void a_leaf_that_was_changed_before_its_use_in_the_scope_is_refused() {
    assertStale(() -> {
      w.set(5);
      return w.times(x);
    });
  }

  private void assertStale(Supplier<Scalar> loss) {
    assertThatThrownBy(() -> Autograd.differentiate(List.of(w), loss))
        .isInstanceOf(StaleValueException.class)
        .hasMessage(MESSAGE);
  }

  @Test
  void a_mutable_constant_that_was_changed_after_its_use_is_refused() {
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(x),
                () -> {
                  Scalar y = w.times(x);
                  w.set(5);
                  return y;
                }))
        .isInstanceOf(StaleValueException.class)
        .hasMessage(MESSAGE);
  }

  @Test
  void each_use_of_a_mutable_constant_is_guarded_on_its_own() {
    MutableScalar v = new MutableScalar("v", 1);
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(x),
                () -> {
                  Scalar y = v.times(x).times(v).times(x).times(w);
                  w.set(5);
                  return y;
                }))
        .isInstanceOf(StaleValueException.class)
        .hasMessage(MESSAGE);
  }

  @Test
  void mutable_constants_of_different_versions_are_told_apart() {
    MutableScalar v = new MutableScalar("v", 1);
    v.set(4);
    Gradients<Scalar> gradients =
        Autograd.differentiate(List.of(x), () -> x.times(v).times(w).times(v));
    assertThat(gradients.of(x).value()).isEqualTo(32);
  }

  @Test
  void a_mutable_constant_may_change_before_the_scope_and_between_scopes() {
    w.set(7);
    assertThat(gradient()).isEqualTo(7);
    w.set(8);
    assertThat(gradient()).isEqualTo(8);
  }

  private double gradient() {
    return Autograd.differentiate(List.of(x), () -> x.times(w)).of(x).value();
  }

  @Test
  void a_mutable_constant_may_change_when_nothing_on_the_path_used_it() {
    Gradients<Scalar> gradients =
        Autograd.differentiate(
            List.of(x),
            () -> {
              x.times(w);
              w.set(5);
              return x.times(x);
            });
    assertThat(gradients.of(x).value()).isEqualTo(6);
  }

  @Test
  void a_vjp_refuses_a_constant_that_has_changed_since() {
    Vjp<Scalar> vjp = Autograd.vjp((Scalar y) -> y.times(w), x);
    assertThat(vjp.pullback(scalar(1)).getFirst().value()).isEqualTo(2);
    w.set(5);
    assertThatThrownBy(() -> vjp.pullback(scalar(1)))
        .isInstanceOf(StaleValueException.class)
        .hasMessage(MESSAGE);
  }

  @Test
  void a_vjp_keeps_the_argument_that_it_got() {
    Vjp<Scalar> vjp = Autograd.vjp((Scalar y) -> y.times(y), w);
    w.set(5);
    assertThat(vjp.pullback(scalar(1)).getFirst().value()).isEqualTo(4);
  }

  @Test
  void a_leaf_that_was_changed_between_an_outer_and_an_inner_scope_is_refused() {
    assertStale(() -> {
      Scalar y = w.times(x);
      w.set(5);
      Scalar inner = Autograd.differentiate(List.of(w), () -> w.times(w)).of(w);
      assertThat(inner.value()).isEqualTo(10); // the inner scope sees one version only
      return y.times(inner);
    });
  }

  @Test
  void a_mutable_argument_whose_alias_is_mutable_too_is_guarded() {
    Register register = new Register(2);
    Vjp<Register> vjp = Autograd.vjp((Register y) -> y, register);
    assertThat(vjp.pullback(new Register(1))).hasSize(1);
    register.bits[1]++;
    assertThatThrownBy(() -> vjp.pullback(new Register(1))).isInstanceOf(StaleValueException.class);
  }

  /** A value that shares its storage, and with it its version, with all of its aliases. */
  private static final class Register extends Traceable<Register> {
    private final int[] bits;

    Register(int value) {
      this(new int[] {value, 0});
    }

    private Register(int[] bits) {
      this.bits = bits;
    }

    @Override
    protected int version() {
      return bits[1];
    }

    @Override
    protected VectorSpace<Register> space() {
      return new VectorSpace<>() {
        @Override
        public Register zero(Register like) {
          return new Register(0);
        }

        @Override
        public int dimension(Register value) {
          return 1;
        }

        @Override
        public Register basis(Register like, int index) {
          return new Register(1);
        }

        @Override
        public Register add(Register a, Register b) {
          throw new AssertionError("nothing to add");
        }

        @Override
        public void addInto(Register accumulator, Register addend) {
          throw new AssertionError("nothing to add");
        }

        @Override
        public Register alias(Register value) {
          return new Register(value.bits);
        }

        @Override
        public boolean sameSpace(Register primal, Register cotangent) {
          return true;
        }

        @Override
        public String describe(Register value) {
          return "register";
        }
      };
    }
  }
}
