package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes the gradient of a function wrong, found by looking at each operation that the function
 * applies.
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
    ImmutableList<String> operands,
    int wrong,
    int applications,
    int others,
    ImmutableList<String> remarks,
    String smallest) {
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

  /** What can make a gradient wrong. */
  public enum Kind {
    /** An operation whose derivative is wrong where it was applied. */
    OPERATION,
    /** An operand that depends on the inputs by a way that no derivative goes. */
    CONSTANT,
    /** An operand that is another one in each run. */
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
    requireNonNull(operands, "culprit: operands must not be null");
    requireNonNull(remarks, "culprit: remarks must not be null");
    requireNonNull(smallest, "culprit: smallest must not be null");
  }

  static Culprit operation(
      Application<Tensor> application,
      int wrong,
      int applications,
      int others,
      List<String> remarks,
      String smallest) {
    return new Culprit(
        Kind.OPERATION,
        application.primitive().name(),
        application.source(),
        describe(application.operands()),
        wrong,
        applications,
        others,
        ImmutableList.copyOf(remarks),
        smallest);
  }

  static Culprit constant(
      Kind kind, Application<Tensor> application, int others, List<String> remarks) {
    return new Culprit(
        kind,
        application.primitive().name(),
        application.source(),
        describe(application.operands()),
        0,
        0,
        others,
        ImmutableList.copyOf(remarks),
        "");
  }

  static Culprit sweep(int others, String remark) {
    return none(Kind.SWEEP, others, List.of(remark));
  }

  static Culprit unknown(int others, List<String> remarks) {
    return none(Kind.UNKNOWN, others, remarks);
  }

  private static Culprit none(Kind kind, int others, List<String> remarks) {
    return new Culprit(
        kind, "", null, ImmutableList.of(), 0, 0, others, ImmutableList.copyOf(remarks), "");
  }

  private static ImmutableList<String> describe(List<Tensor> operands) {
    return operands.stream()
        .map(x -> x.dtype().toString() + x.shape())
        .collect(ImmutableList.toImmutableList());
  }

  Culprit withSmallest(String input) {
    return new Culprit(
        kind, operation, source, operands, wrong, applications, others, remarks, input);
  }

  Culprit withRemark(String remark) {
    ImmutableList<String> more =
        ImmutableList.<String>builder().addAll(remarks).add(remark).build();
    return new Culprit(
        kind, operation, source, operands, wrong, applications, others, more, smallest);
  }

  /** Returns the place in the code in a few words, such as {@code Net.forward(Net.java:41)}. */
  public String place() {
    return source == null ? "" : place(source);
  }

  static String place(StackTraceElement source) {
    String type = source.getClassName();
    String method = source.getMethodName();
    Matcher lambda = LAMBDA.matcher(method);
    return Wording.format(
        "%s.%s(%s)",
        type.substring(type.lastIndexOf('.') + 1),
        lambda.matches() ? lambda.group(1) : method,
        source.getFileName() == null
            ? "unknown source"
            : source.getFileName() + ":" + source.getLineNumber());
  }

  /** Returns the lines of {@link #toString}. */
  public ImmutableList<String> lines() {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add((kind == Kind.UNKNOWN ? "no culprit found: " : "culprit: ") + what() + applied());
    details().forEach(detail -> lines.add("  " + detail));
    if (!smallest.isEmpty()) {
      lines.add("  smallest failing input: " + smallest);
    }
    return lines.build();
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
  ImmutableList<String> details() {
    return kind == Kind.OPERATION && applications + others > 1
        ? ImmutableList.<String>builder().addAll(remarks).add(tally()).build()
        : remarks;
  }

  private String tally() {
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
