package io.github.wengert.ops;

import java.util.Arrays;
import java.util.List;

/**
 * How far each operation may be from its reference: the one table that says what is right.
 *
 * @param value the bound of its results
 * @param slope the bound of its pullbacks
 * @param reach the part of the type's exponents within which the formula promises anything, see
 *     {@link StressValues#draw}
 * @param reason why it is not tighter
 */
record StressBounds(Bound value, Bound slope, double reach, String reason) {
  /**
   * An error may be {@code ulps} units in the last place of the exact result, plus {@code steps}
   * times what rounding each step of the reference's formula does.
   */
  record Bound(double ulps, double steps) {
    @Override
    public String toString() {
      return steps == 0 ? "%s ulp".formatted(ulps) : "%s ulp + %s·steps".formatted(ulps, steps);
    }
  }

  /** Rounded once; in F32 perhaps from a double that was rounded before. */
  private static final Bound ROUNDED = new Bound(0.501, 0);

  private static final Bound EXACT = new Bound(0, 0);

  /** A product of a few factors, each a function right to 1 ulp, which is 2 units of roundoff. */
  private static final Bound FACTORS = new Bound(1, 2);

  /** Arithmetic: each step rounds once. */
  private static final Bound STEPS = new Bound(0.5, 1);

  /** Steps of which some are functions that are right to 1 ulp. */
  private static final Bound FUNCTION_STEPS = new Bound(1, 2);

  /** The slope of a unit, a product of three steps. */
  private static final Bound SLOPE_OF_UNIT = new Bound(1, 3);

  private static StressBounds of(Bound value, Bound slope, double reach, String reason) {
    return new StressBounds(value, slope, reach, reason);
  }

  private static Bound ulps(double ulps) {
    return new Bound(ulps, 0);
  }

  static StressBounds of(BuiltinOp op, DType dtype) {
    boolean isSingle = dtype == DType.F32;
    // What F32 computes through a function in double precision is rounded once.
    Bound oneUlp = isSingle ? ROUNDED : ulps(1);
    return switch (op) {
      case Abs _, Neg _, Relu _, Clamp _ ->
          of(ROUNDED, ROUNDED, 1, "exact, or a bound that is rounded");
      case AddScalar _, Cast _, MulScalar _, Square _ -> of(ROUNDED, ROUNDED, 1, "one operation");
      case LeakyRelu _ -> of(ROUNDED, ulps(1.5), 1, "one operation; the slope is rounded first");
      case Sqrt _ -> of(ROUNDED, ulps(2), 1, "a division by the rounded root");
      case Elu _ -> of(isSingle ? ROUNDED : ulps(2), FACTORS, 1, "documented: 1.31 ulp");
      case Erf _ -> of(oneUlp, FACTORS, 1, "documented: 0.83 ulp");
      case Exp _ -> of(ulps(1), ulps(2), 1, "documented: 1 ulp");
      case Expm1 _ -> of(isSingle ? ROUNDED : ulps(1.1), ulps(3), 1, "documented: 1.03 ulp");
      case Log _ -> of(ulps(1), ROUNDED, 1, "documented: 1 ulp");
      case Log1p _ -> of(oneUlp, FACTORS, 1, "documented: 0.85 ulp");
      case Gelu gelu ->
          gelu.tanhForm()
              ? of(
                  isSingle ? ulps(1) : FUNCTION_STEPS,
                  FUNCTION_STEPS,
                  1,
                  "the argument 2u is rounded")
              : of(isSingle ? ROUNDED : ulps(3), FUNCTION_STEPS, 1, "a product with Φ");
      case NormalCdf _ -> of(isSingle ? ROUNDED : ulps(1.5), FACTORS, 1, "documented: 1.1 ulp");
      case Gaussian _ -> of(oneUlp, FACTORS, 1, "documented: 1 ulp");
      case Softplus.Slope _ ->
          of(new Bound(2, 4), FUNCTION_STEPS, 1, "documented: 2 ulp; y (1 − y) of a rounded y");
      case Gelu.Vjp _, Silu.Vjp _ ->
          of(FUNCTION_STEPS, FUNCTION_STEPS, 0.3, "a sum with a root; a product of three");
      case LogSigmoid _ -> of(ulps(2), FACTORS, 1, "documented: 2 ulp");
      case Softplus _ -> of(new Bound(2, 4), FACTORS, 1, "documented: 2 ulp, of a rounded βx");
      case PowScalar pow ->
          of(
              pow.factor() == 1 ? oneUlp : isSingle ? ROUNDED : ulps(3),
              isSingle ? ulps(1.5) : FACTORS,
              1,
              "a power right to 0.83 ulp, times its factor; at the ends of F64, a root twice");
      case Sigmoid _ ->
          of(ulps(2), SLOPE_OF_UNIT, 1, "documented: 2 ulp; y (1 − y) of a rounded y");
      case Silu _ -> of(ulps(3), FUNCTION_STEPS, 1, "a product with σ");
      case Tanh _ -> of(ulps(2), SLOPE_OF_UNIT, 1, "documented: 2 ulp; 1 − y² of a rounded y");
      case Add _, Sub _, Mul _, Div _ -> of(ROUNDED, STEPS, 1, "one operation");
      case Maximum _, Maximum.Minimum _, Relu.Vjp _, Where _ -> of(EXACT, ROUNDED, 1, "a choice");
      case Huber _ ->
          of(ulps(1.5), ulps(1.5), 0.45, "a difference and a product; δ is rounded first");
      case Pow.Derivative _ ->
          of(FUNCTION_STEPS, FUNCTION_STEPS, 0.1, "a sum with roots; b − k is rounded");
      case BranchMasks.Weigh _ -> of(ROUNDED, STEPS, 1, "one operation");
      case Norm _ -> of(STEPS, STEPS, 0.45, "a sum of squares, and its root");
      case Prod _, Prod.Slopes _ ->
          of(STEPS, STEPS, 0.02, "products that overflow where they must");
      case Pow _ ->
          of(
              oneUlp,
              FUNCTION_STEPS,
              0.45,
              "a power right to 1 ulp; b − 1 is rounded, and aᵇ⁻¹ may overflow");
      case Prelu _ -> of(ROUNDED, ROUNDED, 1, "one operation");
      case Sigmoid.Vjp _, Tanh.Vjp _ -> of(STEPS, STEPS, 0.3, "a product of three");
      case Sum _, Mean _ ->
          of(STEPS, STEPS, 1, "additions in blocks of 64, and of blocks in a tree");
      case Max _, Max.Min _ -> of(EXACT, ulps(1.5), 1, "a choice; 1/k among k ties, times g");
      case Max.ExtremeVjp _ -> of(new Bound(1.5, 0), STEPS, 1, "1/k, times g");
      case Variance _ -> of(STEPS, STEPS, 0.45, "squares");
      case LogSumExp _ -> of(FUNCTION_STEPS, FUNCTION_STEPS, 0.9, "differences from the maximum");
      case Softmax _, LogSoftmax _ ->
          of(FUNCTION_STEPS, FUNCTION_STEPS, 0.9, "differences from the maximum");
      case CrossEntropy _, LabelCrossEntropy _, LabelCrossEntropy.Vjp _ ->
          of(FUNCTION_STEPS, FUNCTION_STEPS, 0.4, "differences from the maximum; a product");
      case SquaredError _, SquaredError.Vjp _ -> of(STEPS, STEPS, 0.4, "squares");
      case Normalize _, Normalize.Vjp _ -> of(STEPS, FUNCTION_STEPS, 0.1, "squares and quotients");
      case ScaleShift _ -> of(ROUNDED, STEPS, 0.45, "documented: rounded once");
      case MatMul _, Linear _, Conv2d _, Conv2d.InputVjp _, Conv2d.WeightVjp _ ->
          of(STEPS, STEPS, 0.45, "n u Σ|a||b|; a unit's slope of its rounded output");
      case AvgPool2d _, AvgPool2d.Vjp _ -> of(STEPS, STEPS, 0.9, "sums");
      case MaxPool2d _ -> of(EXACT, STEPS, 1, "a choice; sums of cotangents");
      case MaxPool2d.Vjp _ -> of(STEPS, ROUNDED, 1, "sums; a choice");
      case Reshape _, Permute _, Concat _, Slice _, Slice.Scatter _ ->
          of(EXACT, ROUNDED, 1, "copies");
      case BroadcastTo _ -> of(EXACT, STEPS, 1, "copies; sums of cotangents");
      case IndexSelect _, Gather _ -> of(EXACT, STEPS, 1, "copies; sums of cotangents");
      case IndexSelect.IndexAdd _, Gather.ScatterAdd _ -> of(STEPS, ROUNDED, 1, "sums; copies");
    };
  }

  /**
   * Returns by how much an operation multiplies a factor that may have underflowed, at one
   * position: a power by its exponent, a tail by its argument and by the other operand, a
   * probability by the cotangent.
   */
  static double lossOfUnderflow(BuiltinOp op, List<Tensor> operands, int position) {
    double a = operands.getFirst().get(position);
    return switch (op) {
      case Pow _ -> 1 + Math.abs(operands.get(1).get(position));
      case Linear linear ->
          linear.function() == FusedActivation.IDENTITY
              ? 1
              : 1 + largest(operands.get(0)) + largest(operands.get(1));
      case LabelCrossEntropy.Vjp _ -> 1 + 2 * Math.abs(operands.get(2).get(0));
      case Gaussian _ -> 1 + Math.abs(a);
      case Gelu.Vjp _, Silu.Vjp _ ->
          (1 + Math.pow(a, 6)) * (1 + Math.abs(operands.get(1).get(position)));
      case Pow.Derivative derivative ->
          Math.pow(1 + Math.abs(operands.get(1).get(position)), derivative.byBase() + 1)
              * Math.pow(1 + Math.abs(Math.log(Math.abs(a))), derivative.byExponent() + 1);
      default -> 1;
    };
  }

  private static double largest(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).map(Math::abs).max().orElse(0);
  }
}
