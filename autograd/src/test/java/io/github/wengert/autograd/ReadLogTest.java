package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plain numbers of recorded values: legal in a function, and noticed in a pullback. */
class ReadLogTest {
  private final MutableScalar w = new MutableScalar("w", 2);
  private final Scalar x = scalar(2);

  /** {@code y = x³}, whose pullback leaves the tape. */
  private record PlainCube(boolean readsCotangent, boolean stops) implements Primitive<Scalar> {
    @Override
    public String name() {
      return "plainCube";
    }

    @Override
    public Scalar forward(List<Scalar> inputs) {
      return scalar(Math.pow(inputs.getFirst().value(), 3));
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> {
        Scalar x = inputs.getFirst();
        double slope = 3 * Math.pow((stops ? Autograd.stopGradient(x) : x).item(), 2);
        return readsCotangent ? scalar(slope * g.item()) : g.times(slope);
      });
    }
  }

  private static UnaryOperator<Scalar> cube(boolean readsCotangent) {
    return v -> Autograd.apply(new PlainCube(readsCotangent, false), v);
  }

  @Test
  void a_pullback_in_plain_numbers_is_right_to_first_order() {
    assertThat(Autograd.grad(cube(true)).apply(x).item()).isEqualTo(12);
    assertThat(Autograd.differentiate(List.of(w), () -> cube(false).apply(w)).of(w).item())
        .isEqualTo(12);
  }

  @Test
  void its_own_derivative_is_refused_by_the_name_of_the_operation() {
    assertThatThrownBy(() -> Autograd.hessian(cube(false), x))
        .isInstanceOf(PullbackException.class)
        .hasMessageMatching(
            "plainCube: its pullback cannot be differentiated, as it computes with plain numbers"
                + " \\(item of scalar 2\\.0 at .*ReadLogTest.*\\): write it in operations, or read"
                + " stopGradient\\(value\\) where a constant is meant");
    assertThatThrownBy(() -> Autograd.hvp(cube(true), x, scalar(1)))
        .isInstanceOf(PullbackException.class);
    assertThatThrownBy(() -> Autograd.jvp(cube(true), x, scalar(1)))
        .isInstanceOf(PullbackException.class)
        .hasMessageContaining("item of scalar 0.0");
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () -> Autograd.differentiate(List.of(w), () -> cube(false).apply(w)).of(w)))
        .isInstanceOf(PullbackException.class)
        .hasMessageContaining("item of parameter \"w\"");
  }

  @Test
  void a_jvp_needs_the_cotangent_only() {
    assertThat(Autograd.jvp(cube(false), x, scalar(1)).tangent().item()).isEqualTo(12);
  }

  @Test
  void where_the_author_declares_a_constant_nothing_is_refused() {
    PlainCube declared = new PlainCube(false, true);
    assertThat(Autograd.hvp(v -> Autograd.apply(declared, v).times(v), x, scalar(1)).item())
        .isEqualTo(2 * 3 * 4); // d/dx (3c²·x + x³) with a constant c = 2, for x³: 12 + 12
  }

  @Test
  void a_read_that_no_outer_derivative_goes_by_is_of_no_matter() {
    // The inner scope's argument depends on no leaf of the outer one.
    assertThat(
            Autograd.differentiate(List.of(w), () -> Autograd.grad(cube(false)).apply(x).times(w))
                .of(w)
                .item())
        .isEqualTo(12);
  }

  @Test
  void a_function_may_read_and_makes_a_constant() {
    assertThat(Autograd.differentiate(List.of(w), () -> w.times(w.item())).of(w).item())
        .isEqualTo(2);
  }

  @Test
  void the_log_lists_reads_with_their_lines() {
    ReadLog.Logged<Scalar> logged =
        ReadLog.logging(() -> {
          w.item(); // outside of any scope
          return Autograd.differentiate(
                  List.of(w),
                  () -> {
                    x.item(); // a constant
                    Scalar square = w.times(w);
                    return square.times(square.item()).times(w.item());
                  })
              .of(w);
        });
    assertThat(logged.result().item()).isEqualTo(2 * 2 * 4 * 2);
    assertThat(logged.reads().stream().map(read -> read.method() + " " + read.value()))
        .containsExactly("item scalar 4.0", "item parameter \"w\"");
    assertThat(logged.reads())
        .allSatisfy(read -> assertThat(read.source().getFileName()).isEqualTo("ReadLogTest.java"));
    assertThat(logged.toString()).contains("item of scalar 4.0 at ");
  }

  @Test
  void what_parts_of_a_pullback_read_is_noticed_too() {
    Primitive<Scalar> square =
        new Primitive<>() {
          @Override
          public String name() {
            return "squareInParts";
          }

          @Override
          public Scalar forward(List<Scalar> inputs) {
            return scalar(inputs.getFirst().value() * inputs.getFirst().value());
          }

          @Override
          public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
            return List.of(
                g -> Autograd.parallel(2, p -> g.times(2 * inputs.getFirst().item())).get(1));
          }
        };
    UnaryOperator<Scalar> f = v -> Autograd.apply(square, v);
    assertThat(Autograd.grad(f).apply(x).item()).isEqualTo(4);
    assertThatThrownBy(() -> Autograd.hvp(f, x, scalar(1)))
        .isInstanceOf(PullbackException.class)
        .hasMessageStartingWith("squareInParts: its pullback cannot be differentiated");
  }

  @Test
  void the_log_goes_along_with_parallel_parts() {
    ReadLog.Logged<Scalar> logged =
        ReadLog.logging(() ->
            Autograd.differentiate(
                    List.of(w),
                    () ->
                        Autograd.parallel(3, p -> w.times(p + 1).times(w.times(p + 1).item()))
                            .get(2))
                .of(w));
    assertThat(logged.reads().stream().map(ReadLog.Read::value))
        .containsExactly("scalar 2.0", "scalar 4.0", "scalar 6.0");
  }

  /** {@code y = a b}, whose pullbacks leave the tape for the factors after some preparation. */
  private record PlainProduct(Runnable preparation) implements Primitive<Scalar> {
    @Override
    public String name() {
      return "plainProduct";
    }

    @Override
    public Scalar forward(List<Scalar> inputs) {
      return scalar(inputs.get(0).value() * inputs.get(1).value());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> byFactor(inputs, 0, g), g -> byFactor(inputs, 1, g));
    }

    private Scalar byFactor(List<Scalar> inputs, int factor, Scalar g) {
      preparation.run();
      double[] factors = {inputs.get(0).item(), inputs.get(1).item()};
      return g.times(factors[1 - factor]);
    }
  }

  private static void assertMixedDerivativeIsRefused(Runnable preparation) {
    Primitive<Scalar> product = new PlainProduct(preparation);
    assertThatThrownBy(() ->
            Autograd.<Scalar>grad(
                    b -> Autograd.<Scalar>grad(a -> Autograd.apply(product, a, b)).apply(scalar(2)))
                .apply(scalar(3)))
        .isInstanceOf(PullbackException.class)
        .hasMessageContaining("plainProduct")
        .hasMessageContaining("item of scalar 3.0");
  }

  @Test
  void each_of_several_values_that_a_pullback_reads_is_noticed() {
    assertMixedDerivativeIsRefused(() -> {});
  }

  @Test
  void what_a_pullback_reads_after_a_derivative_of_its_own_is_noticed_too() {
    Primitive<Scalar> declared = new PlainCube(false, true);
    UnaryOperator<Scalar> slope = Autograd.grad(v -> Autograd.apply(declared, v));
    assertMixedDerivativeIsRefused(
        () -> assertThat(slope.apply(scalar(5)).item()).isEqualTo(3 * 25));
  }
}
