package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.autograd.internal.EngineAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicationsTest {
  private final MutableScalar w = new MutableScalar("w", 2);
  private final Scalar c = scalar(7);

  private static List<String> names(Applications<Scalar> applications) {
    return applications.list().stream().map(application -> application.primitive().name()).toList();
  }

  @Test
  void applications_are_listed_in_order_with_the_very_values() {
    Applications<Scalar> applications =
        EngineAccess.engine().<Scalar>applications(List.of(w), () -> w.times(c).plus(w));
    assertThat(names(applications)).containsExactly("multiply", "add");
    Application<Scalar> mul = applications.list().get(0);
    Application<Scalar> add = applications.list().get(1);
    assertThat(mul.operands().get(0)).isSameAs(w).isSameAs(applications.leaves().getFirst());
    assertThat(mul.operands().get(1)).isSameAs(c);
    assertThat(add.operands().get(0)).isSameAs(mul.result());
    assertThat(applications.result()).isSameAs(add.result());
    assertThat(applications.result().item()).isEqualTo(16);
  }

  @Test
  void arguments_of_a_function_are_known_by_their_copies() {
    Scalar x = scalar(3);
    Applications<Scalar> applications =
        EngineAccess.engine().<Scalar>applications(xs -> xs.get(0).times(xs.get(1)), List.of(x, x));
    assertThat(applications.list().getFirst().operands())
        .containsExactlyElementsOf(applications.leaves());
    assertThat(applications.leaves().get(0)).isNotSameAs(applications.leaves().get(1));
    assertThat(applications.result().item()).isEqualTo(9);
  }

  @Test
  void what_depends_on_no_leaf_is_not_listed() {
    assertThat(
            names(
                EngineAccess.engine()
                    .<Scalar>applications(List.of(w), () -> w.times(scalar(2).plus(scalar(3))))))
        .containsExactly("multiply");
  }

  @Test
  void what_a_primitive_computes_inside_is_not_listed() {
    Primitive<Scalar> twice =
        new Primitive<>() {
          @Override
          public String name() {
            return "twice";
          }

          @Override
          public Scalar forward(List<Scalar> inputs) {
            return inputs.getFirst().plus(inputs.getFirst());
          }

          @Override
          public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
            return List.of(g -> g.plus(g));
          }
        };
    assertThat(
            names(
                EngineAccess.engine()
                    .<Scalar>applications(List.of(w), () -> Autograd.apply(twice, w))))
        .containsExactly("twice");
  }

  @Test
  void parts_are_listed_in_their_order() {
    Applications<Scalar> applications =
        EngineAccess.engine()
            .<Scalar>applications(
                List.of(w),
                () -> {
                  List<Scalar> parts =
                      Autograd.parallel(
                          3, p -> p == 1 ? w.times(w).plus(w) : Autograd.stopGradient(w).times(w));
                  return parts.get(0).plus(parts.get(1)).plus(parts.get(2));
                });
    assertThat(names(applications))
        .containsExactly("multiply", "multiply", "add", "multiply", "add", "add");
    assertThat(applications.list().get(4).operands().get(1))
        .isSameAs(applications.list().get(2).result());
    assertThat(applications.stops()).hasSize(2);
  }

  @Test
  void derivatives_inside_are_listed_with_what_they_apply() {
    assertThat(
            names(
                EngineAccess.engine()
                    .<Scalar>applications(
                        xs -> Autograd.<Scalar>grad(x -> x.times(x).times(c)).apply(xs.getFirst()),
                        List.of(scalar(3)))))
        .startsWith("identity", "multiply", "multiply")
        .hasSizeGreaterThan(3);
  }

  @Test
  void where_derivatives_stop_is_listed() {
    Applications<Scalar> applications =
        EngineAccess.engine()
            .<Scalar>applications(
                List.of(w),
                () -> w.times(Autograd.stopGradient(w)).times(Autograd.stopGradient(c)));
    assertThat(applications.stops()).hasSize(1); // c is a constant anyway
    assertThat(applications.stops().getFirst().value()).isEqualTo("parameter \"w\"");
  }

  @Test
  void nothing_is_listed_afterwards_or_around() {
    Autograd.differentiate(
        List.of(w),
        () -> {
          Scalar before = w.times(w);
          Applications<Scalar> inner =
              EngineAccess.engine().<Scalar>applications(List.of(w), () -> w.plus(before));
          assertThat(names(inner)).containsExactly("add");
          Scalar after = before.times(w);
          assertThat(names(inner)).containsExactly("add");
          return after;
        });
  }

  @Test
  void a_list_goes_on_after_one_inside() {
    Applications<Scalar> outer =
        EngineAccess.engine()
            .<Scalar>applications(
                List.of(w),
                () -> {
                  Scalar square = w.times(w);
                  assertThat(
                          names(
                              EngineAccess.engine()
                                  .<Scalar>applications(List.of(w), () -> w.plus(square))))
                      .containsExactly("add");
                  return square.plus(w);
                });
    assertThat(names(outer)).containsExactly("multiply", "add");
  }

  @Test
  void a_failure_ends_the_list() {
    Autograd.differentiate(
        List.of(w),
        () -> {
          assertThatThrownBy(() ->
                  EngineAccess.engine()
                      .<Scalar>applications(
                          List.of(w),
                          () -> {
                            throw new IllegalStateException("no value");
                          }))
              .hasMessage("no value");
          assertThat(
                  names(EngineAccess.engine().<Scalar>applications(List.of(w), () -> w.times(w))))
              .containsExactly("multiply");
          return w.times(w);
        });
  }

  @Test
  void values_are_constants_afterwards_and_pullbacks_run_on_them() {
    Applications<Scalar> applications =
        EngineAccess.engine()
            .<Scalar>applications(xs -> xs.getFirst().times(xs.getFirst()), List.of(scalar(3)));
    Application<Scalar> mul = applications.list().getFirst();
    Pullback<Scalar> pullback = mul.primitive().vjp(mul.operands(), mul.result()).getFirst();
    assertThat(pullback != null ? pullback.apply(scalar(2)).item() : 0).isEqualTo(6);
  }

  @Test
  void no_result_is_refused() {
    assertThatThrownBy(() -> EngineAccess.engine().<Scalar>applications(List.of(w), () -> null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("applications: computation must not return null");
  }
}
