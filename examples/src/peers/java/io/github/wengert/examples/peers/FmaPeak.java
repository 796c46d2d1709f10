package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most float32 operations per second that fused multiply-adds reach here and now: independent
 * chains in registers, that touch no memory.
 */
final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 16;
  private static final int LENGTH = 20_000;

  private FmaPeak() {}

  /** Returns the median of short runs on so many threads at once, in GFLOP/s of all. */
  static double measure(int threads, double seconds) {
    List<Callable<Double>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(() -> measureHere(seconds));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      double sum = 0;
      for (Future<Double> result : pool.invokeAll(tasks)) {
        sum += result.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double measureHere(double seconds) {
    float[] sink = new float[1];
    StepTimer.Round round = new StepTimer(() -> sink[0] += chains(0.5f, LENGTH)).round(seconds, 1);
    if (Float.isNaN(sink[0])) {
      throw new IllegalStateException("the chains converge to 2");
    }
    return 2e-9 * CHAINS * LENGTH * SPECIES.length() / round.seconds();
  }

  /** Each chain is a ← a·factor + 1. */
  private static float chains(float factor, int length) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    FloatVector a = FloatVector.broadcast(SPECIES, 0);
    FloatVector b = FloatVector.broadcast(SPECIES, 1);
    FloatVector c = FloatVector.broadcast(SPECIES, 2);
    FloatVector d = FloatVector.broadcast(SPECIES, 3);
    FloatVector e = FloatVector.broadcast(SPECIES, 4);
    FloatVector g = FloatVector.broadcast(SPECIES, 5);
    FloatVector h = FloatVector.broadcast(SPECIES, 6);
    FloatVector i = FloatVector.broadcast(SPECIES, 7);
    FloatVector j = FloatVector.broadcast(SPECIES, 8);
    FloatVector k = FloatVector.broadcast(SPECIES, 9);
    FloatVector l = FloatVector.broadcast(SPECIES, 10);
    FloatVector m = FloatVector.broadcast(SPECIES, 11);
    FloatVector n = FloatVector.broadcast(SPECIES, 12);
    FloatVector o = FloatVector.broadcast(SPECIES, 13);
    FloatVector p = FloatVector.broadcast(SPECIES, 14);
    FloatVector q = FloatVector.broadcast(SPECIES, 15);
    for (int step = 0; step < length; step++) {
      a = a.fma(f, one);
      b = b.fma(f, one);
      c = c.fma(f, one);
      d = d.fma(f, one);
      e = e.fma(f, one);
      g = g.fma(f, one);
      h = h.fma(f, one);
      i = i.fma(f, one);
      j = j.fma(f, one);
      k = k.fma(f, one);
      l = l.fma(f, one);
      m = m.fma(f, one);
      n = n.fma(f, one);
      o = o.fma(f, one);
      p = p.fma(f, one);
      q = q.fma(f, one);
    }
    FloatVector low = a.add(b).add(c).add(d).add(e).add(g).add(h).add(i);
    FloatVector high = j.add(k).add(l).add(m).add(n).add(o).add(p).add(q);
    return low.add(high).lane(0);
  }
}
