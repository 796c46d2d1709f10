package io.github.wengert.ops;

import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operations on images in reference arithmetic: every window for itself. */
final class ReferenceImages {
  private ReferenceImages() {}

  /** What to do with a tap of a filter that lies on the image. */
  private interface Tap {
    /** Takes the coordinates of an element of the result, of the filter and of the image. */
    void accept(int[] y, int[] weight, int[] x);
  }

  /** Visits all taps of all windows of a convolution. */
  private static void forEachTap(
      Conv2dOptions options, Shape x, Shape weight, Shape y, Tap action) {
    int filtersOfGroup = weight.size(0) / options.groups();
    for (int i = 0; i < y.elements(); i++) {
      int[] at = Reference.index(y, i);
      int firstChannel = at[1] / Math.max(1, filtersOfGroup) * weight.size(1);
      for (int c = 0; c < weight.size(1); c++) {
        for (int s = 0; s < weight.size(2); s++) {
          for (int t = 0; t < weight.size(3); t++) {
            int row =
                at[2] * options.stride().height()
                    - options.padding().height()
                    + s * options.dilation().height();
            int column =
                at[3] * options.stride().width()
                    - options.padding().width()
                    + t * options.dilation().width();
            if (row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3)) {
              int[] pixel = {at[0], firstChannel + c, row, column};
              action.accept(at, new int[] {at[1], c, s, t}, pixel);
            }
          }
        }
      }
    }
  }

  private static List<List<Jet>> empty(Shape shape) {
    return IntStream.range(0, shape.elements())
        .<List<Jet>>mapToObj(_ -> new ArrayList<>())
        .toList();
  }

  private static Reference sums(Shape to, List<List<Jet>> terms) {
    return Reference.generate(to, i -> ReferenceProducts.sumOfProducts(terms.get(i)));
  }

  static Reference conv2d(Conv2dOptions options, List<Reference> operands, Shape to) {
    Reference x = operands.get(0);
    Reference weight = operands.get(1);
    List<List<Jet>> terms = empty(to);
    if (operands.size() > 2) {
      for (int i = 0; i < to.elements(); i++) {
        terms.get(i).add(operands.get(2).get(Reference.index(to, i)[1]));
      }
    }
    forEachTap(
        options,
        x.shape(),
        weight.shape(),
        to,
        (y, w, at) -> terms.get(Reference.position(to, y)).add(x.at(at).mul(weight.at(w))));
    return sums(to, terms);
  }

  static Reference conv2dInputVjp(Conv2dOptions options, Reference g, Reference weight, Shape to) {
    List<List<Jet>> terms = empty(to);
    forEachTap(
        options,
        to,
        weight.shape(),
        g.shape(),
        (y, w, at) -> terms.get(Reference.position(to, at)).add(g.at(y).mul(weight.at(w))));
    return sums(to, terms);
  }

  static Reference conv2dWeightVjp(Conv2dOptions options, Reference g, Reference x, Shape to) {
    List<List<Jet>> terms = empty(to);
    forEachTap(
        options,
        x.shape(),
        to,
        g.shape(),
        (y, w, at) -> terms.get(Reference.position(to, w)).add(g.at(y).mul(x.at(at))));
    return sums(to, terms);
  }

  // Pooling

  /**
   * The part of a window that lies on the image: positions in x, row by row, and its full extent.
   */
  private record Window(List<Integer> positions, int extent) {}

  private static Window window(Pool2dOptions options, Shape x, int[] at) {
    List<Integer> positions = new ArrayList<>();
    int extent = 0;
    int top = at[2] * options.stride().height() - options.padding().height();
    int left = at[3] * options.stride().width() - options.padding().width();
    for (int row = top; row < top + options.kernel().height(); row++) {
      for (int column = left; column < left + options.kernel().width(); column++) {
        boolean isOnPadded =
            row < x.size(2) + options.padding().height()
                && column < x.size(3) + options.padding().width();
        extent += isOnPadded ? 1 : 0;
        if (row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3)) {
          positions.add(Reference.position(x, at[0], at[1], row, column));
        }
      }
    }
    return new Window(positions, extent);
  }

  /** Returns where the first largest element of a window is; NaN counts as largest. */
  private static int largest(Reference x, Window window, Branches branches) {
    int best = window.positions().getFirst();
    for (int position : window.positions()) {
      Jet value = x.get(position);
      Jet known = x.get(best);
      if (!known.value().isNaN()
          && (value.value().isNaN() || branches.sign(value.sub(known)) > 0)) {
        best = position;
      }
    }
    return best;
  }

  static Reference maxPool(Pool2dOptions options, Reference x, Shape to, Branches branches) {
    return Reference.generate(
        to,
        i -> {
          Window window = window(options, x.shape(), Reference.index(to, i));
          int largest = largest(x, window, branches);
          Jet y = x.get(largest);
          for (int position : window.positions()) {
            y = position == largest ? y : y.choosing(x.get(position).sub(x.get(largest)));
          }
          return y;
        });
  }

  static Reference maxPoolVjp(
      Pool2dOptions options, Reference x, Reference g, Shape to, Branches branches) {
    List<List<Jet>> terms = empty(to);
    for (int i = 0; i < g.size(); i++) {
      Window window = window(options, to, Reference.index(g.shape(), i));
      terms.get(largest(x, window, branches)).add(g.get(i));
    }
    return added(to, terms);
  }

  private static Reference added(Shape to, List<List<Jet>> terms) {
    return Reference.generate(to, i -> Jet.sum(terms.get(i), Math.max(0, terms.get(i).size() - 1)));
  }

  private static int divisor(AvgPool2d op, Window window) {
    return op.countPadding() ? window.extent() : window.positions().size();
  }

  static Reference avgPool(AvgPool2d op, Reference x, Shape to) {
    return Reference.generate(
        to,
        i -> {
          Window window = window(op.options(), x.shape(), Reference.index(to, i));
          List<Jet> terms = window.positions().stream().map(x::get).toList();
          return Jet.sum(terms, terms.size()).div(Jet.of(divisor(op, window)));
        });
  }

  static Reference avgPoolVjp(AvgPool2d op, Reference g, Shape to) {
    List<List<Jet>> terms = empty(to);
    for (int i = 0; i < g.size(); i++) {
      Window window = window(op.options(), to, Reference.index(g.shape(), i));
      Jet share = g.get(i).div(Jet.of(divisor(op, window)));
      window.positions().forEach(position -> terms.get(position).add(share));
    }
    return added(to, terms);
  }
}
