package io.github.wengert.ops;

import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.Conditioned;
import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.DdFunctions;
import io.github.wengert.ops.exact.Jet;
import java.math.BigDecimal;
import java.util.function.DoubleBinaryOperator;

/**
 * The elementwise operations in reference arithmetic: from their formulas, with the derivative at
 * kinks that {@link Subgradient#DEFAULT} documents. A branch that is not taken is a constant.
 */
final class ReferenceFunctions {
  private static final Dd GELU_SCALE = Dd.TWO.div(DdFunctions.PI).sqrt();
  private static final Dd GELU_CUBIC = Dd.of(new BigDecimal("0.044715"));

  private ReferenceFunctions() {}

  /** Returns f(x). */
  static Jet of(UnaryOp op, Jet x, Branches branches) {
    return switch (op) {
      case Abs _ -> abs(x, branches);
      case AddScalar add -> x.add(Jet.of(add.addend()));
      case Cast _ -> x;
      case Clamp clamp -> clamp(clamp, x, branches);
      case Elu elu -> (branches.sign(x) > 0 ? x : times(elu.alpha(), x.expm1())).choosing(x);
      case Erf _ -> x.erf();
      case Exp _ -> x.exp();
      case Expm1 _ -> x.expm1();
      case Gaussian gaussian -> gaussian.ofErf() ? x.erfSlope() : x.density();
      case Gelu gelu -> gelu.tanhForm() ? geluTanh(x) : gelu(x);
      case Huber huber -> huber(huber.delta(), x, branches);
      case LeakyRelu leaky -> leakyRelu(leaky.slope(), x, branches);
      case Log _ -> x.log();
      case Log1p _ -> x.log1p();
      case LogSigmoid _ -> x.neg().softplus().neg();
      case MulScalar mul -> times(mul.factor(), x);
      case Neg _ -> x.neg();
      case NormalCdf _ -> x.normalCdf();
      case PowScalar pow -> times(pow.factor(), ReferencePowers.pow(x, Jet.of(pow.exponent())));
      case Relu _ -> (x.value().isNaN() || branches.sign(x) > 0 ? x : Jet.ZERO).choosing(x);
      case Sigmoid _ -> sigmoid(x);
      case Silu _ -> silu(x);
      case Softplus softplus -> softplus(softplus, x, branches);
      case Softplus.Slope slope -> softplusSlope(slope, x, branches);
      case Sqrt _ -> x.sqrt();
      case Square _ -> x.square();
      case Tanh _ -> tanh(x);
    };
  }

  private static boolean isPositive(Jet x) {
    return x.value().signum() > 0;
  }

  /** Nothing documents the slope at NaN: any is right. */
  private static Jet unknownSlope(Jet y) {
    return y.withErrors(y.error(), Dd.INFINITY);
  }

  private static Jet abs(Jet x, Branches branches) {
    if (x.value().isNaN()) {
      return unknownSlope(x);
    }
    int sign = branches.sign(x);
    return (sign == 0 ? Jet.ZERO : sign < 0 ? x.neg() : x).choosing(x);
  }

  /** A slope of 0 chooses: nothing depends on x then. */
  private static Jet leakyRelu(double slope, Jet x, Branches branches) {
    Jet y = branches.sign(x) > 0 ? x : times(slope, slope == 0 ? x.constant() : x);
    return y.choosing(x);
  }

  private static Jet huber(double delta, Jet x, Branches branches) {
    Jet size = abs(x, branches);
    Jet margin = size.sub(Jet.of(delta));
    Jet y =
        branches.sign(margin) > 0
            ? size.sub(Jet.of(delta).scaled(-1)).mul(delta)
            : x.square().scaled(-1);
    return y.choosing(margin);
  }

  /** a b, of which nothing is left but the slope by a where a is 0. */
  static Jet weighed(Jet a, Jet b) {
    if (!a.value().isZero()) {
      return a.mul(b);
    }
    if (b.value().isFinite() && a.isVariable()) {
      return a.mul(b);
    }
    return a.isVariable() ? a.function(v -> v, _ -> b.constant()) : Jet.ZERO;
  }

  private static Jet times(double factor, Jet x) {
    return x.mul(Jet.of(factor));
  }

  private static Jet clamp(Clamp clamp, Jet x, Branches branches) {
    if (x.value().isNaN()) {
      return unknownSlope(x);
    }
    Jet fromMin = x.sub(Jet.of(clamp.min()));
    Jet fromMax = x.sub(Jet.of(clamp.max()));
    if (branches.sign(fromMin) < 0) {
      return Jet.of(clamp.min()).choosing(fromMin);
    }
    Jet y = branches.sign(fromMax) > 0 ? Jet.of(clamp.max()) : x;
    return y.choosing(fromMin).choosing(fromMax);
  }

  /** The slope y (1 − y) is computed from the rounded y, so it is known to u y. */
  private static Jet sigmoid(Jet x) {
    Jet y = x.sigmoid();
    Dd ofRounding = y.value().mul(x.slope().value()).abs();
    return y.withErrors(y.error(), y.slope().error().add(ofRounding));
  }

  /** The slope 1 − y² is computed from the rounded y, so it is known to 2 u y². */
  private static Jet tanh(Jet x) {
    Jet y = x.tanh();
    Dd ofRounding = y.value().square().mul(x.slope().value()).abs().mul(Dd.TWO);
    return y.withErrors(y.error(), y.slope().error().add(ofRounding));
  }

  /** x σ(x), whose limits are 0 with slope 0 and x with slope 1. */
  private static Jet silu(Jet x) {
    return x.value().isFinite() || x.value().isNaN() ? x.mul(x.sigmoid()) : atInfinity(x);
  }

  private static Jet gelu(Jet x) {
    return x.value().isFinite() || x.value().isNaN() ? x.mul(x.normalCdf()) : atInfinity(x);
  }

  private static Jet atInfinity(Jet x) {
    return isPositive(x) ? x : x.exp(); // the value and the slope 0, as limits
  }

  /** ½ x (1 + tanh u) is x σ(2u). */
  private static Jet geluTanh(Jet x) {
    if (!x.value().isFinite() && !x.value().isNaN()) {
      return atInfinity(x);
    }
    Jet inner = x.add(x.square().mul(x).mul(Jet.of(GELU_CUBIC)));
    return x.mul(inner.mul(Jet.of(GELU_SCALE)).scaled(1).sigmoid());
  }

  /** σ(x) + x σ(x) σ(−x), whose limits are those of the slope of x and of 0. */
  private static Jet siluSlope(Jet x) {
    return x.value().isInfinite() ? stepAtInfinity(x) : x.sigmoid().add(x.mul(x.logistic()));
  }

  private static Jet stepAtInfinity(Jet x) {
    return x.function(_ -> isPositive(x) ? Dd.ONE : Dd.ZERO, _ -> Jet.ZERO);
  }

  private static Jet geluSlope(boolean tanhForm, Jet x) {
    if (x.value().isInfinite()) {
      return stepAtInfinity(x);
    }
    if (!tanhForm) {
      return x.normalCdf().add(x.mul(x.density()));
    }
    Jet scale = Jet.of(GELU_SCALE).scaled(1);
    Jet v = x.add(x.square().mul(x).mul(Jet.of(GELU_CUBIC))).mul(scale);
    Jet slope = Jet.ONE.add(x.square().mul(Jet.of(GELU_CUBIC.mul(3)))).mul(scale);
    return v.sigmoid().add(x.mul(v.logistic()).mul(slope));
  }

  private static Jet softplusSlope(Softplus.Slope op, Jet x, Branches branches) {
    Jet scaled = op.beta() == 1 ? x : times(op.beta(), x);
    return branches.sign(scaled.sub(Jet.of(op.threshold()))) > 0 ? Jet.ONE : sigmoid(scaled);
  }

  private static Jet softplus(Softplus softplus, Jet x, Branches branches) {
    Jet scaled = softplus.beta() == 1 ? x : times(softplus.beta(), x);
    return branches.sign(scaled.sub(Jet.of(softplus.threshold()))) > 0
        ? x
        : softplus.beta() == 1 ? scaled.softplus() : scaled.softplus().div(Jet.of(softplus.beta()));
  }

  /** Returns f(a, b). */
  static Jet of(BinaryOp op, Jet a, Jet b, Branches branches) {
    return switch (op) {
      case Add _ -> a.add(b);
      case Div _ -> a.div(b);
      case Gelu.Vjp vjp -> geluSlope(vjp.tanhForm(), a).mul(b);
      case Maximum _ -> larger(a, b, 1, branches);
      case Maximum.Minimum _ -> larger(a, b, -1, branches);
      case Mul _ -> a.mul(b);
      case Pow _ -> ReferencePowers.pow(a, b);
      case Pow.Derivative derivative -> ReferencePowers.derivative(derivative, a, b);
      case Prelu _ -> (branches.sign(a) > 0 ? a : a.mul(b)).choosing(a);
      case Relu.Vjp _ -> (a.value().isNaN() || branches.sign(a) > 0 ? b : Jet.ZERO).jumping(a);
      case Sigmoid.Vjp _ -> a.mul(Jet.ONE.sub(a)).mul(b);
      case Silu.Vjp _ -> siluSlope(a).mul(b);
      case Sub _ -> a.sub(b);
      case Tanh.Vjp _ -> Jet.ONE.sub(a.square()).mul(b);
      case BranchMasks.Weigh _ -> weighed(a, b);
    };
  }

  /** The larger for a sign of 1, the smaller for −1; a tie is shared. */
  private static Jet larger(Jet a, Jet b, int sign, Branches branches) {
    if (a.value().isNaN() || b.value().isNaN()) {
      return unknownSlope(a.add(b));
    }
    Jet margin = a.sub(b);
    int order = branches.sign(margin) * sign;
    Jet y = order > 0 ? a : order < 0 ? b : a.scaled(-1).add(b.scaled(-1));
    return y.choosing(margin);
  }

  /**
   * Returns {@code f(a, b)} for a function that is constant but for jumps: by a, if both operands
   * are one, else where a − b changes its sign.
   */
  static Jet mask(DoubleBinaryOperator f, Jet a, Jet b, Branches branches) {
    double x = a.value().toDouble();
    double y = b.value().toDouble();
    if (!a.equals(b)) {
      Jet difference = a.sub(b);
      double near = y + branches.sign(difference) * stepPastRounding(b);
      double result = f.applyAsDouble(branches.isBeside(difference) ? near : x, y);
      return Jet.of(result).jumping(difference);
    }
    double step = stepPastRounding(a);
    double result = f.applyAsDouble(x, x);
    boolean jumps =
        Double.compare(result, f.applyAsDouble(x - step, x - step)) != 0
            || Double.compare(result, f.applyAsDouble(x + step, x + step)) != 0;
    if (!jumps) {
      return Jet.of(result);
    }
    Jet margin = a.withValue(new Conditioned(Dd.ZERO, a.error()));
    double near = x + branches.sign(margin) * step;
    return Jet.of(f.applyAsDouble(near, near)).jumping(margin);
  }

  /** Returns how far to go from a number to be told from it, if it is rounded. */
  private static double stepPastRounding(Jet x) {
    double ulp = Math.ulp(x.value().toDouble());
    return Math.max(ulp, x.error().scaled(-50).toDouble());
  }
}
