package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation on each element of one tensor: {@code yᵢ = f(xᵢ)}, any shape. */
sealed interface UnaryOp extends BuiltinOp
    permits Abs,
        AddScalar,
        Cast,
        Clamp,
        Elu,
        Erf,
        Exp,
        Expm1,
        Gaussian,
        Gelu,
        Huber,
        LeakyRelu,
        Log,
        Log1p,
        LogSigmoid,
        MulScalar,
        Neg,
        NormalCdf,
        PowScalar,
        Relu,
        Sigmoid,
        Silu,
        Softplus,
        Softplus.Slope,
        Sqrt,
        Square,
        Tanh {
  /** Returns {@code f(x)}. */
  double value(double x);

  /** Returns f for numbers of a type: a float may be computed in fewer steps than a double. */
  default DoubleUnaryOperator function(DType dtype) {
    return this::value;
  }

  /** Returns the pullback at {@code x}, where the result is {@code y}. */
  Pullback<Tensor> vjp(Tensor x, Tensor y);

  @Override
  default Shape shape(List<Tensor> inputs) {
    return inputs.getFirst().shape();
  }

  @Override
  default void compute(List<Tensor> inputs, Tensor out) {
    DoubleUnaryOperator function = function(out.dtype());
    out.dtype().kernels().map(function, inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  default List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(vjp(inputs.getFirst(), output));
  }
}
