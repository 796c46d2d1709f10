package io.github.wengert.optim;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mean;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.softplus;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.NonScalarException;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LbfgsTest {
  private static final Lbfgs.Config NONE = Lbfgs.on(List.of());

  private static Parameter vector(double... elements) {
    return Parameter.of("x", Tensor.of(DType.F64, elements));
  }

  /** {@code Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²}, with its minimum 0 at ones. */
  private static Tensor rosenbrock(Tensor x) {
    int n = x.elements();
    Tensor left = slice(x, 0, 0, n - 1);
    Tensor right = slice(x, 0, 1, n);
    return sum(add(mul(square(sub(right, square(left))), 100), square(sub(1, left))));
  }

  // ------------------------------------------------------------------------------------- minima

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 30})
  void a_quadratic_of_n_variables_needs_little_more_than_n_exact_steps(int n) {
    double[] curvatures = new double[n];
    double[] centre = new double[n];
    for (int i = 0; i < n; i++) {
      curvatures[i] = 1 + 9.0 * i; // condition up to 262
      centre[i] = Math.sin(i + 1);
    }
    Parameter x = Parameter.of("x", Tensor.zeros(DType.F64, Shape.of(n)));
    Tensor a = Tensor.of(DType.F64, curvatures);
    Tensor c = Tensor.of(DType.F64, centre);
    LbfgsResult result =
        Lbfgs.on(List.of(x))
            .history(n)
            .gradientTolerance(1e-8)
            .changeTolerance(0)
            .wolfe(1e-4, 1e-3)
            .build()
            .minimize(() -> sum(mul(a, square(sub(x, c)))));
    assertThat(result.reason()).isEqualTo(LbfgsResult.Reason.GRADIENT);
    assertThat(result.iterations()).isLessThanOrEqualTo(n + 3);
    assertThat(x.toDoubleArray()).containsExactly(centre, within(1e-8));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 50})
  void the_valley_of_rosenbrock_is_followed_to_its_end(int n) {
    double[] start = new double[n];
    for (int i = 0; i < n; i++) {
      start[i] = i % 2 == 0 ? -1.2 : 1;
    }
    Parameter x = vector(start);
    LbfgsResult result =
        Lbfgs.on(List.of(x))
            .gradientTolerance(1e-10)
            .changeTolerance(0)
            .build()
            .minimize(() -> rosenbrock(x));
    assertThat(result.converged()).as("%s", result).isTrue();
    assertThat(result.loss()).isLessThan(1e-20);
    for (double element : x.toDoubleArray()) {
      assertThat(element).isCloseTo(1, within(1e-10));
    }
  }

  /** Logistic regression with a penalty, on noisy labels: mean softplus(−y s) + ½ λ ‖w‖². */
  private static Supplier<Tensor> logistic(Parameter w, Parameter b) {
    Key key = Key.of(5);
    Tensor x = RandomTensors.normal(key.split(0), w.dtype(), Shape.of(200, 5), 0, 1);
    Tensor noise = RandomTensors.normal(key.split(1), w.dtype(), Shape.of(200, 1), 0, 1);
    double[] labels = add(slice(x, 1, 0, 1), noise).toDoubleArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Math.signum(labels[i]);
    }
    Tensor y = Tensor.of(DType.F64, Shape.of(200, 1), labels).to(w.dtype());
    return () -> {
      Tensor score = add(matmul(x, w, false, true), b);
      return add(mean(softplus(neg(mul(y, score)))), mul(sum(square(w)), 0.01 / 2));
    };
  }

  private static List<Parameter> logisticParameters(DType dtype) {
    return List.of(
        Parameter.of("w", Tensor.zeros(dtype, Shape.of(1, 5))),
        Parameter.of("b", Tensor.zeros(dtype, Shape.of(1))));
  }

  @Test
  void logistic_regression_is_solved_to_many_digits() {
    List<Parameter> parameters = logisticParameters(DType.F64);
    Supplier<Tensor> loss = logistic(parameters.get(0), parameters.get(1));
    LbfgsResult result =
        Lbfgs.on(parameters).gradientTolerance(1e-8).changeTolerance(0).build().minimize(loss);
    assertThat(result.reason()).isEqualTo(LbfgsResult.Reason.GRADIENT);
    Gradients<Tensor> gradients = Autograd.differentiate(parameters, loss);
    double squares = 0;
    for (Parameter parameter : parameters) {
      squares += sum(square(gradients.of(parameter))).item();
    }
    assertThat(Math.sqrt(squares)).isLessThanOrEqualTo(1e-8);
    assertThat(gradients.value().item()).isEqualTo(result.loss()).isLessThan(Math.log(2));
  }

  @Test
  void parameters_in_single_precision_come_as_near_as_their_digits_allow() {
    List<Parameter> singles = logisticParameters(DType.F32);
    List<Parameter> doubles = logisticParameters(DType.F64);
    Lbfgs.on(singles)
        .gradientTolerance(1e-4)
        .build()
        .minimize(logistic(singles.get(0), singles.get(1)));
    Lbfgs.of(doubles).minimize(logistic(doubles.get(0), doubles.get(1)));
    for (int i = 0; i < singles.size(); i++) {
      assertThat(singles.get(i).toDoubleArray())
          .containsExactly(doubles.get(i).toDoubleArray(), within(1e-2));
    }
  }

  @Test
  void single_precision_that_is_asked_for_too_much_stops_and_says_so() {
    List<Parameter> singles = logisticParameters(DType.F32);
    LbfgsResult result =
        Lbfgs.on(singles)
            .gradientTolerance(0)
            .changeTolerance(0)
            .build()
            .minimize(logistic(singles.get(0), singles.get(1)));
    assertThat(result.reason()).isIn(LbfgsResult.Reason.CHANGE, LbfgsResult.Reason.LINE_SEARCH);
    assertThat(result.gradientNorm()).isLessThan(1e-3);
  }

  @Test
  void types_and_shapes_may_be_mixed() {
    Parameter a = Parameter.of("a", Tensor.zeros(DType.F32, Shape.of(2, 2)));
    Parameter b = Parameter.of("b", Tensor.zeros(DType.F64, Shape.SCALAR));
    LbfgsResult result =
        Lbfgs.on(List.of(a, b, a))
            .build()
            .minimize(() -> add(sum(square(sub(a.to(DType.F64), 3))), square(sub(sum(b), 5))));
    assertThat(result.converged()).isTrue();
    assertThat(a.toDoubleArray()).containsExactly(new double[] {3, 3, 3, 3}, within(1e-6));
    assertThat(b.item()).isCloseTo(5, within(1e-6));
  }

  // --------------------------------------------------------------------------------- each step

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void each_step_fulfils_the_wolfe_conditions(double c2) {
    double c1 = 1e-3;
    Parameter x = vector(-1.2, 1, -1.2, 1, 3, -2);
    List<double[]> places = new ArrayList<>(List.of(x.toDoubleArray()));
    LbfgsResult result =
        Lbfgs.on(List.of(x))
            .wolfe(c1, c2)
            .build()
            .minimize(() -> rosenbrock(x), iteration -> places.add(x.toDoubleArray()));
    assertThat(places).hasSize(result.iterations() + 1).hasSizeGreaterThan(10);
    for (int step = 1; step < places.size(); step++) {
      Parameter before = vector(places.get(step - 1));
      Parameter after = vector(places.get(step));
      Gradients<Tensor> g0 = Autograd.differentiate(List.of(before), () -> rosenbrock(before));
      Gradients<Tensor> g1 = Autograd.differentiate(List.of(after), () -> rosenbrock(after));
      Tensor path = sub(after, before);
      double slope0 = sum(mul(g0.of(before), path)).item();
      double slope1 = sum(mul(g1.of(after), path)).item();
      double slack = 1e-9; // the path is rounded
      assertThat(slope0).isNegative();
      assertThat(g1.value().item())
          .as("step %d", step)
          .isLessThanOrEqualTo(g0.value().item() + c1 * slope0 * (1 - slack));
      assertThat(Math.abs(slope1))
          .as("step %d", step)
          .isLessThanOrEqualTo(-c2 * slope0 * (1 + slack));
    }
  }

  @Test
  void the_listener_is_told_after_each_step() {
    Parameter x = vector(-1.2, 1);
    List<LbfgsIteration> told = new ArrayList<>();
    LbfgsResult result = Lbfgs.of(List.of(x)).minimize(() -> rosenbrock(x), told::add);
    assertThat(told).hasSize(result.iterations());
    assertThat(told).isSortedAccordingTo((a, b) -> Double.compare(b.loss(), a.loss()));
    LbfgsIteration last = told.getLast();
    assertThat(last.iteration()).isEqualTo(result.iterations());
    assertThat(last.evaluations()).isLessThanOrEqualTo(result.evaluations());
    assertThat(last.loss()).isEqualTo(result.loss());
    assertThat(last.gradientNorm()).isEqualTo(result.gradientNorm());
    assertThat(last.stepLength()).isPositive();
  }

  // ----------------------------------------------------------------------------- why it stops

  @Test
  void at_a_minimum_nothing_changes() {
    Parameter x = vector(1, 1);
    LbfgsResult result = Lbfgs.of(List.of(x)).minimize(() -> rosenbrock(x));
    assertThat(result).isEqualTo(new LbfgsResult(LbfgsResult.Reason.GRADIENT, 0, 1, 0, 0));
    assertThat(x.toDoubleArray()).containsExactly(1, 1);
  }

  @Test
  void a_step_that_changes_little_is_the_last() {
    Parameter x = vector(-1.2, 1);
    LbfgsResult result =
        Lbfgs.on(List.of(x)).changeTolerance(0.5).build().minimize(() -> rosenbrock(x));
    assertThat(result.reason()).isEqualTo(LbfgsResult.Reason.CHANGE);
    assertThat(result.gradientNorm()).isGreaterThan(1e-6);
  }

  @Test
  void the_limits_are_kept() {
    Parameter x = vector(-1.2, 1);
    LbfgsResult steps = Lbfgs.on(List.of(x)).iterations(3).build().minimize(() -> rosenbrock(x));
    assertThat(steps.reason()).isEqualTo(LbfgsResult.Reason.ITERATIONS);
    assertThat(steps.iterations()).isEqualTo(3);
    assertThat(steps.converged()).isFalse();
    for (int limit = 1; limit < 20; limit++) {
      Parameter y = vector(-1.2, 1);
      LbfgsResult result =
          Lbfgs.on(List.of(y)).evaluations(limit).build().minimize(() -> rosenbrock(y));
      assertThat(result.reason()).isEqualTo(LbfgsResult.Reason.EVALUATIONS);
      assertThat(result.evaluations()).isEqualTo(limit);
      assertThat(rosenbrock(y).item()).isEqualTo(result.loss());
    }
  }

  @Test
  void a_search_that_fails_leaves_the_parameters_at_the_lowest_point() {
    Parameter x = vector(1);
    List<Double> seen = new ArrayList<>();
    // The gradient says x², the loss bends up again at once: no step can fulfil the conditions.
    Supplier<Tensor> lie =
        () -> {
          Tensor honest = sum(square(x));
          Tensor bend = stopGradient(mul(sum(square(sub(x, 0.9999))), 1e8));
          Tensor loss = add(honest, bend);
          seen.add(loss.item());
          return loss;
        };
    LbfgsResult result = Lbfgs.on(List.of(x)).wolfe(1e-4, 1e-3).build().minimize(lie);
    assertThat(result.reason()).isEqualTo(LbfgsResult.Reason.LINE_SEARCH);
    assertThat(result.loss()).isEqualTo(seen.stream().min(Double::compare).orElseThrow());
    assertThat(seen.getLast()).isGreaterThan(result.loss()); // the search ended elsewhere
    assertThat(lie.get().item()).isEqualTo(result.loss());
  }

  @Test
  void a_loss_without_a_minimum_ends_the_search() {
    Parameter x = vector(1);
    LbfgsResult result = Lbfgs.of(List.of(x)).minimize(() -> sum(x));
    assertThat(result.reason()).isEqualTo(LbfgsResult.Reason.LINE_SEARCH);
    assertThat(result.loss()).isEqualTo(x.item()).isLessThan(-1e6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e250, 1e-250})
  void the_scale_of_a_loss_does_not_matter(double scale) {
    Parameter x = vector(-1.2, 1);
    LbfgsResult result =
        Lbfgs.on(List.of(x))
            .gradientTolerance(1e-6 * scale)
            .build()
            .minimize(() -> mul(rosenbrock(x), scale));
    assertThat(result.converged()).as("%s", result).isTrue();
    assertThat(x.toDoubleArray()).containsExactly(new double[] {1, 1}, within(1e-5));
    assertThat(result.gradientNorm()).isBetween(0.0, 1e-6 * scale);
    assertThat(result.loss()).isBetween(0.0, 1e-10 * scale);
  }

  @Test
  void nothing_to_change_is_refused() {
    assertThatThrownBy(NONE::build)
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("lbfgs: there is nothing to change: (0 parameters < 1)");
  }

  // ------------------------------------------------------------------------------ no numbers

  @Test
  void a_loss_that_is_no_number_at_the_start_is_refused() {
    Parameter x = vector(-1);
    assertThatThrownBy(() -> Lbfgs.of(List.of(x)).minimize(() -> sum(log(x))))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "lbfgs: the loss or its gradient is not finite at the start:"
                + " (loss NaN, ‖gradient‖ 1.0)");
    assertThat(x.version()).isZero();
  }

  @Test
  void an_infinite_gradient_at_the_start_is_refused() {
    Parameter x = vector(0);
    assertThatThrownBy(() -> Lbfgs.of(List.of(x)).minimize(() -> sum(sqrt(x))))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "lbfgs: the loss or its gradient is not finite at the start:"
                + " (loss 0.0, ‖gradient‖ Infinity)");
  }

  @Test
  void a_step_into_no_number_is_shortened() {
    Parameter x = vector(10, 0.01); // x − log x is NaN below 0
    LbfgsResult result = Lbfgs.of(List.of(x)).minimize(() -> sum(sub(x, log(x))));
    assertThat(result.converged()).as("%s", result).isTrue();
    assertThat(x.toDoubleArray()).containsExactly(new double[] {1, 1}, within(1e-5));
  }

  // ------------------------------------------------------------------------------------- errors

  @Test
  void a_loss_that_throws_leaves_the_parameters_at_the_best_point() {
    Parameter x = vector(-1.2, 1);
    List<Double> losses = new ArrayList<>();
    Supplier<Tensor> breaks =
        () -> {
          if (losses.size() == 10) {
            throw new IllegalStateException("no loss");
          }
          Tensor loss = rosenbrock(x);
          losses.add(loss.item());
          return loss;
        };
    assertThatThrownBy(() -> Lbfgs.of(List.of(x)).minimize(breaks)).hasMessage("no loss");
    assertThat(rosenbrock(x).item()).isIn(losses).isLessThan(losses.getFirst());
  }

  @Test
  void a_loss_of_several_elements_is_refused() {
    Parameter x = vector(1, 2);
    assertThatThrownBy(() -> Lbfgs.of(List.of(x)).minimize(() -> square(x)))
        .isInstanceOf(NonScalarException.class);
  }

  @Test
  void numbers_out_of_range_are_refused() {
    refuses(c -> c.history(0), "the history is out of range: (0 not in [1, ∞))");
    refuses(
        c -> c.gradientTolerance(-1),
        "the gradient tolerance is out of range: (-1.0 not in [0, ∞))");
    refuses(
        c -> c.changeTolerance(Double.NaN),
        "the change tolerance is out of range: (NaN not in [0, ∞))");
    refuses(c -> c.iterations(-1), "the number of iterations is out of range: (-1 not in [0, ∞))");
    refuses(c -> c.evaluations(0), "the number of evaluations is out of range: (0 not in [1, ∞))");
    refuses(c -> c.wolfe(0.9, 0.1), "the Wolfe conditions need 0 < c₁ < c₂ < 1: (c₁ 0.9, c₂ 0.1)");
  }

  /** A buffer that follows the parameters tells where the loss was last computed in training. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 1000})
  void state_in_a_training_scope_is_that_of_the_point_it_ends_at(int evaluations) {
    Parameter x = vector(-1.2, 1, -1.2, 1);
    Parameter buffer = Parameter.of("buffer", Tensor.zeros(DType.F64, x.shape()));
    Supplier<Tensor> loss =
        () -> {
          Training.current().orElseThrow().afterwards(buffer, x.snapshot());
          return rosenbrock(x);
        };
    Lbfgs lbfgs = Lbfgs.on(List.of(x)).evaluations(evaluations).build();
    LbfgsResult result =
        Training.in(Key.of(1), () -> lbfgs.minimize(() -> Training.in(Key.of(1), loss)));
    assertThat(buffer.hasSameBits(x)).isTrue();
    assertThat(rosenbrock(x).item()).isEqualTo(result.loss());
  }

  private static void refuses(UnaryOperator<Lbfgs.Config> option, String message) {
    assertThatThrownBy(() -> option.apply(NONE))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("lbfgs: " + message);
  }

  @Test
  void the_hyper_parameters_can_be_read() {
    assertThat(NONE)
        .hasToString(
            "Lbfgs[history=10, gradientTolerance=1.0E-6, changeTolerance=1.0E-12,"
                + " iterations=1000, evaluations=10000, decrease=1.0E-4, curvature=0.9]");
  }
}
