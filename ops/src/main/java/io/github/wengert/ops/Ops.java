package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import java.util.Arrays;
import java.util.List;

/**
 * Differentiable operations on tensors. Import them statically to write formulas: {@code s =
 * matmul(W2, max(0, matmul(W1, x)))}.
 *
 * <p>The operands of an operation must have the same element type; otherwise it throws a {@link
 * DTypeException}. Elementwise operations broadcast their operands by NumPy's rule, and throw a
 * {@link ShapeException} if the shapes do not fit. Every operation can be differentiated any number
 * of times, and {@link #grad} and the like do so.
 */
public final class Ops extends Derivatives {
  private Ops() {}

  // -------------------------------------------------------------------------------- arithmetic

  /** Returns {@code a + b}, broadcast by NumPy's rule. */
  public static Tensor add(Tensor a, Tensor b) {
    return new Add().broadcasting(a, b);
  }

  /** Returns {@code x + c}. */
  public static Tensor add(Tensor x, double c) {
    return Autograd.apply(new AddScalar(c), x);
  }

  /** Returns {@code a − b}, broadcast by NumPy's rule. */
  public static Tensor sub(Tensor a, Tensor b) {
    return new Sub().broadcasting(a, b);
  }

  /** Returns {@code x − c}. */
  public static Tensor sub(Tensor x, double c) {
    return add(x, -c);
  }

  /** Returns {@code c − x}. */
  public static Tensor sub(double c, Tensor x) {
    return add(neg(x), c);
  }

  /** Returns {@code a b}, element by element, broadcast by NumPy's rule. */
  public static Tensor mul(Tensor a, Tensor b) {
    return new Mul().broadcasting(a, b);
  }

  /** Returns {@code c x}. */
  public static Tensor mul(Tensor x, double c) {
    return Autograd.apply(new MulScalar(c), x);
  }

  /**
   * Returns {@code a / b}, element by element, broadcast by NumPy's rule; IEEE 754 says what
   * division by zero gives.
   */
  public static Tensor div(Tensor a, Tensor b) {
    return new Div().broadcasting(a, b);
  }

  /** Returns {@code x / c}. */
  public static Tensor div(Tensor x, double c) {
    return div(x, Tensor.scalar(x.dtype(), c));
  }

  /** Returns {@code c / x}. */
  public static Tensor div(double c, Tensor x) {
    return div(Tensor.scalar(x.dtype(), c), x);
  }

  /** Returns {@code −x}. */
  public static Tensor neg(Tensor x) {
    return Autograd.apply(new Neg(), x);
  }

  /**
   * Returns the larger of each pair of elements, broadcast by NumPy's rule; NaN if either is NaN.
   * Where they are equal, half of the gradient goes to each.
   */
  public static Tensor maximum(Tensor a, Tensor b) {
    return new Maximum().broadcasting(a, b);
  }

  /**
   * Returns the smaller of each pair of elements, broadcast by NumPy's rule; NaN if either is NaN.
   * Where they are equal, half of the gradient goes to each.
   */
  public static Tensor minimum(Tensor a, Tensor b) {
    return new Maximum.Minimum().broadcasting(a, b);
  }

  /**
   * Returns {@code max(c, x)}, so that a hidden layer reads {@code max(0, matmul(W, x))}. For
   * {@code c = 0} this is {@link #relu}, with derivative 0 at the kink; otherwise it is {@link
   * #maximum}.
   */
  public static Tensor max(double c, Tensor x) {
    return c == 0 ? relu(x) : maximum(Tensor.scalar(x.dtype(), c), x);
  }

  /** Returns {@code min(c, x)}, which is {@link #minimum} with a constant. */
  public static Tensor min(double c, Tensor x) {
    return minimum(Tensor.scalar(x.dtype(), c), x);
  }

  /**
   * Returns {@code aᵇ}, broadcast by NumPy's rule. The gradient for b is 0 where a = 0 and b ≥ 0;
   * the one for a is 0 where b = 0.
   */
  public static Tensor pow(Tensor a, Tensor b) {
    return new Pow().broadcasting(a, b);
  }

  /** Returns {@code x} to a constant power. */
  public static Tensor pow(Tensor x, double exponent) {
    return Autograd.apply(new PowScalar(exponent), x);
  }

  /** Returns {@code x²}. */
  public static Tensor square(Tensor x) {
    return Autograd.apply(new Square(), x);
  }

  /**
   * Returns {@code √x}; NaN below 0, where the gradient is NaN too; at 0 the gradient is infinite.
   */
  public static Tensor sqrt(Tensor x) {
    return Autograd.apply(new Sqrt(), x);
  }

  /** Returns {@code |x|}. The derivative at 0 is 0. */
  public static Tensor abs(Tensor x) {
    return Autograd.apply(new Abs(), x);
  }

  /** Returns {@code eˣ}. */
  public static Tensor exp(Tensor x) {
    return Autograd.apply(new Exp(), x);
  }

  /** Returns {@code eˣ − 1}, without cancellation near 0. */
  public static Tensor expm1(Tensor x) {
    return Autograd.apply(new Expm1(), x);
  }

  /** Returns {@code ln x}; −∞ at 0, NaN below. */
  public static Tensor log(Tensor x) {
    return Autograd.apply(new Log(), x);
  }

  /** Returns {@code ln(1 + x)}, without cancellation near 0. */
  public static Tensor log1p(Tensor x) {
    return Autograd.apply(new Log1p(), x);
  }

  /** Returns the error function {@code 2/√π ∫₀ˣ e^−t² dt}. */
  public static Tensor erf(Tensor x) {
    return Autograd.apply(new Erf(), x);
  }

  /** Returns the standard normal distribution {@code Φ(x)}, accurate in its lower tail too. */
  public static Tensor normalCdf(Tensor x) {
    return Autograd.apply(new NormalCdf(), x);
  }

  /**
   * Returns {@code min(max(x, lo), hi)}; NaN stays NaN. The derivative is 1 between the bounds and
   * at them, 0 outside.
   *
   * @param min the lower bound, −∞ for none
   * @param max the upper bound, +∞ for none
   * @throws AttributeException if {@code min > max} or one is NaN
   */
  public static Tensor clamp(Tensor x, double min, double max) {
    return Autograd.apply(new Clamp(min, max), x);
  }

  /**
   * Returns {@code a} where the condition is not 0, else {@code b}; all three are broadcast
   * together. The branch that is not taken gets a gradient of exactly 0; the condition has no
   * derivative.
   */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Where.broadcasting(condition, a, b);
  }

  /**
   * Returns the same numbers as another element type; {@code x} itself if it has that type. The
   * gradient is converted back.
   */
  public static Tensor to(Tensor x, DType dtype) {
    requireNonNull(x, "to: x must not be null");
    requireNonNull(dtype, "to: dtype must not be null");
    return x.dtype() == dtype ? x : Autograd.apply(new Cast(dtype), x);
  }

  // --------------------------------------------------------------------------- matrix products

  /**
   * Returns the matrix product {@code a · b}.
   *
   * <p>{@code [m, k] · [k, n] → [m, n]}. Axes in front of the last two are batches and are
   * broadcast: {@code [b, m, k] · [k, n] → [b, m, n]}. A vector on the left counts as one row and
   * one on the right as one column, which the result then does not have: {@code [m, k] · [k] →
   * [m]}, {@code [k] · [k] → []}.
   *
   * <p>The terms of an element are added one after the other, by fused multiply-adds. So its error
   * is at most {@code k u Σ|ab|}, some √k u typically, with u = 2⁻²⁴ in F32 and 2⁻⁵³ in F64; unlike
   * that of a {@linkplain #sum(Tensor, int...) sum}, it grows with the length. Products with few
   * rows or columns may add sixteen such chains, which makes it smaller.
   *
   * @throws ShapeException if the inner dimensions differ, or an operand is a scalar
   */
  public static Tensor matmul(Tensor a, Tensor b) {
    return matmul(a, b, false, false);
  }

  /**
   * Returns {@code op(a) · op(b)}, where op swaps the last two axes of an operand if asked, without
   * moving it in memory; a vector stays as it is.
   *
   * @throws ShapeException if the inner dimensions differ, or an operand is a scalar
   */
  public static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    return MatMul.of(a, b, transposeA, transposeB);
  }

  /**
   * Returns {@code x Wᵀ + b}: a layer of neurons before their activation.
   *
   * <p>{@code [n, in], [out, in], [out] → [n, out]}. Source: CS231n, Neural Networks part 1.
   *
   * <p>Rounded like a {@link #matmul(Tensor, Tensor) product}, and so is its gradient by the
   * weight, whose sums go over all rows of x; that by the bias is a {@link #sum(Tensor, int...)
   * sum}.
   *
   * @throws ShapeException if the weight is no matrix, its rows are not as long as the last axis of
   *     {@code x}, or there is not one bias for each of them
   */
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return Autograd.apply(new Linear(FusedActivation.IDENTITY), x, weight, bias);
  }

  /**
   * Returns {@code f(x Wᵀ + b)}, a layer of neurons, in one operation: the same, to the bit, as f
   * of {@link #linear(Tensor, Tensor, Tensor)}, without keeping the scores.
   *
   * @throws ShapeException if the weight is no matrix, its rows are not as long as the last axis of
   *     {@code x}, or there is not one bias for each of them
   */
  public static Tensor linear(Tensor x, Tensor weight, Tensor bias, FusedActivation function) {
    requireNonNull(function, "linear: function must not be null");
    return function.isOutputEnough()
        ? Autograd.apply(new Linear(function), x, weight, bias)
        : function.of(linear(x, weight, bias));
  }

  // ------------------------------------------------------------------------------------- images

  /**
   * Returns the convolution of images with filters, without biases.
   *
   * @see #conv2d(Tensor, Tensor, Tensor, Conv2dOptions)
   */
  public static Tensor conv2d(Tensor x, Tensor weight, Conv2dOptions options) {
    requireNonNull(options, "conv2d: options must not be null");
    return Autograd.apply(new Conv2d(options), x, weight);
  }

  /**
   * Returns the convolution of images with filters, as networks mean it: what each filter, laid on
   * each window of the image, gives as the sum of products, plus the filter's bias.
   *
   * <p>{@code [n, channels, height, width], [filters, channels / groups, kernel height, kernel
   * width], [filters] → [n, filters, windows down, windows across]}, with {@code (height + 2
   * padding − (kernel − 1) dilation − 1) / stride + 1} windows down, and so many across. Source:
   * CS231n, Convolutional Neural Networks.
   *
   * <p>Rounded like a {@link #matmul(Tensor, Tensor) product}, and so is its gradient by the
   * weight, whose sums go over all windows of all images: in F32, of a million windows it may have
   * three digits.
   *
   * @throws ShapeException if x or the weight has not four axes, the filters are not for as many
   *     channels as x has, the groups do not divide them, a filter is larger than the padded image,
   *     or there is not one bias for each
   */
  public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, Conv2dOptions options) {
    requireNonNull(options, "conv2d: options must not be null");
    return Autograd.apply(new Conv2d(options), x, weight, bias);
  }

  /**
   * Returns the largest element of each window of images, NaN if there is one; padding is never the
   * largest. The gradient goes to the first of several that are largest.
   *
   * <p>{@code [n, channels, height, width] → [n, channels, windows down, windows across]}.
   *
   * @throws ShapeException if x has not four axes, or a window is larger than the padded image
   */
  public static Tensor maxPool2d(Tensor x, Pool2dOptions options) {
    requireNonNull(options, "maxPool2d: options must not be null");
    return Autograd.apply(new MaxPool2d(options), x);
  }

  /**
   * Returns the mean of each window of images, in which padding counts as zeros.
   *
   * <p>{@code [n, channels, height, width] → [n, channels, windows down, windows across]}.
   *
   * @throws ShapeException if x has not four axes, or a window is larger than the padded image
   */
  public static Tensor avgPool2d(Tensor x, Pool2dOptions options) {
    return avgPool2d(x, options, true);
  }

  /**
   * Returns the mean of each window of images.
   *
   * @param countPadding whether padding counts as zeros; if not, a mean is that of the elements of
   *     x in the window
   * @throws ShapeException if x has not four axes, or a window is larger than the padded image
   */
  public static Tensor avgPool2d(Tensor x, Pool2dOptions options, boolean countPadding) {
    requireNonNull(options, "avgPool2d: options must not be null");
    return Autograd.apply(new AvgPool2d(options, countPadding), x);
  }

  // -------------------------------------------------------------------------------- reductions

  /**
   * Returns the sum along some axes, which the result does not have; along all if none is named. An
   * empty sum is 0.
   *
   * <p>The error of a sum of n elements is at most {@code (66 + log₂ n) u Σ|x|}, with u = 2⁻²⁴ in
   * F32 and 2⁻⁵³ in F64, along any axes: blocks are added one element after the other, and the sums
   * of blocks in a tree. The same holds for gradients of operands that were repeated.
   *
   * @throws ShapeException if there is no such axis, or one is named twice
   */
  public static Tensor sum(Tensor x, int... axes) {
    return Autograd.apply(new Sum(Axes.of("sum", x.shape(), false, axes)), x);
  }

  /** Like {@link #sum(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor sumKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new Sum(Axes.of("sum", x.shape(), true, axes)), x);
  }

  /**
   * Returns the mean along some axes, which the result does not have; along all if none is named.
   *
   * <p>The error is that of the {@linkplain #sum(Tensor, int...) sum}, divided by n, and that of
   * one rounding.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there is nothing to
   *     reduce
   */
  public static Tensor mean(Tensor x, int... axes) {
    return Autograd.apply(new Mean(Axes.of("mean", x.shape(), false, axes)), x);
  }

  /** Like {@link #mean(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor meanKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new Mean(Axes.of("mean", x.shape(), true, axes)), x);
  }

  /**
   * Returns the largest element along some axes, which the result does not have; along all if none
   * is named. NaN if there is one. The gradient is shared evenly among ties; {@link #maxAt} sends
   * it to the first.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there is nothing to
   *     reduce
   */
  public static Tensor max(Tensor x, int... axes) {
    return Autograd.apply(new Max(Axes.of("max", x.shape(), false, axes)), x);
  }

  /** Like {@link #max(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor maxKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new Max(Axes.of("max", x.shape(), true, axes)), x);
  }

  /**
   * Returns the smallest element along some axes, which the result does not have; along all if none
   * is named. NaN if there is one. The gradient is shared evenly among ties; {@link #minAt} sends
   * it to the first.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there is nothing to
   *     reduce
   */
  public static Tensor min(Tensor x, int... axes) {
    return Autograd.apply(new Max.Min(Axes.of("min", x.shape(), false, axes)), x);
  }

  /** Like {@link #min(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor minKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new Max.Min(Axes.of("min", x.shape(), true, axes)), x);
  }

  /**
   * Returns the product along some axes, which the result does not have; along all if none is
   * named. An empty product is 1. The gradient is right with zeros among the factors: for {2, 3, 0}
   * it is {0, 0, 6}.
   *
   * @throws ShapeException if there is no such axis, or one is named twice
   */
  public static Tensor prod(Tensor x, int... axes) {
    return Autograd.apply(new Prod(Axes.of("prod", x.shape(), false, axes)), x);
  }

  /** Like {@link #prod(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor prodKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new Prod(Axes.of("prod", x.shape(), true, axes)), x);
  }

  /**
   * Returns the Euclidean norm {@code √Σ x²} along some axes, which the result does not have; along
   * all if none is named. It neither overflows nor underflows on the way. The gradient is {@code x
   * / ‖x‖}, and 0 where all elements are 0.
   *
   * @throws ShapeException if there is no such axis, or one is named twice
   */
  public static Tensor norm(Tensor x, int... axes) {
    return Autograd.apply(new Norm(Axes.of("norm", x.shape(), false, axes)), x);
  }

  /** Like {@link #norm(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor normKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new Norm(Axes.of("norm", x.shape(), true, axes)), x);
  }

  /**
   * Returns the smooth maximum {@code ln Σ eˣ} along some axes, which the result does not have;
   * along all if none is named. It neither overflows nor underflows.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there is nothing to
   *     reduce
   */
  public static Tensor logSumExp(Tensor x, int... axes) {
    return Autograd.apply(new LogSumExp(Axes.of("logSumExp", x.shape(), false, axes)), x);
  }

  /** Like {@link #logSumExp(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor logSumExpKeepingAxes(Tensor x, int... axes) {
    return Autograd.apply(new LogSumExp(Axes.of("logSumExp", x.shape(), true, axes)), x);
  }

  /**
   * Returns the variance {@code Σ (x − mean)² / n} along some axes, which the result does not have;
   * along all if none is named.
   *
   * <p>The mean is subtracted before it is rounded to the element type, so its size costs no
   * digits: the error is about {@code (130 + log₂ n) u (variance + e²)} at most, with e the error
   * that a rounded {@link #mean(Tensor, int...)} may have. See {@link #sum(Tensor, int...)} for u.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there are too few
   *     elements
   */
  public static Tensor variance(Tensor x, int... axes) {
    return Variance.of("variance", x, 0, false, axes);
  }

  /** Like {@link #variance(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor varianceKeepingAxes(Tensor x, int... axes) {
    return Variance.of("variance", x, 0, true, axes);
  }

  /**
   * Returns the unbiased estimate of the variance, {@code Σ (x − mean)² / (n − 1)}, along some
   * axes, which the result does not have; along all if none is named.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there are too few
   *     elements
   */
  public static Tensor sampleVariance(Tensor x, int... axes) {
    return Variance.of("sampleVariance", x, 1, false, axes);
  }

  /** Like {@link #sampleVariance(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor sampleVarianceKeepingAxes(Tensor x, int... axes) {
    return Variance.of("sampleVariance", x, 1, true, axes);
  }

  /**
   * Returns the standard deviation {@code √(Σ (x − mean)² / n)} along some axes, which the result
   * does not have; along all if none is named. The gradient is 0 where all elements are equal.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there are too few
   *     elements
   */
  public static Tensor std(Tensor x, int... axes) {
    return Variance.rootOf("std", x, 0, false, axes);
  }

  /** Like {@link #std(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor stdKeepingAxes(Tensor x, int... axes) {
    return Variance.rootOf("std", x, 0, true, axes);
  }

  /**
   * Returns the standard deviation with {@code n − 1} in place of n, the root of {@link
   * #sampleVariance(Tensor, int...)}, along some axes, which the result does not have; along all if
   * none is named. The gradient is 0 where all elements are equal.
   *
   * @throws ShapeException if there is no such axis, or one is named twice, or there are too few
   *     elements
   */
  public static Tensor sampleStd(Tensor x, int... axes) {
    return Variance.rootOf("sampleStd", x, 1, false, axes);
  }

  /** Like {@link #sampleStd(Tensor, int...)}, but the reduced axes stay with extent 1. */
  public static Tensor sampleStdKeepingAxes(Tensor x, int... axes) {
    return Variance.rootOf("sampleStd", x, 1, true, axes);
  }

  /**
   * Returns the position of the first largest element along an axis, which the result does not
   * have. The first NaN counts as largest. There is no derivative.
   *
   * @throws ShapeException if there is no such axis, or it is empty
   */
  public static Indices argmax(Tensor x, int axis) {
    return Max.positions("argmax", x, axis);
  }

  /**
   * Returns the position of the first smallest element along an axis, which the result does not
   * have. The first NaN counts as smallest. There is no derivative.
   *
   * @throws ShapeException if there is no such axis, or it is empty
   */
  public static Indices argmin(Tensor x, int axis) {
    return Max.Min.positions("argmin", x, axis);
  }

  /**
   * Returns the largest elements along an axis together with their positions. Unlike with {@link
   * #max(Tensor, int...)}, the whole gradient goes to the element at that position, the first of
   * several.
   *
   * @throws ShapeException if there is no such axis, or it is empty
   */
  public static ValuesAndIndices maxAt(Tensor x, int axis) {
    return ValuesAndIndices.of(x, axis, Max.positions("maxAt", x, axis));
  }

  /**
   * Returns the smallest elements along an axis together with their positions. Unlike with {@link
   * #min(Tensor, int...)}, the whole gradient goes to the element at that position, the first of
   * several.
   *
   * @throws ShapeException if there is no such axis, or it is empty
   */
  public static ValuesAndIndices minAt(Tensor x, int axis) {
    return ValuesAndIndices.of(x, axis, Max.Min.positions("minAt", x, axis));
  }

  // ------------------------------------------------------------------------------- activations

  /** Returns the logistic function {@code σ(x) = 1 / (1 + e⁻ˣ)}, in [0, 1]. */
  public static Tensor sigmoid(Tensor x) {
    return Autograd.apply(new Sigmoid(), x);
  }

  /** Returns {@code tanh x}, in [−1, 1]. */
  public static Tensor tanh(Tensor x) {
    return Autograd.apply(new Tanh(), x);
  }

  /** Returns {@code max(0, x)}; NaN stays NaN. The derivative at 0 is 0. */
  public static Tensor relu(Tensor x) {
    return Autograd.apply(new Relu(), x);
  }

  /**
   * Returns {@code x} where it is positive, else {@code slope · x}. The derivative at 0 is the
   * slope.
   *
   * @param slope the slope below 0; 0.01 is usual
   * @throws AttributeException if {@code slope} is NaN
   */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return Autograd.apply(new LeakyRelu(slope), x);
  }

  /**
   * Returns {@code x} where it is positive, else {@code slope · x}, with a slope that is learned.
   * The derivative for x at 0 is the slope. Source: He et al., Delving Deep into Rectifiers, 2015.
   *
   * @param slope one number for all ({@code []} or {@code [1]}), or one for each channel of axis 1
   *     ({@code [channels]}, {@code x} being {@code [n, channels, ..]})
   * @throws ShapeException if the number of slopes is neither 1 nor that of the channels
   */
  public static Tensor prelu(Tensor x, Tensor slope) {
    return Prelu.of(x, slope);
  }

  /**
   * Returns {@code x} where it is positive, else {@code α (eˣ − 1)}. The derivative at 0 is α.
   *
   * @param alpha the negative of the limit for x → −∞; 1 is usual
   * @throws AttributeException if {@code alpha} is NaN
   */
  public static Tensor elu(Tensor x, double alpha) {
    return Autograd.apply(new Elu(alpha), x);
  }

  /** Returns the Gaussian error linear unit {@code x Φ(x)}. */
  public static Tensor gelu(Tensor x) {
    return Autograd.apply(new Gelu(false), x);
  }

  /**
   * Returns the tanh form of the Gaussian error linear unit, {@code ½ x (1 + tanh(√(2/π) (x +
   * 0.044715 x³)))}.
   */
  public static Tensor geluTanh(Tensor x) {
    return Autograd.apply(new Gelu(true), x);
  }

  /** Returns {@code ln(1 + eˣ)}, the smooth rectifier. */
  public static Tensor softplus(Tensor x) {
    return softplus(x, 1, Double.POSITIVE_INFINITY);
  }

  /**
   * Returns {@code ln(1 + e^βx) / β}, and {@code x} itself where {@code βx > threshold}.
   *
   * @param beta how sharply it bends, &gt; 0
   * @param threshold from where on it is linear; +∞ for nowhere
   * @throws AttributeException if {@code beta} is not positive, or {@code threshold} is NaN
   */
  public static Tensor softplus(Tensor x, double beta, double threshold) {
    return Autograd.apply(new Softplus(beta, threshold), x);
  }

  /** Returns {@code x σ(x)}, also called swish. */
  public static Tensor silu(Tensor x) {
    return Autograd.apply(new Silu(), x);
  }

  /** Returns {@code ln σ(x)}, which neither overflows nor is the logarithm of a rounded 0. */
  public static Tensor logSigmoid(Tensor x) {
    return Autograd.apply(new LogSigmoid(), x);
  }

  /**
   * Returns the maximum over the {@code pieces} affine pieces of each unit, which are neighbours
   * along the last axis: {@code [.., units · pieces] → [.., units]}. The gradient is shared evenly
   * among ties.
   *
   * <p>Source: Goodfellow et al., Maxout Networks, 2013; CS231n, Neural Networks part 1.
   *
   * @param pieces how many pieces each unit has, at least 1
   * @throws AttributeException if {@code pieces} is not positive
   * @throws ShapeException if the last axis is not a multiple of {@code pieces}
   */
  public static Tensor maxout(Tensor x, int pieces) {
    return Max.maxout(x, pieces);
  }

  /**
   * Returns {@code eˣ / Σ eˣ} along an axis; it does not overflow.
   *
   * @throws ShapeException if there is no such axis
   */
  public static Tensor softmax(Tensor x, int axis) {
    return Autograd.apply(new Softmax(x.shape().axis("softmax", axis)), x);
  }

  /**
   * Returns {@code x − ln Σ eˣ} along an axis, through log-sum-exp.
   *
   * @throws ShapeException if there is no such axis
   */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return Autograd.apply(new LogSoftmax(x.shape().axis("logSoftmax", axis)), x);
  }

  // ----------------------------------------------------------------------------- normalisation

  /**
   * Returns {@code (x − mean) / √(variance + ε)}, with the mean and the biased variance of the
   * elements that differ only in their last axes: of each sample. The mean is subtracted before it
   * is rounded, as in {@link #variance(Tensor, int...)}.
   *
   * <p>Source: Ba, Kiros and Hinton, Layer Normalization, 2016.
   *
   * @param axes how many of the last axes are normalised together, at least 1
   * @param eps ε, in (0, ∞); 1e-5 is usual
   * @throws ShapeException if there are fewer axes, or no elements along them
   * @throws AttributeException if {@code eps} is out of range
   */
  public static Tensor layerNorm(Tensor x, int axes, double eps) {
    return Normalize.layerNorm(x, axes, eps);
  }

  /**
   * Like {@link #layerNorm(Tensor, int, double)}, times a weight, plus a bias: {@code [.., d], [d],
   * [d] → [.., d]}. As many of the last axes are normalised together as the weight has.
   *
   * @throws ShapeException if weight or bias differ in shape from the last axes of {@code x}
   * @throws AttributeException if {@code eps} is out of range
   */
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    return Normalize.layerNorm(x, weight, bias, eps);
  }

  /**
   * Returns {@code (x − mean) / √(variance + ε)}, with the mean and the biased variance of each
   * channel over the batch and all positions, and these statistics: the form for training. The mean
   * is subtracted before it is rounded, as in {@link #variance(Tensor, int...)}.
   *
   * <p>Source: Ioffe and Szegedy, Batch Normalization, 2015.
   *
   * @param x the batch, {@code [n, channels, ..]}
   * @param eps ε, in (0, ∞); 1e-5 is usual
   * @throws ShapeException if {@code x} has no axis of channels, or a channel has fewer than two
   *     elements
   * @throws AttributeException if {@code eps} is out of range
   */
  public static BatchNormalized batchNorm(Tensor x, double eps) {
    return Normalize.batchNorm(x, eps);
  }

  /**
   * Returns {@code (x − mean) / √(variance + ε)} with given statistics of each channel, which may
   * be differentiated too: the form for evaluation.
   *
   * @param x the batch, {@code [n, channels, ..]}
   * @param mean {@code [channels]}
   * @param variance {@code [channels]}, ≥ 0
   * @param eps ε, in (0, ∞)
   * @throws ShapeException if there is not one mean and one variance for each channel
   * @throws AttributeException if {@code eps} is out of range, or a variance is negative
   */
  public static Tensor batchNorm(Tensor x, Tensor mean, Tensor variance, double eps) {
    return Normalize.batchNorm(x, mean, variance, eps);
  }

  /**
   * Returns {@code x · weight + bias}, with one weight and one bias for each position along the
   * axes from {@code axis} on, as many as the weight has: for axis 1, {@code [n, channels, ..],
   * [channels], [channels] → [n, channels, ..]}.
   *
   * @throws ShapeException if there are no such axes, or they differ from the shape of weight or
   *     bias
   */
  public static Tensor scaleShift(Tensor x, Tensor weight, Tensor bias, int axis) {
    return ScaleShift.of(x, weight, bias, axis);
  }

  // ------------------------------------------------------------------------------------ shapes

  /**
   * Returns the same elements, row by row, in another shape; nothing is copied.
   *
   * @throws ShapeException if the number of elements differs
   */
  public static Tensor reshape(Tensor x, Shape shape) {
    requireNonNull(x, "reshape: x must not be null");
    requireNonNull(shape, "reshape: shape must not be null");
    return x.shape().equals(shape) ? x : Autograd.apply(new Reshape(shape), x);
  }

  /**
   * Returns the same elements, row by row, in another shape. One extent may be −1: what is left
   * over.
   *
   * @throws ShapeException if the number of elements differs, or more than one extent is −1
   */
  public static Tensor reshape(Tensor x, int... extents) {
    return reshape(x, Reshape.inferred(x.shape(), extents));
  }

  /**
   * Returns the tensor with {@code fromAxis} and all axes behind it made one: {@code [n, c, h, w] →
   * [n, c·h·w]} from axis 1.
   *
   * @throws ShapeException if there is no such axis
   */
  public static Tensor flatten(Tensor x, int fromAxis) {
    return reshape(x, Reshape.flattened(x.shape(), fromAxis));
  }

  /**
   * Returns the tensor with a new axis of extent 1 at position {@code axis} of the result.
   *
   * @throws ShapeException if the result has no such axis
   */
  public static Tensor expandDims(Tensor x, int axis) {
    return reshape(x, Reshape.expanded("expandDims", x.shape(), axis));
  }

  /**
   * Returns the tensor without an axis of extent 1.
   *
   * @throws ShapeException if there is no such axis, or its extent is not 1
   */
  public static Tensor squeeze(Tensor x, int axis) {
    return reshape(x, Reshape.squeezed(x.shape(), axis));
  }

  /**
   * Returns the tensor with its last two axes swapped.
   *
   * @throws ShapeException if there are fewer than two
   */
  public static Tensor transpose(Tensor x) {
    return transpose(x, -2, -1);
  }

  /**
   * Returns the tensor with two axes swapped.
   *
   * @throws ShapeException if there is no such axis
   */
  public static Tensor transpose(Tensor x, int axisA, int axisB) {
    return permute(x, Permute.swapped(x.shape(), axisA, axisB));
  }

  /**
   * Returns the tensor with its axes in another order: axis i of the result is axis {@code
   * order[i]} of {@code x}.
   *
   * @throws ShapeException unless each axis is named once
   */
  public static Tensor permute(Tensor x, int... order) {
    return Autograd.apply(Permute.of(x.shape(), order), x);
  }

  /**
   * Returns the elements repeated along axes of extent 1 and along new axes in front.
   *
   * @throws ShapeException if {@code x} cannot be broadcast to {@code shape}
   */
  public static Tensor broadcastTo(Tensor x, Shape shape) {
    requireNonNull(x, "broadcastTo: x must not be null");
    requireNonNull(shape, "broadcastTo: shape must not be null");
    return x.shape().equals(shape) ? x : Autograd.apply(new BroadcastTo(shape), x);
  }

  /**
   * Returns the tensors one behind the other along an axis.
   *
   * @throws ShapeException if there is none, or they differ along another axis
   */
  public static Tensor concat(List<? extends Tensor> tensors, int axis) {
    return Concat.of(tensors, axis);
  }

  /**
   * Returns the tensors one behind the other along an axis.
   *
   * @throws ShapeException if there is none, or they differ along another axis
   */
  public static Tensor concat(int axis, Tensor... tensors) {
    return concat(Arrays.asList(Nulls.require("concat", "tensors", tensors)), axis);
  }

  /**
   * Returns tensors of one shape side by side along a new axis at position {@code axis} of the
   * result.
   *
   * @throws ShapeException if there is none, or their shapes differ
   */
  public static Tensor stack(List<? extends Tensor> tensors, int axis) {
    return Concat.stack(tensors, axis);
  }

  /**
   * Returns tensors of one shape side by side along a new axis at position {@code axis} of the
   * result.
   *
   * @throws ShapeException if there is none, or their shapes differ
   */
  public static Tensor stack(int axis, Tensor... tensors) {
    return stack(Arrays.asList(Nulls.require("stack", "tensors", tensors)), axis);
  }

  /**
   * Returns positions {@code [start, end)} along an axis. Negative positions count from the end.
   *
   * @throws ShapeException if there is no such axis
   * @throws IndexException unless 0 ≤ start ≤ end ≤ extent
   */
  public static Tensor slice(Tensor x, int axis, int start, int end) {
    return slice(x, axis, start, end, 1);
  }

  /**
   * Returns every {@code step}-th position of {@code [start, end)} along an axis. Negative
   * positions count from the end.
   *
   * @throws ShapeException if there is no such axis
   * @throws IndexException unless 0 ≤ start ≤ end ≤ extent
   * @throws AttributeException if {@code step} is not positive
   */
  public static Tensor slice(Tensor x, int axis, int start, int end, int step) {
    return Slice.of(x, axis, start, end, step);
  }

  /**
   * Returns one element for each index: along the axis at the index, along all others where the
   * index stands. The result has the shape of {@code indices}.
   *
   * @throws ShapeException if there is no such axis, or the indices have other axes than {@code x}
   * @throws IndexException if an index is outside the axis
   */
  public static Tensor gather(Tensor x, int axis, Indices indices) {
    requireNonNull(x, "gather: x must not be null");
    requireNonNull(indices, "gather: indices must not be null");
    return Autograd.apply(new Gather(x.shape().axis("gather", axis), indices), x);
  }

  /**
   * Returns the slices at some positions along an axis, in that order; a position may be named
   * again. The axis is replaced by the axes of {@code indices}.
   *
   * @throws ShapeException if there is no such axis
   * @throws IndexException if an index is outside the axis
   */
  public static Tensor indexSelect(Tensor x, int axis, Indices indices) {
    requireNonNull(x, "indexSelect: x must not be null");
    requireNonNull(indices, "indexSelect: indices must not be null");
    return IndexSelect.of("indexSelect", x, axis, indices);
  }

  /**
   * Returns a row of a table for each index: {@code [rows, d], [..] → [.., d]}.
   *
   * @throws IndexException if an index is no row of the table
   */
  public static Tensor embedding(Tensor table, Indices indices) {
    requireNonNull(table, "embedding: table must not be null");
    requireNonNull(indices, "embedding: indices must not be null");
    return IndexSelect.of("embedding", table, 0, indices);
  }

  // ------------------------------------------------------------------------------------ beyond

  /** Returns {@code x} as a constant: derivatives of any order stop here. */
  public static Tensor stopGradient(Tensor x) {
    requireNonNull(x, "stopGradient: x must not be null");
    return Autograd.stopGradient(x);
  }

  /**
   * Applies an operation of your own; see {@link CustomOp} for one made of two functions.
   *
   * @throws IllegalArgumentException as the operation says
   */
  public static Tensor custom(Primitive<Tensor> operation, Tensor... operands) {
    requireNonNull(operation, "custom: operation must not be null");
    requireNonNull(operands, "custom: operands must not be null");
    return Autograd.apply(operation, Nulls.operands(operation.name(), operands));
  }
}
