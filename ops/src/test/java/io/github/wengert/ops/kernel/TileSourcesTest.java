package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator of the innermost loops of products. */
class TileSourcesTest {
  @TempDir private Path folder;
  private Path doubles;
  private Path floats;
  private Path dots;

  @BeforeEach
  void write() throws IOException {
    TileSources.main(new String[] {folder.toString()});
    Path kernels = folder.resolve("io/github/wengert/ops/kernel");
    doubles = kernels.resolve("VectorTilesF64.java");
    floats = kernels.resolve("VectorTilesF32.java");
    dots = kernels.resolve("VectorDotBlocksF64.java");
  }

  @Test
  void a_step_multiplies_each_row_by_each_vector() throws IOException {
    assertThat(Files.readString(doubles))
        .contains(
            """
                  DoubleVector b0 = DoubleVector.fromArray(LANES, b, bk);
                  DoubleVector b1 = DoubleVector.fromArray(LANES, b, bk + L);
                  DoubleVector x0 = DoubleVector.broadcast(LANES, a[aAt + ak]);
                  s00 = x0.fma(b0, s00);
                  s01 = x0.fma(b1, s01);
                  DoubleVector x1 = DoubleVector.broadcast(LANES, a[a1 + ak]);
                  s10 = x1.fma(b0, s10);
                  s11 = x1.fma(b1, s11);
                }
                s00.intoArray(c, cAt);
                s01.intoArray(c, cAt + L);
                s10.intoArray(c, c1);
                s11.intoArray(c, c1 + L);
              }
            """);
  }

  @Test
  void a_block_of_dot_products_multiplies_each_row_by_each_other() throws IOException {
    assertThat(Files.readString(dots))
        .contains(
            """
                  for (int l = from; l < k; l += LANES) {
                    DoubleVector y0 = DoubleVector.fromArray(SPECIES, q, q0 + l);
                    DoubleVector y1 = DoubleVector.fromArray(SPECIES, q, q1 + l);
                    DoubleVector x0 = DoubleVector.fromArray(SPECIES, p, p0 + l);
                    s0 = x0.fma(y0, s0);
                    s1 = x0.fma(y1, s1);
                    DoubleVector x1 = DoubleVector.fromArray(SPECIES, p, p1 + l);
                    s2 = x1.fma(y0, s2);
                    s3 = x1.fma(y1, s3);
            """);
    assertThat(dots.resolveSibling("VectorDotBlocksF32.java"))
        .content()
        .contains("static void block4x4(", "static void block4x2(", "static void block8x1(")
        .doesNotContain("ouble");
  }

  @Test
  void both_element_types_have_the_same_tiles() throws IOException {
    String rewritten =
        Files.readString(doubles)
            .replace("DoubleVector", "FloatVector")
            .replace("<Double>", "<Float>")
            .replace("double[]", "float[]")
            .replace("F64", "F32");
    assertThat(Files.readString(floats)).isEqualTo(rewritten);
    assertThat(rewritten.split("private static void tile")).hasSize(13);
  }

  @Test
  void a_file_that_is_as_it_should_be_is_left_alone() throws IOException {
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(doubles, longAgo);
    Files.writeString(floats, "changed");
    TileSources.main(new String[] {folder.toString()});
    assertThat(Files.getLastModifiedTime(doubles)).isEqualTo(longAgo);
    assertThat(floats).content().startsWith("// Written by TileSources.java.");
  }
}
