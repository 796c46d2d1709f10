package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import java.util.List;
import java.util.Locale;

/**
 * A network as a table: its layers, their output shapes and numbers of parameters.
 *
 * @param rows a row for each layer
 * @param parameters the number of parameters, that is of numbers that are learned; what layers
 *     share counts once
 */
public record Summary(List<Row> rows, long parameters) {
  /**
   * A layer in the table.
   *
   * @param layer what it is called
   * @param output the shape of its output, with {@code n} for the batch: {@code [n, 100]}
   * @param parameters the number of its parameters
   */
  public record Row(String layer, String output, long parameters) {
    /** Refuses null. */
    public Row {
      requireNonNull(layer, "summary: layer must not be null");
      requireNonNull(output, "summary: output must not be null");
    }
  }

  /** Refuses null. */
  public Summary {
    requireNonNull(rows, "summary: rows must not be null");
    rows = List.copyOf(rows);
  }

  /**
   * Returns the table of a network.
   *
   * @param sample the shape of one sample, without the batch axis
   * @throws IllegalArgumentException if the network does not take such an input
   */
  public static Summary of(Layer network, Shape sample) {
    requireNonNull(network, "summary: network must not be null");
    requireNonNull(sample, "summary: sample must not be null");
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    Shape shape = withBatch(sample);
    for (Layer layer : network.layers()) {
      shape = layer.outputShape(shape);
      rows.add(new Row(layer.label(), batchAsLetter(shape), count(layer.parameters())));
    }
    return new Summary(rows.build(), count(ParameterNames.distinct(network.layers())));
  }

  private static Shape withBatch(Shape sample) {
    int[] extents = new int[sample.rank() + 1];
    extents[0] = 1;
    for (int axis = 0; axis < sample.rank(); axis++) {
      extents[axis + 1] = sample.size(axis);
    }
    return Shape.of(extents);
  }

  private static String batchAsLetter(Shape shape) {
    return shape.rank() == 0 ? "[]" : shape.toString().replaceFirst("1", "n");
  }

  private static long count(List<Parameter> parameters) {
    return parameters.stream().mapToLong(Parameter::elements).sum();
  }

  /** Returns the table, ending with a line for the total; numbers are grouped by thousands. */
  @Override
  public String toString() {
    int layerWidth = Math.max("layer".length(), width(rows.stream().map(Row::layer).toList()));
    int outputWidth = Math.max("output".length(), width(rows.stream().map(Row::output).toList()));
    String format = "%-" + layerWidth + "s  %-" + outputWidth + "s  %10s%n";
    StringBuilder table = new StringBuilder();
    appendLine(table, format, "layer", "output", "parameters");
    for (Row row : rows) {
      appendLine(table, format, row.layer(), row.output(), grouped(row.parameters()));
    }
    appendLine(table, format, "total", "", grouped(parameters));
    return table.toString().stripTrailing();
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void appendLine(StringBuilder table, String format, String... cells) {
    table.append(String.format(Locale.ROOT, format, (Object[]) cells));
  }
}
