package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator of the kernels of {@code float}. */
class TwinSourcesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          double twice(double[] x) {                | float twice(float[] x) {
          /* wide */ double sum; double x;          | /* wide */ double sum; float x;
          new /* wide */ double[n] = {(double) x}   | new /* wide */ double[n] = {(float) x}
          VectorSpecies<Double> S = LanesF64.S;     | VectorSpecies<Float> S = LanesF32.S;
          DoubleVector.zero(HALF_F64)               | FloatVector.zero(HALF_F32)
          DoubleLanes.exp(v); DoubleFunctions.exp(x)| FloatLanes.exp(v); FloatFunctions.exp(x)
          256 / Double.BYTES; Double :: SIZE        | 256 / Float.BYTES; Float :: SIZE
          -Double.MAX_VALUE; java.lang.Double.NaN   | -Float.MAX_VALUE; java.lang.Float.NaN
          /* wide */ Double.MAX_VALUE               | /* wide */ Double.MAX_VALUE
          Double.isNaN(x) && Double.isInfinite(x)   | Double.isNaN(x) && Double.isInfinite(x)
          VectorMath.sum(x)                         | VectorMath.sum(x)
          (double) f.applyAsDouble(x) + DoubleBinaryOperator | (float) f.applyAsDouble(x) + DoubleBinaryOperator
          (double) Math.sqrt(x) + Math.fma(a, b, c) | (float) Math.sqrt(x) + Math.fma(a, b, c)
          /* wide */ StrictMath.exp(x)              | /* wide */ StrictMath.exp(x)
          (double) 0.1 + (double) -1e-30 + 2 * x    | (float) 0.1 + (float) -1e-30 + 2 * x
          /* wide */ 1e-300 + /* wide */ 0x1p-1022  | /* wide */ 1e-300 + /* wide */ 0x1p-1022
          16_777_216 + 4_000_000_000L + 2L          | 16_777_216 + 4_000_000_000L + 2L
          // a double[] of AF64, {@code a double}   | // a float[] of AF32, {@code a float}
          // in double precision, or doubled        | // in double precision, or doubled
          "no 'tile'"; char c = '"'; double x; // " | "no 'tile'"; char c = '"'; float x; // "
          """)
  void tokens_of_double_become_tokens_of_float(String source, String twin) {
    assertThat(rewritten(source)).isEqualTo(twin);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          long b = Double.doubleToRawLongBits(x); | Double.doubleToRawLongBits: no such member for float is known
          Double::compare                         | Double::compare: no such member for float is known
          import static java.lang.Double.valueOf; | Double.valueOf: no such member for float is known
          y += Math.exp(x);                       | Math.exp: no such member for float is known
          StrictMath.log1p(x)                     | StrictMath.log1p: no such member for float is known
          x * Math.PI                             | Math.PI: no such member for float is known
          Math.round(x)                           | Math.round: no such member for float is known
          import static java.lang.Math.*;         | Math: hides a type
          var sum = x[0];                         | var: hides a type
          buffer.getDouble(i)                     | getDouble: no twin of it is known
          DoubleStream.of(x)                      | DoubleStream: no twin of it is known
          (float) x                               | float: no twin of it is known
          Float.BYTES                             | Float: no twin of it is known
          LanesF32.S                              | LanesF32: no twin of it is known
          "of a double"                           | "of a double": a text with a type in it
          "in MatrixF64"                          | "in MatrixF64": a text with a type in it
          LongVector.zero(S)                      | LongVector: bits of a float are other whole numbers
          v.reinterpretAsLongs()                  | reinterpretAsLongs: bits of a float are other whole numbers
          v.viewAsIntegralLanes()                 | viewAsIntegralLanes: bits of a float are other whole numbers
          VectorOperators.D2L                     | D2L: bits of a float are other whole numbers
          x > 0.5                                 | 0.5: a double in both: (double) 0.5 is of the elements' type
          x > 1d                                  | 1d: a double in both: (double) 1d is of the elements' type
          x > .5e1                                | .5e1: a double in both: (double) .5e1 is of the elements' type
          x > 0.5f                                | 0.5f: a float in both
          (double) 1e-300                         | 1e-300: out of the range of float
          (double) 1e-40                          | 1e-40: out of the range of float
          x > 1e39                                | 1e39: out of the range of float
          (double) 0x1p-1022                      | 0x1p-1022: looks like bits, digits or exponents of a double
          bits & 0x7ff0_0000_0000_0000L           | 0x7ff0_0000_0000_0000L: looks like bits, digits or exponents of a double
          bits >>> 52                             | 52: looks like bits, digits or exponents of a double
          -1_022                                  | 1_022: looks like bits, digits or exponents of a double
          double x = 16_777_217;                  | 16_777_217: has more digits than a float
          double x = 9_007_199_254_740_993L;      | 9_007_199_254_740_993L: has more digits than a float
          /* wide */ final double x;              | final: /* wide */ marks nothing here
          /* wide */ (double) x                   | double: /* wide */ marks nothing here
          /* wide */ Double.isNaN(x)              | Double.isNaN: /* wide */ marks nothing here
          """)
  void tokens_that_may_be_wrong_for_float_are_refused(String source, String reason) {
    List<String> refusals = new ArrayList<>();
    TwinSources.rewrite("AF64.java", "\n" + source + "\n", refusals);
    assertThat(refusals).containsExactly("AF64.java:2: " + reason + ": " + source);
  }

  @Test
  void a_mark_that_is_written_another_way_is_refused() {
    for (String mark : List.of("/*wide*/", "/* Wide */", "// wide", "/** wide */")) {
      List<String> refusals = new ArrayList<>();
      TwinSources.rewrite("AF64.java", "x;\n  " + mark + "\ndouble x;", refusals);
      assertThat(refusals)
          .containsExactly("AF64.java:2: %s: write /* wide */: %s".formatted(mark, mark));
    }
  }

  @Test
  void a_twin_has_the_lines_of_its_source_behind_a_header() throws IOException {
    write(
        "a/SumF64.java",
        """
        package a;

        /** A sum. */
        class SumF64 {
          double sum;
        }
        """);
    generate();
    assertThat(twin("a/SumF32.java"))
        .content()
        .isEqualTo(
            """
            /* Generated by TwinSources from a/SumF64.java: edit that. */ package a;

            /** A sum. */
            class SumF32 {
              float sum;
            }
            """);
    assertThat(files()).containsExactly("a/SumF32.java");
  }

  @Test
  void a_twin_whose_text_stays_is_not_touched_and_one_whose_text_changes_is_replaced()
      throws IOException {
    write("SameF64.java", "class SameF64 {}");
    write("OtherF64.java", "class OtherF64 {}");
    generate();
    Files.setLastModifiedTime(twin("SameF32.java"), LONG_AGO);
    Files.setLastModifiedTime(twin("OtherF32.java"), LONG_AGO);
    write("OtherF64.java", "class OtherF64 { double x; }");
    generate();
    assertThat(Files.getLastModifiedTime(twin("SameF32.java"))).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(twin("OtherF32.java"))).isGreaterThan(LONG_AGO);
    assertThat(twin("OtherF32.java")).content().endsWith("class OtherF32 { float x; }");
  }

  @Test
  void a_twin_without_a_source_is_deleted_and_other_files_are_not() throws IOException {
    write("StaysF64.java", "class StaysF64 {}");
    write("a/GoesF64.java", "package a; class GoesF64 {}");
    write("Plain.java", "class Plain { double x; }");
    generate();
    Files.writeString(twin("Readme.md"), "not a twin");
    Files.delete(folder.resolve("from/a/GoesF64.java"));
    generate();
    assertThat(files()).containsExactly("Readme.md", "StaysF32.java");
  }

  @Test
  void everything_refused_is_named_and_nothing_is_written() throws IOException {
    write("GoodF64.java", "class GoodF64 {}");
    write("BadF64.java", "class BadF64 {\n  double x = 0.1;\n  float y;\n}");
    write("GoodF32.java", "class GoodF32 {}");
    Path from = folder.resolve("from");
    assertThatIllegalArgumentException()
        .isThrownBy(this::generate)
        .withMessage(
            """
            %1$s/BadF64.java:2: 0.1: a double in both: (double) 0.1 is of the elements' type: double x = 0.1;
            %1$s/BadF64.java:3: float: no twin of it is known: float y;
            %1$s/GoodF32.java: the build generates this file: delete it, and edit …F64.java\
            """
                .formatted(from));
    assertThat(folder.resolve("to")).doesNotExist();
  }

  @Test
  void a_folder_without_kernels_is_refused() throws IOException {
    write("Plain.java", "class Plain {}");
    assertThatIllegalArgumentException()
        .isThrownBy(this::generate)
        .withMessage(folder.resolve("from") + ": no …F64.java below");
  }

  private static String rewritten(String source) {
    List<String> refusals = new ArrayList<>();
    String twin = TwinSources.rewrite("AF64.java", source, refusals);
    assertThat(refusals).isEmpty();
    return twin;
  }

  private void generate() throws IOException {
    TwinSources.generate(folder.resolve("from"), folder.resolve("to"));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("from").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path twin(String name) {
    return folder.resolve("to").resolve(name);
  }

  private List<String> files() throws IOException {
    Path to = folder.resolve("to");
    try (Stream<Path> files = Files.walk(to)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> to.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
