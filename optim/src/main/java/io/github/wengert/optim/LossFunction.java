package io.github.wengert.optim;

import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.ops.internal.GradientBuffers;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loss as a function of the vector of all parameters, which counts how often it is asked. */
final class LossFunction {
  /** The function at one place. Nobody changes the arrays. */
  static final class Point {
    private final double[] x; // the parameters' contents, so rounded if they are F32
    private final double loss;
    private final double[] gradient;
    private final double gradientNorm;

    private Point(double[] x, double loss, double[] gradient) {
      this.x = x;
      this.loss = loss;
      this.gradient = gradient;
      this.gradientNorm = VectorMath.norm(gradient);
    }

    double[] x() {
      return x;
    }

    double loss() {
      return loss;
    }

    double[] gradient() {
      return gradient;
    }

    double gradientNorm() {
      return gradientNorm;
    }

    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(gradientNorm);
    }
  }

  /** Numbers between 2^-400 and 2^400 have squares, and sums of these, that a double holds. */
  private static final int LARGEST_EXPONENT = 400;

  private final FlatParameters parameters;
  private final Supplier<Tensor> loss;
  private final Unused unused;
  private final GradientBuffers buffers = GradientBuffers.create();
  private double[] gradient = {}; // of the last evaluation
  private @Nullable Point last;
  private int evaluations;

  /** Points hold the loss and the gradient divided by 2^exponent. */
  private int exponent;

  LossFunction(FlatParameters parameters, Supplier<Tensor> loss, Unused unused) {
    this.parameters = parameters;
    this.loss = loss;
    this.unused = unused;
  }

  int evaluations() {
    return evaluations;
  }

  /** Evaluates the loss where the parameters are. */
  Point here() {
    evaluations++;
    WithAuxiliary<Tensor, LossFunction> result =
        buffers.with(
            parameters.parameters(),
            () -> new WithAuxiliary<>(value(), this),
            unused,
            gradients -> gradient = parameters.gradient(gradients));
    Point point = new Point(parameters.values(), result.result().item(), gradient);
    last = scaled(point, exponent);
    return last;
  }

  private Tensor value() {
    return Training.repeatable(() -> Nulls.requireResult(loss.get(), "lbfgs", "loss"));
  }

  /**
   * Scales the function, from now on, by the power of two that brings the norm of a gradient near
   * 1, if products of its elements would overflow or underflow.
   *
   * @param point the function at one place
   * @return the same point of the function as it is now
   */
  Point scaleLike(Point point) {
    double norm = point.gradientNorm();
    if (norm > 0 && point.isFinite() && Math.abs(Math.getExponent(norm)) > LARGEST_EXPONENT) {
      exponent = Math.getExponent(norm);
    }
    return scaled(point, exponent);
  }

  private static Point scaled(Point point, int exponent) {
    if (exponent == 0) {
      return point;
    }
    double[] gradient =
        Arrays.stream(point.gradient).map(each -> Math.scalb(each, -exponent)).toArray();
    return new Point(point.x, Math.scalb(point.loss, -exponent), gradient);
  }

  /** Returns a loss, or a norm of a gradient, of the function as it was given. */
  double unscaled(double value) {
    return Math.scalb(value, exponent);
  }

  /** Sets the parameters to {@code x} and evaluates the loss there. */
  Point at(double[] x) {
    parameters.assign(x);
    return here();
  }

  /** Sets the parameters to those of {@code point}. */
  void goTo(Point point) {
    parameters.assign(point.x);
  }

  /**
   * Sets the parameters to those of {@code point}, and evaluates the loss there again if layers
   * keep state: what it last handed to the training scope, such as running statistics, is what
   * stays.
   */
  void endAt(Point point) {
    parameters.assign(point.x);
    if (point != last && Training.current().filter(Training::hasNewState).isPresent()) {
      value();
    }
  }
}
