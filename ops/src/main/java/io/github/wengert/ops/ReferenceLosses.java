package io.github.wengert.ops;

import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Losses in reference arithmetic. */
final class ReferenceLosses {
  private ReferenceLosses() {}

  private static List<Jet> row(Reference x, int row) {
    int length = x.shape().size(1);
    return x.elements().subList(row * length, (row + 1) * length);
  }

  static Reference crossEntropy(Reference logits, Reference target, Shape to) {
    return Reference.generate(
        to,
        i -> {
          List<Jet> logs = ReferenceSoftmax.logSoftmax(row(logits, i));
          List<Jet> targets = row(target, i);
          List<Jet> terms =
              IntStream.range(0, logs.size())
                  .mapToObj(c -> ReferenceFunctions.weighed(targets.get(c), logs.get(c)))
                  .toList();
          Jet y = Jet.sum(terms).neg();
          boolean isInfinite = targets.stream().anyMatch(t -> t.value().isInfinite());
          return isInfinite || y.value().isNaN()
              ? y.withErrors(y.error(), Dd.INFINITY) // ∞ − ∞: nothing is documented
              : y;
        });
  }

  static Reference labelCrossEntropy(LabelCrossEntropy op, Reference weights, Reference logits) {
    List<Jet> losses = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Jet weight = weights.get(i);
      losses.add(
          weight.value().isZero()
              ? Jet.ZERO
              : ReferenceSoftmax.logSoftmax(row(logits, i))
                  .get(op.labels().get(i))
                  .mul(weight)
                  .neg());
    }
    return new Reference(Shape.SCALAR, List.of(Jet.sum(losses).div(Jet.of(op.divisor()))));
  }

  static Reference labelCrossEntropyVjp(LabelCrossEntropy.Vjp op, List<Reference> operands) {
    Reference weights = operands.get(0);
    Reference logits = operands.get(1);
    Jet scale = operands.get(2).get(0).div(Jet.of(op.divisor()));
    int classes = logits.shape().size(1);
    List<List<Jet>> rows =
        IntStream.range(0, weights.size())
            .mapToObj(i -> ReferenceSoftmax.softmax(row(logits, i)))
            .toList();
    return Reference.generate(
        logits.shape(),
        i -> {
          int row = i / classes;
          if (weights.get(row).value().isZero()) {
            return Jet.ZERO;
          }
          Jet s = rows.get(row).get(i % classes);
          Jet slope = i % classes == op.labels().get(row) ? s.sub(Jet.ONE) : s;
          Jet product = slope.mul(weights.get(row)).mul(scale);
          return scale.value().isInfinite() && s.isVariable()
              ? product.withErrors(product.error(), Dd.INFINITY) // ∞ − ∞: nothing is documented
              : product;
        });
  }

  static Reference squaredError(SquaredError op, Reference a, Reference b) {
    List<Jet> squares =
        IntStream.range(0, a.size()).mapToObj(i -> a.get(i).sub(b.get(i)).square()).toList();
    return new Reference(Shape.SCALAR, List.of(Jet.sum(squares).div(Jet.of(op.divisor()))));
  }

  static Reference squaredErrorVjp(SquaredError.Vjp op, List<Reference> operands, Shape to) {
    Jet scale = operands.get(2).get(0).scaled(1).div(Jet.of(op.divisor()));
    return Reference.generate(
        to, i -> operands.get(0).get(i).sub(operands.get(1).get(i)).mul(scale));
  }
}
