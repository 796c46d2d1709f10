package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Suppliers;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.ExactSlope;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Derivatives in about 106 bits, held against closed forms. */
class ExactDerivativesTest {
  private static final Key KEY = Key.of(5);

  private static Subject subject(Function<List<Tensor>, Tensor> f, Tensor... point) {
    List<String> names = IntStream.range(0, point.length).mapToObj(i -> "input " + i).toList();
    return new FunctionSubject(f, names, List.of(point));
  }

  private static Tensor number(double value) {
    return Tensor.scalar(DType.F64, value);
  }

  private static double slope(Supplier<@Nullable ExactDerivatives> derivatives, double[]... v) {
    ExactDerivatives known = derivatives.get();
    assertThat(known).isNotNull();
    ExactSlope slope = known.slope(Arrays.asList(v));
    assertThat(slope).isNotNull();
    assertThat(slope.error()).isFinite();
    return slope.slope();
  }

  /** Returns the number that an order's derivative is contracted with. */
  private static double contraction(Key key, int input) {
    return Contraction.direction(Shape.of(), key, input).item();
  }

  @Test
  void first_derivatives_of_a_vector_along_any_direction() {
    // ⟨c, eˣ y²⟩.
    Tensor x = Tensor.of(DType.F64, 0.3, -1.2);
    Tensor y = Tensor.of(DType.F64, 2.0, 0.7);
    double[] c = {1.5, -0.4};
    Subject subject = subject(xs -> mul(Ops.exp(xs.get(0)), Ops.square(xs.get(1))), x, y);
    Supplier<@Nullable ExactDerivatives> exact =
        ExactDerivatives.lazily(subject, Tensor.of(DType.F64, c));
    double[] v = {1, 0.5};
    double[] w = {-0.25, 3};
    double expected = 0;
    for (int i = 0; i < 2; i++) {
      double e = Math.exp(x.toDoubleArray()[i]);
      double b = y.toDoubleArray()[i];
      expected += c[i] * (e * b * b * v[i] + 2 * e * b * w[i]);
    }
    assertThat(slope(exact, v, w)).isCloseTo(expected, within(1e-14));
    assertThat(slope(exact, v, new double[2]) + slope(exact, new double[2], w))
        .isCloseTo(expected, within(1e-14));
  }

  @Test
  void second_derivatives_by_inputs_and_by_the_cotangent() {
    // e ˣ y², contracted with a, b: c (a eˣ y² + 2 b eˣ y), times d.
    double x = 0.3;
    double y = 1.7;
    double c = -0.6;
    double d = 2.5;
    Subject subject =
        subject(xs -> mul(Ops.exp(xs.get(0)), Ops.square(xs.get(1))), number(x), number(y));
    Supplier<@Nullable ExactDerivatives> second =
        ExactDerivatives.lazily(
            ExactDerivatives.lazily(subject, number(c)), subject, KEY, number(d));
    double a = contraction(KEY, 0);
    double b = contraction(KEY, 1);
    double e = Math.exp(x);
    double byX = d * c * (a * e * y * y + 2 * b * e * y);
    double byY = d * c * (2 * a * e * y + 2 * b * e);
    double byCotangent = d * (a * e * y * y + 2 * b * e * y);
    double[] zero = {0};
    double[] one = {1};
    assertThat(slope(second, one, zero, zero)).isCloseTo(byX, within(1e-13));
    assertThat(slope(second, zero, one, zero)).isCloseTo(byY, within(1e-13));
    assertThat(slope(second, zero, zero, one)).isCloseTo(byCotangent, within(1e-13));
    assertThat(slope(second, one, new double[] {-2}, new double[] {3}))
        .isCloseTo(byX - 2 * byY + 3 * byCotangent, within(1e-12));
  }

  @Test
  void third_derivatives_by_the_input_and_by_both_cotangents() {
    // eˣ: order 2 is d (a c eˣ); contracted with (p, q) once more, e (d (p a c eˣ + q a eˣ)).
    double x = 0.3;
    double c = -0.6;
    double d = 2.5;
    double e = 0.8;
    Key other = Key.of(6);
    Subject subject = subject(xs -> Ops.exp(xs.getFirst()), number(x));
    Subject contracted = subject.contracted(number(c), KEY);
    Supplier<@Nullable ExactDerivatives> second =
        ExactDerivatives.lazily(
            ExactDerivatives.lazily(subject, number(c)), subject, KEY, number(d));
    Supplier<@Nullable ExactDerivatives> third =
        ExactDerivatives.lazily(second, contracted, other, number(e));
    double a = contraction(KEY, 0);
    double p = contraction(other, 0);
    double q = contraction(other, 1);
    double exp = Math.exp(x);
    double[] zero = {0};
    double[] one = {1};
    assertThat(slope(third, one, zero, zero))
        .isCloseTo(e * d * a * (p * c + q) * exp, within(1e-13));
    assertThat(slope(third, zero, one, zero)).isCloseTo(e * d * a * p * exp, within(1e-13));
    assertThat(slope(third, zero, zero, one)).isCloseTo(e * a * (p * c + q) * exp, within(1e-13));
  }

  @Test
  void a_wrong_rule_takes_no_part() {
    Function<List<Tensor>, Tensor> wrong = Rule.unary(Ops::exp, (x, y, g) -> mul(g, 17));
    Supplier<@Nullable ExactDerivatives> exact =
        ExactDerivatives.lazily(subject(wrong, number(0.3)), number(1));
    assertThat(slope(exact, new double[] {1})).isCloseTo(Math.exp(0.3), within(1e-15));
  }

  @Test
  void cancellation_costs_nothing() {
    Function<List<Tensor>, Tensor> cancelling =
        xs -> Ops.sub(Ops.add(Ops.square(xs.getFirst()), 1e15), 1e15);
    Supplier<@Nullable ExactDerivatives> exact =
        ExactDerivatives.lazily(subject(cancelling, number(0.3)), number(1));
    assertThat(slope(exact, new double[] {1})).isEqualTo(0.6);
  }

  @Test
  void what_is_scaled_far_away_is_known_as_well() {
    Function<List<Tensor>, Tensor> far = xs -> Ops.log(Ops.square(xs.getFirst()));
    Supplier<@Nullable ExactDerivatives> exact =
        ExactDerivatives.lazily(subject(far, number(1e-150)), number(1e-100));
    assertThat(slope(exact, new double[] {1}) / 2e50).isCloseTo(1, within(1e-15));
  }

  @Test
  void at_a_kink_both_sides_are_told() {
    ExactDerivatives exact =
        ExactDerivatives.lazily(
                subject(xs -> Ops.abs(xs.getFirst()), Tensor.of(DType.F64, 0.0, 1)),
                Tensor.of(DType.F64, 2.0, 1))
            .get();
    assertThat(exact).isNotNull();
    ExactSlope slope = exact.slope(List.of(new double[] {1, 0}));
    assertThat(slope).isNotNull();
    assertThat(slope.left()).isEqualTo(-2);
    assertThat(slope.right()).isEqualTo(2);
    assertThat(slope.isKink()).isTrue();
    assertThat(slope.kinks()).containsExactly("abs");
    ExactSlope beside = exact.slope(List.of(new double[] {0, 1}));
    assertThat(beside).isNotNull();
    assertThat(beside.isKink()).isFalse();
  }

  @Test
  void higher_derivatives_at_a_kink_are_not_to_be_had() {
    Subject subject = subject(xs -> Ops.relu(xs.getFirst()), number(0));
    ExactDerivatives second =
        ExactDerivatives.lazily(
                ExactDerivatives.lazily(subject, number(1)), subject, KEY, number(1))
            .get();
    assertThat(second).isNotNull();
    assertThat(second.slope(List.of(new double[] {1}, new double[] {0}))).isNull();
  }

  @Test
  void plain_numbers_cannot_be_seen_into_at_any_order() {
    Function<List<Tensor>, Tensor> opaque = Opaque.elementwise(Math::sin, Math::cos);
    Subject subject = subject(opaque, number(0.3));
    Supplier<@Nullable ExactDerivatives> exact = ExactDerivatives.lazily(subject, number(1));
    assertThat(exact.get()).isNull();
    assertThat(ExactDerivatives.lazily(exact, subject, KEY, number(1)).get()).isNull();
  }

  @Test
  void a_function_is_traced_only_if_it_is_asked_for() {
    int[] calls = {0};
    Supplier<@Nullable ExactDerivatives> exact =
        ExactDerivatives.lazily(
            subject(
                xs -> {
                  calls[0]++;
                  return Ops.exp(xs.getFirst());
                },
                number(0)),
            number(1));
    assertThat(calls[0]).isZero();
    assertThat(Suppliers.memoize(exact::get).get()).isSameAs(exact.get());
    assertThat(calls[0]).isEqualTo(1);
  }
}
