package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/**
 * Random orthogonal matrices: the factor Q of the QR decomposition of a matrix of normal numbers.
 *
 * <p>By Gram and Schmidt's method in double precision, each vector freed of the others twice, which
 * is enough for orthogonality to rounding (Giraud et al., The Loss of Orthogonality in the
 * Gram-Schmidt Orthogonalization Process, 2005). The diagonal of R is positive, so that no
 * direction is preferred (Mezzadri, How to Generate Random Matrices from the Classical Compact
 * Groups, 2007).
 */
final class Orthogonal {
  private Orthogonal() {}

  /** Returns a weight whose rows, or columns if there are fewer, are orthonormal times the gain. */
  static Tensor create(Key key, DType dtype, Shape shape, double gain) {
    int columns = (int) Fan.IN.of(shape);
    int rows = shape.size(0);
    double[][] q = basis(key, Math.min(rows, columns), Math.max(rows, columns));
    double[] elements = new double[shape.elements()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        elements[i * columns + j] = gain * (rows <= columns ? q[i][j] : q[j][i]);
      }
    }
    return Tensor.of(dtype, shape, elements);
  }

  private static double[][] basis(Key key, int count, int length) {
    double[][] basis = new double[count][length];
    for (int i = 0; i < count; i++) {
      double[] v = basis[i];
      for (int j = 0; j < length; j++) {
        v[j] = key.normal((long) i * length + j);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int earlier = 0; earlier < i; earlier++) {
          addInto(v, basis[earlier], -dot(v, basis[earlier]));
        }
      }
      double norm = Math.sqrt(dot(v, v));
      for (int j = 0; j < length; j++) {
        v[j] /= norm;
      }
    }
    return basis;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addInto(double[] v, double[] b, double factor) {
    for (int i = 0; i < v.length; i++) {
      v[i] += factor * b[i];
    }
  }
}
