package io.github.wengert.ops;

import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Mean, variance and what is made of them. */
final class ReferenceMoments {
  private ReferenceMoments() {}

  /** Returns the group of the element at {@code position}. */
  static int group(Shape x, NormalizedAxes axes, int position) {
    int[] index = Reference.index(x, position);
    int group = 0;
    for (int axis = axes.from(); axis < axes.to(); axis++) {
      group = group * x.size(axis) + index[axis];
    }
    return group;
  }

  private static Jet mean(List<Jet> xs) {
    return Jet.sum(xs).div(Jet.of(xs.size()));
  }

  private static Jet meanOfProducts(List<Jet> a, List<Jet> b) {
    return mean(IntStream.range(0, a.size()).mapToObj(i -> a.get(i).mul(b.get(i))).toList());
  }

  /**
   * The sum of squared deviations loses nothing to the mean, however large: its error is that of
   * the sum of its terms.
   */
  static Jet variance(List<Jet> xs, int correction) {
    Jet mean = mean(xs);
    List<Jet> squares = xs.stream().map(x -> x.sub(mean).square()).toList();
    Jet y = Jet.sum(squares).div(Jet.of(xs.size() - correction));
    if (y.value().isNaN()) {
      return y.withErrors(y.error(), Dd.INFINITY); // an element is infinite: no slope is documented
    }
    return y.withErrors(y.value().abs().mul(Jet.additions(xs.size()) + 3), y.slope().error());
  }

  /** One group in reference arithmetic: n = (x − m) s with s = 1 / √(v + ε). */
  private static List<Jet> normalized(List<Jet> xs, Jet mean, Jet scale) {
    return xs.stream().map(x -> x.sub(mean).mul(scale)).toList();
  }

  private static Jet scale(List<Jet> xs, Jet mean, double eps) {
    List<Jet> squares = xs.stream().map(x -> x.sub(mean).square()).toList();
    return Jet.ONE.div(mean(squares).add(Jet.of(eps)).sqrt());
  }

  private static List<List<Integer>> positions(Shape shape, NormalizedAxes axes) {
    List<List<Integer>> positions =
        IntStream.range(0, axes.count(shape))
            .<List<Integer>>mapToObj(_ -> new ArrayList<>())
            .toList();
    for (int i = 0; i < shape.elements(); i++) {
      positions.get(group(shape, axes, i)).add(i);
    }
    return positions;
  }

  private static List<Jet> at(Reference x, List<Integer> positions) {
    return positions.stream().map(x::get).toList();
  }

  static Reference normalize(Normalize op, Reference x) {
    Jet[] y = new Jet[x.size()];
    for (List<Integer> group : positions(x.shape(), op.axes())) {
      List<Jet> xs = at(x, group);
      Jet mean = mean(xs);
      put(y, group, normalized(xs, mean, scale(xs, mean, op.eps())));
    }
    return new Reference(x.shape(), List.of(y));
  }

  private static void put(Jet[] y, List<Integer> positions, List<Jet> values) {
    for (int i = 0; i < positions.size(); i++) {
      y[positions.get(i)] = values.get(i);
    }
  }

  static Reference normalizeVjp(Normalize.Vjp op, Reference x, Reference g) {
    Jet[] y = new Jet[x.size()];
    for (List<Integer> group : positions(x.shape(), op.axes())) {
      List<Jet> xs = at(x, group);
      List<Jet> gs = at(g, group);
      if (gs.stream().anyMatch(element -> element.value().isInfinite())) {
        boolean isVariable =
            gs.stream().anyMatch(Jet::isVariable) || xs.stream().anyMatch(Jet::isVariable);
        Jet zero = isVariable ? Jet.variable(Dd.ZERO, Dd.ZERO) : Jet.ZERO;
        Jet anything = zero.withErrors(Dd.INFINITY, Dd.INFINITY); // nothing is documented
        put(y, group, Collections.nCopies(gs.size(), anything));
        continue;
      }
      Jet mean = mean(xs);
      Jet scale = scale(xs, mean, op.eps());
      List<Jet> n = normalized(xs, mean, scale);
      Jet meanOfG = mean(gs);
      Jet along = meanOfProducts(gs, n);
      put(
          y,
          group,
          IntStream.range(0, xs.size())
              .mapToObj(i -> gs.get(i).sub(meanOfG).sub(n.get(i).mul(along)).mul(scale))
              .toList());
    }
    return new Reference(x.shape(), List.of(y));
  }

  static Reference scaleShift(ScaleShift op, List<Reference> operands, Shape to) {
    return Reference.generate(
        to,
        i -> {
          int group = group(to, op.axes(), i);
          Jet product = operands.get(0).get(i).mul(operands.get(1).get(group));
          return product.add(operands.get(2).get(group));
        });
  }
}
