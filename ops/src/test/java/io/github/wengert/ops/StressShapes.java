package io.github.wengert.ops;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Operands of random shapes for an operation of the registry: an instance of it, from the cases of
 * the gradient suite, says what its attributes are like, and its shape rule what fits them.
 *
 * @param random where sizes come from
 * @param budget how many elements an operand may have, about
 */
record StressShapes(Random random, int budget) {
  /** Around the widths of vectors, and the lengths at which algorithms change. */
  private static final int[] EXTENTS = {1, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65};

  /** The reference takes steps to the power of two or three of it. */
  private static final int SHORT = 24;

  /**
   * An operation and shapes of operands that fit it.
   *
   * @param op the operation
   * @param shapes the shapes of all operands
   */
  record Fitting(BuiltinOp op, List<Shape> shapes) {}

  /** Returns {@code op}, or another of its kind, with operands that fit it. */
  Fitting of(BuiltinOp op, List<Shape> given) {
    Shape x = given.getFirst();
    return switch (op) {
      case UnaryOp _ -> fit(op, any());
      case BinaryOp _ -> twice(op, any());
      case SquaredError _ -> twice(op, any());
      case Where _ -> {
        Shape shape = any();
        yield fit(op, shape, shape, shape);
      }
      case SquaredError.Vjp _ -> {
        Shape shape = any();
        yield fit(op, shape, shape, Shape.SCALAR);
      }
      case ReductionOp reduction -> fit(op, reducible(reduction.axes(), x.rank()));
      case Norm norm -> fit(op, reducible(norm.axes(), x.rank()));
      case Prod prod -> fit(op, new StressShapes(random, SHORT).reducible(prod.axes(), x.rank()));
      case Prod.Slopes slopes -> {
        Shape shape = new StressShapes(random, SHORT).reducible(slopes.axes(), x.rank());
        yield new Fitting(op, Collections.nCopies(given.size(), shape));
      }
      case Max.ExtremeVjp vjp -> {
        Shape shape = reducible(vjp.axes(), x.rank());
        Shape reduced = vjp.axes().reduced(shape);
        yield fit(op, shape, reduced, reduced);
      }
      case Softmax softmax -> fit(op, nonEmpty(Math.max(1, x.rank()), softmax.axis()));
      case LogSoftmax softmax -> fit(op, nonEmpty(Math.max(1, x.rank()), softmax.axis()));
      case Normalize _ -> fit(op, nonEmpty(3));
      case Normalize.Vjp _ -> twice(op, nonEmpty(3));
      case ScaleShift scaleShift -> {
        Shape shape = nonEmpty(3);
        Shape one = scaleShift.axes().shape(shape);
        yield fit(op, shape, one, one);
      }
      case CrossEntropy _ -> twice(op, matrix());
      case LabelCrossEntropy loss -> {
        Shape logits = matrix();
        yield fit(
            new LabelCrossEntropy(labels(logits), loss.divisor()), logits.slice(0, 1), logits);
      }
      case LabelCrossEntropy.Vjp loss -> {
        Shape logits = matrix();
        yield fit(
            new LabelCrossEntropy.Vjp(labels(logits), loss.divisor()),
            logits.slice(0, 1),
            logits,
            Shape.SCALAR);
      }
      case MatMul matmul -> matmul(matmul, x.rank());
      case Linear linear -> linear(linear, x.rank());
      case Conv2d conv -> conv2d(conv, given.size() > 2);
      case Conv2d.InputVjp conv -> {
        Fitting forward = conv2d(new Conv2d(conv.options()), false);
        Shape images = forward.shapes().get(0);
        yield fit(
            new Conv2d.InputVjp(conv.options(), new Size2d(images.size(2), images.size(3))),
            conv.options().outputShape(images, forward.shapes().get(1)),
            forward.shapes().get(1));
      }
      case Conv2d.WeightVjp conv -> {
        Fitting forward = conv2d(new Conv2d(conv.options()), false);
        Shape images = forward.shapes().get(0);
        Shape weight = forward.shapes().get(1);
        yield fit(
            new Conv2d.WeightVjp(conv.options(), new Size2d(weight.size(2), weight.size(3))),
            conv.options().outputShape(images, weight),
            images);
      }
      case MaxPool2d pool -> fit(op, images(pool.options()));
      case MaxPool2d.Vjp pool -> {
        Shape images = images(pool.options());
        yield fit(op, images, pool.options().outputShape(images));
      }
      case AvgPool2d pool -> fit(op, images(pool.options()));
      case AvgPool2d.Vjp pool -> {
        Shape images = images(pool.pooling().options());
        yield fit(
            new AvgPool2d.Vjp(pool.pooling(), images),
            pool.pooling().options().outputShape(images));
      }
      case Reshape _ -> {
        Shape from = shape(3);
        yield fit(new Reshape(Shape.of(from.elements())), from);
      }
      case Permute permute -> fit(op, shape(permute.order().length()));
      case BroadcastTo _ -> broadcast();
      case Concat concat -> concat(concat, x.rank(), given.size());
      case Slice slice -> slice(slice.axis(), Math.max(slice.axis() + 1, x.rank()));
      case Slice.Scatter scatter -> {
        Fitting slice = slice(scatter.slice().axis(), x.rank());
        Shape from = slice.shapes().getFirst();
        Slice other = (Slice) slice.op();
        yield fit(
            new Slice.Scatter(other, from.size(other.axis())),
            from.with(other.axis(), other.count()));
      }
      case IndexSelect select -> {
        Shape from = nonEmpty(x.rank(), select.axis());
        yield fit(new IndexSelect(select.axis(), indices(from.size(select.axis()))), from);
      }
      case IndexSelect.IndexAdd add -> {
        int axis = add.select().axis();
        Shape to = nonEmpty(x.rank(), axis);
        Indices indices = indices(to.size(axis));
        yield fit(
            new IndexSelect.IndexAdd(new IndexSelect(axis, indices), to.size(axis)),
            to.with(axis, indices.elements()));
      }
      case Gather gather -> {
        Shape from = nonEmpty(x.rank());
        yield fit(gather(gather.axis(), from), from);
      }
      case Gather.ScatterAdd scatter -> {
        Shape to = nonEmpty(x.rank());
        Gather gather = gather(scatter.gather().axis(), to);
        yield fit(new Gather.ScatterAdd(gather, to), gather.indices().shape());
      }
    };
  }

  private static Fitting fit(BuiltinOp op, Shape... shapes) {
    return new Fitting(op, List.of(shapes));
  }

  private static Fitting twice(BuiltinOp op, Shape shape) {
    return fit(op, shape, shape);
  }

  private int extent() {
    return EXTENTS[random.nextInt(EXTENTS.length)];
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }

  private int[] extents(int rank) {
    int[] extents = IntStream.range(0, rank).map(_ -> extent()).toArray();
    while (Arrays.stream(extents).asLongStream().reduce(1, (a, b) -> a * b) > budget) {
      int axis = below(rank);
      extents[axis] = Math.max(1, extents[axis] / 2);
    }
    return extents;
  }

  /** Returns extents one of which may be 0, or much longer than the others. */
  Shape shape(int rank) {
    int[] extents = extents(rank);
    if (rank > 0 && below(20) == 0) {
      extents[below(rank)] = 0;
    } else if (rank > 0 && below(6) == 0) {
      lengthen(extents, below(rank));
    }
    return Shape.of(extents);
  }

  /** Makes an axis as long as the budget allows, and the others short. */
  private void lengthen(int[] extents, int axis) {
    Arrays.setAll(extents, i -> Math.min(extents[i], 1 + below(3)));
    extents[axis] = 1;
    int others = Arrays.stream(extents).reduce(1, (a, b) -> a * b);
    extents[axis] = Math.max(1, budget / others - below(budget / others / 2 + 1));
  }

  /** Returns a shape of any rank from 0 to 3. */
  private Shape any() {
    return shape(below(4));
  }

  private Shape nonEmpty(int rank) {
    int[] extents = extents(rank);
    if (rank > 0 && below(5) == 0) {
      lengthen(extents, below(rank));
    }
    return Shape.of(extents);
  }

  private Shape nonEmpty(int rank, int longAxis) {
    int[] extents = extents(rank);
    if (below(3) == 0) {
      lengthen(extents, longAxis);
    }
    return Shape.of(extents);
  }

  private Shape matrix() {
    return nonEmpty(2, 1);
  }

  /** Returns a shape in which a group has two elements, so that there is an unbiased variance. */
  private Shape reducible(Axes axes, int rank) {
    int[] sorted = axes.sorted();
    Shape shape =
        sorted.length == 0 ? nonEmpty(rank) : nonEmpty(rank, sorted[below(sorted.length)]);
    return sorted.length > 0 && axes.count(shape) < 2 ? shape.with(sorted[0], 2) : shape;
  }

  private Indices labels(Shape logits) {
    return Indices.generate(logits.slice(0, 1), _ -> below(logits.size(1)));
  }

  private Indices indices(int bound) {
    return Indices.generate(Shape.of(1 + below(10)), _ -> below(bound));
  }

  private Gather gather(int axis, Shape from) {
    int[] extents = from.toArray();
    for (int other = 0; other < extents.length; other++) {
      extents[other] =
          other == axis ? 1 + below(8) : extents[other] - below((extents[other] + 1) / 2);
    }
    return new Gather(axis, Indices.generate(Shape.of(extents), _ -> below(from.size(axis))));
  }

  private Fitting matmul(MatMul op, int rank) {
    int[] sizes = extents(3);
    if (below(4) == 0) {
      lengthen(sizes, below(3));
    }
    Shape batch = rank > 2 ? Shape.of(1 + below(3)) : Shape.SCALAR;
    int m = sizes[0];
    int k = below(25) == 0 ? 0 : sizes[1];
    int n = sizes[2];
    return fit(
        op,
        batch.concat(op.transposeA() ? Shape.matrix(k, m) : Shape.matrix(m, k)),
        batch.concat(op.transposeB() ? Shape.matrix(n, k) : Shape.matrix(k, n)));
  }

  private Fitting linear(Linear op, int rank) {
    int[] sizes = extents(3);
    if (below(4) == 0) {
      lengthen(sizes, below(3));
    }
    Shape rows = rank == 1 ? Shape.SCALAR : rank == 2 ? Shape.of(sizes[0]) : Shape.of(2, sizes[0]);
    return fit(
        op, rows.concat(Shape.of(sizes[1])), Shape.matrix(sizes[2], sizes[1]), Shape.of(sizes[2]));
  }

  private Fitting conv2d(Conv2d op, boolean hasBias) {
    Conv2dOptions options = op.options();
    int groups = options.groups();
    int channels = 1 + below(4);
    int filters = groups * (1 + below(4));
    int height = 1 + below(3);
    int width = 1 + below(3);
    Shape weight = Shape.of(filters, channels, height, width);
    int least = (height - 1) * options.dilation().height() + 1;
    int leastWidth = (width - 1) * options.dilation().width() + 1;
    Shape images =
        Shape.of(
            1 + below(3),
            channels * groups,
            Math.max(1, least - 2 * options.padding().height()) + below(6),
            Math.max(1, leastWidth - 2 * options.padding().width()) + below(18));
    return hasBias ? fit(op, images, weight, Shape.of(filters)) : fit(op, images, weight);
  }

  private Shape images(Pool2dOptions options) {
    return Shape.of(
        1 + below(2),
        1 + below(3),
        options.kernel().height() + below(8),
        options.kernel().width() + below(18));
  }

  private Fitting broadcast() {
    Shape to = shape(3);
    int added = below(3);
    int[] from = to.slice(added, 3).toArray();
    for (int axis = 0; axis < from.length; axis++) {
      from[axis] = random.nextBoolean() ? 1 : from[axis];
    }
    return fit(new BroadcastTo(to), Shape.of(from));
  }

  private Fitting concat(Concat op, int rank, int operands) {
    Shape first = nonEmpty(rank);
    List<Shape> shapes =
        Stream.generate(() -> first.with(op.axis(), below(6))).limit(operands).toList();
    return new Fitting(op, shapes);
  }

  private Fitting slice(int axis, int rank) {
    Shape from = nonEmpty(rank);
    int extent = from.size(axis);
    int start = below(extent);
    int step = 1 + below(3);
    int count = 1 + below((extent - 1 - start) / step + 1);
    return fit(new Slice(axis, start, step, count), from);
  }
}
