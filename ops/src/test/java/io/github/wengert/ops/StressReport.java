package io.github.wengert.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** How many numbers of each operation were judged, and how far off the worst of them were. */
final class StressReport {
  /** What was seen of the results, or of the slopes, of an operation in one type. */
  private static final class Row {
    private long checks;
    private long wrong;
    private long undecided;
    private double share;
    private double ulps;

    private void add(StressCase.Check check) {
      checks++;
      wrong += check.isWrong() ? 1 : 0;
      undecided += check.isUndecided() ? 1 : 0;
      share = Math.max(share, check.score().share());
      ulps = Math.max(ulps, check.score().ulps());
    }
  }

  private final Map<String, Row> rows = new ConcurrentSkipListMap<>();

  /** Adds a number that was judged. */
  void add(StressCase.Check check) {
    String name = check.of().op().name();
    String dtype = check.of().operands().getLast().dtype().name();
    rows.computeIfAbsent(
            name + " " + dtype + (check.isSlope() ? " slope" : " value"), _ -> new Row())
        .add(check);
  }

  /** Returns how many numbers were judged. */
  long checks() {
    return rows.values().stream().mapToLong(row -> row.checks).sum();
  }

  /** Returns a table of all rows: tab-separated, with a line of headings. */
  List<String> lines() {
    Stream<String> table =
        rows.entrySet().stream()
            .map(e -> {
              Row row = e.getValue();
              return String.format(
                  Locale.ROOT,
                  "%s\t%d\t%d\t%d\t%.3g\t%.3g",
                  e.getKey().replace(' ', '\t'),
                  row.checks,
                  row.wrong,
                  row.undecided,
                  row.share,
                  row.ulps);
            });
    String headings =
        "operation\ttype\tof\tchecks\twrong\tundecided\tworst share of bound\tworst ulp";
    return Stream.concat(Stream.of(headings), table).toList();
  }

  /** Writes the table to a file. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines());
  }
}
