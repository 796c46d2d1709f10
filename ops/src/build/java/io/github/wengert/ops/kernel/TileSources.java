package io.github.wengert.ops.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the innermost loops of matrix products, {@code VectorTilesF64} and {@code VectorTilesF32}.
 * The build runs it: {@code java TileSources.java TO}.
 *
 * <p>A tile of r rows and v vectors keeps r · v sums in registers while k runs. Vectors live in
 * registers only as long as they are local variables; arrays of them, or loops over them, would put
 * each into an object. So each tile is a method of its own, written out. They differ in r and v
 * alone, and are written from one description. What is not of the loop, such as ragged edges, is
 * kept out of them: the client compiler gives up on bodies much larger, and what it gives up on may
 * never get to the optimizing compiler.
 */
final class TileSources {
  private static final int[] VECTORS = {4, 2, 1};
  private static final int[] ROWS = {6, 4, 2, 1};
  private static final int[] ROWS_OF_ONE_VECTOR = {8, 4, 2, 1};

  private TileSources() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0], "io/github/wengert/ops/kernel"));
    write(folder, "VectorTilesF64", text());
    write(folder, "VectorDotBlocksF64", DotSources.text());
  }

  /** Writes a class and its twin for float. */
  private static void write(Path folder, String name, String text) throws IOException {
    write(folder.resolve(name + ".java"), text);
    write(folder.resolve(narrowed(name) + ".java"), narrowed(text));
  }

  private static String narrowed(String text) {
    return text.replace("double", "float").replace("Double", "Float").replace("F64", "F32");
  }

  /** Leaves a file that is as it should be untouched, so that it is not compiled again. */
  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static int[] rows(int vectors) {
    return vectors == 1 ? ROWS_OF_ONE_VECTOR : ROWS;
  }

  private static String text() {
    StringBuilder cases = new StringBuilder();
    StringBuilder tiles = new StringBuilder();
    for (int vectors : VECTORS) {
      for (int rows : rows(vectors)) {
        cases.append(
            """
                  case %d ->
                      tile%dx%d(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
            """
                .formatted(rows * 8 + vectors, rows, vectors));
        tiles.append(tile(rows, vectors));
      }
    }
    return """
    // Written by TileSources.java.
    package io.github.wengert.ops.kernel;

    import jdk.incubator.vector.DoubleVector;
    import jdk.incubator.vector.VectorSpecies;

    /**
     * The innermost loops of matrix products: {@code C ← S + A · B} for a tile of C that stays
     * in registers while k runs. An element of C is one chain of fused multiply-adds, whatever
     * the tile.
     *
     * <p>A step of k loads v vectors of B, and spreads r elements of A over a vector each. 6 × 4
     * sums, 4 vectors of B and one of A need 29 of 32 registers; of 16, 6 × 2 sums need 15.
     */
    @SuppressWarnings("UnusedVariable") // one row needs no distance of rows
    final class VectorTilesF64 {
      static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;

      /** The number of lanes. */
      static final int L = LANES.length();

      /** How many vectors the widest tile has: as many as there are registers for. */
      static final int WIDEST = LANES.vectorBitSize() == 512 ? 4 : 2;

      private VectorTilesF64() {}

      /**
       * {@code C ← S + A · B} for a tile of {@code rows} rows and {@code vectors} vectors.
       *
       * @param rows 6 (8 in a tile of one vector), 4, 2 or 1
       * @param vectors 4, 2 or 1
       * @param kc how many steps k has
       * @param aRow how far rows of A are apart; its columns are {@code aStep} apart
       * @param bStep how far rows of B are apart
       * @param s what the sums start from: C itself for all but the first block of k
       * @param sRow how far rows of S are apart; 0 for one row that serves all
       * @param cRow how far rows of C are apart
       */
      static void multiply(
          int rows,
          int vectors,
          %3$s) {
        switch (rows * 8 + vectors) {
    %1$s      default ->
              throw new IllegalArgumentException(
                  "no tile of %%d rows and %%d vectors".formatted(rows, vectors));
        }
      }
    %2$s}
    """
        .formatted(cases, tiles, parameters());
  }

  private static String tile(int rows, int vectors) {
    List<String> body = new ArrayList<>();
    for (String m : List.of("a", "s", "c")) {
      for (int r = 1; r < rows; r++) {
        body.add("int %s%d = %s + %sRow;".formatted(m, r, row(m, r - 1), m));
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        body.add("DoubleVector s%d%d = %s;".formatted(r, v, load("s", row("s", r), v)));
      }
    }
    body.add("for (int k = 0; k < kc; k++) {");
    body.add("  int ak = k * aStep;");
    body.add("  int bk = bAt + k * bStep;");
    for (int v = 0; v < vectors; v++) {
      body.add("  DoubleVector b%d = %s;".formatted(v, load("b", "bk", v)));
    }
    for (int r = 0; r < rows; r++) {
      body.add(
          "  DoubleVector x%d = DoubleVector.broadcast(LANES, a[%s + ak]);"
              .formatted(r, row("a", r)));
      for (int v = 0; v < vectors; v++) {
        body.add("  s%1$d%2$d = x%1$d.fma(b%2$d, s%1$d%2$d);".formatted(r, v));
      }
    }
    body.add("}");
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        body.add("s%d%d.intoArray(c, %s);".formatted(r, v, offset(row("c", r), v)));
      }
    }
    return """

      private static void tile%1$dx%2$d(
          %4$s) {
    %3$s
      }
    """
        .formatted(
            rows,
            vectors,
            body.stream().map("    "::concat).collect(Collectors.joining("\n")),
            parameters());
  }

  private static String parameters() {
    return """
    int kc,
          double[] a,
          int aAt,
          int aRow,
          int aStep,
          double[] b,
          int bAt,
          int bStep,
          double[] s,
          int sAt,
          int sRow,
          double[] c,
          int cAt,
          int cRow\
    """;
  }

  private static String row(String matrix, int row) {
    return row == 0 ? matrix + "At" : matrix + row;
  }

  private static String load(String array, String at, int v) {
    return "DoubleVector.fromArray(LANES, %s, %s)".formatted(array, offset(at, v));
  }

  private static String offset(String at, int v) {
    return v == 0 ? at : v == 1 ? at + " + L" : at + " + " + v + " * L";
  }
}
