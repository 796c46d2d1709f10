package io.github.wengert.optim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What L-BFGS remembers of the last m steps: {@code s = xₖ₊₁ − xₖ} and {@code y = ∇fₖ₊₁ − ∇fₖ}.
 *
 * <p>They stand for an approximation H of the inverse Hessian that maps each y to its s as far as
 * possible, {@code H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ} with {@code ρ = 1 / (y·s)}, starting
 * from {@code γ I} with {@code γ = (s·y) / (y·y)} of the last pair. H is never formed.
 *
 * <p>Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.4 and equation
 * 7.20.
 */
final class CurvaturePairs {
  private static final class Pair {
    private final double[] s;
    private final double[] y;
    private final double curvature; // s·y

    Pair(double[] s, double[] y, double curvature) {
      this.s = s;
      this.y = y;
      this.curvature = curvature;
    }
  }

  private final Deque<Pair> pairs = new ArrayDeque<>(); // the newest one first
  private final int capacity;

  /**
   * Makes an empty memory.
   *
   * @param capacity m, at least 1
   */
  CurvaturePairs(int capacity) {
    this.capacity = capacity;
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  void clear() {
    pairs.clear();
  }

  /**
   * Remembers a step in place of the oldest one. One along which the gradient has not grown is left
   * out, since H must stay positive definite; after a step that fulfils the Wolfe conditions that
   * is due to rounding only.
   */
  void add(double[] s, double[] y) {
    double curvature = VectorMath.dot(s, y);
    double growth = VectorMath.dot(y, y);
    if (!(growth >= Double.MIN_NORMAL && curvature > Math.ulp(1.0) * growth)) {
      return;
    }
    if (pairs.size() == capacity) {
      pairs.removeLast();
    }
    pairs.addFirst(new Pair(s, y, curvature));
  }

  /** Returns {@code −H g}, a direction of descent. */
  double[] direction(double[] g) {
    double[] q = VectorMath.scaled(g, -1);
    if (pairs.isEmpty()) {
      return q;
    }
    double[] alphas = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      alphas[i] = VectorMath.dot(pair.s, q) / pair.curvature;
      VectorMath.addInto(q, -alphas[i], pair.y);
      i++;
    }
    Pair last = pairs.getFirst();
    double[] r = VectorMath.scaled(q, last.curvature / VectorMath.dot(last.y, last.y));
    for (Iterator<Pair> it = pairs.descendingIterator(); it.hasNext(); ) {
      Pair pair = it.next();
      i--;
      double beta = VectorMath.dot(pair.y, r) / pair.curvature;
      VectorMath.addInto(r, alphas[i] - beta, pair.s);
    }
    return r;
  }
}
