package io.github.wengert.ops;

import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.List;

/**
 * The reference of every operation: its formula, element by element and index by index, in about
 * 106 bits, with derivatives of any order by {@link Jet}s. Slow and plain, and nothing in it is
 * shared with the operations but their attributes and shape rules.
 *
 * <p>The choice is made by the type of the operation, over the whole registry: a new operation does
 * not compile without a reference.
 */
final class References {
  private References() {}

  /** Returns what {@code op} yields for operands, the result in the shape {@code to}. */
  static Reference of(BuiltinOp op, List<Reference> operands, Shape to) {
    return of(op, operands, to, Branches.BY_VALUE);
  }

  /** Returns what {@code op} yields where {@code branches} decides on the side of its kinks. */
  static Reference of(BuiltinOp op, List<Reference> operands, Shape to, Branches branches) {
    Reference x = operands.getFirst();
    return switch (op) {
      case UnaryOp unary ->
          Reference.generate(to, i -> ReferenceFunctions.of(unary, x.get(i), branches));
      case BinaryOp binary ->
          Reference.generate(
              to, i -> ReferenceFunctions.of(binary, x.get(i), operands.get(1).get(i), branches));
      case Where _ -> Reference.generate(to, i -> chosen(operands, i, branches));
      case ReductionOp reduction -> ReferenceReductions.reduction(reduction, x, to, branches);
      case Norm norm -> ReferenceReductions.norm(norm.axes(), x, to, branches);
      case Prod prod -> ReferenceReductions.product(prod.axes(), x, to);
      case Prod.Slopes slopes -> ReferenceReductions.productSlopes(slopes.axes(), operands, to);
      case Max.ExtremeVjp vjp -> ReferenceReductions.extremeVjp(vjp, operands, to, branches);
      case Softmax softmax -> ReferenceSoftmax.softmax(x, softmax.axis());
      case LogSoftmax logSoftmax -> ReferenceSoftmax.logSoftmax(x, logSoftmax.axis());
      case CrossEntropy _ -> ReferenceLosses.crossEntropy(x, operands.get(1), to);
      case LabelCrossEntropy loss -> ReferenceLosses.labelCrossEntropy(loss, x, operands.get(1));
      case LabelCrossEntropy.Vjp vjp -> ReferenceLosses.labelCrossEntropyVjp(vjp, operands);
      case SquaredError error -> ReferenceLosses.squaredError(error, x, operands.get(1));
      case SquaredError.Vjp vjp -> ReferenceLosses.squaredErrorVjp(vjp, operands, to);
      case Normalize normalize -> ReferenceMoments.normalize(normalize, x);
      case Normalize.Vjp vjp -> ReferenceMoments.normalizeVjp(vjp, x, operands.get(1));
      case ScaleShift scaleShift -> ReferenceMoments.scaleShift(scaleShift, operands, to);
      case MatMul matmul -> ReferenceProducts.matmul(matmul, x, operands.get(1), to);
      case Linear linear -> ReferenceProducts.linear(linear, operands, to);
      case Conv2d conv -> ReferenceImages.conv2d(conv.options(), operands, to);
      case Conv2d.InputVjp conv ->
          ReferenceImages.conv2dInputVjp(conv.options(), x, operands.get(1), to);
      case Conv2d.WeightVjp conv ->
          ReferenceImages.conv2dWeightVjp(conv.options(), x, operands.get(1), to);
      case MaxPool2d pool -> ReferenceImages.maxPool(pool.options(), x, to, branches);
      case MaxPool2d.Vjp pool ->
          ReferenceImages.maxPoolVjp(pool.options(), x, operands.get(1), to, branches);
      case AvgPool2d pool -> ReferenceImages.avgPool(pool, x, to);
      case AvgPool2d.Vjp pool -> ReferenceImages.avgPoolVjp(pool.pooling(), x, to);
      case Reshape _ -> x.in(to);
      case Permute permute -> ReferenceShapes.permute(permute, x, to);
      case BroadcastTo _ -> ReferenceShapes.broadcast(x, to);
      case Concat concat -> ReferenceShapes.concat(concat.axis(), operands, to);
      case Slice slice ->
          ReferenceShapes.moved(
              x, to, slice.axis(), position -> slice.start() + position * slice.step());
      case Slice.Scatter scatter ->
          ReferenceShapes.spread(
              x,
              to,
              scatter.slice().axis(),
              position -> scatter.slice().start() + position * scatter.slice().step());
      case IndexSelect select ->
          ReferenceShapes.moved(x, to, select.axis(), position -> select.indices().get(position));
      case IndexSelect.IndexAdd add ->
          ReferenceShapes.spread(
              x, to, add.select().axis(), position -> add.select().indices().get(position));
      case Gather gather -> Reference.generate(to, i -> x.at(ReferenceShapes.source(gather, i)));
      case Gather.ScatterAdd scatter -> ReferenceShapes.scatterAdd(scatter.gather(), x, to);
    };
  }

  /** Returns about how many multiplications of numbers {@link #of} takes. */
  static long operations(BuiltinOp op, List<Shape> operands, Shape to) {
    Shape x = operands.getFirst();
    return switch (op) {
      case MatMul _ -> (long) to.elements() * innerLength(operands.get(0), operands.get(1), to);
      case Linear _ -> (long) to.elements() * operands.get(1).size(1);
      case Conv2d _ -> (long) to.elements() * operands.get(1).elements(1, 4);
      case Conv2d.InputVjp _ -> (long) x.elements() * operands.get(1).elements(1, 4);
      case Conv2d.WeightVjp _ -> (long) x.elements() * to.elements(1, 4);
      case MaxPool2d pool -> to.elements() * area(pool.options());
      case AvgPool2d pool -> to.elements() * area(pool.options());
      case MaxPool2d.Vjp pool -> operands.get(1).elements() * area(pool.options());
      case AvgPool2d.Vjp pool -> x.elements() * area(pool.pooling().options());
      case Prod.Slopes _ -> to.elements() * (long) Math.pow(x.elements(), operands.size());
      case UnaryOp _ -> FUNCTION * to.elements();
      default -> FUNCTION * Math.max(to.elements(), x.elements());
    };
  }

  /** What a function of one number takes, in multiplications. */
  private static final long FUNCTION = 20;

  private static long innerLength(Shape a, Shape b, Shape to) {
    // Each of m · n results takes k products: √(m k · k n / (m n)) = k, of each batch.
    double squared = (double) a.elements() * b.elements() / Math.max(1, to.elements());
    return (long) Math.ceil(Math.sqrt(squared));
  }

  private static long area(Pool2dOptions options) {
    return (long) options.kernel().height() * options.kernel().width();
  }

  /** A condition is 0 at a point only: beside it, it is not. */
  private static Jet chosen(List<Reference> operands, int position, Branches branches) {
    Jet condition = operands.getFirst().get(position);
    boolean isNaN = condition.value().isNaN();
    int chosen = isNaN || branches.sign(condition) != 0 ? 1 : 2;
    return operands.get(chosen).get(position).jumping(condition);
  }
}
