package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy of class labels and the softmax of logits, over all samples: {@code y = Σᵢ wᵢ
 * (ln Σ e^zᵢ − zᵢ at labelᵢ) / divisor}; {@code [n], [n, classes] → []}. A weight of 0 adds
 * nothing, not even if the logit is −∞. What {@link CrossEntropy} yields for a target with one
 * class in each row, without that target.
 *
 * <p>The weights of the samples, which are finite, have no derivative. VJP: {@code z̄ = ȳ
 * (softmax(z) − 1 at the label) w / divisor}.
 *
 * <p>Computed in one pass over the logits, through log-sum-exp. Source: CS231n, Linear
 * classification, "Softmax classifier".
 *
 * @param labels the class of each sample, {@code [n]}, each in [0, classes)
 * @param divisor what the sum is divided by, rounded to the element type
 */
record LabelCrossEntropy(Indices labels, double divisor) implements BuiltinOp {
  @Override
  public String name() {
    return "labelCrossEntropy";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return Shape.SCALAR;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor weights = inputs.get(0);
    Tensor logits = inputs.get(1);
    int rows = logits.shape().size(0);
    int classes = logits.shape().size(1);
    Kernels<Object> kernels = out.dtype().kernels();
    Object losses = out.dtype().allocate(rows);
    kernels.labelCrossEntropy(
        logits.array(), labels.array(), weights.array(), rows, classes, losses);
    kernels.sum(losses, 1, rows, 1, out.array());
    out.set(0, out.get(0) / divisor);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor weights = inputs.get(0);
    Tensor logits = inputs.get(1);
    return Arrays.asList(null, g -> Autograd.apply(new Vjp(labels, divisor), weights, logits, g));
  }

  /**
   * The pullback of {@link LabelCrossEntropy}, itself an operation: {@code y = g (s − 1 at the
   * label) w / divisor} with {@code s = softmax(z)} of each row; {@code [n], [n, classes], [] → [n,
   * classes]}.
   *
   * <p>VJP, with {@code h = g ȳ / divisor}: {@code z̄ = w s (h − Σ_c h s)}, {@code ḡ = Σ ȳ y / g}.
   * A sample of weight 0 is left out: its slopes are 0, whatever its logits and cotangents are.
   *
   * @param labels the class of each sample, {@code [n]}, each in [0, classes)
   * @param divisor what the sum was divided by, rounded to the element type
   */
  record Vjp(Indices labels, double divisor) implements BuiltinOp {
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
            return BranchMasks.weigh(rowWeights, slopes);
          },
          g -> {
            Tensor one = Tensor.scalar(logits.dtype(), 1); // y is linear in g, and g may be 0
            Tensor slopes = Autograd.apply(this, weights, logits, one);
            return Ops.sum(BranchMasks.keep(rowWeights, Ops.mul(g, slopes)));
          });
    }
  }
}
