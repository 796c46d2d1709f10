package io.github.wengert.ops;

import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Values of functions that the reference cases leave out, by formulas of plain Java: this is where
 * a new function gets its case if the reference cannot compute it.
 */
final class FormulaCases {
  /**
   * A result and what it must be.
   *
   * @param actual what the library computes
   * @param shape the shape it must have
   * @param expected the elements it must have
   */
  record FormulaCase(Tensor actual, Shape shape, List<Double> expected) {
    FormulaCase(Tensor actual, Shape shape, double... expected) {
      this(actual, shape, Doubles.asList(expected));
    }

    @Override
    public String toString() {
      return actual.toString();
    }
  }

  private static final Tensor X =
      Tensor.of(DType.F64, Shape.of(2, 3), 0.5, -1.25, 2, -0.75, 3, 0.0);

  private static final Size2d WIDE = Size2d.of(2);

  private final Map<String, FormulaCase> cases = new LinkedHashMap<>();

  private FormulaCases() {}

  /** Returns the cases by the signature of the function. */
  static Map<String, FormulaCase> all() {
    FormulaCases builder = new FormulaCases();
    builder.elementwise();
    builder.shapes();
    builder.positions();
    builder.images();
    builder.reductions();
    return builder.cases;
  }

  private void elementwise(String signature, Tensor actual, DoubleUnaryOperator formula) {
    double[] expected = X.toDoubleArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = formula.applyAsDouble(expected[i]);
    }
    cases.put(signature, new FormulaCase(actual, X.shape(), expected));
  }

  private void elementwise() {
    elementwise("sub(Tensor, double)", Ops.sub(X, 2), x -> x - 2);
    elementwise("sub(double, Tensor)", Ops.sub(2, X), x -> 2 - x);
    elementwise("div(Tensor, double)", Ops.div(X, 3), x -> x / 3);
    elementwise("div(double, Tensor)", Ops.div(3, X), x -> 3 / x);
    elementwise("max(double, Tensor)", Ops.max(0.5, X), x -> x > 0.5 ? x : 0.5);
    elementwise("min(double, Tensor)", Ops.min(0.5, X), x -> x < 0.5 ? x : 0.5);
    elementwise("softplus(Tensor)", Ops.softplus(X), x -> Math.log(1 + Math.exp(x)));
    elementwise("normalCdf(Tensor)", Ops.normalCdf(X), x -> ExactMath.normalCdf(x).doubleValue());
    elementwise("to(Tensor, DType)", Ops.to(X, DType.F32), x -> (float) x);
    elementwise("stopGradient(Tensor)", Ops.stopGradient(X), x -> x);
    Tensor twice = Ops.mul(Tensor.eye(DType.F64, 3), 2);
    elementwise(
        "linear(Tensor, Tensor, Tensor, FusedActivation)",
        Ops.linear(X, twice, Tensor.of(DType.F64, 1.0, 1, 1), FusedActivation.RELU),
        x -> Math.max(0, 2 * x + 1));
    elementwise("custom(Primitive, Tensor[])", Ops.custom(new Square(), X), x -> x * x);
  }

  private void shapes() {
    cases.put(
        "concat(int, Tensor[])",
        new FormulaCase(
            Ops.concat(1, Tensor.of(DType.F64, Shape.of(2, 1), 7, 8), X),
            Shape.of(2, 4),
            7,
            0.5,
            -1.25,
            2,
            8,
            -0.75,
            3,
            0.0));
    cases.put(
        "stack(int, Tensor[])",
        new FormulaCase(
            Ops.stack(-1, Tensor.of(DType.F64, 1, 2), Tensor.of(DType.F64, 3, 4)),
            Shape.of(2, 2),
            1,
            3,
            2,
            4));
    double[] elements = X.toDoubleArray();
    cases.put(
        "reshape(Tensor, Shape)",
        new FormulaCase(Ops.reshape(X, Shape.of(3, 2)), Shape.of(3, 2), elements));
    Tensor column = Tensor.of(DType.F64, Shape.of(6, 1), elements);
    cases.put(
        "squeeze(Tensor, int)", new FormulaCase(Ops.squeeze(column, -1), Shape.of(6), elements));
    cases.put(
        "transpose(Tensor)",
        new FormulaCase(Ops.transpose(X), Shape.of(3, 2), 0.5, -0.75, -1.25, 3, 2, 0));
    cases.put(
        "slice(Tensor, int, int, int)",
        new FormulaCase(Ops.slice(X, 1, 1, 3), Shape.of(2, 2), -1.25, 2, 3, 0));
  }

  private void images() {
    Tensor image = Ops.reshape(X, 1, 1, 2, 3);
    cases.put(
        "avgPool2d(Tensor, Pool2dOptions, boolean)",
        new FormulaCase(
            Ops.avgPool2d(image, new Pool2dOptions(WIDE, WIDE, new Size2d(0, 1), false), false),
            Shape.of(1, 1, 1, 2),
            (0.5 - 0.75) / 2,
            (-1.25 + 2 + 3 + 0) / 4));
  }

  private void reductions() {
    cases.put("prod(Tensor, int[])", reduction(Ops.prod(X, 1), 0.5 * -1.25 * 2, 0));
    cases.put("norm(Tensor, int[])", reduction(Ops.norm(X, 1), root(5.8125), root(9.5625)));
    cases.put("std(Tensor, int[])", reduction(Ops.std(X, 0), 0.625, 2.125, 1));
    cases.put(
        "sampleStd(Tensor, int[])",
        reduction(Ops.sampleStd(X, 0), 1.25 / root(2), 4.25 / root(2), root(2)));
    Shape row = Shape.of(1, 3);
    cases.put(
        "prodKeepingAxes(Tensor, int[])",
        new FormulaCase(Ops.prodKeepingAxes(X, 0), row, -0.375, -3.75, 0));
    cases.put(
        "normKeepingAxes(Tensor, int[])",
        new FormulaCase(Ops.normKeepingAxes(X, 0), row, root(0.8125), 3.25, 2));
    cases.put(
        "stdKeepingAxes(Tensor, int[])",
        new FormulaCase(Ops.stdKeepingAxes(X, 0), row, 0.625, 2.125, 1));
    cases.put(
        "sampleStdKeepingAxes(Tensor, int[])",
        new FormulaCase(Ops.sampleStdKeepingAxes(Ops.mul(X, root(2)), 0), row, 1.25, 4.25, 2));
  }

  private static FormulaCase reduction(Tensor actual, double... expected) {
    return new FormulaCase(actual, Shape.of(expected.length), expected);
  }

  private static double root(double x) {
    return Math.sqrt(x);
  }

  private void positions() {
    cases.put("argmax(Tensor, int)", positions(Ops.argmax(X, 1), 2, 1));
    cases.put("argmin(Tensor, int)", positions(Ops.argmin(X, 0), 1, 0, 1));
  }

  private static FormulaCase positions(Indices actual, double... expected) {
    double[] values = Arrays.stream(actual.toArray()).asDoubleStream().toArray();
    return new FormulaCase(
        Tensor.of(DType.F64, actual.shape(), values), Shape.of(expected.length), expected);
  }
}
