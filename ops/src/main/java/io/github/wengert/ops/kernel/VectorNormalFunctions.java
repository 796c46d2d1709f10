package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.NormalFunctions.CENTRE;
import static io.github.wengert.ops.kernel.NormalFunctions.CENTRE_END;
import static io.github.wengert.ops.kernel.NormalFunctions.FARTHEST;
import static io.github.wengert.ops.kernel.NormalFunctions.MIDDLE;
import static io.github.wengert.ops.kernel.NormalFunctions.PHI0_HIGH;
import static io.github.wengert.ops.kernel.NormalFunctions.PHI0_LOW;
import static io.github.wengert.ops.kernel.NormalFunctions.TAIL;
import static jdk.incubator.vector.DoubleVector.broadcast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The Gaussian error linear unit and its slope by vectors, in double precision for both element
 * types: the operations of {@link NormalFunctions} in the same order, and so the same bits. All
 * numbers pass through the tail and through the polynomial around 0; each takes what is its own.
 *
 * <p>It is one loop without methods for the reason that {@link DoubleLanes} gives.
 */
final class VectorNormalFunctions {
  private static final VectorSpecies<Double> LANES = DoubleLanes.LANES;

  /** How many floats are widened at a time, so that what is between stays in the first cache. */
  private static final int BLOCK = 512;

  private VectorNormalFunctions() {}

  /** y ← x Φ(x). */
  static void gelu(double[] x, double[] y, int n) {
    int end = LANES.loopBound(n);
    loop(x, null, y, end);
    for (int i = end; i < n; i++) {
      y[i] = NormalFunctions.gelu(x[i]);
    }
  }

  /** y ← (Φ(x) + x φ(x)) g. */
  static void geluVjp(double[] x, double[] g, double[] y, int n) {
    int end = LANES.loopBound(n);
    loop(x, g, y, end);
    for (int i = end; i < n; i++) {
      y[i] = NormalFunctions.geluSlope(x[i]) * g[i];
    }
  }

  /** y ← x Φ(x), rounded once. */
  static void gelu(float[] x, float[] y, int n) {
    double[] wide = new double[Math.min(n, BLOCK)];
    for (int i = 0; i < n; i += BLOCK) {
      int some = Math.min(BLOCK, n - i);
      widen(x, i, wide, some);
      gelu(wide, wide, some);
      narrow(wide, y, i, some);
    }
  }

  /** y ← (Φ(x) + x φ(x)) g, rounded once. */
  static void geluVjp(float[] x, float[] g, float[] y, int n) {
    double[] wide = new double[Math.min(n, BLOCK)];
    double[] wideG = new double[Math.min(n, BLOCK)];
    for (int i = 0; i < n; i += BLOCK) {
      int some = Math.min(BLOCK, n - i);
      widen(x, i, wide, some);
      widen(g, i, wideG, some);
      geluVjp(wide, wideG, wide, some);
      narrow(wide, y, i, some);
    }
  }

  private static void widen(float[] x, int from, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[from + i];
    }
  }

  private static void narrow(double[] x, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) x[i];
    }
  }

  /** Computes whole vectors: the unit if there is no g, or its slope times g. */
  private static void loop(double[] x, double @Nullable [] g, double[] y, int end) {
    double ofSlope = g == null ? 0 : 1;
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleVector v = DoubleVector.fromArray(LANES, x, i);
      VectorMask<Double> below = v.compare(VectorOperators.LT, -CENTRE_END);
      DoubleVector t = v.abs();
      t = t.blend(FARTHEST, t.compare(VectorOperators.GT, FARTHEST));

      // The tail's numerator and its quotient with t + 4, each in two numbers.
      DoubleVector sum = t.add(MIDDLE);
      DoubleVector rounded = sum.sub(t);
      DoubleVector lostOfSum = t.sub(sum.sub(rounded)).add(broadcast(LANES, MIDDLE).sub(rounded));
      DoubleVector one = broadcast(LANES, 1);
      DoubleVector inverse = one.div(sum);
      DoubleVector inverseLow =
          inverse.neg().fma(sum, one).sub(inverse.mul(lostOfSum)).mul(inverse);
      DoubleVector share = inverse.mul(2 * MIDDLE);
      DoubleVector w = one.sub(share);
      DoubleVector wLow = one.sub(w).sub(share).sub(inverseLow.mul(2 * MIDDLE));
      DoubleVector square = w.mul(w);
      DoubleVector even = broadcast(LANES, TAIL[0]);
      DoubleVector odd = broadcast(LANES, TAIL[1]);
      even = even.fma(square, broadcast(LANES, TAIL[2]));
      odd = odd.fma(square, broadcast(LANES, TAIL[3]));
      even = even.fma(square, broadcast(LANES, TAIL[4]));
      odd = odd.fma(square, broadcast(LANES, TAIL[5]));
      even = even.fma(square, broadcast(LANES, TAIL[6]));
      odd = odd.fma(square, broadcast(LANES, TAIL[7]));
      even = even.fma(square, broadcast(LANES, TAIL[8]));
      odd = odd.fma(square, broadcast(LANES, TAIL[9]));
      even = even.fma(square, broadcast(LANES, TAIL[10]));
      odd = odd.fma(square, broadcast(LANES, TAIL[11]));
      even = even.fma(square, broadcast(LANES, TAIL[12]));
      odd = odd.fma(square, broadcast(LANES, TAIL[13]));
      even = even.fma(square, broadcast(LANES, TAIL[14]));
      odd = odd.fma(square, broadcast(LANES, TAIL[15]));
      even = even.fma(square, broadcast(LANES, TAIL[16]));
      odd = odd.fma(square, broadcast(LANES, TAIL[17]));
      even = even.fma(square, broadcast(LANES, TAIL[18]));
      DoubleVector q = w.fma(odd.fma(w, even), broadcast(LANES, NormalFunctions.T1_LOW));
      DoubleVector slope = q.add(NormalFunctions.T1_HIGH);
      DoubleVector lostOfSlope = broadcast(LANES, NormalFunctions.T1_HIGH).sub(slope).add(q);
      DoubleVector product = w.mul(slope);
      DoubleVector m = product.add(NormalFunctions.T0_HIGH);
      DoubleVector mLow =
          broadcast(LANES, NormalFunctions.T0_HIGH)
              .sub(m)
              .add(product)
              .add(
                  w.fma(slope, product.neg())
                      .add(w.fma(lostOfSlope, broadcast(LANES, NormalFunctions.T0_LOW))))
              .add(wLow.mul(slope.mul(2).sub(NormalFunctions.T1_HIGH)));
      DoubleVector quotient = m.mul(inverse);
      DoubleVector minus = quotient.neg();
      mLow = minus.fma(sum, m).add(minus.fma(lostOfSum, mLow)).mul(inverse);

      // Less t φ(0) where the slope's lower tail is wanted, times x where the unit's is.
      DoubleVector ct = broadcast(LANES, 0).blend(t.mul(ofSlope), below);
      DoubleVector part = ct.mul(PHI0_HIGH);
      DoubleVector difference = quotient.sub(part);
      DoubleVector differenceLow =
          quotient
              .sub(difference.add(part))
              .add(mLow.sub(ct.fma(broadcast(LANES, PHI0_HIGH), part.neg())));
      DoubleVector factor = one.blend(t.mul(ofSlope - 1).add(ofSlope), below);
      DoubleVector f = difference.mul(factor);
      DoubleVector fLow = difference.fma(factor, f.neg()).add(differenceLow.mul(factor));

      // e^−t²/2 = 2ⁿ (1 + e1 + lost).
      DoubleVector half = t.mul(-0.5);
      DoubleVector high = half.mul(t);
      DoubleVector low = half.fma(t, high.neg());
      DoubleVector z = high.fma(DoubleFunctions.LOG2_E, DoubleFunctions.TO_TWO_EXPONENTS);
      DoubleVector n = z.sub(DoubleFunctions.TO_TWO_EXPONENTS);
      high = n.fma(broadcast(LANES, -DoubleFunctions.LN2_HIGH), high);
      DoubleVector rest = n.fma(broadcast(LANES, -DoubleFunctions.LN2_LOW), low);
      DoubleVector r = high.add(rest);
      DoubleVector r2 = r.mul(r);
      DoubleVector r4 = r2.mul(r2);
      DoubleVector q0 =
          r2.fma(
              r.fma(DoubleFunctions.E3, DoubleFunctions.E2),
              r.fma(DoubleFunctions.E1, DoubleFunctions.E0));
      DoubleVector q4 =
          r2.fma(
              r.fma(DoubleFunctions.E7, DoubleFunctions.E6),
              r.fma(DoubleFunctions.E5, DoubleFunctions.E4));
      DoubleVector q8 =
          r2.fma(
              broadcast(LANES, DoubleFunctions.E10), r.fma(DoubleFunctions.E9, DoubleFunctions.E8));
      DoubleVector u = r2.fma(r4.fma(r4.fma(q8, q4), q0), rest);
      DoubleVector e1 = high.add(u);
      DoubleVector lost = high.sub(e1).add(u);
      LongVector exponents = z.reinterpretAsLongs();
      LongVector someExponents = exponents.lanewise(VectorOperators.LSHR, 1);
      DoubleVector power =
          someExponents
              .lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
              .reinterpretAsDoubles();
      DoubleVector otherPower =
          exponents
              .sub(someExponents)
              .lanewise(VectorOperators.LSHL, DoubleFunctions.MANTISSA_BITS)
              .reinterpretAsDoubles();
      DoubleVector tail =
          f.add(f.fma(e1, f.fma(lost, fLow.fma(e1, fLow)))).mul(power).mul(otherPower);

      // Φ around 0.
      square = v.mul(v);
      odd = broadcast(LANES, CENTRE[0]);
      even = broadcast(LANES, CENTRE[1]);
      DoubleVector fourth = square.mul(square);
      odd = odd.fma(fourth, broadcast(LANES, CENTRE[2]));
      even = even.fma(fourth, broadcast(LANES, CENTRE[3]));
      odd = odd.fma(fourth, broadcast(LANES, CENTRE[4]));
      even = even.fma(fourth, broadcast(LANES, CENTRE[5]));
      odd = odd.fma(fourth, broadcast(LANES, CENTRE[6]));
      even = even.fma(fourth, broadcast(LANES, CENTRE[7]));
      odd = odd.fma(fourth, broadcast(LANES, CENTRE[8]));
      even = even.fma(fourth, broadcast(LANES, CENTRE[9]));
      product = v.mul(PHI0_HIGH);
      rest =
          v.mul(square)
              .fma(
                  odd.fma(square, even),
                  v.fma(
                      broadcast(LANES, PHI0_LOW),
                      v.fma(broadcast(LANES, PHI0_HIGH), product.neg())));
      sum = product.add(0.5);
      DoubleVector cdf =
          sum.add(broadcast(LANES, 0.5).sub(sum).add(product).add(rest))
              .blend(one.sub(tail), v.compare(VectorOperators.GT, CENTRE_END));

      if (g == null) {
        v.mul(cdf).blend(tail, below).intoArray(y, i);
      } else {
        DoubleVector phi0 = broadcast(LANES, PHI0_HIGH);
        DoubleVector phi0Low = broadcast(LANES, PHI0_LOW);
        DoubleVector density =
            phi0.add(phi0.fma(e1, phi0.fma(lost, phi0Low.fma(e1, phi0Low))))
                .mul(power)
                .mul(otherPower);
        v.blend(FARTHEST, v.compare(VectorOperators.GT, FARTHEST))
            .fma(density, cdf)
            .blend(tail, below)
            .mul(DoubleVector.fromArray(LANES, g, i))
            .intoArray(y, i);
      }
    }
  }
}
