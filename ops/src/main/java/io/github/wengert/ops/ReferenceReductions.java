package io.github.wengert.ops;

import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.Conditioned;
import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reductions along axes in reference arithmetic. */
final class ReferenceReductions {
  private ReferenceReductions() {}

  /** Returns the elements of x that go into each element of a result. */
  static List<List<Jet>> groups(Reference x, Axes axes) {
    Shape kept = x.shape().reduced(axes.sorted(), true);
    List<List<Jet>> groups = new ArrayList<>();
    for (int i = 0; i < kept.elements(); i++) {
      groups.add(new ArrayList<>());
    }
    for (int i = 0; i < x.size(); i++) {
      groups.get(group(x.shape(), axes, i)).add(x.get(i));
    }
    return groups;
  }

  /** Returns the result that the element at {@code position} of x goes into. */
  static int group(Shape x, Axes axes, int position) {
    int[] index = Reference.index(x, position);
    for (int axis : axes.sorted()) {
      index[axis] = 0;
    }
    return Reference.position(x.reduced(axes.sorted(), true), index);
  }

  static Reference reduction(ReductionOp op, Reference x, Shape to, Branches branches) {
    List<List<Jet>> groups = groups(x, op.axes());
    return Reference.generate(to, i -> reduced(op, groups.get(i), branches));
  }

  private static Jet reduced(ReductionOp op, List<Jet> xs, Branches branches) {
    return switch (op) {
      case Sum _ -> Jet.sum(xs);
      case Mean _ -> Jet.sum(xs).div(Jet.of(xs.size()));
      case Max _ -> extreme(xs, 1, branches);
      case Max.Min _ -> extreme(xs, -1, branches);
      case LogSumExp _ -> ReferenceSoftmax.logSumExp(xs);
      case Variance variance -> ReferenceMoments.variance(xs, variance.correction());
    };
  }

  /** The largest for a sign of 1, the smallest for −1; ties share the slope. */
  private static Jet extreme(List<Jet> xs, int sign, Branches branches) {
    int first = 0;
    for (int i = 0; i < xs.size(); i++) {
      if (xs.get(i).value().isNaN()) {
        boolean isVariable = xs.stream().anyMatch(Jet::isVariable);
        return isVariable ? Jet.variable(Dd.NAN, Dd.NAN) : Jet.of(Dd.NAN);
      }
      first = branches.sign(xs.get(i).sub(xs.get(first))) == sign ? i : first;
    }
    Jet best = choosing(xs, first);
    Dd value = best.value();
    List<Jet> ties = xs.stream().filter(x -> x.value().isSame(value)).toList();
    if (ties.size() == 1 || ties.stream().noneMatch(Jet::isVariable) || !branches.isByValue()) {
      return best;
    }
    Jet mean = Jet.sum(ties, 0).div(Jet.of(ties.size()));
    return mean.withValue(best.coefficient(0));
  }

  /** Returns an extreme, with what it is off by where rounding may pick another. */
  private static Jet choosing(List<Jet> xs, int chosen) {
    Jet y = xs.get(chosen);
    for (int i = 0; i < xs.size(); i++) {
      y = i == chosen ? y : y.choosing(xs.get(i).sub(xs.get(chosen)));
    }
    return y;
  }

  /** √Σ x², whose derivatives at 0 are 0. */
  static Reference norm(Axes axes, Reference x, Shape to, Branches branches) {
    List<List<Jet>> groups = groups(x, axes);
    return Reference.generate(to, i -> norm(groups.get(i), branches));
  }

  private static Jet norm(List<Jet> xs, Branches branches) {
    Jet sum = Jet.sum(xs.stream().map(Jet::square).toList());
    if (xs.stream().anyMatch(Jet::isVariable) && branches.isBeside(distance(xs, sum))) {
      // |x₁ t + x₂ t² + …| = ±t |x₁ + x₂ t + …|, where the sign is that of t
      Jet rest = Jet.sum(xs.stream().map(Jet::rest).map(Jet::square).toList());
      Jet size = rest.value().isZero() ? Jet.ZERO : rest.sqrt().shifted();
      return branches.sign(Jet.variable(Dd.ZERO, Dd.ONE)) < 0 ? size.neg() : size;
    }
    return sum.value().isZero()
        ? Jet.ZERO.withErrors(distance(xs, sum).error(), Dd.ZERO)
        : sum.sqrt();
  }

  /** Returns how far a point is from 0, and how far it may be off, as a margin that moves. */
  private static Jet distance(List<Jet> xs, Jet sum) {
    Dd error = Dd.ZERO;
    for (Jet x : xs) {
      error = error.add(x.error());
    }
    Conditioned distance = new Conditioned(sum.value().sqrt(), error);
    return Jet.variable(Dd.ZERO, Dd.ONE).withValue(distance);
  }

  static Reference product(Axes axes, Reference x, Shape to) {
    List<List<Jet>> groups = groups(x, axes);
    return Reference.generate(to, i -> groups.get(i).stream().reduce(Jet.ONE, Jet::mul));
  }

  /** Each element's Σ v¹ⱼ v²ₖ ⋯ Π xₗ: the sum over all different j, k, … of the others. */
  static Reference productSlopes(Axes axes, List<Reference> operands, Shape to) {
    List<List<List<Jet>>> groups = operands.stream().map(x -> groups(x, axes)).toList();
    List<List<Integer>> members = new ArrayList<>();
    Reference first = operands.getFirst();
    groups.getFirst().forEach(_ -> members.add(new ArrayList<>()));
    for (int i = 0; i < first.size(); i++) {
      members.get(group(first.shape(), axes, i)).add(i);
    }
    return Reference.generate(
        to,
        i -> {
          int group = group(to, axes, i);
          List<List<Jet>> rows = groups.stream().map(row -> row.get(group)).toList();
          boolean[] isTaken = new boolean[members.get(group).size()];
          isTaken[members.get(group).indexOf(i)] = true;
          Jet sum = sumOfProducts(rows, 1, isTaken);
          boolean isFinite =
              rows.stream().flatMap(List::stream).allMatch(x -> x.value().isFinite());
          boolean isVariable = rows.stream().flatMap(List::stream).anyMatch(Jet::isVariable);
          if (isFinite || (!isVariable && rows.size() == 1)) {
            return sum;
          }
          // Nothing is documented of a second derivative with infinite factors.
          Jet anything = isVariable ? Jet.variable(sum.value(), Dd.ZERO) : sum;
          return anything.withErrors(Dd.INFINITY, Dd.INFINITY);
        });
  }

  /** Takes an element of each direction from {@code direction} on, and all that is left of x. */
  private static Jet sumOfProducts(List<List<Jet>> rows, int direction, boolean[] isTaken) {
    if (direction == rows.size()) {
      Jet product = Jet.ONE;
      for (int l = 0; l < isTaken.length; l++) {
        product = isTaken[l] ? product : product.mul(rows.getFirst().get(l));
      }
      return product;
    }
    List<Jet> terms = new ArrayList<>();
    for (int j = 0; j < isTaken.length; j++) {
      if (!isTaken[j]) {
        isTaken[j] = true;
        terms.add(rows.get(direction).get(j).mul(sumOfProducts(rows, direction + 1, isTaken)));
        isTaken[j] = false;
      }
    }
    return Jet.sum(terms, terms.size());
  }

  static Reference extremeVjp(
      Max.ExtremeVjp vjp, List<Reference> operands, Shape to, Branches branches) {
    Reference x = operands.get(0);
    Reference extreme = operands.get(1);
    Reference g = operands.get(2);
    int[] ties = new int[extreme.size()];
    Jet[] nearest = new Jet[extreme.size()]; // a loser's distance from the extreme
    Arrays.fill(nearest, Jet.ONE);
    for (int i = 0; i < x.size(); i++) {
      int group = group(to, vjp.axes(), i);
      boolean isTied = isTied(x.get(i), extreme.get(group), branches);
      ties[group] += isTied ? 1 : 0;
      Jet margin = x.get(i).sub(extreme.get(group));
      nearest[group] = !isTied && margin.isWithinRounding() ? margin : nearest[group];
    }
    return Reference.generate(
        to,
        i -> {
          int group = group(to, vjp.axes(), i);
          if (extreme.get(group).value().isNaN()) {
            return g.get(group).isVariable() ? Jet.variable(Dd.NAN, Dd.NAN) : Jet.of(Dd.NAN);
          }
          boolean isTied = isTied(x.get(i), extreme.get(group), branches);
          Jet share = isTied ? g.get(group).div(Jet.of(ties[group])) : Jet.ZERO;
          return share.jumping(isTied ? nearest[group] : x.get(i).sub(extreme.get(group)));
        });
  }

  private static boolean isTied(Jet x, Jet extreme, Branches branches) {
    return branches.isByValue()
        ? branches.sign(x.sub(extreme)) == 0 && x.value().isSame(extreme.value())
        : branches.sign(x.sub(extreme)) == 0;
  }
}
