package io.github.wengert.autograd;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A differentiable vector in ℝⁿ, for what scalars cannot show: Jacobians, Hessians, wrong spaces.
 */
final class Vec extends Traceable<Vec> {
  private final double[] values;

  private Vec(double... values) {
    this.values = values;
  }

  static Vec vec(double... values) {
    return new Vec(values.clone());
  }

  double[] values() {
    return values.clone();
  }

  Vec plus(Vec that) {
    return Autograd.apply(new Add(), this, that);
  }

  /** The product of the elements, one by one. */
  Vec times(Vec that) {
    return Autograd.apply(new Multiply(), this, that);
  }

  Vec sin() {
    return Autograd.apply(new Sin(), this);
  }

  Vec cos() {
    return Autograd.apply(new Cos(), this);
  }

  /** The product {@code matrix · this}. */
  Vec in(double[][] matrix) {
    return Autograd.apply(new Linear(matrix), this);
  }

  Vec sum() {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return in(new double[][] {ones});
  }

  @Override
  protected VectorSpace<Vec> space() {
    return Vectors.SPACE;
  }

  record Add() implements Primitive<Vec> {
    @Override
    public String name() {
      return "add";
    }

    @Override
    public Vec forward(List<Vec> inputs) {
      double[] sum = inputs.get(0).values();
      Arrays.setAll(sum, i -> sum[i] + inputs.get(1).values[i]);
      return new Vec(sum);
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec y) {
      return List.of(g -> g, g -> g);
    }
  }

  record Multiply() implements Primitive<Vec> {
    @Override
    public String name() {
      return "multiply";
    }

    @Override
    public Vec forward(List<Vec> inputs) {
      double[] product = inputs.get(0).values();
      Arrays.setAll(product, i -> product[i] * inputs.get(1).values[i]);
      return new Vec(product);
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec y) {
      return List.of(g -> g.times(inputs.get(1)), g -> g.times(inputs.get(0)));
    }
  }

  record Sin() implements Primitive<Vec> {
    @Override
    public String name() {
      return "sin";
    }

    @Override
    public Vec forward(List<Vec> inputs) {
      return new Vec(Arrays.stream(inputs.getFirst().values).map(Math::sin).toArray());
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec y) {
      return List.of(g -> g.times(inputs.getFirst().cos()));
    }
  }

  record Cos() implements Primitive<Vec> {
    @Override
    public String name() {
      return "cos";
    }

    @Override
    public Vec forward(List<Vec> inputs) {
      return new Vec(Arrays.stream(inputs.getFirst().values).map(Math::cos).toArray());
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec y) {
      Vec x = inputs.getFirst();
      return List.of(g -> g.times(x.sin()).in(diagonal(x.values.length, -1)));
    }
  }

  /** {@code y = A·x}, whose pullback is {@code g ↦ Aᵀ·g}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Linear(double[][] matrix) implements Primitive<Vec> {
    @Override
    public String name() {
      return "linear";
    }

    @Override
    public Vec forward(List<Vec> inputs) {
      double[] x = inputs.getFirst().values;
      checkArgument(matrix[0].length == x.length);
      double[] y = new double[matrix.length];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < x.length; j++) {
          y[i] += matrix[i][j] * x[j];
        }
      }
      return new Vec(y);
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec y) {
      double[][] transposed = new double[matrix[0].length][matrix.length];
      for (int i = 0; i < matrix.length; i++) {
        for (int j = 0; j < matrix[i].length; j++) {
          transposed[j][i] = matrix[i][j];
        }
      }
      return List.of(g -> g.in(transposed));
    }
  }

  private static double[][] diagonal(int n, double value) {
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      matrix[i][i] = value;
    }
    return matrix;
  }

  private enum Vectors implements VectorSpace<Vec> {
    SPACE;

    @Override
    public Vec zero(Vec like) {
      return new Vec(new double[like.values.length]);
    }

    @Override
    public int dimension(Vec value) {
      return value.values.length;
    }

    @Override
    public Vec basis(Vec like, int index) {
      double[] unit = new double[like.values.length];
      unit[index] = 1;
      return new Vec(unit);
    }

    @Override
    public Vec add(Vec a, Vec b) {
      return a.plus(b);
    }

    @Override
    public void addInto(Vec accumulator, Vec addend) {
      Arrays.setAll(accumulator.values, i -> accumulator.values[i] + addend.values[i]);
    }

    @Override
    public Vec alias(Vec value) {
      return new Vec(value.values);
    }

    @Override
    public boolean sameSpace(Vec primal, Vec cotangent) {
      return primal.values.length == cotangent.values.length;
    }

    @Override
    public String describe(Vec value) {
      return "vec[" + value.values.length + "]";
    }
  }
}
