package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The product {@code y = Π x} along some axes; 1 if there is nothing to multiply.
 *
 * <p>VJP: {@code x̄ᵢ = ȳ Πⱼ xⱼ} over all j ≠ i, which is not {@code ȳ y / xᵢ}: it is right with
 * zeros among the factors, {@link Slopes}.
 *
 * <p>Computed in double precision with an exponent beside the product, so that y overflows or
 * underflows only if it must, whatever the order of the factors.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Prod(Axes axes) implements BuiltinOp {
  @Override
  public String name() {
    return "prod";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return axes.reduced(inputs.getFirst().shape());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Lanes lanes = Lanes.of(axes, inputs.getFirst());
    lanes.forEach((group, from) -> out.set(group, product(lanes, from)));
  }

  private static double product(Lanes lanes, int from) {
    int end = from + lanes.length() * lanes.inner();
    double product = 1;
    long exponent = 0;
    for (int at = from; at < end; at += lanes.inner()) {
      double factor = lanes.x().get(at);
      int shift = Scaled.exponent(factor);
      product *= Scaled.shifted(factor, -shift);
      int carry = Scaled.exponent(product);
      product = Scaled.shifted(product, -carry);
      exponent += shift + carry;
    }
    return Scaled.shifted(product, exponent);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.getFirst();
    return List.of(g -> Ops.mul(axes.expand(g, x.shape()), Autograd.apply(new Slopes(axes), x)));
  }

  /**
   * The derivatives of {@link Prod} by each element, differentiated again along directions: {@code
   * yᵢ = Σ v¹ⱼ v²ₖ ⋯ Π xₗ}, with the sum over all different j, k, … ≠ i of the group, and the
   * product over all l that are none of them. A term in which a v is 0 is left out, whatever its x
   * are. Without directions it is {@code yᵢ = Π xₗ} over l ≠ i. Operands: x and any number of
   * directions v, all of one shape, which is that of y.
   *
   * <p>VJP: y is linear in each direction, and as a function of x it is such a derivative again, so
   * {@code x̄} is this operation with ȳ as one more direction, and {@code v̄} is it with ȳ in the
   * place of v. The operation is closed under differentiation.
   *
   * <p>With one ε for each direction, and all squares of ε being 0, y is the coefficient of the
   * product of all ε in {@code Πⱼ (xⱼ + Σ ε vⱼ)} over j ≠ i: a product of all that stands in front
   * of i, times one of all that stands behind. Nothing is divided, so zeros need no care. The
   * product of n factors costs n 3ᵐ steps for m directions, in double precision, with exponents
   * beside the coefficients.
   *
   * @param axes which axes are reduced, and whether they are kept
   */
  record Slopes(Axes axes) implements BuiltinOp {
    @Override
    public String name() {
      return "prodSlopes";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      Shape x = inputs.getFirst().shape();
      for (Tensor direction : inputs) {
        if (!direction.shape().equals(x)) {
          throw new ShapeException(
              "prodSlopes: a direction has another shape than x: (%s ≠ %s)"
                  .formatted(direction.shape(), x));
        }
      }
      return x;
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      List<Lanes> lanes = inputs.stream().map(input -> Lanes.of(axes, input)).toList();
      Tensor x = lanes.getFirst().x();
      Tensor y = x == inputs.getFirst() ? out : Tensor.zeros(out.dtype(), x.shape());
      lanes.getFirst().forEach((group, from) -> slopes(lanes, from, y));
      axes.backIfScattered(y, out);
    }

    private static void slopes(List<Lanes> operands, int from, Tensor y) {
      int length = operands.getFirst().length();
      int distance = operands.getFirst().inner();
      Coefficients[] behind = new Coefficients[length];
      Coefficients product = Coefficients.one(operands.size() - 1);
      for (int i = length - 1; i >= 0; i--) {
        behind[i] = product;
        product = product.times(Coefficients.of(operands, from + i * distance));
      }
      product = Coefficients.one(operands.size() - 1);
      for (int i = 0; i < length; i++) {
        int at = from + i * distance;
        y.set(at, product.lastOfProductWith(behind[i]));
        product = product.times(Coefficients.of(operands, at));
      }
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      List<@Nullable Pullback<Tensor>> pullbacks = new ArrayList<>(inputs.size());
      pullbacks.add(g -> with(inputs, inputs.size(), g));
      for (int i = 1; i < inputs.size(); i++) {
        int direction = i;
        pullbacks.add(g -> with(inputs, direction, g));
      }
      return pullbacks;
    }

    /** Returns this operation with {@code g} as direction number {@code place}. */
    private Tensor with(List<Tensor> inputs, int place, Tensor g) {
      List<Tensor> operands = new ArrayList<>(inputs);
      if (place == inputs.size()) {
        operands.add(g);
      } else {
        operands.set(place, g);
      }
      return Autograd.apply(this, operands);
    }

    /**
     * A polynomial in ε₀, ε₁, … whose squares are 0: the coefficient of a product of some of them
     * stands at the sum of their powers of two. All are to be multiplied by {@code 2^exponent}, and
     * the largest is in [1, 2).
     *
     * @param present whether there is a term with the product of these ε: one with a direction of 0
     *     is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Coefficients(double[] values, boolean[] present, long exponent) {
      static Coefficients one(int variables) {
        double[] values = new double[1 << variables];
        values[0] = 1;
        return scaled(values, new boolean[values.length], 0);
      }

      /** Returns {@code x + Σ ε v} of one element. */
      static Coefficients of(List<Lanes> operands, int at) {
        double[] values = new double[1 << (operands.size() - 1)];
        boolean[] present = new boolean[values.length];
        values[0] = operands.getFirst().x().get(at);
        for (int i = 1; i < operands.size(); i++) {
          double direction = operands.get(i).x().get(at);
          values[1 << (i - 1)] = direction;
          present[1 << (i - 1)] = direction != 0;
        }
        return scaled(values, present, 0);
      }

      private static Coefficients scaled(double[] values, boolean[] present, long exponent) {
        present[0] = true;
        double max = Arrays.stream(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        int shift = Scaled.exponent(max);
        for (int i = 0; i < values.length; i++) {
          values[i] = Scaled.shifted(values[i], -shift);
        }
        return new Coefficients(values, present, exponent + shift);
      }

      Coefficients times(Coefficients other) {
        double[] product = new double[values.length];
        boolean[] either = new boolean[values.length];
        for (int set = 0; set < product.length; set++) {
          product[set] = ofProductWith(other, set);
          either[set] = isInProductWith(other, set);
        }
        return scaled(product, either, exponent + other.exponent);
      }

      /** Returns the coefficient of the product of all ε in this polynomial times another. */
      double lastOfProductWith(Coefficients other) {
        return Scaled.shifted(ofProductWith(other, values.length - 1), exponent + other.exponent);
      }

      /** Returns a coefficient of the product: the sum over all ways to share its ε among both. */
      private double ofProductWith(Coefficients other, int set) {
        double sum = 0;
        for (int part = set; ; part = (part - 1) & set) {
          if (present[part] && other.present[set & ~part]) {
            sum += values[part] * other.values[set & ~part];
          }
          if (part == 0) {
            return sum;
          }
        }
      }

      private boolean isInProductWith(Coefficients other, int set) {
        for (int part = set; ; part = (part - 1) & set) {
          if (present[part] && other.present[set & ~part]) {
            return true;
          }
          if (part == 0) {
            return false;
          }
        }
      }
    }
  }
}
