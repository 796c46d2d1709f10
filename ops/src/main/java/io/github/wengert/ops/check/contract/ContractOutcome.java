package io.github.wengert.ops.check.contract;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether an operation keeps a rule at one point.
 *
 * @param rule the rule
 * @param dtype the element type of the inputs
 * @param shapes the shapes of the inputs
 * @param holds whether the rule is kept
 * @param words what was seen; may be empty if it is kept
 */
public record ContractOutcome(
    ContractRule rule, DType dtype, List<Shape> shapes, boolean holds, String words) {
  /** Refuses what is missing. */
  public ContractOutcome {
    requireNonNull(rule, "contract outcome: rule must not be null");
    requireNonNull(dtype, "contract outcome: dtype must not be null");
    shapes = List.copyOf(requireNonNull(shapes, "contract outcome: shapes must not be null"));
    requireNonNull(words, "contract outcome: words must not be null");
  }

  /** Returns the inputs in words: {@code F64 [2, 3], [3]}. */
  public String place() {
    return shapes.stream().map(Shape::toString).collect(Collectors.joining(", ", dtype + " ", ""));
  }

  /** Returns one line: whether it is kept, the rule, what was seen. */
  @Override
  public String toString() {
    String seen = words.isEmpty() ? "" : ": " + words;
    return (holds ? "kept    " : "BROKEN  ") + rule + " (" + rule.words() + ")" + seen;
  }
}
