package io.github.wengert.ops;

import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.List;

/** Products of matrices in reference arithmetic: sums of products, each for itself. */
final class ReferenceProducts {
  private ReferenceProducts() {}

  static Reference matmul(MatMul op, Reference a, Reference b, Shape to) {
    int rank = to.rank();
    int k = a.shape().size(op.transposeA() ? -2 : -1);
    return Reference.generate(
        to,
        i -> {
          int[] left = Reference.index(to, i);
          int[] right = left.clone();
          int row = left[rank - 2];
          int column = left[rank - 1];
          List<Jet> terms = new ArrayList<>();
          for (int l = 0; l < k; l++) {
            left[rank - 2] = op.transposeA() ? l : row;
            left[rank - 1] = op.transposeA() ? row : l;
            right[rank - 2] = op.transposeB() ? column : l;
            right[rank - 1] = op.transposeB() ? l : column;
            terms.add(a.at(left).mul(b.at(right)));
          }
          return sumOfProducts(terms);
        });
  }

  /** A chain of fused multiply-adds rounds its first term as often as there are terms. */
  static Jet sumOfProducts(List<Jet> terms) {
    return Jet.sum(terms, terms.size());
  }

  static Reference linear(Linear op, List<Reference> operands, Shape to) {
    Reference x = operands.get(0);
    Reference weight = operands.get(1);
    Reference bias = operands.get(2);
    int in = weight.shape().size(1);
    int units = weight.shape().size(0);
    return Reference.generate(
        to,
        i -> {
          List<Jet> terms = new ArrayList<>();
          for (int l = 0; l < in; l++) {
            terms.add(x.get(i / units * in + l).mul(weight.get(i % units * in + l)));
          }
          terms.add(bias.get(i % units));
          return unit(op.function(), sumOfProducts(terms));
        });
  }

  private static Jet unit(FusedActivation function, Jet z) {
    return switch (function) {
      case IDENTITY -> z;
      case RELU -> relu(z);
      case TANH -> ReferenceFunctions.of(new Tanh(), z, Branches.BY_VALUE);
      case SIGMOID -> ReferenceFunctions.of(new Sigmoid(), z, Branches.BY_VALUE);
    };
  }

  /** Within its rounding of 0 a score may come out on either side. */
  private static Jet relu(Jet z) {
    boolean isUndecided = !z.error().isZero() && z.value().abs().isLess(z.error().scaled(-20));
    // Where it is off, a cotangent of 0 meets the other factor, which may be infinite.
    Jet y =
        z.value().compareTo(Dd.ZERO) <= 0
            ? z.function(_ -> Dd.ZERO, _ -> Jet.ZERO).withErrors(z.error(), Dd.ZERO)
            : z;
    return isUndecided ? y.withErrors(z.error(), Dd.INFINITY) : y;
  }
}
