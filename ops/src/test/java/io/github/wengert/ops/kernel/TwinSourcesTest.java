package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The kernels of the two element types are one text: what is fixed in one is fixed in the other.
 */
class TwinSourcesTest {
  private static final String WIDE = "/* wide */ double";

  @Test
  void sources_of_F64_and_F32_are_equal_after_rewriting_one_type_into_the_other()
      throws IOException {
    List<Path> sources = sourcesEndingIn("F64.java");
    assertThat(sources).isNotEmpty();
    for (Path source : sources) {
      Path twin = source.resolveSibling(source.getFileName().toString().replace("F64", "F32"));
      assertThat(normalized(Files.readString(twin)))
          .as("%s and its twin", source.getFileName())
          .isEqualTo(normalized(rewritten(Files.readString(source))));
    }
    assertThat(sourcesEndingIn("F32.java")).hasSameSizeAs(sources);
  }

  @Test
  void a_twin_that_strayed_is_noticed() {
    String text = "double twice(double x) { return 2 * x; }";
    assertThat(normalized(rewritten(text)))
        .isEqualTo(normalized("float twice(float x) {\n  return 2 * x;\n}"))
        .isNotEqualTo(normalized("float twice(float x) { return 3 * x; }"));
    assertThat(rewritten(WIDE + " sum; double x;")).isEqualTo(WIDE + " sum; float x;");
  }

  private static String rewritten(String source) {
    return source
        .replace(WIDE, "\0")
        .replaceAll("\\bdouble\\b", "float")
        .replaceAll(
            "\\bDouble(?=Vector\\b|Lanes\\b|Functions\\b|>|\\.SIZE|\\.BYTES|\\.POSITIVE|\\.MAX_|\\.MIN_)",
            "Float")
        .replace("F64", "F32")
        .replace("\0", WIDE);
  }

  /**
   * Drops white space, and the stars in front of the lines of a comment: both depend on wrapping.
   */
  private static String normalized(String source) {
    return source.replaceAll("(?m)^\\s*\\*(?!/)", "").replaceAll("\\s+", "");
  }

  private static List<Path> sourcesEndingIn(String suffix) throws IOException {
    Path base = Path.of(System.getProperty("basedir", System.getProperty("user.dir")));
    Path folder = base.resolve("src/main/java/io/github/wengert/ops/kernel");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
