package io.github.wengert.ops;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.autograd.Autograd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** For every built-in operation: points at which its gradient is checked, away from kinks. */
final class OpCases {
  /**
   * An operation at a point.
   *
   * @param constants operands in front of the others that have no derivative
   * @param inputs the operands that are differentiated
   */
  record OpCase(BuiltinOp op, List<Tensor> constants, List<Tensor> inputs) {
    Function<List<Tensor>, Tensor> function() {
      return xs ->
          Autograd.apply(op, ImmutableList.<Tensor>builder().addAll(constants).addAll(xs).build());
    }

    @Override
    public String toString() {
      return op + " of " + inputs.stream().map(input -> input.shape().toString()).toList();
    }
  }

  private final List<OpCase> cases = new ArrayList<>();

  static List<OpCase> all() {
    OpCases builder = new OpCases();
    builder.elementwise();
    builder.binary();
    builder.specialPoints();
    builder.reductions();
    builder.norms();
    builder.products();
    builder.shapes();
    builder.convolutions();
    builder.pooling();
    return List.copyOf(builder.cases);
  }

  private void add(BuiltinOp op, Tensor... inputs) {
    cases.add(new OpCase(op, List.of(), List.of(inputs)));
  }

  private void elementwise() {
    for (int[] extents : new int[][] {{}, {1}, {2, 3}, {2, 0}}) {
      Tensor spread = Samples.spread(1, extents);
      Tensor positive = Samples.positive(2, extents);
      Tensor smooth = Samples.smooth(3, extents);
      add(new Abs(), spread);
      add(new AddScalar(1.5), smooth);
      add(new Cast(DType.F64), smooth);
      add(new Clamp(-0.55, 0.65), spread);
      add(new Elu(0.7), spread);
      add(new Elu(0), spread);
      add(new Erf(), smooth);
      add(new Exp(), smooth);
      add(new Expm1(), smooth);
      add(new Gaussian(false), smooth);
      add(new Gaussian(true), smooth);
      add(new Gelu(false), smooth);
      add(new Gelu(true), smooth);
      add(new Huber(0.65), spread);
      add(new LeakyRelu(0.1), spread);
      add(new LeakyRelu(0), spread);
      add(new Log(), positive);
      add(new Log1p(), positive);
      add(new LogSigmoid(), smooth);
      add(new MulScalar(-2.5), smooth);
      add(new Neg(), smooth);
      add(new NormalCdf(), smooth);
      add(new PowScalar(3), spread);
      add(new PowScalar(-1.5), positive);
      add(new PowScalar(0), spread);
      add(new PowScalar(1), spread);
      add(new PowScalar(2), spread);
      add(new PowScalar(-1), spread);
      add(new PowScalar(0.5), positive);
      add(new PowScalar(-0.5), positive);
      add(new PowScalar(-0.5, -1.5), positive);
      add(new PowScalar(0.3, -0.7), positive);
      add(new PowScalar(3, 2), spread);
      add(new Relu(), spread);
      add(new Sigmoid(), smooth);
      add(new Silu(), smooth);
      add(new Softplus(1, Double.POSITIVE_INFINITY), smooth);
      add(new Softplus(2, 1), smooth);
      add(new SoftplusSlope(1, Double.POSITIVE_INFINITY), smooth);
      add(new SoftplusSlope(2, 1), smooth);
      add(new Sqrt(), positive);
      add(new Square(), smooth);
      add(new Tanh(), smooth);
    }
  }

  private void binary() {
    for (int[] extents : new int[][] {{}, {1}, {2, 3}, {0}}) {
      // One permutation for both, so that no pair is a tie.
      int[] doubled = ImmutableIntArray.builder().add(2).addAll(extents).build().toArray();
      Tensor both = Samples.spread(4, doubled);
      Tensor a = Ops.squeeze(Ops.slice(both, 0, 0, 1), 0);
      Tensor b = Ops.squeeze(Ops.slice(both, 0, 1, 2), 0);
      Tensor base = Samples.positive(5, extents);
      add(new Add(), a, b);
      add(new Sub(), a, b);
      add(new Mul(), a, b);
      add(new Div(), a, b);
      add(new GeluVjp(false), a, b);
      add(new GeluVjp(true), a, b);
      add(new Maximum(), a, b);
      add(new Minimum(), a, b);
      add(new Pow(), base, b);
      add(new PowDerivative(1, 0), base, b);
      add(new PowDerivative(1, 2), base, b);
      add(new Prelu(), a, b);
      cases.add(new OpCase(new ReluVjp(), List.of(a), List.of(b)));
      add(new SigmoidVjp(), a, b);
      add(new SiluVjp(), a, b);
      add(new SquaredError(2.5), a, b);
      add(new SquaredErrorVjp(2.5), a, b, Samples.smooth(44));
      add(new TanhVjp(), a, b);
      add(new Weigh(), a, b);
      Tensor condition = Masks.of(Samples.smooth(6, extents), v -> v > 0 ? 1 : 0);
      cases.add(new OpCase(new Where(), List.of(condition), List.of(a, b)));
    }
  }

  /** Points at which a factor of a rule is 0. */
  private void specialPoints() {
    add(new Pow(), Tensor.of(DType.F64, 0.5, 2, 1.5, 1), Tensor.of(DType.F64, 0, 1, 2, 0));
    add(
        new PowDerivative(1, 1),
        Tensor.of(DType.F64, 0.5, 2, 1.5, 1),
        Tensor.of(DType.F64, 0, 1, 2, 0));
    for (double exponent : new double[] {0, 1, 2, 3}) {
      add(new PowScalar(exponent), Tensor.of(DType.F64, 0, -0.5, 2));
    }
    add(new Prelu(), Tensor.of(DType.F64, -1.0, 2, -3), Tensor.of(DType.F64, 0.0, 0, 1));
    add(new Weigh(), Tensor.of(DType.F64, 0.0, 2, 0), Tensor.of(DType.F64, 3.0, 0, 0));
    add(new Huber(0.65), Tensor.of(DType.F64, 0.0));
    add(
        new CrossEntropy(),
        Samples.smooth(10, 4, 3),
        Tensor.of(DType.F64, Shape.of(4, 3), 0.0, 0, 0, 1, 0, 0, 0.25, 0, 0.75, 0, 0, 0));
    Axes axes = new Axes(ImmutableIntArray.of(1), false);
    Tensor factors =
        Tensor.of(
            DType.F64, Shape.of(4, 3), 2.0, 3, 0, 2, 0, 0, 0, 0, 0, 2, 3, 4); // none to three zeros
    add(new Prod(axes), factors);
    add(new ProdSlopes(axes), factors, Samples.smooth(48, 4, 3));
    add(new Norm(axes), Tensor.of(DType.F64, Shape.of(2, 3), 0.0, 0, 2, 3, -4, 0));
  }

  private void reductions() {
    Tensor x = Samples.spread(7, 2, 3, 4);
    for (int[] indices : new int[][] {{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}, {}}) {
      for (boolean keep : new boolean[] {false, true}) {
        Axes axes = new Axes(ImmutableIntArray.copyOf(indices), keep);
        add(new Sum(axes), x);
        add(new Mean(axes), x);
        add(new Max(axes), x);
        add(new Min(axes), x);
        addExtremeVjp(axes, x);
        addExtremeVjp(axes, Masks.positive(x)); // full of ties
        add(new LogSumExp(axes), x);
        add(new Norm(axes), x);
        addProducts(axes);
        add(new Variance(axes, 0), x);
        if (indices.length > 0) {
          add(new Variance(axes, 1), x);
        }
      }
    }
    Axes empty = new Axes(ImmutableIntArray.of(1), false);
    add(new Sum(empty), Samples.smooth(8, 2, 0));
    add(new Norm(empty), Samples.smooth(8, 2, 0));
    add(new Prod(empty), Samples.smooth(8, 2, 0));
    for (int axis = 0; axis < 3; axis++) {
      add(new Softmax(axis), x);
      add(new LogSoftmax(axis), x);
    }
    add(new Softmax(0), Samples.smooth(9, 1));
    add(new CrossEntropy(), Samples.smooth(10, 4, 3), Samples.distributions(11, 4, 3));
    add(new CrossEntropy(), Samples.smooth(12, 1, 1), Samples.distributions(13, 1, 1));
    addLabelCrossEntropy(Indices.of(2, 0, 1, 0), Tensor.of(DType.F64, 1.0, 0.5, 0, 2), 3);
    addLabelCrossEntropy(Indices.of(0), Tensor.of(DType.F64, 1.0), 1);
    addLabelCrossEntropy(Indices.of(), Tensor.zeros(DType.F64, Shape.of(0)), 2);
  }

  private void addProducts(Axes axes) {
    Tensor x = Samples.smooth(47, 2, 3, 2);
    Tensor holed =
        Ops.where(Ops.relu(x), x, Tensor.of(DType.F64, 0.0)); // about half of the factors are 0
    for (Tensor factors : List.of(x, holed)) {
      add(new Prod(axes), factors);
      add(new ProdSlopes(axes), factors);
      add(new ProdSlopes(axes), factors, Samples.smooth(48, 2, 3, 2));
    }
  }

  private void addLabelCrossEntropy(Indices labels, Tensor weights, int classes) {
    Tensor logits = Samples.smooth(43, labels.elements(), classes);
    List<Tensor> constants = List.of(weights);
    Tensor g = Samples.smooth(44);
    cases.add(new OpCase(new LabelCrossEntropy(labels, 2.5), constants, List.of(logits)));
    cases.add(new OpCase(new LabelCrossEntropyVjp(labels, 2.5), constants, List.of(logits, g)));
  }

  private void norms() {
    Tensor x = Samples.smooth(43, 2, 3, 2);
    Tensor g = Samples.smooth(44, 2, 3, 2);
    for (int from = 0; from <= 3; from++) {
      for (int to = from; to <= 3; to++) {
        Groups groups = new Groups(from, to);
        int[] extents = groups.shape(x.shape()).extents().toArray();
        add(new Normalize(groups, 0.1), x);
        add(new NormalizeVjp(groups, 0.1), x, g);
        add(new ScaleShift(groups), x, Samples.smooth(45, extents), Samples.smooth(46, extents));
      }
    }
  }

  private void addExtremeVjp(Axes axes, Tensor x) {
    for (Tensor extreme : List.of(axes.max(x), axes.min(x))) {
      Tensor g = Samples.smooth(42, extreme.shape().extents().toArray());
      cases.add(new OpCase(new ExtremeVjp(axes), List.of(x, extreme), List.of(g)));
    }
  }

  private void products() {
    for (UnitFunction f : UnitFunction.values()) {
      Linear op = new Linear(f);
      add(op, Samples.smooth(24, 4, 3), Samples.smooth(25, 2, 3), Samples.smooth(26, 2));
      add(op, Samples.smooth(27, 3), Samples.smooth(28, 2, 3), Samples.smooth(29, 2));
      add(op, Samples.smooth(30, 2, 2, 3), Samples.smooth(31, 1, 3), Samples.smooth(32, 1));
      add(op, Samples.smooth(33, 2, 0), Samples.smooth(34, 2, 0), Samples.spread(35, 2));
    }
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        MatMul op = new MatMul(transposeA, transposeB);
        add(op, matrix(14, transposeA, 2, 5), matrix(15, transposeB, 5, 3));
        add(op, matrix(16, transposeA, 1, 1), matrix(17, transposeB, 1, 1));
        add(op, matrix(18, transposeA, 2, 0), matrix(19, transposeB, 0, 3));
        add(
            op,
            Ops.stack(List.of(matrix(20, transposeA, 2, 3), matrix(21, transposeA, 2, 3)), 0),
            Ops.stack(List.of(matrix(22, transposeB, 3, 2), matrix(23, transposeB, 3, 2)), 0));
      }
    }
  }

  private void convolutions() {
    Conv2dOptions plain = Conv2dOptions.DEFAULT;
    addConvolution(plain, Shape.of(2, 2, 4, 3), Shape.of(3, 2, 2, 2));
    addConvolution(plain.withPadding(1).withStride(2), Shape.of(1, 1, 4, 5), Shape.of(2, 1, 3, 2));
    addConvolution(
        plain.withDilation(new Size2d(1, 2)).withGroups(2), //
        Shape.of(2, 2, 2, 5),
        Shape.of(2, 1, 2, 2));
    addConvolution(plain, Shape.of(2, 3, 2, 2), Shape.of(2, 3, 1, 1));
    addConvolution(plain, Shape.of(0, 2, 2, 2), Shape.of(1, 2, 2, 1));
  }

  private void addConvolution(Conv2dOptions options, Shape xShape, Shape weightShape) {
    Tensor x = Samples.smooth(50, xShape.toArray());
    Tensor weight = Samples.smooth(51, weightShape.toArray());
    add(new Conv2d(options), x, weight);
    add(new Conv2d(options), x, weight, Samples.smooth(52, weightShape.size(0)));
    Shape pooled = new Conv2d(options).shape(List.of(x, weight));
    Tensor g = Samples.smooth(53, pooled.toArray());
    add(Conv2dInputVjp.of(options, x), g, weight);
    add(Conv2dWeightVjp.of(options, weight), g, x);
  }

  private void pooling() {
    Pool2dOptions two = Pool2dOptions.of(2);
    addPooling(two, Samples.spread(54, 2, 1, 4, 5));
    addPooling(new Pool2dOptions(Size2d.of(3), new Size2d(2, 1), Size2d.of(1), true), 5, 4);
    addPooling(new Pool2dOptions(new Size2d(1, 2), Size2d.of(3), Size2d.of(0), false), 4, 5);
    addPooling(two, Samples.spread(55, 0, 1, 2, 2));
  }

  private void addPooling(Pool2dOptions options, int height, int width) {
    addPooling(options, Samples.spread(56, 1, 2, height, width));
  }

  private void addPooling(Pool2dOptions options, Tensor x) {
    add(new MaxPool2d(options), x);
    Tensor g = Samples.smooth(57, MaxPool2d.shape("maxPool2d", options, x.shape()).toArray());
    cases.add(new OpCase(new MaxPool2dVjp(options), List.of(x), List.of(g)));
    for (boolean countPadding : new boolean[] {false, true}) {
      AvgPool2d mean = new AvgPool2d(options, countPadding);
      add(mean, x);
      add(new AvgPool2dVjp(mean, x.shape()), g);
    }
  }

  private static Tensor matrix(long seed, boolean transposed, int rows, int columns) {
    return transposed ? Samples.smooth(seed, columns, rows) : Samples.smooth(seed, rows, columns);
  }

  private void shapes() {
    Tensor x = Samples.smooth(24, 2, 3, 4);
    add(new Reshape(Shape.of(4, 6)), x);
    add(new Reshape(Shape.SCALAR), Samples.smooth(25, 1));
    add(new Permute(ImmutableIntArray.of(2, 0, 1)), x);
    add(new Permute(ImmutableIntArray.of()), Samples.smooth(26));
    add(new BroadcastTo(Shape.of(5, 2, 3)), Samples.smooth(27, 2, 1));
    add(new BroadcastTo(Shape.of(2, 3)), Samples.smooth(28));
    add(new BroadcastTo(Shape.of(2, 3)), Samples.smooth(29, 2, 3));
    add(new BroadcastTo(Shape.of(0, 3)), Samples.smooth(30, 1, 3));
    add(
        new Concat(1),
        Samples.smooth(31, 2, 3),
        Samples.smooth(32, 2, 1),
        Samples.smooth(33, 2, 0));
    add(new Concat(0), Samples.smooth(34, 2));
    Slice slice = new Slice(1, 1, 2, 2);
    add(slice, Samples.smooth(35, 2, 5, 3));
    add(new Slice(0, 0, 1, 0), Samples.smooth(36, 3));
    add(new SliceScatter(slice, 5), Samples.smooth(37, 2, 2, 3));
    Gather gather = new Gather(1, Indices.of(Shape.of(2, 4), 0, 2, 2, 1, 1, 1, 0, 2));
    add(gather, Samples.smooth(38, 2, 3));
    add(new ScatterAdd(gather, Shape.of(2, 3)), Samples.smooth(39, 2, 4));
    IndexSelect select = new IndexSelect(1, Indices.of(2, 0, 0));
    add(select, Samples.smooth(40, 2, 3, 2));
    add(new IndexAdd(select, 3), Samples.smooth(41, 2, 3, 2));
  }
}
