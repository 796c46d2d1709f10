package io.github.wengert.ops;

import io.github.wengert.ops.stress.Jet;
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
    Reference x = operands.getFirst();
    return switch (op) {
      case UnaryOp unary -> Reference.generate(to, i -> ReferenceFunctions.of(unary, x.get(i)));
      case BinaryOp binary ->
          Reference.generate(
              to, i -> ReferenceFunctions.of(binary, x.get(i), operands.get(1).get(i)));
      case Where _ ->
          Reference.generate(to, i -> operands.get(x.get(i).value().isZero() ? 2 : 1).get(i));
      case ReductionOp reduction -> ReferenceReductions.reduction(reduction, x, to);
      case Norm norm -> ReferenceReductions.norm(norm.axes(), x, to);
      case Prod prod -> ReferenceReductions.product(prod.axes(), x, to);
      case ProdSlopes slopes -> ReferenceReductions.productSlopes(slopes.axes(), operands, to);
      case ExtremeVjp vjp -> ReferenceReductions.extremeVjp(vjp, operands, to);
      case Softmax softmax -> ReferenceSoftmax.softmax(x, softmax.axis());
      case LogSoftmax logSoftmax -> ReferenceSoftmax.logSoftmax(x, logSoftmax.axis());
      case CrossEntropy _ -> ReferenceLosses.crossEntropy(x, operands.get(1), to);
      case LabelCrossEntropy loss -> ReferenceLosses.labelCrossEntropy(loss, x, operands.get(1));
      case LabelCrossEntropyVjp vjp -> ReferenceLosses.labelCrossEntropyVjp(vjp, operands);
      case SquaredError error -> ReferenceLosses.squaredError(error, x, operands.get(1));
      case SquaredErrorVjp vjp -> ReferenceLosses.squaredErrorVjp(vjp, operands, to);
      case Normalize normalize -> ReferenceMoments.normalize(normalize, x);
      case NormalizeVjp vjp -> ReferenceMoments.normalizeVjp(vjp, x, operands.get(1));
      case ScaleShift scaleShift -> ReferenceMoments.scaleShift(scaleShift, operands, to);
      case MatMul matmul -> ReferenceProducts.matmul(matmul, x, operands.get(1), to);
      case Linear linear -> ReferenceProducts.linear(linear, operands, to);
      case Conv2d conv -> ReferenceImages.conv2d(conv.options(), operands, to);
      case Conv2dInputVjp conv ->
          ReferenceImages.conv2dInputVjp(conv.options(), x, operands.get(1), to);
      case Conv2dWeightVjp conv ->
          ReferenceImages.conv2dWeightVjp(conv.options(), x, operands.get(1), to);
      case MaxPool2d pool -> ReferenceImages.maxPool(pool.options(), x, to);
      case MaxPool2dVjp pool -> ReferenceImages.maxPoolVjp(pool.options(), x, operands.get(1), to);
      case AvgPool2d pool -> ReferenceImages.avgPool(pool, x, to);
      case AvgPool2dVjp pool -> ReferenceImages.avgPoolVjp(pool.pooling(), x, to);
      case Reshape _ -> x.in(to);
      case Permute permute -> ReferenceShapes.permute(permute, x, to);
      case BroadcastTo _ -> ReferenceShapes.broadcast(x, to);
      case Concat concat -> ReferenceShapes.concat(concat.axis(), operands, to);
      case Slice slice ->
          ReferenceShapes.moved(
              x, to, slice.axis(), position -> slice.start() + position * slice.step());
      case SliceScatter scatter ->
          ReferenceShapes.spread(
              x,
              to,
              scatter.slice().axis(),
              position -> scatter.slice().start() + position * scatter.slice().step());
      case IndexSelect select ->
          ReferenceShapes.moved(x, to, select.axis(), position -> select.indices().get(position));
      case IndexAdd add ->
          ReferenceShapes.spread(
              x, to, add.select().axis(), position -> add.select().indices().get(position));
      case Gather gather -> Reference.generate(to, i -> x.at(ReferenceShapes.source(gather, i)));
      case ScatterAdd scatter -> ReferenceShapes.scatterAdd(scatter.gather(), x, to);
    };
  }
}
