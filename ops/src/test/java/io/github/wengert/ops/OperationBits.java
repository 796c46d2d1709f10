package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Vjp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Prints a checksum of what every function of the facades, every operation and every kind of random
 * tensor computes, values and slopes, in a JVM of its own: {@code name checksum} in each line.
 *
 * <p>Everything is computed as many times as the argument says, so that compilers take part; a
 * checksum that changes from one time to the next is reported as {@code changing}.
 */
final class OperationBits {
  private static final int WIDE = 700;
  private static final long SEED = 3;

  private final Map<String, String> checksums = new LinkedHashMap<>();

  private OperationBits() {}

  /** Prints the checksums. */
  public static void main(String[] args) {
    OperationBits bits = new OperationBits();
    for (int round = 0; round < Integer.parseInt(args[0]); round++) {
      bits.facades();
      bits.operations();
      bits.functions();
      bits.randomTensors();
    }
    bits.checksums.forEach((name, checksum) -> System.out.println(name + "\t" + checksum));
  }

  private void note(String name, List<Tensor> results) {
    CRC32 crc = new CRC32();
    for (Tensor result : results) {
      for (double element : result.toDoubleArray()) {
        long elementBits = Double.doubleToLongBits(element); // one NaN is like another
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
          crc.update((int) (elementBits >>> shift) & 0xff);
        }
      }
    }
    String checksum = Long.toHexString(crc.getValue());
    checksums.merge(name, checksum, (a, b) -> a.equals(b) ? a : "changing");
  }

  private void facades() {
    FacadeCases.all()
        .forEach((name, c) -> {
          valuesAndSlopes("F64 " + name, c.function(), c.inputs());
          List<Tensor> narrow = c.inputs().stream().map(x -> Ops.to(x, DType.F32)).toList();
          try {
            valuesAndSlopes("F32 " + name, c.function(), narrow);
          } catch (DTypeException e) {
            note("F32 " + name, List.of()); // the case brings constants of the other type
          }
        });
  }

  private void operations() {
    int number = 0;
    for (OpCases.OpCase c : OpCases.all()) {
      valuesAndSlopes(number + " " + c.op(), c.function(), c.inputs());
      number++;
    }
  }

  private void functions() {
    ElementwiseAccuracyTest.cases()
        .forEach(c -> {
          for (DType dtype : DType.values()) {
            Tensor x = Ops.to(wide(c.domain() == ElementwiseAccuracyTest.Domain.ALL), dtype);
            valuesAndSlopes(
                "wide " + dtype + " " + c, xs -> c.function().apply(xs.getFirst()), List.of(x));
          }
        });
    for (DType dtype : DType.values()) {
      Tensor base = Ops.to(wide(false), dtype);
      Tensor exponent = Ops.mul(Ops.to(wide(true), dtype), 0.1);
      valuesAndSlopes(
          "wide " + dtype + " pow", xs -> Ops.pow(xs.get(0), xs.get(1)), List.of(base, exponent));
    }
  }

  /** Returns numbers of all sizes. */
  private static Tensor wide(boolean signed) {
    Key key = Key.of(SEED);
    double[] numbers = new double[WIDE];
    for (int i = 0; i < WIDE; i++) {
      double size = (signed ? 2 * key.uniform(i) - 1 : key.uniform(i)) * (i % 3 == 0 ? 3 : 120);
      numbers[i] = i % 7 == 0 ? Math.scalb(size, -(i % 60)) : size;
    }
    return Tensor.of(DType.F64, numbers);
  }

  private void randomTensors() {
    Key key = Key.of(SEED);
    Shape shape = Shape.of(30, 31);
    for (DType dtype : DType.values()) {
      note("uniform " + dtype, List.of(RandomTensors.uniform(key, dtype, shape, -1, 3)));
      note("normal " + dtype, List.of(RandomTensors.normal(key, dtype, shape, 1, 2)));
      note("heNormal " + dtype, List.of(RandomTensors.heNormal(key, dtype, shape)));
      note("heUniform " + dtype, List.of(RandomTensors.heUniform(key, dtype, shape)));
      note("glorotNormal " + dtype, List.of(RandomTensors.glorotNormal(key, dtype, shape)));
      note("glorotUniform " + dtype, List.of(RandomTensors.glorotUniform(key, dtype, shape)));
      note("dropoutMask " + dtype, List.of(RandomTensors.dropoutMask(key, dtype, shape, 0.3)));
    }
  }

  private void valuesAndSlopes(
      String name, Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
    Vjp<Tensor> vjp = Autograd.vjp(function, inputs);
    Tensor y = vjp.value();
    note(name, List.of(y));
    Tensor g = RandomTensors.uniform(Key.of(SEED), y.dtype(), y.shape(), 0.5, 1);
    note("slopes of " + name, vjp.pullback(g));
  }
}
