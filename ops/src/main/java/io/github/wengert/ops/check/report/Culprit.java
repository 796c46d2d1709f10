package io.github.wengert.ops.check.report;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.check.text.SourcePlace;
import io.github.wengert.ops.check.text.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes the gradient of a function wrong, found by checking each operation of the function.
 *
 * @param kind what it is
 * @param operation the name of the operation; empty if there is none to name
 * @param source the line of code that applied it; null if there is none to name
 * @param operands what it was applied to, such as {@code F64[5, 8]}
 * @param wrong how many applications of this operation are wrong by themselves
 * @param applications how many applications of this operation were looked at
 * @param others how many applications of other operations were looked at and found right
 * @param remarks sentences about what is wrong
 * @param smallest the smallest input that was found at which it is still wrong; empty if none was
 */
public record Culprit(
    Kind kind,
    String operation,
    @Nullable StackTraceElement source,
    List<String> operands,
    int wrong,
    int applications,
    int others,
    List<String> remarks,
    String smallest) {
  /** What can make a gradient wrong. */
  public enum Kind {
    /** An operation whose derivative is wrong where it was applied. */
    OPERATION,
    /** An operand that depends on the inputs by a path without derivatives. */
    CONSTANT,
    /** An operand that differs from run to run. */
    CHANCE,
    /** A backward sweep that does not do what the operations say. */
    SWEEP,
    /** None of these: each operation is right by itself. */
    UNKNOWN
  }

  /** Refuses what is missing. */
  public Culprit {
    requireNonNull(kind, "culprit: kind must not be null");
    requireNonNull(operation, "culprit: operation must not be null");
    operands = List.copyOf(requireNonNull(operands, "culprit: operands must not be null"));
    remarks = List.copyOf(requireNonNull(remarks, "culprit: remarks must not be null"));
    requireNonNull(smallest, "culprit: smallest must not be null");
  }

  /** Returns the place in the code in a few words, such as {@code Net.forward(Net.java:41)}. */
  public String place() {
    return source == null ? "" : SourcePlace.of(source);
  }

  /** Returns the lines of {@link #toString}. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add((kind == Kind.UNKNOWN ? "no culprit found: " : "culprit: ") + what() + applied());
    details().forEach(detail -> lines.add("  " + detail));
    if (!smallest.isEmpty()) {
      lines.add("  smallest failing input: " + smallest);
    }
    return List.copyOf(lines);
  }

  /** Returns what is to blame, without where. */
  String what() {
    return switch (kind) {
      case OPERATION -> operation;
      case CONSTANT -> "a constant of " + operation;
      case CHANCE -> "a random number in " + operation;
      case SWEEP -> "the backward sweep, and none of the operations";
      case UNKNOWN -> others == 0 ? "no operation was looked at" : eachIsRight();
    };
  }

  private String eachIsRight() {
    return others == 1
        ? "the only operation is right by itself"
        : Wording.format("each of the %,d applications of operations is right by itself", others);
  }

  private String applied() {
    if (operation.isEmpty()) {
      return "";
    }
    return ", applied "
        + (source == null ? "" : "at " + place() + " ")
        + "to "
        + String.join(", ", operands);
  }

  /** Returns the remarks, and how many applications of operations are wrong and right. */
  List<String> details() {
    List<String> details = new ArrayList<>(remarks);
    if (kind == Kind.OPERATION && applications + others > 1) {
      details.add(counts());
    }
    return details;
  }

  private String counts() {
    String own =
        applications == 1
            ? "it is applied once"
            : Wording.format(
                "%,d of %,d applications of %s %s wrong",
                wrong, applications, operation, wrong == 1 ? "is" : "are");
    return switch (others) {
      case 0 -> own;
      case 1 -> own + "; the one application of another operation is right";
      default ->
          Wording.format("%s; the %,d applications of other operations are right", own, others);
    };
  }

  /** Returns what is to blame, where it stands in the code, and what is wrong about it. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
