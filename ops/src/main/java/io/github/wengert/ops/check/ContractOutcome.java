package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import java.util.stream.Collectors;

/**
 * What one check of an operation's contract found.
 *
 * @param check the promise
 * @param dtype the element type of the inputs
 * @param shapes the shapes of the inputs
 * @param holds whether the promise is kept
 * @param words what was seen; may be empty if it is kept
 */
public record ContractOutcome(
    ContractCheck check, DType dtype, ImmutableList<Shape> shapes, boolean holds, String words) {
  /** Refuses what is missing. */
  public ContractOutcome {
    requireNonNull(check, "contract outcome: check must not be null");
    requireNonNull(dtype, "contract outcome: dtype must not be null");
    requireNonNull(shapes, "contract outcome: shapes must not be null");
    requireNonNull(words, "contract outcome: words must not be null");
  }

  /** Returns the inputs in words: {@code F64 [2, 3], [3]}. */
  public String place() {
    return shapes.stream().map(Shape::toString).collect(Collectors.joining(", ", dtype + " ", ""));
  }

  /** Returns one line: whether it is kept, the promise, what was seen. */
  @Override
  public String toString() {
    String seen = words.isEmpty() ? "" : ": " + words;
    return (holds ? "kept    " : "BROKEN  ") + check + " (" + check.words() + ")" + seen;
  }
}
