package io.github.wengert.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Convolution and pooling by their definitions, one product or comparison at a time: what the
 * operations are compared with.
 */
final class NaiveImages {
  private NaiveImages() {}

  /** A result, and the gradients of its inner product with g. */
  record Answer(Tensor value, List<Tensor> gradients) {}

  /** Returns how many windows fit along an axis, by trying. */
  static int windows(int length, int extent, int stride, int padding, boolean ceilMode) {
    int count = 0;
    int at = -padding;
    while (at + extent <= length + padding) {
      count++;
      at += stride;
    }
    boolean reachesOver = at - stride + extent < length + padding && at < length;
    return ceilMode && reachesOver ? count + 1 : count;
  }

  static Shape shape(Shape x, Shape weight, Conv2dOptions o) {
    int down = (weight.size(2) - 1) * o.dilation().height() + 1;
    int across = (weight.size(3) - 1) * o.dilation().width() + 1;
    return Shape.of(
        x.size(0),
        weight.size(0),
        windows(x.size(2), down, o.stride().height(), o.padding().height(), false),
        windows(x.size(3), across, o.stride().width(), o.padding().width(), false));
  }

  static Answer convolution(Tensor x, Tensor weight, Tensor bias, Conv2dOptions o, Tensor g) {
    Shape out = shape(x.shape(), weight.shape(), o);
    Tensor value = Tensor.zeros(DType.F64, out);
    Tensor gradX = Tensor.zeros(DType.F64, x.shape());
    Tensor gradWeight = Tensor.zeros(DType.F64, weight.shape());
    Tensor gradBias = Tensor.zeros(DType.F64, bias.shape());
    int filtersOfGroup = weight.shape().size(0) / o.groups();
    Naive.forEachIndex(
        out,
        at -> {
          int f = at[1];
          int y = position(out, at);
          add(value, y, bias.get(f));
          add(gradBias, f, g.get(y));
          Naive.forEachIndex(
              weight.shape().slice(1, 4),
              tap -> {
                int channel = f / filtersOfGroup * weight.shape().size(1) + tap[0];
                int row = at[2] * o.stride().height() - o.padding().height();
                int column = at[3] * o.stride().width() - o.padding().width();
                row += tap[1] * o.dilation().height();
                column += tap[2] * o.dilation().width();
                if (isInside(x, row, column)) {
                  int i = position(x.shape(), at[0], channel, row, column);
                  int w = position(weight.shape(), f, tap[0], tap[1], tap[2]);
                  add(value, y, x.get(i) * weight.get(w));
                  add(gradX, i, g.get(y) * weight.get(w));
                  add(gradWeight, w, g.get(y) * x.get(i));
                }
              });
        });
    return new Answer(value, List.of(gradX, gradWeight, gradBias));
  }

  static Shape shape(Shape x, Pool2dOptions o) {
    return Shape.of(
        x.size(0),
        x.size(1),
        windows(
            x.size(2),
            o.kernel().height(),
            o.stride().height(),
            o.padding().height(),
            o.ceilMode()),
        windows(
            x.size(3), o.kernel().width(), o.stride().width(), o.padding().width(), o.ceilMode()));
  }

  private interface Pooling {
    double value(List<Integer> inside, int padded, int window);
  }

  static Answer max(Tensor x, Pool2dOptions o, Tensor g) {
    Tensor gradient = Tensor.zeros(DType.F64, x.shape());
    return pool(
        x,
        o,
        gradient,
        (inside, padded, window) -> {
          int best = inside.getFirst();
          for (int i : inside) {
            best = x.get(i) > x.get(best) ? i : best;
          }
          add(gradient, best, g.get(window));
          return x.get(best);
        });
  }

  static Answer mean(Tensor x, Pool2dOptions o, boolean countPadding, Tensor g) {
    Tensor gradient = Tensor.zeros(DType.F64, x.shape());
    return pool(
        x,
        o,
        gradient,
        (inside, padded, window) -> {
          double divisor = countPadding ? padded : inside.size();
          inside.forEach(i -> add(gradient, i, g.get(window) / divisor));
          return inside.stream().mapToDouble(x::get).sum() / divisor;
        });
  }

  private static Answer pool(Tensor x, Pool2dOptions o, Tensor gradient, Pooling pooling) {
    Shape out = shape(x.shape(), o);
    Tensor value = Tensor.zeros(DType.F64, out);
    Naive.forEachIndex(
        out,
        at -> {
          List<Integer> inside = new ArrayList<>();
          int padded = 0;
          for (int s = 0; s < o.kernel().height(); s++) {
            for (int t = 0; t < o.kernel().width(); t++) {
              int row = at[2] * o.stride().height() - o.padding().height() + s;
              int column = at[3] * o.stride().width() - o.padding().width() + t;
              if (isInside(x, row, column)) {
                inside.add(position(x.shape(), at[0], at[1], row, column));
              }
              if (row < x.shape().size(2) + o.padding().height()
                  && column < x.shape().size(3) + o.padding().width()) {
                padded++;
              }
            }
          }
          int y = position(out, at);
          value.set(y, pooling.value(inside, padded, y));
        });
    return new Answer(value, List.of(gradient));
  }

  private static boolean isInside(Tensor x, int row, int column) {
    return row >= 0 && row < x.shape().size(2) && column >= 0 && column < x.shape().size(3);
  }

  private static int position(Shape shape, int... index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.size(axis) + index[axis];
    }
    return position;
  }

  private static void add(Tensor x, int position, double value) {
    x.set(position, x.get(position) + value);
  }

  /** Returns two random numbers in [low, high]. */
  static Size2d size(Random random, int low, int high) {
    return new Size2d(random.nextInt(low, high + 1), random.nextInt(low, high + 1));
  }
}
