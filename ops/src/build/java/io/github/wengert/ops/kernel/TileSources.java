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

  private final String type;
  private final String vector;
  private final String box;
  private final String suffix;

  private TileSources(String type, String vector, String box, String suffix) {
    this.type = type;
    this.vector = vector;
    this.box = box;
    this.suffix = suffix;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0], "io/github/wengert/ops/kernel"));
    for (TileSources sources :
        List.of(
            new TileSources("double", "DoubleVector", "Double", "F64"),
            new TileSources("float", "FloatVector", "Float", "F32"))) {
      write(folder.resolve("VectorTiles" + sources.suffix + ".java"), sources.text());
    }
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

  private String text() {
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

    import jdk.incubator.vector.%2$s;
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
    final class VectorTiles%4$s {
      static final VectorSpecies<%3$s> LANES = %2$s.SPECIES_PREFERRED;

      /** The number of lanes. */
      static final int L = LANES.length();

      /** How many vectors the widest tile has: as many as there are registers for. */
      static final int WIDEST = LANES.vectorBitSize() == 512 ? 4 : 2;

      private VectorTiles%4$s() {}

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
          %7$s) {
        switch (rows * 8 + vectors) {
    %5$s      default ->
              throw new IllegalArgumentException(
                  "no tile of %%d rows and %%d vectors".formatted(rows, vectors));
        }
      }
    %6$s}
    """
        .formatted(type, vector, box, suffix, cases, tiles, parameters());
  }

  private String tile(int rows, int vectors) {
    List<String> body = new ArrayList<>();
    for (String m : List.of("a", "s", "c")) {
      for (int r = 1; r < rows; r++) {
        body.add("int %s%d = %s + %sRow;".formatted(m, r, row(m, r - 1), m));
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        body.add("%s s%d%d = %s;".formatted(vector, r, v, load("s", row("s", r), v)));
      }
    }
    body.add("for (int k = 0; k < kc; k++) {");
    body.add("  int ak = k * aStep;");
    body.add("  int bk = bAt + k * bStep;");
    for (int v = 0; v < vectors; v++) {
      body.add("  %s b%d = %s;".formatted(vector, v, load("b", "bk", v)));
    }
    for (int r = 0; r < rows; r++) {
      body.add(
          "  %1$s x%2$d = %1$s.broadcast(LANES, a[%3$s + ak]);".formatted(vector, r, row("a", r)));
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

      private static void tile%2$dx%3$d(
          %5$s) {
    %4$s
      }
    """
        .formatted(
            type,
            rows,
            vectors,
            body.stream().map("    "::concat).collect(Collectors.joining("\n")),
            parameters());
  }

  private String parameters() {
    return """
    int kc,
          %1$s[] a,
          int aAt,
          int aRow,
          int aStep,
          %1$s[] b,
          int bAt,
          int bStep,
          %1$s[] s,
          int sAt,
          int sRow,
          %1$s[] c,
          int cAt,
          int cRow\
    """
        .formatted(type);
  }

  private static String row(String matrix, int row) {
    return row == 0 ? matrix + "At" : matrix + row;
  }

  private String load(String array, String at, int v) {
    return "%s.fromArray(LANES, %s, %s)".formatted(vector, array, offset(at, v));
  }

  private static String offset(String at, int v) {
    return v == 0 ? at : v == 1 ? at + " + L" : at + " + " + v + " * L";
  }
}
