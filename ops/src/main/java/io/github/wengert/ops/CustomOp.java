package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A custom elementwise operation, made of two functions; for anything else implement {@link
 * Primitive}.
 *
 * <pre>
 *   CustomOp cube = CustomOp.unary("cube", x -&gt; mul(x, square(x)), (x, y) -&gt; mul(square(x), 3));
 *   Tensor y = cube.apply(x);
 * </pre>
 */
public final class CustomOp {
  private final Primitive<Tensor> primitive;

  private CustomOp(Primitive<Tensor> primitive) {
    this.primitive = primitive;
  }

  /**
   * Returns the operation {@code y = f(x)}, element by element, with VJP {@code x̄ = f′(x, y) ȳ}.
   *
   * @param name what messages and graphs call it
   * @param f computes y from x; what it calls is not recorded
   * @param derivative computes f′ from x and y, in differentiable operations
   * @throws AttributeException if {@code name} is empty
   */
  public static CustomOp unary(
      String name, UnaryOperator<Tensor> f, BinaryOperator<Tensor> derivative) {
    requireNonNull(name, "customOp: name must not be null");
    requireNonNull(f, "customOp: f must not be null");
    requireNonNull(derivative, "customOp: derivative must not be null");
    if (name.isEmpty()) {
      throw new AttributeException("customOp: the name must not be empty: (0 characters < 1)");
    }
    return new CustomOp(new Elementwise(name, f, derivative));
  }

  /** Applies the operation. */
  public Tensor apply(Tensor x) {
    return Ops.custom(primitive, x);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return "CustomOp(%s)".formatted(primitive.name());
  }

  private record Elementwise(
      String name, UnaryOperator<Tensor> f, BinaryOperator<Tensor> derivative)
      implements Primitive<Tensor> {
    @Override
    public Tensor forward(List<Tensor> inputs) {
      Tensor x = inputs.getFirst();
      Tensor y = Nulls.returned(name, "f", f.apply(x));
      if (!y.shape().equals(x.shape())) {
        throw new ShapeException(
            "%s: an elementwise function must keep the shape: (%s ≠ %s)"
                .formatted(name, x.shape(), y.shape()));
      }
      DType.common(name, List.of(x, y));
      return y;
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g ->
          Ops.mul(
              g, Nulls.returned(name, "derivative", derivative.apply(inputs.getFirst(), output))));
    }
  }
}
