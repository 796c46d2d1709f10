package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.graph.ImmutableValueGraph;
import io.github.wengert.autograd.Graph.Kind;
import io.github.wengert.autograd.Graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The picture of {@code (w·x)·(w·x) + x}, where w is a leaf and x is a constant. */
class GraphTest {
  private final MutableScalar w = new MutableScalar("w", 2);
  private final Scalar x = scalar(3);
  private final Graph graph =
      Graph.record(
          List.of(w),
          () -> {
            Scalar a = w.times(x);
            return a.times(a).plus(x);
          });

  @Test
  void nodes_stand_in_the_order_in_which_they_were_computed() {
    assertThat(graph.nodes())
        .containsExactly(
            new Node(0, Kind.LEAF, "leaf", "parameter \"w\""),
            new Node(1, Kind.CONSTANT, "constant", "scalar 3.0"),
            new Node(2, Kind.OPERATION, "multiply", "scalar 6.0"),
            new Node(3, Kind.OPERATION, "multiply", "scalar 36.0"),
            new Node(4, Kind.OPERATION, "add", "scalar 39.0"));
  }

  @Test
  void inputs_stand_in_the_order_of_the_operands() {
    List<Node> nodes = graph.nodes();
    assertThat(graph.inputs(nodes.get(0))).isEmpty();
    assertThat(graph.inputs(nodes.get(1))).isEmpty();
    assertThat(graph.inputs(nodes.get(2))).containsExactly(nodes.get(0), nodes.get(1));
    assertThat(graph.inputs(nodes.get(3))).containsExactly(nodes.get(2), nodes.get(2));
    assertThat(graph.inputs(nodes.get(4))).containsExactly(nodes.get(3), nodes.get(1));
  }

  @Test
  void text_has_one_line_for_each_node() {
    assertThat(graph)
        .hasToString(
            """
            %0 = leaf : parameter "w"
            %1 = constant : scalar 3.0
            %2 = multiply(%0, %1) : scalar 6.0
            %3 = multiply(%2, %2) : scalar 36.0
            %4 = add(%3, %1) : scalar 39.0
            """);
  }

  @Test
  void dot_has_one_statement_for_each_node_and_each_operand() {
    assertThat(graph.toDot())
        .isEqualTo(
            """
            digraph tape {
              rankdir=BT;
              n0 [shape=ellipse, label="leaf\\nparameter \\"w\\""];
              n1 [shape=ellipse, label="constant\\nscalar 3.0"];
              n2 [shape=box, label="multiply\\nscalar 6.0"];
              n3 [shape=box, label="multiply\\nscalar 36.0"];
              n4 [shape=box, label="add\\nscalar 39.0"];
              n0 -> n2;
              n1 -> n2;
              n2 -> n3;
              n2 -> n3;
              n3 -> n4;
              n1 -> n4;
            }
            """);
  }

  @Test
  void edges_of_the_value_graph_carry_the_positions_of_the_operand() {
    ImmutableValueGraph<Node, List<Integer>> edges = graph.asValueGraph();
    List<Node> nodes = graph.nodes();
    assertThat(edges.isDirected()).isTrue();
    assertThat(edges.nodes()).containsExactlyElementsOf(nodes);
    assertThat(edges.edges()).hasSize(5);
    assertThat(edges.edgeValue(nodes.get(0), nodes.get(2))).contains(ImmutableList.of(0));
    assertThat(edges.edgeValue(nodes.get(1), nodes.get(2))).contains(ImmutableList.of(1));
    assertThat(edges.edgeValue(nodes.get(2), nodes.get(3))).contains(ImmutableList.of(0, 1));
    assertThat(edges.edgeValue(nodes.get(1), nodes.get(4))).contains(ImmutableList.of(1));
  }

  @Test
  void operations_on_constants_alone_are_not_recorded() {
    Graph onlyLeaf = Graph.record(List.of(w), () -> x.times(x));
    assertThat(onlyLeaf).hasToString("%0 = leaf : parameter \"w\"\n");
  }

  @Test
  void a_sweep_inside_a_recording_is_part_of_it() {
    Graph second =
        Graph.record(List.of(w), () -> Autograd.differentiate(List.of(w), () -> w.sin()).of(w));
    assertThat(second.nodes())
        .extracting(Node::operation)
        .containsExactly("leaf", "sin", "cos", "constant", "multiply");
  }
}
