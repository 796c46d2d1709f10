package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.graph.ElementOrder;
import com.google.common.graph.ImmutableValueGraph;
import com.google.common.graph.ValueGraphBuilder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A read-only view of a recorded computation: for printing, pictures and analyses.
 *
 * <p>Nodes are numbered in the order in which they were computed, so an edge always leads from a
 * smaller number to a larger one. The constants among the operands are nodes, too.
 */
public final class Graph {
  /** The kinds of nodes. */
  public enum Kind {
    /** A value that the computation is differentiated by. */
    LEAF,
    /** A value from outside the scope that is not differentiated. */
    CONSTANT,
    /** The result of a primitive. */
    OPERATION
  }

  /**
   * One value of the recording.
   *
   * @param id its number, from 0
   * @param kind its kind
   * @param operation the name of the primitive that computed it; {@code leaf} or {@code constant}
   *     for other kinds
   * @param description the value's name, or its type and shape
   */
  public record Node(int id, Kind kind, String operation, String description) {
    /** Refuses null. */
    public Node {
      requireNonNull(kind, "node: kind must not be null");
      requireNonNull(operation, "node: operation must not be null");
      requireNonNull(description, "node: description must not be null");
    }
  }

  private final List<Node> nodes;
  private final List<List<Node>> inputs;

  private Graph(List<Node> nodes, List<List<Node>> inputs) {
    this.nodes = nodes;
    this.inputs = inputs;
  }

  /**
   * Runs {@code computation} in a scope of its own and returns its recording.
   *
   * @param leaves the values whose influence is recorded; operations on constants alone are not
   */
  public static <V extends Traceable<V>> Graph record(
      Iterable<? extends V> leaves, Supplier<? extends V> computation) {
    requireNonNull(computation, "graph: computation must not be null");
    return Recording.<V, V, Graph>ofClosure(
        "graph",
        NullChecks.copy("graph", "leaves", leaves),
        computation::get,
        recording -> of(recording.tape()));
  }

  private static <V extends Traceable<V>> Graph of(Tape<V> tape) {
    ImmutableList.Builder<Node> nodes = ImmutableList.builder();
    ImmutableList.Builder<List<Node>> inputs = ImmutableList.builder();
    List<Node> byTapeNode = new ArrayList<>();
    IdentityHashMap<V, Node> constants = new IdentityHashMap<>();
    int next = 0;
    for (int i = 0; i < tape.size(); i++) {
      V output = tape.output(i);
      Primitive<V> primitive = tape.primitive(i);
      ImmutableList.Builder<Node> operands = ImmutableList.builder();
      List<V> values = tape.inputs(i);
      for (int position = 0; position < values.size(); position++) {
        V value = values.get(position);
        int reference = tape.reference(i, position);
        Node operand = reference >= 0 ? byTapeNode.get(reference) : constants.get(value);
        if (operand == null) {
          operand = new Node(next++, Kind.CONSTANT, "constant", value.space().describe(value));
          constants.put(value, operand);
          nodes.add(operand);
          inputs.add(ImmutableList.of());
        }
        operands.add(operand);
      }
      Node node =
          primitive == null
              ? new Node(next++, Kind.LEAF, "leaf", output.space().describe(output))
              : new Node(next++, Kind.OPERATION, primitive.name(), output.space().describe(output));
      byTapeNode.add(node);
      nodes.add(node);
      inputs.add(operands.build());
    }
    return new Graph(nodes.build(), inputs.build());
  }

  /** Returns the nodes in the order in which they were computed. */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Returns the operands of {@code node}, in order; empty for a leaf or a constant.
   *
   * @throws IllegalArgumentException if {@code node} is none of {@link #nodes()}
   */
  public List<Node> inputs(Node node) {
    requireNonNull(node, "graph: node must not be null");
    if (node.id() < 0 || node.id() >= inputs.size()) {
      throw new IllegalArgumentException(
          "graph: no such node: %s (%d not in [0, %d))".formatted(node, node.id(), inputs.size()));
    }
    return inputs.get(node.id());
  }

  /**
   * Returns the recording as a graph whose edges lead from operand to result; an edge's value lists
   * the positions that the operand takes ({@code [0, 1]} for {@code a·a}).
   */
  public ImmutableValueGraph<Node, List<Integer>> asValueGraph() {
    ImmutableValueGraph.Builder<Node, List<Integer>> graph =
        ValueGraphBuilder.directed()
            .nodeOrder(ElementOrder.<Node>insertion())
            .<Node, List<Integer>>immutable();
    for (Node node : nodes) {
      graph.addNode(node);
      List<Node> operands = inputs(node);
      for (Node operand : operands) {
        ImmutableList.Builder<Integer> positions = ImmutableList.builder();
        for (int position = 0; position < operands.size(); position++) {
          if (operands.get(position).equals(operand)) {
            positions.add(position);
          }
        }
        graph.putEdgeValue(operand, node, positions.build());
      }
    }
    return graph.build();
  }

  /** Returns the recording in the DOT language of Graphviz. */
  public String toDot() {
    StringBuilder dot = new StringBuilder("digraph tape {\n  rankdir=BT;\n");
    for (Node node : nodes) {
      String shape = node.kind() == Kind.OPERATION ? "box" : "ellipse";
      dot.append(
          "  n%d [shape=%s, label=\"%s\\n%s\"];\n"
              .formatted(node.id(), shape, escaped(node.operation()), escaped(node.description())));
    }
    for (Node node : nodes) {
      for (Node operand : inputs(node)) {
        dot.append("  n%d -> n%d;\n".formatted(operand.id(), node.id()));
      }
    }
    return dot.append("}\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Returns one line for each node, such as {@code %3 = matmul(%1, %2) : F32[4, 10]}. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (Node node : nodes) {
      String operands =
          inputs(node).stream()
              .map(operand -> "%" + operand.id())
              .collect(Collectors.joining(", "));
      String call = node.kind() == Kind.OPERATION ? "(" + operands + ")" : "";
      lines.append(
          "%%%d = %s%s : %s\n".formatted(node.id(), node.operation(), call, node.description()));
    }
    return lines.toString();
  }
}
