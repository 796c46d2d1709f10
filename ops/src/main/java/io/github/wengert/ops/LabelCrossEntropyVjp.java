package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link LabelCrossEntropy}, as an operation of its own: {@code y = g (s − 1 at the
 * label) w / divisor} with {@code s = softmax(z)} of each row; {@code [n], [n, classes], [] → [n,
 * classes]}.
 *
 * <p>VJP, with {@code h = g ȳ / divisor}: {@code z̄ = w s (h − Σ_c h s)}, {@code ḡ = Σ ȳ y / g}. A
 * sample of weight 0 is left out: its slopes are 0, whatever its logits and cotangents are.
 *
 * @param labels the class of each sample, {@code [n]}, each in [0, classes)
 * @param divisor what the sum was divided by, rounded to the element type
 */
record LabelCrossEntropyVjp(Indices labels, double divisor) implements BuiltinOp {
  @Override
  public String name() {
    return "labelCrossEntropyVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return inputs.get(1).shape();
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor logits = inputs.get(1);
    out.dtype()
        .kernels()
        .labelCrossEntropyVjp(
            logits.array(),
            labels.array(),
            inputs.get(0).array(),
            inputs.get(2).get(0) / divisor,
            out.shape().size(0),
            out.shape().size(1),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor weights = inputs.get(0);
    Tensor logits = inputs.get(1);
    Tensor cotangent = inputs.get(2);
    Tensor rowWeights = Ops.broadcastTo(Ops.expandDims(weights, 1), logits.shape());
    return Arrays.asList(
        null,
        g -> {
          Tensor s = Ops.softmax(logits, 1);
          Tensor h = Ops.mul(g, Ops.div(cotangent, divisor));
          Tensor slopes = Ops.mul(s, Ops.sub(h, Ops.sumKeepingAxes(Ops.mul(h, s), 1)));
          return Masks.weigh(rowWeights, slopes);
        },
        g -> {
          Tensor one = Tensor.scalar(logits.dtype(), 1); // y is linear in g, and g may be 0
          Tensor slopes = Autograd.apply(this, weights, logits, one);
          return Ops.sum(Masks.keep(rowWeights, Ops.mul(g, slopes)));
        });
  }
}
