package io.github.wengert.ops.kernel;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Loops over arrays of one element type.
 *
 * <p>An elementwise loop reads and writes equal positions from 0, which is the shape that the
 * compiler vectorises; a result array may be one of the operands. A loop along an axis sees its
 * operand as {@code [outer, length, inner]} and works along the middle.
 *
 * <p>Functions of {@code double} that are applied to other element types are computed in {@code
 * double} and rounded once.
 *
 * @param <A> the array type, {@code float[]} or {@code double[]}
 */
public interface Kernels<A> extends UpdateKernels<A> {
  /** Returns the loops over {@code float[]}. */
  static Kernels<float[]> forFloats() {
    return KernelChoice.FLOATS;
  }

  /** Returns the loops over {@code double[]}. */
  static Kernels<double[]> forDoubles() {
    return KernelChoice.DOUBLES;
  }

  /** Says which loops compute, and why. */
  static String reason() {
    return KernelChoice.reason();
  }

  /** Returns the loops that programs have asked to be computed by vectors, each with its state. */
  static Map<String, RoutineState> routines() {
    return Warmup.COMMON.states();
  }

  /** Returns a copy of {@code x}. */
  A copy(A x);

  /** y ← x, whole arrays of one length. */
  void copy(A x, A y);

  /** yᵢ ← value. */
  void fill(A y, double value);

  /** yᵢ ← f(xᵢ) for i in [0, n). */
  void map(DoubleUnaryOperator f, A x, A y, int n);

  /** yᵢ ← f(aᵢ, bᵢ) for i in [0, n). */
  void zip(DoubleBinaryOperator f, A a, A b, A y, int n);

  /** yᵢ ← aᵢ + bᵢ for i in [0, n). */
  void add(A a, A b, A y, int n);

  /** yᵢ ← aᵢ − bᵢ for i in [0, n). */
  void sub(A a, A b, A y, int n);

  /** yᵢ ← aᵢ · bᵢ for i in [0, n). */
  void mul(A a, A b, A y, int n);

  /** yᵢ ← aᵢ ÷ bᵢ for i in [0, n). */
  void div(A a, A b, A y, int n);

  /** yᵢ ← max(aᵢ, bᵢ) for i in [0, n), NaN if either is. */
  void maximum(A a, A b, A y, int n);

  /** yᵢ ← min(aᵢ, bᵢ) for i in [0, n), NaN if either is. */
  void minimum(A a, A b, A y, int n);

  /** yᵢ ← |xᵢ| for i in [0, n). */
  void abs(A x, A y, int n);

  /** yᵢ ← √xᵢ for i in [0, n), NaN below 0. */
  void sqrt(A x, A y, int n);

  /** yᵢ ← c · xᵢ for i in [0, n), rounded once. */
  void scale(A x, double c, A y, int n);

  /** yᵢ ← xᵢ + c for i in [0, n), rounded once. */
  void shift(A x, double c, A y, int n);

  /** yᵢ ← max(0, xᵢ) for i in [0, n); NaN stays NaN. */
  void relu(A x, A y, int n);

  /** yᵢ ← e^xᵢ for i in [0, n). */
  void exp(A x, A y, int n);

  /** yᵢ ← ln xᵢ for i in [0, n): −∞ at 0, NaN below. */
  void log(A x, A y, int n);

  /** yᵢ ← tanh xᵢ for i in [0, n). */
  void tanh(A x, A y, int n);

  /** yᵢ ← 1 / (1 + e^−xᵢ) for i in [0, n). */
  void sigmoid(A x, A y, int n);

  /** yᵢ ← ln(1 + e^xᵢ) for i in [0, n). */
  void softplus(A x, A y, int n);

  /** yᵢ ← xᵢ / (1 + e^−xᵢ) for i in [0, n). */
  void silu(A x, A y, int n);

  /** yᵢ ← gᵢ times the slope of {@link #silu} at xᵢ for i in [0, n). */
  void siluVjp(A x, A g, A y, int n);

  /** yᵢ ← xᵢ Φ(xᵢ) for i in [0, n), computed in double and rounded once. */
  void gelu(A x, A y, int n);

  /** yᵢ ← gᵢ times the slope of {@link #gelu} at xᵢ for i in [0, n), likewise. */
  void geluVjp(A x, A g, A y, int n);

  /** yᵢ ← gᵢ for i in [0, n), but 0 where xᵢ ≤ 0. */
  void reluVjp(A x, A g, A y, int n);

  /** yᵢ ← (1 − tᵢ²) gᵢ for i in [0, n). */
  void tanhVjp(A t, A g, A y, int n);

  /** yᵢ ← sᵢ (1 − sᵢ) gᵢ for i in [0, n). */
  void sigmoidVjp(A s, A g, A y, int n);

  /** yᵢ ← cᵢ ≠ 0 ? aᵢ : bᵢ for i in [0, n). */
  void select(A c, A a, A b, A y, int n);

  /**
   * y ← x with its elements taken at other distances: the element at position (i₀, i₁, …) of {@code
   * y}, which is dense with these {@code extents}, is {@code x[Σ iₖ · strides[k]]}. A stride of 0
   * repeats.
   */
  void gather(A x, int offset, int[] strides, int[] extents, A y);

  /**
   * The converse of {@link #gather}: {@code y[offset + Σ iₖ · strides[k]]} ← element of {@code x}.
   */
  void scatter(A x, A y, int offset, int[] strides, int[] extents);

  /** y[yAt + i] ← y[yAt + i] + x[xAt + i] for i in [0, n). */
  void addRow(A x, int xAt, A y, int yAt, int n);

  /**
   * Adds rows of {@code x} to zeros, where indices in [0, extent) say: {@code [outer, indices,
   * inner] → [outer, extent, inner]}, in blocks and a tree as {@link #sum}.
   */
  void addAtIndices(A x, int[] indices, int outer, int extent, int inner, A y);

  /**
   * Sums along the middle: {@code [outer, length, inner] → [outer, inner]}. An element goes through
   * some 64 additions and a number that grows like the logarithm of the length: blocks are added
   * one element after the other, and their sums in a tree, whose shape depends on {@code length}
   * and {@code inner} only.
   */
  void sum(A x, int outer, int length, int inner, A y);

  /** Biased variances along the middle, each in two passes; {@code length > 0}. */
  void variance(A x, int outer, int length, int inner, A y);

  /** Largest elements along the middle, NaN if there is one; {@code length > 0}. */
  void max(A x, int outer, int length, int inner, A y);

  /** Smallest elements along the middle, NaN if there is one; {@code length > 0}. */
  void min(A x, int outer, int length, int inner, A y);

  /**
   * The pullback of {@link #max} and {@link #min}: y ← g · (x = extreme) / ties along the middle,
   * {@code [outer, length, inner]}, where {@code extreme} and {@code g} are {@code [outer, inner]}
   * and ties counts the elements that equal their extreme. The others get 0, whatever g is. NaN
   * equals nothing: its whole lane is NaN.
   */
  void extremeVjp(A x, A extreme, A g, int outer, int length, int inner, A y);

  /** log Σ exp along the middle, without overflow; {@code length > 0}. */
  void logSumExp(A x, int outer, int length, int inner, A y);

  /** exp(x − log Σ exp x) along the middle, as {@code [outer, length, inner]}. */
  void softmax(A x, int outer, int length, int inner, A y);

  /** x − log Σ exp x along the middle, as {@code [outer, length, inner]}. */
  void logSoftmax(A x, int outer, int length, int inner, A y);

  /**
   * Mean and biased variance of each group: what stands at one position along the middle of {@code
   * [outer, groups, inner]}, of which there are {@code outer · inner > 0} elements. Means are
   * subtracted before they are rounded, here and below.
   */
  void moments(A x, int outer, int groups, int inner, A mean, A variance);

  /**
   * y ← (x − mean) / √(variance + eps) in each group; see {@link #moments}.
   *
   * @return whether the variance of some group is no finite number: its y is 0 or NaN then
   */
  boolean normalize(A x, int outer, int groups, int inner, double eps, A y);

  /**
   * The pullback of {@link #normalize}: y ← s (g − mean(g) − s² mean((g − mean(g)) c) c) in each
   * group, with s = 1 / √(variance(x) + eps) and c = x − mean(x).
   *
   * @return whether the variance of some group is no finite number: its y is 0 or NaN then
   */
  boolean normalizeVjp(A x, A g, int outer, int groups, int inner, double eps, A y);

  /** y ← x · weight + bias, rounded once, with one weight and bias for each group. */
  void scaleShift(A x, A weight, A bias, int outer, int groups, int inner, A y);

  /**
   * The cross-entropy of each row with the class that it is labelled with, {@code [rows, classes] →
   * [rows]}: y ← w · (log Σ exp x − x at the label), with one weight w for each row. A weight of 0
   * gives 0. Labels are in [0, classes).
   */
  void labelCrossEntropy(A x, int[] labels, A weights, int rows, int classes, A y);

  /**
   * The pullback of {@link #labelCrossEntropy}: y ← (w · softmax x − w at the label) · scale, with
   * scale rounded first. A weight of 0 gives 0, whatever x and scale are.
   */
  void labelCrossEntropyVjp(A x, int[] labels, A weights, double scale, int rows, int classes, A y);

  /**
   * Returns the position along the middle, in [0, length), of the first largest element of lane
   * {@code (outer, inner)}; the first NaN counts as largest.
   */
  int argMax(A x, int outer, int length, int inner, int outerAt, int innerAt);

  /** Like {@link #argMax}, for the smallest. */
  int argMin(A x, int outer, int length, int inner, int outerAt, int innerAt);

  /**
   * C ← op(A) · op(B), an {@code [m, k]} by a {@code [k, n]} matrix, where op transposes if asked:
   * a transposed A is stored as {@code [k, m]}, a transposed B as {@code [n, k]}. All are dense,
   * from the given positions on.
   */
  void matmul(
      boolean transposeA,
      boolean transposeB,
      int m,
      int k,
      int n,
      A a,
      int aAt,
      A b,
      int bAt,
      A c,
      int cAt);

  /** Whether vectors compute any matrix product by now: they are compiled by use. */
  boolean multipliesByVectors();

  /**
   * y ← x · wᵀ + bias, {@code [rows, in], [out, in], [out] → [rows, out]}, all dense. Each sum
   * starts from the bias.
   */
  void linear(int rows, int in, int out, A x, A weight, A bias, A y);

  /**
   * y ← bias + the cross-correlation of x with the filters of the weight. Each sum starts from the
   * bias, or from 0 without one, and goes through the taps of a filter in the order in which they
   * are stored.
   */
  void conv2d(ConvolutionShape shape, A x, A weight, @Nullable A bias, A y);

  /** The pullback of {@link #conv2d} by x: y, of the shape of x, from g, of that of its result. */
  void conv2dInputVjp(ConvolutionShape shape, A g, A weight, A y);

  /**
   * The pullback of {@link #conv2d} by the weight: y, of its shape, from g, of that of the result.
   * Each sum goes through the samples, and through the windows of each.
   */
  void conv2dWeightVjp(ConvolutionShape shape, A g, A x, A y);

  /** The largest element of each window, NaN if there is one. */
  void maxPool2d(PoolingShape shape, A x, A y);

  /** Where in x the first largest element of each window is; the first NaN counts as largest. */
  void maxPool2dPositions(PoolingShape shape, A x, int[] positions);

  /** y ← 0 but for the sums of the gᵢ whose window has its first largest element there. */
  void maxPool2dVjp(PoolingShape shape, A x, A g, A y);

  /**
   * The mean of each window: divided by the number of its elements, those that lie on the padding
   * included if {@code countPadding} says so.
   */
  void avgPool2d(PoolingShape shape, boolean countPadding, A x, A y);

  /** The pullback of {@link #avgPool2d}: y, of the shape of x, from g, of that of the result. */
  void avgPool2dVjp(PoolingShape shape, boolean countPadding, A g, A y);
}
