package io.github.wengert.ops;

import io.github.wengert.ops.stress.Dd;
import io.github.wengert.ops.stress.DdFunctions;
import io.github.wengert.ops.stress.Jet;
import java.math.BigDecimal;

/**
 * The elementwise operations in reference arithmetic: from their formulas, with the derivative at
 * kinks that {@link Subgradient#DEFAULT} documents. A branch that is not taken is a constant.
 */
final class ReferenceFunctions {
  private static final Dd GELU_SCALE = Dd.TWO.div(DdFunctions.PI).sqrt();
  private static final Dd GELU_CUBIC = Dd.of(new BigDecimal("0.044715"));

  private ReferenceFunctions() {}

  /** Returns f(x). */
  static Jet of(UnaryOp op, Jet x) {
    return switch (op) {
      case Abs _ -> abs(x);
      case AddScalar add -> x.add(Jet.of(add.addend()));
      case Cast _ -> x;
      case Clamp clamp -> clamp(clamp, x);
      case Elu elu -> isPositive(x) ? x : times(elu.alpha(), x.expm1());
      case Erf _ -> x.erf();
      case Exp _ -> x.exp();
      case Expm1 _ -> x.expm1();
      case Gaussian gaussian -> gaussian.ofErf() ? x.erfSlope() : x.density();
      case Gelu gelu -> gelu.tanhForm() ? geluTanh(x) : gelu(x);
      case Huber huber -> huber(huber.delta(), x);
      case LeakyRelu leaky -> leakyRelu(leaky.slope(), x);
      case Log _ -> x.log();
      case Log1p _ -> x.log1p();
      case LogSigmoid _ -> x.neg().softplus().neg();
      case MulScalar mul -> times(mul.factor(), x);
      case Neg _ -> x.neg();
      case NormalCdf _ -> x.normalCdf();
      case PowScalar pow -> times(pow.factor(), ReferencePowers.pow(x, Jet.of(pow.exponent())));
      case Relu _ -> x.value().isNaN() || isPositive(x) ? x : Jet.ZERO;
      case Sigmoid _ -> sigmoid(x);
      case Silu _ -> silu(x);
      case Softplus softplus -> softplus(softplus, x);
      case SoftplusSlope slope -> softplusSlope(slope, x);
      case Sqrt _ -> x.sqrt();
      case Square _ -> x.square();
      case Tanh _ -> tanh(x);
    };
  }

  private static boolean isPositive(Jet x) {
    return x.value().signum() > 0;
  }

  private static boolean isNegative(Jet x) {
    return x.value().signum() < 0;
  }

  /** Nothing documents the slope at NaN: any is right. */
  private static Jet unknownSlope(Jet y) {
    return y.withErrors(y.error(), Dd.INFINITY);
  }

  private static Jet abs(Jet x) {
    if (x.value().isNaN()) {
      return unknownSlope(x);
    }
    return x.value().isZero() ? Jet.ZERO : isNegative(x) ? x.neg() : x;
  }

  /** A slope of 0 chooses: nothing depends on x then. */
  private static Jet leakyRelu(double slope, Jet x) {
    return isPositive(x) ? x : times(slope, slope == 0 ? x.constant() : x);
  }

  private static Jet huber(double delta, Jet x) {
    Jet size = abs(x);
    return Dd.of(delta).isLess(size.value())
        ? size.sub(Jet.of(delta).scaled(-1)).mul(delta)
        : x.square().scaled(-1);
  }

  /** a b, of which nothing is left but the slope by a where a is 0. */
  static Jet weighed(Jet a, Jet b) {
    if (!a.value().isZero()) {
      return a.mul(b);
    }
    return a.isVariable() ? a.function(v -> v, _ -> b.constant()) : Jet.ZERO;
  }

  private static Jet times(double factor, Jet x) {
    return x.mul(Jet.of(factor));
  }

  private static Jet clamp(Clamp clamp, Jet x) {
    Dd value = x.value();
    if (value.isNaN()) {
      return unknownSlope(x);
    }
    if (value.isLess(Dd.of(clamp.min()))) {
      return Jet.of(clamp.min());
    }
    return Dd.of(clamp.max()).isLess(value) ? Jet.of(clamp.max()) : x;
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

  private static Jet softplusSlope(SoftplusSlope op, Jet x) {
    Jet scaled = op.beta() == 1 ? x : times(op.beta(), x);
    return Dd.of(op.threshold()).isLess(scaled.value()) ? Jet.ONE : sigmoid(scaled);
  }

  private static Jet softplus(Softplus softplus, Jet x) {
    Jet scaled = softplus.beta() == 1 ? x : times(softplus.beta(), x);
    return Dd.of(softplus.threshold()).isLess(scaled.value())
        ? x
        : softplus.beta() == 1 ? scaled.softplus() : scaled.softplus().div(Jet.of(softplus.beta()));
  }

  /** Returns f(a, b). */
  static Jet of(BinaryOp op, Jet a, Jet b) {
    return switch (op) {
      case Add _ -> a.add(b);
      case Div _ -> a.div(b);
      case GeluVjp vjp -> geluSlope(vjp.tanhForm(), a).mul(b);
      case Maximum _ -> larger(a, b, 1);
      case Minimum _ -> larger(a, b, -1);
      case Mul _ -> a.mul(b);
      case Pow _ -> ReferencePowers.pow(a, b);
      case PowDerivative derivative -> ReferencePowers.derivative(derivative, a, b);
      case Prelu _ -> isPositive(a) ? a : a.mul(b);
      case ReluVjp _ -> isPositive(a) || a.value().isNaN() ? b : Jet.ZERO;
      case SigmoidVjp _ -> a.mul(Jet.ONE.sub(a)).mul(b);
      case SiluVjp _ -> siluSlope(a).mul(b);
      case Sub _ -> a.sub(b);
      case TanhVjp _ -> Jet.ONE.sub(a.square()).mul(b);
      case Weigh _ -> weighed(a, b);
    };
  }

  /** The larger for a sign of 1, the smaller for −1; a tie is shared. */
  private static Jet larger(Jet a, Jet b, int sign) {
    if (a.value().isNaN() || b.value().isNaN()) {
      return unknownSlope(a.add(b));
    }
    int order = Integer.signum(a.value().compareTo(b.value())) * sign;
    return order > 0 ? a : order < 0 ? b : a.scaled(-1).add(b.scaled(-1));
  }
}
