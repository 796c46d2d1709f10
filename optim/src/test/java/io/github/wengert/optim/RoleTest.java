package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.AttributeException;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is decayed, and what an optimizer changes at all, is told by roles and not by shapes. */
final class RoleTest {
  private static final List<Shape> SHAPES =
      List.of(Shape.SCALAR, Shape.of(3), Shape.of(2, 3), Shape.of(2, 3, 2));

  private static Parameter ones(ParameterRole role, Shape shape) {
    return Parameter.of("p", role, Tensor.ones(DType.F64, shape));
  }

  private static Gradients<Tensor> nothing(Parameter w) {
    return Given.gradient(w, new double[w.elements()]);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STATE", "UNDECLARED"})
  void weights_and_tables_are_decayed_and_nothing_else(ParameterRole role) {
    boolean decays = role == ParameterRole.WEIGHT || role == ParameterRole.TABLE;
    for (Shape shape : SHAPES) {
      Parameter w = ones(role, shape);
      Sgd.on(List.of(w)).learningRate(0.5).weightDecay(0.5).build().step(nothing(w));
      assertThat(w.toDoubleArray()).as("%s", shape).containsOnly(decays ? 0.75 : 1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void decay_refuses_a_parameter_whose_role_nobody_declared(Variants.Variant variant) {
    for (Shape shape : SHAPES) {
      Parameter w = Parameter.of("p", Tensor.ones(DType.F64, shape));
      double[] before = w.toDoubleArray();
      assertThatThrownBy(() -> variant.with(c -> c.weightDecay(0.5)).build(w))
          .isInstanceOf(AttributeException.class)
          .hasMessageEndingWith(
              ": weight decay depends on the role of a parameter: \"p\" (UNDECLARED); declare it by"
                  + " Parameter.of(name, ParameterRole.WEIGHT, initial), or BIAS, GAIN, TABLE");
      assertThat(w.toDoubleArray()).isEqualTo(before);
      // What does not depend on the role asks for none.
      variant.with(c -> c.weightDecay(0)).build(w).step(nothing(w));
      assertThat(w.toDoubleArray()).isEqualTo(before);
      variant.with(c -> c.weightDecay(0.5).decayBiases(true)).build(w).step(nothing(w));
      assertThat(w.toDoubleArray()).doesNotContain(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void a_gain_of_several_axes_stays_where_it_is(Variants.Variant variant) {
    Parameter gain = ones(ParameterRole.GAIN, Shape.of(2, 3));
    variant.with(c -> c.weightDecay(0.5)).build(gain).step(nothing(gain));
    assertThat(gain.toDoubleArray()).containsOnly(1);
    variant.with(c -> c.weightDecay(0.5).decayBiases(true)).build(gain).step(nothing(gain));
    assertThat(gain.toDoubleArray()).doesNotContain(1);
  }

  @Test
  void a_group_may_be_made_of_a_role() {
    Parameter table = ones(ParameterRole.TABLE, Shape.of(2, 3));
    Parameter weight = ones(ParameterRole.WEIGHT, Shape.of(2, 3));
    Sgd sgd =
        Sgd.on(List.of(table, weight))
            .weightDecay(0.5)
            .group(p -> p.role() == ParameterRole.TABLE, its -> its.weightDecay(0))
            .build();
    assertThat(sgd.decayHalfLife(table)).isInfinite();
    assertThat(sgd.decayHalfLife(weight)).isFinite();
  }

  @Test
  void state_is_not_learned() {
    Parameter mean = ones(ParameterRole.STATE, Shape.of(3));
    String message =
        ": a parameter is kept, but not learned: \"p\" (STATE); name parameters(), not buffers()";
    assertThatThrownBy(() -> Sgd.on(List.of(mean)))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("sgd" + message);
    assertThatThrownBy(() -> Lbfgs.of(List.of(mean))).hasMessage("lbfgs" + message);
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void an_optimizer_of_nothing_is_refused(Variants.Variant variant) {
    assertThatThrownBy(variant::build)
        .isInstanceOf(HyperparameterException.class)
        .hasMessageEndingWith(": there is nothing to change: (0 parameters < 1)");
  }
}
