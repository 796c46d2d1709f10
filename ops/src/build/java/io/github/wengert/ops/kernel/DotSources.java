package io.github.wengert.ops.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the blocks of dot products, {@code VectorDotBlocksF64} and {@code VectorDotBlocksF32}, for
 * {@link TileSources}, whose reasons hold for them, too.
 *
 * <p>Sums whose lanes fit in one vector are added up while they are in registers; others go to
 * scratch, as do those of the other lanes.
 */
final class DotSources {
  /** Rows of the one factor, and of the other. */
  private static final List<int[]> BLOCKS =
      List.of(new int[] {4, 4}, new int[] {4, 2}, new int[] {8, 1});

  private DotSources() {}

  /** Returns the class for double. */
  static String text() {
    return """
    // Written by DotSources.java.
    package io.github.wengert.ops.kernel;

    import static io.github.wengert.ops.kernel.DotsF64.LANES;

    import jdk.incubator.vector.DoubleVector;
    import jdk.incubator.vector.VectorMask;
    import jdk.incubator.vector.VectorOperators;
    import jdk.incubator.vector.VectorSpecies;

    /**
     * Blocks of dot products of r rows of p and c rows of q, for {@link VectorDotsF64}: r · c sums
     * stay in registers while k runs, for as many of their lanes as a vector has.
     *
     * <p>There are {@code rows} rows of p, of which the last one is computed again where a block
     * lacks some. Sum (i, j) is number {@code to + i · width + j}. If a vector has all its lanes, it
     * goes to {@code sums}, where width is c; otherwise its lanes go to {@code lanes}.
     */
    final class VectorDotBlocksF64 {
      private static final VectorSpecies<Double> SPECIES = VectorTilesF64.LANES;
      private static final int L = VectorTilesF64.L;
      private static final DoubleVector INDEX = DoubleVector.zero(SPECIES).addIndex(1);

      // Which lanes of two vectors, counted through, make the two halves of their zip.
      private static final DoubleVector LOW = zip(0);
      private static final DoubleVector HIGH = zip(L / 2);

      // The upper half of a vector, and then the lower one.
      private static final DoubleVector SWAPPED = swapped();

      private VectorDotBlocksF64() {}

      private static DoubleVector zip(int first) {
        double[] lanes = new double[L];
        for (int i = 0; i < L; i++) {
          lanes[i] = first + i / 2 + i % 2 * L;
        }
        return DoubleVector.fromArray(SPECIES, lanes, 0);
      }

      private static DoubleVector swapped() {
        double[] lanes = new double[L];
        for (int i = 0; i < L; i++) {
          lanes[i] = (i + L / 2) % L;
        }
        return DoubleVector.fromArray(SPECIES, lanes, 0);
      }

      /** How many terms the first turn has: those by which k exceeds a multiple of 16, or 16. */
      private static int firstTurn(int k) {
        return (k - 1) % LANES + 1;
      }
    """
        + BLOCKS.stream().map(b -> block(b[0], b[1])).collect(Collectors.joining())
        + "}\n";
  }

  private static String block(int rows, int columns) {
    List<String> body = new ArrayList<>();
    body.add("int from = firstTurn(k) + lane;");
    body.add("VectorMask<Double> absent = INDEX.compare(VectorOperators.GE, firstTurn(k) - lane);");
    body.add("DoubleVector zero = DoubleVector.zero(SPECIES);");
    for (int j = 0; j < columns; j++) {
      body.add("int q%1$d = qAt[first + %1$d];".formatted(j));
    }
    for (int j = 0; j < columns; j++) {
      body.add("DoubleVector b%1$d = %2$s.blend(zero, absent);".formatted(j, load("q", j, "lane")));
    }
    body.add("int end = pAt + (rows - 1) * pStep;");
    body.add("int row = to * LANES + lane;");
    body.add("int sum = to;");
    body.add("for (int p0 = pAt; p0 <= end; p0 += %d * pStep) {".formatted(rows));
    for (int i = 1; i < rows; i++) {
      body.add("  int p%d = Math.min(p%d + pStep, end);".formatted(i, i - 1));
    }
    for (int i = 0; i < rows; i++) {
      body.add(
          "  DoubleVector a%1$d = %2$s.blend(zero, absent);".formatted(i, load("p", i, "lane")));
      for (int j = 0; j < columns; j++) {
        body.add("  DoubleVector s%d = a%d.fma(b%d, zero);".formatted(i * columns + j, i, j));
      }
    }
    body.add("  for (int l = from; l < k; l += LANES) {");
    for (int j = 0; j < columns; j++) {
      body.add("    DoubleVector y%d = %s;".formatted(j, load("q", j, "l")));
    }
    for (int i = 0; i < rows; i++) {
      body.add("    DoubleVector x%d = %s;".formatted(i, load("p", i, "l")));
      for (int j = 0; j < columns; j++) {
        body.add("    s%1$d = x%2$d.fma(y%3$d, s%1$d);".formatted(i * columns + j, i, j));
      }
    }
    body.add("  }");
    body.add("  if (L == LANES) {");
    addUp(rows * columns, body);
    body.add("    sum += %d;".formatted(rows * columns));
    body.add("  } else {");
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        body.add(
            "    s%d.intoArray(lanes, row%s);"
                .formatted(i * columns + j, j == 0 ? "" : " + " + j + " * LANES"));
      }
      body.add("    row += width * LANES;");
    }
    body.add("  }");
    body.add("}");
    return """

      static void block%dx%d(
          int rows,
          int k,
          int lane,
          double[] p,
          int pAt,
          int pStep,
          double[] q,
          int[] qAt,
          int first,
          double[] lanes,
          int to,
          int width,
          double[] sums) {
    %s
      }
    """
        .formatted(
            rows, columns, body.stream().map("    "::concat).collect(Collectors.joining("\n")));
  }

  /** Adds the upper half of the lanes of each sum to the lower one, until one is left. */
  private static void addUp(int count, List<String> body) {
    String from = "s";
    char to = 't';
    for (int half = count / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        String pair = "(%1$s%2$d, %1$s%3$d)".formatted(from, i, i + half);
        body.add(
            "    DoubleVector %s%d = LOW.selectFrom%3$s.add(HIGH.selectFrom%3$s);"
                .formatted(to, i, pair));
      }
      from = String.valueOf(to++);
    }
    body.add(
        count == 16
            ? "    %s0.intoArray(sums, sum);".formatted(from)
            : "    %1$s0.add(SWAPPED.selectFrom(%1$s0)).intoArray(sums, sum);".formatted(from));
  }

  private static String load(String array, int row, String at) {
    return "DoubleVector.fromArray(SPECIES, %1$s, %1$s%2$d + %3$s)".formatted(array, row, at);
  }
}
