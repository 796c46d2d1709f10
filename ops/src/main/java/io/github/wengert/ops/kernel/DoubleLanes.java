package io.github.wengert.ops.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link DoubleFunctions} on vectors: the same operations in the same order, with
 * the same coefficients, and so the same bits.
 *
 * <p>A scalar minimum or choice becomes a blend: a comparison with NaN is false, so NaN goes on.
 *
 * <p>What two functions share is a method here only if they begin with it. The compiler stops
 * inlining methods that are not the Vector API's own when a method has grown large, after some
 * forty operations on vectors, and a vector that is passed to a method that was not inlined costs
 * an allocation. For the same reason a loop should contain one of these functions, once.
 */
final class DoubleLanes {
  private DoubleLanes() {}

  static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;

  private static final long SIGN_BIT = 1L << 63;

  static DoubleVector exp(DoubleVector x) {
    DoubleVector raised =
        x.blend(DoubleFunctions.EXP_MIN, x.compare(VectorOperators.LT, DoubleFunctions.EXP_MIN));
    return expOfBounded(
        raised.blend(
            DoubleFunctions.EXP_MAX, x.compare(VectorOperators.GT, DoubleFunctions.EXP_MAX)));
  }

  /** Returns e⁻|ˣ|. */
  private static DoubleVector expOfMinusAbs(DoubleVector x) {
    return expOfBounded(minusAbs(x, DoubleFunctions.EXP_MIN));
  }

  /** Returns −|x|, but no less than {@code lowest}. */
  private static DoubleVector minusAbs(DoubleVector x, double lowest) {
    DoubleVector minus = x.reinterpretAsLongs().or(SIGN_BIT).reinterpretAsDoubles();
    return minus.blend(lowest, minus.compare(VectorOperators.LT, lowest));
  }

  private static DoubleVector expOfBounded(DoubleVector x) {
    DoubleVector z = x.fma(DoubleFunctions.LOG2_E, DoubleFunctions.TO_TWO_EXPONENTS);
    DoubleVector p = expm1OfRest(x, z.sub(DoubleFunctions.TO_TWO_EXPONENTS)).add(1);
    LongVector exponents = z.reinterpretAsLongs();
    LongVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    LongVector power = half.lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS);
    LongVector otherPower =
        exponents.sub(half).lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS);
    return p.mul(power.reinterpretAsDoubles()).mul(otherPower.reinterpretAsDoubles());
  }

  private static DoubleVector expm1OfRest(DoubleVector x, DoubleVector n) {
    DoubleVector high = n.fma(broadcast(LANES, -DoubleFunctions.LN2_HIGH), x);
    DoubleVector low = n.mul(-DoubleFunctions.LN2_LOW);
    DoubleVector r = high.add(low);
    DoubleVector q = r.fma(DoubleFunctions.E10, DoubleFunctions.E9);
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E8));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E7));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E6));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E5));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E4));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E3));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E2));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E1));
    q = q.fma(r, broadcast(LANES, DoubleFunctions.E0));
    return high.add(r.mul(r).fma(q, low));
  }

  static DoubleVector log(DoubleVector x) {
    VectorMask<Double> denormal = x.compare(VectorOperators.LT, DoubleFunctions.MIN_NORMAL);
    LongVector t = biasedBits(x, denormal);
    DoubleVector n = exponentOf(t, denormal);
    DoubleVector f =
        t.and(DoubleFunctions.MANTISSA_MASK)
            .add(DoubleFunctions.LOG_LOW_BITS)
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector q = z.fma(DoubleFunctions.L7, DoubleFunctions.L6);
    q = q.fma(z, broadcast(LANES, DoubleFunctions.L5));
    q = q.fma(z, broadcast(LANES, DoubleFunctions.L4));
    q = q.fma(z, broadcast(LANES, DoubleFunctions.L3));
    q = q.fma(z, broadcast(LANES, DoubleFunctions.L2));
    q = q.fma(z, broadcast(LANES, DoubleFunctions.L1));
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector sum = n.fma(broadcast(LANES, DoubleFunctions.LN2_HIGH), f);
    DoubleVector lost = f.sub(n.fma(broadcast(LANES, -DoubleFunctions.LN2_HIGH), sum));
    DoubleVector low = n.fma(broadcast(LANES, DoubleFunctions.LN2_LOW), lost);
    DoubleVector y = sum.sub(half.sub(s.mul(q.fma(z, half))).sub(low));
    return x.blend(y, x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
        .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(Double.NaN, x.compare(VectorOperators.LT, 0));
  }

  private static LongVector biasedBits(DoubleVector x, VectorMask<Double> denormal) {
    DoubleVector normal = x.blend(x.mul(DoubleFunctions.DENORMAL_FACTOR), denormal);
    return normal.reinterpretAsLongs().add(DoubleFunctions.LOG_BIAS);
  }

  private static DoubleVector exponentOf(LongVector t, VectorMask<Double> denormal) {
    DoubleVector zero =
        broadcast(LANES, DoubleFunctions.COUNTER_ZERO)
            .blend(DoubleFunctions.DENORMAL_COUNTER_ZERO, denormal);
    return t.lanewise(VectorOperators.LSHR, DoubleFunctions.MANTISSA_BITS)
        .or(DoubleFunctions.COUNTER_BITS)
        .reinterpretAsDoubles()
        .sub(zero);
  }

  static DoubleVector softplus(DoubleVector x) {
    DoubleVector middle = softplusInMiddle(x);
    DoubleVector e = expOfMinusAbs(x);
    VectorMask<Double> large = e.compare(VectorOperators.GT, DoubleFunctions.LOG1P_SMALL);
    DoubleVector n = broadcast(LANES, 0).blend(1, large);
    DoubleVector f = e.blend(e.fma(0.5, -0.5), large);
    DoubleVector s = f.div(f.add(2));
    DoubleVector zs = s.mul(s);
    DoubleVector q = zs.fma(DoubleFunctions.L7, DoubleFunctions.L6);
    q = q.fma(zs, broadcast(LANES, DoubleFunctions.L5));
    q = q.fma(zs, broadcast(LANES, DoubleFunctions.L4));
    q = q.fma(zs, broadcast(LANES, DoubleFunctions.L3));
    q = q.fma(zs, broadcast(LANES, DoubleFunctions.L2));
    q = q.fma(zs, broadcast(LANES, DoubleFunctions.L1));
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector sum = n.fma(broadcast(LANES, DoubleFunctions.LN2_HIGH), f);
    DoubleVector lost = f.sub(n.fma(broadcast(LANES, -DoubleFunctions.LN2_HIGH), sum));
    DoubleVector low = n.fma(broadcast(LANES, DoubleFunctions.LN2_LOW), lost);
    DoubleVector y = sum.sub(half.sub(s.mul(q.fma(zs, half))).sub(low));
    return y.blend(middle, x.compare(VectorOperators.GT, 0))
        .blend(x.add(y), x.compare(VectorOperators.GE, 1));
  }

  /** Returns ln(1 + eˣ) for x in [0, 1]. */
  private static DoubleVector softplusInMiddle(DoubleVector x) {
    DoubleVector z = x.mul(x);
    DoubleVector p = z.fma(DoubleFunctions.C10, DoubleFunctions.C9);
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C8));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C7));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C6));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C5));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C4));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C3));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C2));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C1));
    p = p.fma(z, broadcast(LANES, DoubleFunctions.C0));
    return x.mul(p).fma(x, x.mul(0.5)).add(DoubleFunctions.LN2_LOW).add(DoubleFunctions.LN2_HIGH);
  }

  static DoubleVector tanh(DoubleVector x) {
    DoubleVector a = x.abs();
    DoubleVector doubled =
        a.blend(DoubleFunctions.TANH_MAX, a.compare(VectorOperators.GT, DoubleFunctions.TANH_MAX))
            .mul(2);
    DoubleVector z = doubled.fma(DoubleFunctions.LOG2_E, DoubleFunctions.TO_EXPONENT);
    DoubleVector p = expm1OfRest(doubled, z.sub(DoubleFunctions.TO_EXPONENT));
    DoubleVector power =
        z.reinterpretAsLongs()
            .lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
            .reinterpretAsDoubles();
    DoubleVector t = power.fma(p, power.sub(1));
    DoubleVector two = broadcast(LANES, 2);
    DoubleVector sum = two.add(t);
    DoubleVector lost = t.sub(sum.sub(two));
    DoubleVector inverse = broadcast(LANES, 1).div(sum);
    DoubleVector minusY = t.mul(inverse).neg();
    DoubleVector rest = minusY.fma(lost, minusY.fma(sum, t));
    LongVector sign = x.reinterpretAsLongs().and(SIGN_BIT);
    return rest.fma(inverse, minusY.neg()).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
  }

  static DoubleVector sigmoid(DoubleVector x) {
    DoubleVector e = expOfMinusAbs(x);
    DoubleVector one = broadcast(LANES, 1);
    DoubleVector share = one.blend(e, x.compare(VectorOperators.LT, 0));
    DoubleVector sum = one.add(e);
    DoubleVector lost = e.sub(sum.sub(one));
    DoubleVector inverse = broadcast(LANES, 1).div(sum);
    DoubleVector minusY = share.mul(inverse).neg();
    DoubleVector rest = minusY.fma(lost, minusY.fma(sum, share));
    return rest.fma(inverse, minusY.neg());
  }

  static DoubleVector silu(DoubleVector x) {
    DoubleVector m = minusAbs(x, DoubleFunctions.SILU_MIN);
    DoubleVector z = m.fma(DoubleFunctions.LOG2_E, DoubleFunctions.TO_TWO_EXPONENTS);
    DoubleVector p = expm1OfRest(m, z.sub(DoubleFunctions.TO_TWO_EXPONENTS)).add(1);
    LongVector exponents = z.reinterpretAsLongs();
    LongVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    DoubleVector scaled =
        p.mul(
            half.lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
                .reinterpretAsDoubles());
    DoubleVector power =
        exponents
            .sub(half)
            .lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
            .reinterpretAsDoubles();
    DoubleVector e = scaled.mul(power);
    DoubleVector one = broadcast(LANES, 1);
    DoubleVector share = x.blend(m.mul(scaled).mul(power), x.compare(VectorOperators.LT, 0));
    DoubleVector sum = one.add(e);
    DoubleVector lost = e.sub(sum.sub(one));
    DoubleVector inverse = one.div(sum);
    DoubleVector minusY = share.mul(inverse).neg();
    DoubleVector rest = minusY.fma(lost, minusY.fma(sum, share));
    LongVector sign = x.reinterpretAsLongs().and(SIGN_BIT);
    return rest.fma(inverse, minusY.neg())
        .blend(x, x.compare(VectorOperators.GT, DoubleFunctions.SILU_MAX))
        .reinterpretAsLongs()
        .or(sign)
        .reinterpretAsDoubles();
  }

  static DoubleVector siluSlope(DoubleVector x) {
    DoubleVector m = minusAbs(x, DoubleFunctions.SILU_MIN);
    DoubleVector z = m.fma(DoubleFunctions.LOG2_E, DoubleFunctions.TO_TWO_EXPONENTS);
    DoubleVector p = expm1OfRest(m, z.sub(DoubleFunctions.TO_TWO_EXPONENTS)).add(1);
    LongVector exponents = z.reinterpretAsLongs();
    LongVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    DoubleVector scaled =
        p.mul(
            half.lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
                .reinterpretAsDoubles());
    DoubleVector power =
        exponents
            .sub(half)
            .lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
            .reinterpretAsDoubles();
    DoubleVector e = scaled.mul(power);
    DoubleVector one = broadcast(LANES, 1);
    DoubleVector sum = one.add(e);
    DoubleVector inverse = one.div(sum);
    VectorMask<Double> below = x.compare(VectorOperators.LT, 0);
    DoubleVector y = m.neg().fma(e, sum).blend(m.add(sum), below).mul(inverse).mul(inverse);
    return y.blend(y.mul(scaled).mul(power), below);
  }
}
