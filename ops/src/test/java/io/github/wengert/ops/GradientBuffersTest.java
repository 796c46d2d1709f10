package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.OpCases.OpCase;
import io.github.wengert.ops.internal.GradientBuffers;
import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays are used again only where nobody else can hold them, and never show what they held. */
class GradientBuffersTest {
  private static final CustomOp CUBE =
      CustomOp.unary("cube", v -> Ops.mul(v, Ops.square(v)), (v, y) -> Ops.mul(Ops.square(v), 3));

  private final Parameter w = Parameter.of("w", Samples.smooth(1, 3, 4));
  private final Parameter v = Parameter.of("v", Samples.smooth(2, 3, 4));
  private final GradientBuffers buffers = GradientBuffers.create();

  private Tensor loss() {
    return Ops.sum(Ops.tanh(Ops.mul(w, v)));
  }

  /** Returns the arrays of the gradients that a step lends, and checks their content. */
  private List<Object> gradientArrays(Supplier<Tensor> loss) {
    List<Object> arrays = new ArrayList<>();
    List<Parameter> parameters = List.of(w, v);
    buffers.with(
        parameters,
        () -> new WithAuxiliary<>(loss.get(), this),
        gradients -> {
          for (Parameter p : parameters) {
            arrays.add(gradients.of(p).array());
            assertThat(gradients.of(p).hasSameBits(Autograd.differentiate(parameters, loss).of(p)))
                .isTrue();
          }
        });
    return arrays;
  }

  @SuppressWarnings("ReferenceEquality") // whether it is this very array is the question
  private static void assertShared(List<Object> some, List<Object> others, boolean shared) {
    assertThat(some.stream().anyMatch(a -> others.stream().anyMatch(b -> a == b)))
        .isEqualTo(shared);
  }

  @Test
  void the_next_step_uses_the_arrays_of_the_last_one_again() {
    List<Object> first = gradientArrays(this::loss);
    w.assign(Samples.smooth(3, 3, 4));
    assertShared(first, gradientArrays(this::loss), true);
  }

  @Test
  void what_the_caller_computes_meanwhile_gets_arrays_of_its_own() {
    List<Tensor> kept = new ArrayList<>();
    Supplier<Tensor> keeping =
        () -> {
          Tensor hidden = Ops.tanh(Ops.mul(w, v));
          kept.add(hidden);
          return Ops.sum(hidden);
        };
    List<Object> first = gradientArrays(keeping);
    Tensor before = Ops.mul(kept.getFirst(), 1);
    List<Object> second = gradientArrays(keeping);
    assertShared(first, second, true);
    assertThat(kept.getFirst().hasSameBits(before)).isTrue();
    assertShared(kept.stream().<Object>map(Tensor::array).toList(), second, false);
  }

  @Test
  void nothing_is_used_again_if_an_operation_of_a_user_took_part() {
    Supplier<Tensor> custom = () -> Ops.sum(CUBE.apply(Ops.mul(w, v)));
    assertShared(gradientArrays(custom), gradientArrays(custom), false);
  }

  @Test
  void nothing_is_used_again_if_an_outer_scope_records() {
    List<Object> seen = new ArrayList<>();
    Autograd.differentiate(
        List.of(w, v),
        () -> {
          List<Object> first = gradientArrays(this::loss);
          List<Object> second = gradientArrays(this::loss);
          assertShared(first, second, false);
          seen.addAll(first);
          return loss();
        });
    assertThat(seen).hasSize(2);
  }

  @Test
  void a_step_inside_a_step_gets_arrays_of_its_own() {
    List<Object> inner = new ArrayList<>();
    List<Object> outer = new ArrayList<>();
    buffers.with(
        List.of(w),
        () -> new WithAuxiliary<>(loss(), this),
        gradients -> {
          outer.add(gradients.of(w).array());
          inner.addAll(gradientArrays(this::loss));
        });
    assertShared(outer, inner, false);
  }

  /** Plain loops, which compute in the beginning, store each product. */
  private static void awaitVectors() throws InterruptedException {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "plain loops store each product: the module jdk.incubator.vector is not there");
    for (int i = 0; i < 600 && !DType.F32.kernels().descendsAlongProduct(300, 20, 400); i++) {
      Thread.sleep(100);
    }
    assertThat(DType.F32.kernels().descendsAlongProduct(300, 20, 400)).isTrue();
  }

  /** Returns what a step of plain descent makes of a large layer's weights. */
  private static Tensor afterAStep(GradientBuffers lent, boolean pending, boolean lookedAt) {
    Parameter weight = Parameter.of("weight", Samples.smooth(1, 300, 400).to(DType.F32));
    Tensor x = Samples.smooth(2, 20, 400).to(DType.F32);
    Tensor bias = Tensor.zeros(DType.F32, Shape.of(300));
    for (int step = 0; step < 2; step++) {
      lent.with(
          List.of(weight),
          () ->
              new WithAuxiliary<>(
                  Ops.sum(Ops.square(Ops.linear(x, weight, bias, FusedActivation.TANH))), x),
          gradients -> {
            Tensor g = gradients.of(weight);
            assertThat(g instanceof PendingProduct).isEqualTo(pending);
            if (lookedAt) {
              assertThat(g.at(1, 2)).isNotZero();
            }
            UpdateRules.rules().gradientStep(weight, g, new StepCoefficients(0.01, 1, 0.1, 0));
          });
    }
    return weight.snapshot();
  }

  @Test
  void a_gradient_that_is_not_stored_makes_the_same_step() throws InterruptedException {
    awaitVectors();
    Tensor stored = afterAStep(GradientBuffers.create(), false, false);
    for (boolean lookedAt : new boolean[] {false, true}) {
      Tensor w = afterAStep(GradientBuffers.forPlainDescent(), true, lookedAt);
      assertThat(w.hasSameBits(stored)).as("looked at: %s", lookedAt).isTrue();
    }
  }

  @Test
  void a_product_with_a_parameter_is_computed_before_the_parameter_changes()
      throws InterruptedException {
    awaitVectors();
    Parameter first = Parameter.of("first", Samples.smooth(1, 300, 400).to(DType.F32));
    Parameter second = Parameter.of("second", Samples.smooth(2, 300, 400).to(DType.F32));
    Tensor bias = Tensor.zeros(DType.F32, Shape.of(300));
    List<Parameter> both = List.of(first, second);
    Supplier<Tensor> loss = () -> Ops.sum(Ops.square(Ops.linear(first, second, bias)));
    Gradients<Tensor> expected = Autograd.differentiate(both, loss);
    GradientBuffers.forPlainDescent()
        .with(
            both,
            () -> new WithAuxiliary<>(loss.get(), both),
            gradients -> {
              first.assign(second.snapshot());
              assertThat(gradients.of(second).hasSameBits(expected.of(second))).isTrue();
            });
  }

  @Test
  void a_gradient_that_was_never_stored_is_refused_after_the_step() throws InterruptedException {
    awaitVectors();
    Parameter weight = Parameter.of("weight", Samples.smooth(1, 300, 400).to(DType.F32));
    Tensor x = Samples.smooth(2, 20, 400).to(DType.F32);
    Tensor bias = Tensor.zeros(DType.F32, Shape.of(300));
    List<Tensor> kept = new ArrayList<>();
    GradientBuffers.forPlainDescent()
        .with(
            List.of(weight),
            () -> new WithAuxiliary<>(Ops.sum(Ops.linear(x, weight, bias)), x),
            gradients -> kept.add(gradients.of(weight)));
    assertThatThrownBy(() -> kept.getFirst().at(0, 0))
        .isInstanceOf(LentGradientException.class)
        .hasMessage(
            "gradients: a gradient was lent until the step was made: F32[300, 400] (0 loans open <"
                + " 1); copy its elements before, or make the step by step(differentiate(…)), whose"
                + " gradients may be kept");
  }

  @Test
  void a_gradient_that_is_kept_is_refused_after_the_step_and_so_are_its_views() {
    List<Tensor> kept = new ArrayList<>();
    List<Tensor> copies = new ArrayList<>();
    double[] elements =
        Autograd.<Tensor>differentiate(List.of(w, v), this::loss).of(w).toDoubleArray();
    Tensor value =
        buffers
            .with(
                List.of(w, v),
                () -> new WithAuxiliary<>(loss(), this),
                gradients -> {
                  kept.add(gradients.of(w));
                  kept.add(Ops.reshape(gradients.of(w), 12));
                  kept.add(Ops.stopGradient(gradients.of(w)));
                  copies.add(Parameter.of("copy", gradients.of(w)));
                  copies.add(Ops.mul(gradients.of(w), 1));
                })
            .result();
    for (Tensor each : kept) {
      assertThatThrownBy(each::toDoubleArray).isInstanceOf(LentGradientException.class);
      assertThatThrownBy(() -> Ops.sum(each)).isInstanceOf(LentGradientException.class);
      assertThatThrownBy(() -> each.hasSameBits(each)).isInstanceOf(LentGradientException.class);
      assertThatThrownBy(() -> Ops.reshape(each, 3, 2, 2))
          .isInstanceOf(LentGradientException.class);
      assertThat(each).hasToString("F64" + each.shape() + " (lent until its step was made)");
    }
    gradientArrays(this::loss); // the next step
    copies.forEach(copy -> assertThat(copy.toDoubleArray()).containsExactly(elements));
    assertThat(value.hasSameBits(loss())).isTrue();
  }

  @Test
  void a_gradient_that_is_kept_from_a_step_that_failed_is_refused_too() {
    List<Tensor> kept = new ArrayList<>();
    assertThatThrownBy(() ->
            buffers.with(
                List.of(w, v),
                () -> new WithAuxiliary<>(loss(), this),
                gradients -> {
                  kept.add(gradients.of(w));
                  throw new ArithmeticException("no step");
                }))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> kept.getFirst().at(0, 0)).isInstanceOf(LentGradientException.class);
  }

  @Test
  void gradients_that_nobody_lends_may_be_kept() {
    Gradients<Tensor> mine = Autograd.differentiate(List.of(w, v), this::loss);
    double[] elements = mine.of(w).toDoubleArray();
    gradientArrays(this::loss);
    assertThat(mine.of(w).toDoubleArray()).containsExactly(elements);
  }

  static List<OpCase> operations() {
    return OpCases.all();
  }

  /** The contract that reuse relies on: the content of a destination does not matter. */
  @ParameterizedTest
  @MethodSource("operations")
  void an_operation_computes_the_same_over_garbage(OpCase point) {
    List<Tensor> operands = new ArrayList<>(point.constants());
    operands.addAll(point.inputs());
    Tensor expected = point.op().forward(operands);
    if (expected.elements() == 0) {
      return;
    }
    Tensor out = Tensor.full(expected.dtype(), expected.shape(), Double.NaN);
    point.op().compute(operands, out);
    assertThat(out.hasSameBits(expected)).isTrue();
  }
}
