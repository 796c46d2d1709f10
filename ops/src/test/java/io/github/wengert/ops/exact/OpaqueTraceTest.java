package io.github.wengert.ops.exact;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.max;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.exact.Traces.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Subgradient;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a trace cannot follow, and the reasons that it gives. */
final class OpaqueTraceTest {
  @Test
  void a_custom_operation_that_reads_elements_is_opaque_and_says_where() {
    Primitive<Tensor> reading =
        new Primitive<>() {
          @Override
          public String name() {
            return "reading";
          }

          @Override
          public Tensor forward(List<Tensor> inputs) {
            double[] x = inputs.getFirst().toDoubleArray();
            return Tensor.of(DType.F64, x[0] * x[0]);
          }

          @Override
          public List<Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
            return List.of(g -> g);
          }
        };
    assertThat(reason(x -> Ops.custom(reading, x), 2, 3))
        .startsWith("toDoubleArray of F64[2] at ")
        .contains("OpaqueTraceTest")
        .contains("forward(OpaqueTraceTest.java:");
  }

  @Test
  void a_thread_of_ones_own_makes_a_trace_opaque() {
    assertThat(reason(y -> CompletableFuture.supplyAsync(() -> square(y)).join(), 2))
        .contains("another thread");
  }

  @Test
  void a_thread_of_ones_own_that_reads_makes_a_trace_opaque() {
    assertThat(reason(y -> mul(y, CompletableFuture.supplyAsync(() -> y.item()).join()), 2))
        .startsWith("item by another thread at ");
    assertThat(reason(y -> mul(y, CompletableFuture.supplyAsync(() -> square(y).item()).join()), 2))
        .startsWith("square by another thread at ");
    assertThat(
            reason(
                y ->
                    CompletableFuture.supplyAsync(() -> Parameter.of("copy", y))
                        .thenApply(copy -> mul(copy, 1))
                        .join(),
                2))
        .contains("another thread");
  }

  @Test
  void reads_of_what_depends_on_the_input_make_a_trace_opaque() {
    assertThat(reason(x -> mul(x, sum(x).item()), 2)).startsWith("item of F64[] at ");
    assertThat(reason(x -> mul(x, x.at(0)), 2)).startsWith("at of F64[1] at ");
    assertThat(reason(x -> mul(x, x.toDoubleArray()[0]), 2)).startsWith("toDoubleArray of");
    assertThat(reason(x -> mul(x, x.toFloatArray()[0]), 2)).startsWith("toFloatArray of");
    assertThat(reason(x -> mul(x, x.toString().length()), 2)).startsWith("toString of");
    assertThat(reason(x -> x.hasSameBits(Tensor.of(DType.F64, 2.0)) ? x : square(x), 2))
        .startsWith("hasSameBits of");
    assertThat(reason(x -> Tensor.of(DType.F64, x.argmax(0).get(0)), 2)).startsWith("argmax of");
    assertThat(reason(x -> Tensor.of(DType.F64, x.argmin(0).get(0)), 2)).startsWith("argmin of");
    assertThat(reason(x -> Ops.maxAt(x, 0).values(), 2, 3)).startsWith("maxAt of");
    assertThat(reason(x -> mul(x, ParameterUpdates.largest(x)), 2)).startsWith("largest of");
    assertThat(reason(x -> mul(x, ParameterUpdates.sumOfSquares(x)), 2))
        .startsWith("sumOfSquares of");
  }

  @Test
  void single_precision_makes_a_trace_opaque() {
    assertThat(reason(x -> Ops.to(Ops.to(x, DType.F32), DType.F64), 2))
        .startsWith("cast: computed in single precision at ");
    Trace single = Trace.of(xs -> square(xs.getFirst()), List.of(Tensor.of(2.0f)));
    assertThat(single.opaque()).hasValue("input 0 is in single precision");
  }

  @Test
  void a_parameter_that_is_changed_within_makes_a_trace_opaque() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 3.0));
    Trace assigned =
        Trace.of(
            () -> {
              w.assign(Tensor.of(DType.F64, 3.0));
              return square(w);
            },
            List.of(w));
    assertThat(assigned.opaque().orElseThrow()).startsWith("parameter \"w\" is changed within at ");
    Parameter sum = Parameter.of("sum", Tensor.of(DType.F64, 0.0));
    assertThat(
            reason(
                x -> {
                  ParameterUpdates.accumulate(sum, x);
                  return mul(sum, 1);
                },
                3))
        .startsWith("parameter \"sum\" is changed within at ");
  }

  @Test
  void moments_of_a_batch_are_not_followed_unless_they_are_only_kept() {
    Tensor x = Tensor.of(DType.F64, Shape.of(3, 1), 1.0, 2, 4);
    Parameter running = Parameter.of("running", Tensor.of(DType.F64, 0.0));
    Trace kept =
        Trace.of(
            xs ->
                Training.in(
                    Key.of(1),
                    () -> {
                      var normalized = Ops.batchNorm(xs.getFirst(), 0.1);
                      Training.current()
                          .orElseThrow()
                          .afterwards(running, old -> add(mul(old, 0.9), normalized.mean()));
                      return normalized.values();
                    }),
            List.of(x));
    assertThat(kept.opaque()).isEmpty();
    assertThat(running.item()).isNotZero();
    Trace used = Trace.of(xs -> mul(Ops.batchNorm(xs.getFirst(), 0.1).mean(), 2), List.of(x));
    assertThat(used.opaque().orElseThrow()).startsWith("batchNorm: its moments at ");
  }

  @Test
  void weights_that_are_read_make_a_trace_opaque() {
    Tensor logits = Tensor.of(DType.F64, Shape.of(2, 2), 1.0, 2, 3, 5);
    CrossEntropyOptions options = CrossEntropyOptions.DEFAULT;
    assertThat(
            reason(
                w -> Losses.crossEntropy(logits, Indices.of(0, 1), options.withClassWeights(w)),
                1,
                2))
        .startsWith("crossEntropy of F64[2] at ");
    assertThat(reason(w -> mul(w, options.withClassWeights(w).weight(Indices.of(0, 1))), 1, 2))
        .startsWith("weight of F64[2] at ");
  }

  @Test
  void a_choice_of_subgradients_that_needs_the_elements_makes_a_trace_opaque() {
    UnaryOperator<Tensor> gradient = Autograd.grad(y -> square(max(y)));
    assertThat(reason(y -> Subgradient.FIRST.in(() -> gradient.apply(y)), 1, 3))
        .startsWith("subgradient of F64[2] at ");
    assertThat(reason(gradient, 1, 3)).isEqualTo("none");
    UnaryOperator<Tensor> ofPrelu =
        Autograd.grad(y -> sum(Ops.prelu(y, reshape(sum(square(y)), 1))));
    assertThat(reason(y -> Subgradient.SPLIT.in(() -> ofPrelu.apply(y)), 1, 3))
        .startsWith("prelu: its subgradient at ");
    assertThat(reason(ofPrelu, 1, 3)).isEqualTo("none");
  }

  @Test
  void inputs_that_share_elements_make_a_trace_opaque() {
    Tensor x = Tensor.of(DType.F64, 1.0);
    assertThat(Trace.of(() -> mul(x, x), List.of(x, reshape(x))).opaque())
        .hasValue("input 1 shares its elements with another");
  }

  @Test
  void a_trace_within_makes_a_trace_opaque() {
    assertThat(
            reason(
                x -> {
                  AtomicReference<Tensor> inner = new AtomicReference<>();
                  Trace.of(
                      () -> {
                        inner.set(square(x));
                        return x;
                      },
                      List.of());
                  return inner.get();
                },
                3))
        .isEqualTo("another trace is made within");
  }

  @Test
  void a_computation_that_is_too_long_is_opaque() {
    Tensor x = Tensor.zeros(DType.F64, Shape.of(300, 300));
    assertThat(Trace.of(xs -> Ops.matmul(xs.getFirst(), xs.getFirst()), List.of(x)).opaque())
        .hasValueSatisfying(reason ->
            assertThat(reason)
                .startsWith("matmul: the computation is too long at ")
                .endsWith("(more than 20000000 operations)"));
  }
}
