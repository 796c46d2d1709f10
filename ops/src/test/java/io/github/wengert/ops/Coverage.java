package io.github.wengert.ops;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Which kinds of cases there are for each of some things that must have all of them. */
final class Coverage {
  /** A kind of case. */
  enum Column {
    FORWARD("forward"),
    FIRST_ORDER("gradient"),
    SECOND_ORDER("2nd order"),
    ERRORS("errors");

    private final String title;

    Column(String title) {
      this.title = title;
    }
  }

  /** What stands in the table where there is no case. */
  static final String GAP = "—";

  private final String title;
  private final Map<String, Map<Column, String>> rows = new TreeMap<>();

  Coverage(String title) {
    this.title = title;
  }

  /**
   * Adds something that must have all kinds of cases.
   *
   * @param evidence says in a word where its cases come from, or {@link #GAP}
   */
  void add(String row, Function<Column, String> evidence) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      cells.put(column, evidence.apply(column));
    }
    rows.put(row, cells);
  }

  String cell(String row, Column column) {
    return rows.getOrDefault(row, Map.of()).getOrDefault(column, GAP);
  }

  int size() {
    return rows.size();
  }

  /** Returns what is missing, by name: {@code tanh(Tensor): no gradient case}. */
  List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    rows.forEach((row, cells) ->
        cells.forEach((column, cell) -> {
          if (cell.equals(GAP)) {
            gaps.add("%s: no %s case".formatted(row, column.title));
          }
        }));
    return gaps;
  }

  /** Returns the table. */
  @Override
  public String toString() {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder table = new StringBuilder();
    line(table, width, title, column -> column.title);
    rows.forEach((row, cells) -> line(table, width, row, cells::get));
    return table.append("%d rows, %d gaps%n".formatted(rows.size(), gaps().size())).toString();
  }

  private static void line(
      StringBuilder table, int width, String name, Function<Column, String> cells) {
    StringBuilder line = new StringBuilder(name).repeat(' ', Math.max(0, width - name.length()));
    for (Column column : Column.values()) {
      line.append("  ").append("%-10s".formatted(cells.apply(column)));
    }
    table.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }
}
