package io.github.wengert.ops.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The most float32 operations that fused multiply-adds reach on one core: independent chains in
 * registers, {@code a ← a·factor + 1}, that touch no memory. Products are compared with it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class FmaPeakBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int LENGTH = 20_000;

  private float factor = 0.5f;

  @Benchmark
  public float chains(Flops work) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    FloatVector a = one;
    FloatVector b = one.add(1);
    FloatVector c = one.add(2);
    FloatVector d = one.add(3);
    FloatVector e = one.add(4);
    FloatVector g = one.add(5);
    FloatVector h = one.add(6);
    FloatVector i = one.add(7);
    FloatVector j = one.add(8);
    FloatVector k = one.add(9);
    FloatVector l = one.add(10);
    FloatVector m = one.add(11);
    for (int step = 0; step < LENGTH; step++) {
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
    }
    work.flops += 2L * CHAINS * LENGTH * SPECIES.length();
    return a.add(b).add(c).add(d).add(e).add(g).add(h).add(i).add(j).add(k).add(l).add(m).lane(0);
  }
}
