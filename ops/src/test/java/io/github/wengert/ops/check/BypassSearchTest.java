package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.FusedBackward;
import io.github.wengert.autograd.InputCotangents;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Trace;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is blamed when each operation is right. */
final class BypassSearchTest {
  private static final List<Tensor> POINT = List.of(Tensor.of(DType.F64, 0.5, -1.25, 2));

  private static Culprit culprit(Function<List<Tensor>, Tensor> f) {
    return Objects.requireNonNull(CulpritTest.culprit(f, POINT));
  }

  @Test
  void a_number_that_was_read_is_named_with_both_lines() {
    Culprit culprit =
        culprit(xs -> {
          Tensor x = xs.getFirst();
          double scale = sum(x).item();
          return mul(exp(x), scale);
        });
    assertThat(culprit.kind()).isEqualTo(Culprit.Kind.CONSTANT);
    assertThat(culprit.operation()).isEqualTo("mulScalar");
    assertThat(culprit.place()).startsWith("BypassSearchTest.a_number_that_was_read");
    assertThat(culprit.remarks().get(0))
        .isEqualTo(
            "a number or a setting of it changes with the inputs, but no gradient flows through"
                + " it");
    assertThat(culprit.remarks().get(1))
        .startsWith("plain numbers are read by item of F64[] at BypassSearchTest.a_number_that");
  }

  @Test
  void a_stop_is_named_with_its_line() {
    Culprit culprit = culprit(xs -> mul(xs.getFirst(), stopGradient(exp(xs.getFirst()))));
    assertThat(culprit.kind()).isEqualTo(Culprit.Kind.CONSTANT);
    assertThat(culprit.operation()).isEqualTo("mul");
    assertThat(culprit.toString())
        .contains(
            "operand 1 changes with the inputs",
            "stopGradient of F64[3] at BypassSearchTest.a_stop_is_named_with_its_line");
  }

  @Test
  void a_parameter_taken_as_it_is_now_is_named() {
    Parameter w = Parameter.of("w", POINT.getFirst());
    Culprit culprit =
        Objects.requireNonNull(
            CulpritTest.culprit(ImmutableList.of(w), () -> mul(square(w), w.snapshot())));
    assertThat(culprit.kind()).isEqualTo(Culprit.Kind.CONSTANT);
    assertThat(culprit.toString()).contains("operand 1 changes with the inputs");
  }

  @Test
  void a_mask_that_is_drawn_anew_is_named() {
    AtomicInteger calls = new AtomicInteger();
    Culprit culprit =
        culprit(xs -> {
          Tensor x = exp(xs.getFirst());
          Key key = Key.of(calls.incrementAndGet());
          return mul(x, RandomTensors.normal(key, DType.F64, x.shape(), 0, 1));
        });
    assertThat(culprit.kind()).isEqualTo(Culprit.Kind.CHANCE);
    assertThat(culprit.toString())
        .startsWith("culprit: a random number in mul, applied at BypassSearchTest.a_mask")
        .contains("operand 1 differs from run to run at the same inputs");
  }

  @Test
  void kinks_that_cancel_leave_every_operation_right() {
    Culprit culprit =
        Objects.requireNonNull(
            CulpritTest.culprit(
                xs -> sub(relu(xs.getFirst()), relu(neg(xs.getFirst()))),
                List.of(Tensor.of(DType.F64, 0.0, 1))));
    assertThat(culprit.kind()).isEqualTo(Culprit.Kind.UNKNOWN);
    assertThat(culprit.toString().lines())
        .containsExactly(
            "no culprit found: each of the 4 applications of operations is right by itself",
            "  kinks of several operations may cancel, and then their subgradients need not add up",
            "  smallest failing input: [0] → the derivative is 0, differences say 1");
  }

  /** {@code y = x²}, whose two ways back may be wrong. */
  private record Fused(double ofFused, double ofVjp) implements FusedBackward<Tensor> {
    @Override
    public String name() {
      return "fused";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return square(inputs.getFirst());
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> mul(mul(g, inputs.getFirst()), ofVjp));
    }

    @Override
    public void pullBack(
        List<Tensor> inputs, Tensor output, Tensor g, InputCotangents<Tensor> cotangents) {
      cotangents.add(0, mul(mul(g, inputs.getFirst()), ofFused));
    }
  }

  @Test
  void an_operation_whose_fused_way_back_is_wrong_is_named() {
    Culprit culprit = culprit(xs -> exp(Ops.custom(new Fused(3, 2), xs.getFirst())));
    assertThat(culprit.operation()).isEqualTo("fused");
    assertThat(culprit.toString()).contains("all by the factor 3/2");
  }

  @Test
  void an_operation_whose_pullbacks_are_wrong_is_named_at_the_second_order() {
    Culprit culprit = culprit(xs -> exp(Ops.custom(new Fused(2, 3), xs.getFirst())));
    assertThat(culprit.operation()).isEqualTo("fused");
    assertThat(culprit.toString()).contains("(order 2)");
  }

  /** A function whose sweep gives twice the gradient. */
  private record Doubled(Subject subject) implements ForwardingSubject {
    @Override
    public List<Tensor> point() {
      return subject.point();
    }

    @Override
    public List<Tensor> pullback(Tensor cotangent) {
      return subject.pullback(mul(cotangent, 2));
    }

    @Override
    public List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
      return subject.pullback(inputs, mul(cotangent, 2));
    }

    @Override
    public Trace trace(Tensor cotangent, List<Tensor> direction) {
      return subject.trace(mul(cotangent, 2), direction);
    }

    @Override
    public Subject contracted(Tensor cotangent, Key key) {
      return subject.contracted(cotangent, key);
    }
  }

  @Test
  void a_sweep_that_does_not_do_what_the_operations_say_is_blamed() {
    FunctionSubject right =
        new FunctionSubject(xs -> exp(add(xs.getFirst(), 1)), List.of("x"), POINT);
    Culprit culprit =
        Culprits.find(GradientCheck.DEFAULT, new Doubled(right), 1, Verdict.WRONG, () -> false);
    assertThat(culprit.toString().lines())
        .containsExactly(
            "culprit: the backward sweep, and none of the operations",
            "  the engine's gradient by x differs from what the operations' own pullbacks give");
  }
}
