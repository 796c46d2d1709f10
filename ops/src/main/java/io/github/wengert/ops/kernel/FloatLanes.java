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
    FloatVector minus = x.reinterpretAsInts().or(SIGN_BIT).reinterpretAsFloats();
    return expOfBounded(
        minus.blend(
            FloatFunctions.EXP_MIN, minus.compare(VectorOperators.LT, FloatFunctions.EXP_MIN)));
  }

  private static FloatVector expOfBounded(FloatVector x) {
    FloatVector z = x.fma(FloatFunctions.LOG2_E, FloatFunctions.TO_TWO_EXPONENTS);
    FloatVector p = expm1OfRest(x, z.sub(FloatFunctions.TO_TWO_EXPONENTS)).add(1);
    IntVector exponents = z.reinterpretAsInts();
    IntVector half = exponents.lanewise(VectorOperators.LSHR, 1);
    return p.mul(power(half)).mul(power(exponents.sub(half)));
  }

  /** Returns the power of two with these biased exponents. */
  private static FloatVector power(IntVector exponents) {
    return exponents
        .lanewise(VectorOperators.LSHL, FloatFunctions.MANTISSA_BITS)
        .reinterpretAsFloats();
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
    IntVector t =
        x.blend(x.mul(FloatFunctions.DENORMAL_FACTOR), denormal)
            .reinterpretAsInts()
            .add(FloatFunctions.LOG_BIAS);
    FloatVector zero =
        broadcast(LANES, FloatFunctions.COUNTER_ZERO)
            .blend(FloatFunctions.DENORMAL_COUNTER_ZERO, denormal);
    FloatVector n =
        t.lanewise(VectorOperators.LSHR, FloatFunctions.MANTISSA_BITS)
            .or(FloatFunctions.COUNTER_BITS)
            .reinterpretAsFloats()
            .sub(zero);
    FloatVector m =
        t.and(FloatFunctions.MANTISSA_MASK).add(FloatFunctions.LOG_LOW_BITS).reinterpretAsFloats();
    return limits(x, logOfParts(n, m.sub(1)));
  }

  /** Returns {@code y}, the logarithm of a positive number, and what it is for other x. */
  private static FloatVector limits(FloatVector x, FloatVector y) {
    return x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(Float.NaN, x.compare(VectorOperators.LT, 0));
  }

  private static FloatVector logOfParts(FloatVector n, FloatVector f) {
    FloatVector q = f.fma(FloatFunctions.L8, FloatFunctions.L7);
    q = q.fma(f, broadcast(LANES, FloatFunctions.L6));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L5));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L4));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L3));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L2));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L1));
    q = q.fma(f, broadcast(LANES, FloatFunctions.L0));
    return n.fma(broadcast(LANES, FloatFunctions.LN2_HIGH), f.mul(f).fma(q, f));
  }

  static FloatVector softplus(FloatVector x) {
    FloatVector e = expOfMinusAbs(x);
    VectorMask<Float> large = e.compare(VectorOperators.GT, FloatFunctions.LOG1P_SMALL);
    FloatVector y =
        logOfParts(broadcast(LANES, 0).blend(1, large), e.blend(e.fma(0.5f, -0.5f), large));
    return x.blend(0, x.compare(VectorOperators.LT, 0)).add(y);
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector doubled =
        a.blend(FloatFunctions.TANH_MAX, a.compare(VectorOperators.GT, FloatFunctions.TANH_MAX))
            .mul(2);
    FloatVector z = doubled.fma(FloatFunctions.LOG2_E, FloatFunctions.TO_EXPONENT);
    FloatVector p = expm1OfRest(doubled, z.sub(FloatFunctions.TO_EXPONENT));
    FloatVector power = power(z.reinterpretAsInts());
    FloatVector t = power.fma(p, power.sub(1));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return shareOf(t, broadcast(LANES, 2), t).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expOfMinusAbs(x);
    FloatVector one = broadcast(LANES, 1);
    return shareOf(one.blend(e, x.compare(VectorOperators.LT, 0)), one, e);
  }

  private static FloatVector shareOf(FloatVector a, FloatVector b, FloatVector c) {
    FloatVector sum = b.add(c);
    FloatVector lost = c.sub(sum.sub(b));
    FloatVector inverse = broadcast(LANES, 1).div(sum);
    FloatVector minusY = a.mul(inverse).neg();
    FloatVector rest = minusY.fma(lost, minusY.fma(sum, a));
    return rest.fma(inverse, minusY.neg());
  }
}
