package io.github.wengert.ops;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.ExactOp;
import io.github.wengert.ops.exact.Reference;
import io.github.wengert.ops.exact.Tracer;
import java.util.List;

/**
 * An operation of this library, and the registry of all of them: an operation that is not permitted
 * here does not compile, and one that is must have a case in the gradient suite.
 *
 * <p>{@link #shape} and {@link #dtype} describe the result and refuse bad operands; {@link
 * #compute} writes it into a destination that the caller allocated.
 */
sealed interface BuiltinOp extends Primitive<Tensor>, ExactOp
    permits AvgPool2d,
        AvgPool2d.Vjp,
        BinaryOp,
        BroadcastTo,
        Concat,
        Conv2d,
        Conv2d.InputVjp,
        Conv2d.WeightVjp,
        CrossEntropy,
        Gather,
        Gather.ScatterAdd,
        IndexSelect,
        IndexSelect.IndexAdd,
        LabelCrossEntropy,
        LabelCrossEntropy.Vjp,
        Linear,
        LogSoftmax,
        MatMul,
        Max.ExtremeVjp,
        MaxPool2d,
        MaxPool2d.Vjp,
        Norm,
        Normalize,
        Normalize.Vjp,
        Permute,
        Prod,
        Prod.Slopes,
        ReductionOp,
        Reshape,
        ScaleShift,
        Slice,
        Slice.Scatter,
        Softmax,
        SquaredError,
        SquaredError.Vjp,
        UnaryOp,
        Where {
  /**
   * Returns the shape of the result.
   *
   * @throws OpException if the operands do not fit
   */
  Shape shape(List<Tensor> inputs);

  /** Returns the element type of the result: by default the one that all operands have. */
  default DType dtype(List<Tensor> inputs) {
    // The name is for a message only, and this runs for every operation.
    return DType.areEqual(inputs) ? inputs.getFirst().dtype() : DType.common(name(), inputs);
  }

  /** Computes the result of at least one element into {@code out}, whose content is undefined. */
  void compute(List<Tensor> inputs, Tensor out);

  @Override
  default Tensor forward(List<Tensor> inputs) {
    DType dtype = dtype(inputs);
    Tensor out = ArrayPool.destination(dtype, shape(inputs));
    if (out.elements() > 0) {
      compute(inputs, out);
    }
    if (this instanceof Piecewise piecewise) {
      BranchLog log = BranchLog.current();
      if (log != null) {
        log.add(name(), piecewise.winners(inputs, out));
      }
    }
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      Traced.computed(tracer, this, inputs, out);
    }
    return out;
  }

  @Override
  default long operations(List<Shape> operands, Shape to) {
    return References.operations(this, operands, to);
  }

  @Override
  default Reference exact(List<Reference> operands, Shape to, Branches branches) {
    return References.of(this, operands, to, branches);
  }

  @Override
  default boolean isSelfContained() {
    return true;
  }
}
