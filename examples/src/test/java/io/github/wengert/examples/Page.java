package io.github.wengert.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of the documentation, and the source of the test that runs the code which the page shows.
 *
 * @param text the page
 * @param source the test, in which {@code // page} and {@code // end} enclose each block of code
 */
record Page(String text, String source) {
  private static final Pattern SHOWN = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern RUN = Pattern.compile("(?s) +// page\n(.*?) +// end\n");

  /**
   * Reads a page and the source of its test.
   *
   * @param path the page's path below the root folder
   */
  static Page of(String path, Class<?> test) {
    String name = test.getName().replace('.', '/') + ".java";
    return new Page(read(Path.of("..", path)), read(Path.of("src", "test", "java").resolve(name)));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the blocks of Java that the page shows. */
  List<String> shownCode() {
    return blocks(text, SHOWN);
  }

  /** Returns the blocks of code that the test runs for the page. */
  List<String> runCode() {
    return blocks(source, RUN);
  }

  private static List<String> blocks(String text, Pattern pattern) {
    return pattern
        .matcher(text)
        .results()
        .map(block -> block.group(1).stripTrailing().stripIndent())
        .toList();
  }
}
