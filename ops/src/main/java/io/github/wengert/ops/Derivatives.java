package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Jvp;
import io.github.wengert.autograd.ValueAndGradient;
import io.github.wengert.autograd.Vjp;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Derivatives of functions of tensors, as members of {@link Ops}.
 *
 * <p>{@link Autograd} has the same for any type of value. There, the type of a lambda's parameter
 * is known only from where the result goes, and {@code grad(v -> sum(square(v))).apply(x)} would
 * not compile; here it is a tensor.
 */
abstract sealed class Derivatives permits Ops {
  Derivatives() {}

  /**
   * Returns the function {@code x ↦ ∇f(x)}, which can be differentiated again: {@code grad(v ->
   * sum(square(v))).apply(x)} is {@code 2 x}.
   *
   * @param f a scalar function; where it does not depend on {@code x}, the gradient is zero
   */
  public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
    return Autograd.grad(f);
  }

  /**
   * Returns {@code f(x)} and {@code ∇f(x)}.
   *
   * @throws io.github.wengert.autograd.NonScalarException if {@code f(x)} has more or less than one
   *     element
   */
  public static ValueAndGradient<Tensor> valueAndGradient(UnaryOperator<Tensor> f, Tensor x) {
    return Autograd.valueAndGradient(f, x);
  }

  /** Returns {@code f(x)} and the pullback of {@code f} at {@code x}. */
  public static Vjp<Tensor> vjp(UnaryOperator<Tensor> f, Tensor x) {
    return Autograd.vjp(f, x);
  }

  /** Returns {@code f(x₁, …, xₙ)} and the pullback of {@code f} at that point. */
  public static Vjp<Tensor> vjp(Function<List<Tensor>, Tensor> f, List<? extends Tensor> xs) {
    return Autograd.vjp(f, xs);
  }

  /** Returns {@code cotangent · ∂f/∂x}, the vector-Jacobian product at {@code x}. */
  public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor cotangent) {
    return Autograd.vjp(f, x, cotangent);
  }

  /**
   * Returns {@code f(x)} and {@code J(x) v}, the directional derivative of {@code f} along {@code
   * v}.
   *
   * @throws IllegalArgumentException if {@code v} differs from {@code x} in shape or element type
   */
  public static Jvp<Tensor> jvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
    return Autograd.jvp(f, x, v);
  }

  /**
   * Returns {@code f(x₁, …, xₙ)} and {@code Σ ∂f/∂xᵢ vᵢ}.
   *
   * @throws IllegalArgumentException if the tangents do not match the arguments
   */
  public static Jvp<Tensor> jvp(
      Function<List<Tensor>, Tensor> f,
      List<? extends Tensor> xs,
      List<? extends Tensor> tangents) {
    return Autograd.jvp(f, xs, tangents);
  }

  /**
   * Returns {@code H(x) v}, the product of the Hessian of a scalar function with a vector, of the
   * shape of {@code x}.
   *
   * @throws IllegalArgumentException if {@code v} differs from {@code x} in shape or element type
   */
  public static Tensor hvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
    return Autograd.hvp(f, x, v);
  }

  /**
   * Returns the Jacobian of {@code f} at {@code x}: the derivatives of each element of {@code y =
   * f(x)} by each element of {@code x}.
   *
   * @return {@code ∂y/∂x}, the axes of {@code y} before those of {@code x}: {@code [m, n]} for
   *     vectors
   */
  public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    requireNonNull(f, "jacobian: f must not be null");
    requireNonNull(x, "jacobian: x must not be null");
    AtomicReference<Tensor> y = new AtomicReference<>(x);
    UnaryOperator<Tensor> kept =
        v -> {
          Tensor value = requireNonNull(f.apply(v), "jacobian: f must not return null");
          y.set(value);
          return value;
        };
    List<Tensor> rows = Autograd.jacobian(kept, x);
    Shape shape = y.get().shape().concat(x.shape());
    return rows.isEmpty() ? Tensor.zeros(x.dtype(), shape) : Ops.reshape(Ops.stack(rows, 0), shape);
  }

  /**
   * Returns the Hessian of a scalar function at {@code x}: the Jacobian of its gradient.
   *
   * @return the second derivatives, the axes of {@code x} twice: {@code [n, n]} for a vector
   */
  public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    requireNonNull(f, "hessian: f must not be null");
    requireNonNull(x, "hessian: x must not be null");
    return jacobian(grad(f), x);
  }
}
