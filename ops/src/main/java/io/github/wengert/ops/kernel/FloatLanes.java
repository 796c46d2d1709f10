package io.github.wengert.ops.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link FloatFunctions} on vectors: the same operations in the same order, with
 * the same coefficients, and so the same bits.
 *
 * <p>A scalar minimum or choice becomes a blend: a comparison with NaN is false, so NaN goes on.
 *
 * <p>What two functions share is a method here only if they begin with it. The compiler stops
 * inlining methods that are not the Vector API's own when a method has grown large, after some
 * forty operations on vectors, and a vector that is passed to a method that was not inlined costs
 * an allocation. For the same reason a loop should contain one of these functions, once.
 */
final class FloatLanes {
  private FloatLanes() {}

  static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  private static final int SIGN_BIT = 1 << 31;

  static FloatVector exp(FloatVector x) {
    FloatVector raised =
        x.blend(FloatFunctions.EXP_MIN, x.compare(VectorOperators.LT, FloatFunctions.EXP_MIN));
    return expOfBounded(
        raised.blend(
            FloatFunctions.EXP_MAX, x.compare(VectorOperators.GT, FloatFunctions.EXP_MAX)));
  }

  /** Returns e⁻|ˣ|. */
  private static FloatVector expOfMinusAbs(FloatVector x) {
    return expOfBounded(minusAbs(x, FloatFunctions.EXP_MIN));
  }

  /** Returns −|x|, but no less than {@code lowest}. */
  private static FloatVector minusAbs(FloatVector x, float lowest) {
    FloatVector minus = x.reinterpretAsInts().or(SIGN_BIT).reinterpretAsFloats();
    return minus.blend(lowest, minus.compare(VectorOperators.LT, lowest));
  }

  private static FloatVector expOfBounded(FloatVector x) {
    FloatVector z = x.fma(FloatFunctions.LOG2_E, FloatFunctions.TO_TWO_EXPONENTS);
    FloatVector p = expm1OfRest(x, z.sub(FloatFunctions.TO_TWO_EXPONENTS)).add(1);
    IntVector exponents = z.reinterpretAsInts();
    IntVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    IntVector power = half.lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS);
    IntVector otherPower =
        exponents.sub(half).lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS);
    return p.mul(power.reinterpretAsFloats()).mul(otherPower.reinterpretAsFloats());
  }

  private static FloatVector expm1OfRest(FloatVector x, FloatVector n) {
    FloatVector high = n.fma(broadcast(LANES, -FloatFunctions.LN2_HIGH), x);
    FloatVector low = n.mul(-FloatFunctions.LN2_LOW);
    FloatVector r = high.add(low);
    FloatVector q = r.fma(FloatFunctions.E4, FloatFunctions.E3);
    q = q.fma(r, broadcast(LANES, FloatFunctions.E2));
    q = q.fma(r, broadcast(LANES, FloatFunctions.E1));
    q = q.fma(r, broadcast(LANES, FloatFunctions.E0));
    return high.add(r.mul(r).fma(q, low));
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> denormal = x.compare(VectorOperators.LT, FloatFunctions.MIN_NORMAL);
    IntVector t = biasedBits(x, denormal);
    FloatVector n = exponentOf(t, denormal);
    FloatVector f =
        t.and(FloatFunctions.MANTISSA_MASK)
            .add(FloatFunctions.LOG_LOW_BITS)
            .reinterpretAsFloats()
            .sub(1);
    FloatVector q = f.fma(FloatFunctions.L8, FloatFunctions.L7);
    q = q.fma(f, broadcast(LANES, FloatFunctions.L6));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L5));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L4));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L3));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L2));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L1));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L0));
    FloatVector y = n.fma(broadcast(LANES, FloatFunctions.LN2_HIGH), f.mul(f).fma(q, f));
    return x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(Float.NaN, x.compare(VectorOperators.LT, 0));
  }

  private static IntVector biasedBits(FloatVector x, VectorMask<Float> denormal) {
    FloatVector normal = x.blend(x.mul(FloatFunctions.DENORMAL_FACTOR), denormal);
    return normal.reinterpretAsInts().add(FloatFunctions.LOG_BIAS);
  }

  private static FloatVector exponentOf(IntVector t, VectorMask<Float> denormal) {
    FloatVector zero =
        broadcast(LANES, FloatFunctions.COUNTER_ZERO)
            .blend(FloatFunctions.DENORMAL_COUNTER_ZERO, denormal);
    return t.lanewise(VectorOperators.LSHR, FloatFunctions.MANTISSA_BITS)
        .or(FloatFunctions.COUNTER_BITS)
        .reinterpretAsFloats()
        .sub(zero);
  }

  static FloatVector softplus(FloatVector x) {
    FloatVector middle = softplusInMiddle(x);
    FloatVector e = expOfMinusAbs(x);
    VectorMask<Float> large = e.compare(VectorOperators.GT, FloatFunctions.LOG1P_SMALL);
    FloatVector n = broadcast(LANES, 0).blend(1, large);
    FloatVector f = e.blend(e.fma(0.5f, -0.5f), large);
    FloatVector q = f.fma(FloatFunctions.L8, FloatFunctions.L7);
    q = q.fma(f, broadcast(LANES, FloatFunctions.L6));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L5));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L4));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L3));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L2));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L1));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L0));
    FloatVector y = n.fma(broadcast(LANES, FloatFunctions.LN2_HIGH), f.mul(f).fma(q, f));
    return y.blend(middle, x.compare(VectorOperators.GT, 0))
        .blend(x.add(y), x.compare(VectorOperators.GE, 1));
  }

  /** Returns ln(1 + eˣ) for x in [0, 1]. */
  private static FloatVector softplusInMiddle(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p = z.fma(FloatFunctions.C4, FloatFunctions.C3);
    p = p.fma(z, broadcast(LANES, FloatFunctions.C2));
    p = p.fma(z, broadcast(LANES, FloatFunctions.C1));
    p = p.fma(z, broadcast(LANES, FloatFunctions.C0));
    return x.mul(p).fma(x, x.mul(0.5f)).add(FloatFunctions.LN2_LOW).add(FloatFunctions.LN2_HIGH);
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector doubled =
        a.blend(FloatFunctions.TANH_MAX, a.compare(VectorOperators.GT, FloatFunctions.TANH_MAX))
            .mul(2);
    FloatVector z = doubled.fma(FloatFunctions.LOG2_E, FloatFunctions.TO_EXPONENT);
    FloatVector p = expm1OfRest(doubled, z.sub(FloatFunctions.TO_EXPONENT));
    FloatVector power =
        z.reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS)
            .reinterpretAsFloats();
    FloatVector t = power.fma(p, power.sub(1));
    FloatVector two = broadcast(LANES, 2);
    FloatVector sum = two.add(t);
    FloatVector lost = t.sub(sum.sub(two));
    FloatVector inverse = broadcast(LANES, 1).div(sum);
    FloatVector minusY = t.mul(inverse).neg();
    FloatVector rest = minusY.fma(lost, minusY.fma(sum, t));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return rest.fma(inverse, minusY.neg()).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expOfMinusAbs(x);
    FloatVector one = broadcast(LANES, 1);
    FloatVector share = one.blend(e, x.compare(VectorOperators.LT, 0));
    FloatVector sum = one.add(e);
    FloatVector lost = e.sub(sum.sub(one));
    FloatVector inverse = broadcast(LANES, 1).div(sum);
    FloatVector minusY = share.mul(inverse).neg();
    FloatVector rest = minusY.fma(lost, minusY.fma(sum, share));
    return rest.fma(inverse, minusY.neg());
  }

  static FloatVector silu(FloatVector x) {
    FloatVector m = minusAbs(x, FloatFunctions.SILU_MIN);
    FloatVector z = m.fma(FloatFunctions.LOG2_E, FloatFunctions.TO_TWO_EXPONENTS);
    FloatVector p = expm1OfRest(m, z.sub(FloatFunctions.TO_TWO_EXPONENTS)).add(1);
    IntVector exponents = z.reinterpretAsInts();
    IntVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    FloatVector scaled =
        p.mul(
            half.lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS)
                .reinterpretAsFloats());
    FloatVector power =
        exponents
            .sub(half)
            .lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS)
            .reinterpretAsFloats();
    FloatVector e = scaled.mul(power);
    FloatVector one = broadcast(LANES, 1);
    FloatVector share = x.blend(m.mul(scaled).mul(power), x.compare(VectorOperators.LT, 0));
    FloatVector sum = one.add(e);
    FloatVector lost = e.sub(sum.sub(one));
    FloatVector inverse = one.div(sum);
    FloatVector minusY = share.mul(inverse).neg();
    FloatVector rest = minusY.fma(lost, minusY.fma(sum, share));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return rest.fma(inverse, minusY.neg())
        .blend(x, x.compare(VectorOperators.GT, FloatFunctions.SILU_MAX))
        .reinterpretAsInts()
        .or(sign)
        .reinterpretAsFloats();
  }

  static FloatVector siluSlope(FloatVector x) {
    FloatVector m = minusAbs(x, FloatFunctions.SILU_MIN);
    FloatVector z = m.fma(FloatFunctions.LOG2_E, FloatFunctions.TO_TWO_EXPONENTS);
    FloatVector p = expm1OfRest(m, z.sub(FloatFunctions.TO_TWO_EXPONENTS)).add(1);
    IntVector exponents = z.reinterpretAsInts();
    IntVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    FloatVector scaled =
        p.mul(
            half.lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS)
                .reinterpretAsFloats());
    FloatVector power =
        exponents
            .sub(half)
            .lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS)
            .reinterpretAsFloats();
    FloatVector e = scaled.mul(power);
    FloatVector one = broadcast(LANES, 1);
    FloatVector sum = one.add(e);
    FloatVector inverse = one.div(sum);
    VectorMask<Float> below = x.compare(VectorOperators.LT, 0);
    FloatVector y = m.neg().fma(e, sum).blend(m.add(sum), below).mul(inverse).mul(inverse);
    return y.blend(y.mul(scaled).mul(power), below);
  }
}
