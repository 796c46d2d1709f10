package io.github.wengert.examples.peers;

import io.github.wengert.ops.kernel.Kernels;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * One product by our kernel and by OpenBLAS, of the same factors: ours in arrays, OpenBLAS's in
 * memory of its own, so that nothing is copied while it is timed.
 */
final class ProductPair implements AutoCloseable {
  /** Rounding differences of products of numbers up to 1 grow as the root of the terms. */
  private static final double TOLERANCE = 1e-5;

  private final Product product;
  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final FloatPointer nativeA;
  private final FloatPointer nativeB;
  private final FloatPointer nativeC;

  ProductPair(Product product) {
    this.product = product;
    SplittableRandom random = new SplittableRandom(1);
    a = uniform(random, product.m() * product.k());
    b = uniform(random, product.k() * product.n());
    c = new float[product.m() * product.n()];
    nativeA = new FloatPointer(a);
    nativeB = new FloatPointer(b);
    nativeC = new FloatPointer(c);
  }

  private static float[] uniform(SplittableRandom random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  /** Asks for the kernels each time, as operations do: they are exchanged once compiled. */
  void ours() {
    Kernels.forFloats()
        .matmul(
            product.transposeA(),
            product.transposeB(),
            product.m(),
            product.k(),
            product.n(),
            a,
            0,
            b,
            0,
            c,
            0);
  }

  void openBlas() {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        transposed(product.transposeA()),
        transposed(product.transposeB()),
        product.m(),
        product.n(),
        product.k(),
        1,
        nativeA,
        product.transposeA() ? product.m() : product.k(),
        nativeB,
        product.transposeB() ? product.k() : product.n(),
        0,
        nativeC,
        product.n());
  }

  private static int transposed(boolean yes) {
    return yes ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
  }

  /** Whether both, computed before, agree. */
  boolean agree() {
    float[] other = new float[c.length];
    nativeC.get(other);
    double tolerance = TOLERANCE * (1 + Math.sqrt(product.k()));
    for (int i = 0; i < c.length; i++) {
      if (!(Math.abs(c[i] - other[i]) <= tolerance)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    nativeA.close();
    nativeB.close();
    nativeC.close();
  }
}
