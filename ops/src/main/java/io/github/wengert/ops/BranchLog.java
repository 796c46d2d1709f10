package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleToLongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log of the side that won in each piecewise operation of a computation, in the order of
 * execution: which units of a rectifier were active, which piece of a maxout was largest, which
 * label violated its margin.
 *
 * <p>Two values of a function may be compared by a difference only if no branch lies between them.
 * CS231n's notes give the recipe ("Kinks in the objective", Neural Networks part 3): keep track of
 * the winners of all max operations at x + h and at x − h; if one changes, the difference crossed a
 * kink.
 *
 * <p>The built-in operations report their winners while a log is open; otherwise they only look
 * whether there is one. Custom operations report by calling {@link #report}.
 */
public final class BranchLog {
  private static final Scope<BranchLog> SCOPE =
      Scope.forking("scope that logs branches", whole -> new BranchLog(), BranchLog::addAll);

  private final List<String> operations = new ArrayList<>();
  private final List<Long> winners = new ArrayList<>(); // a hash for each operation

  private BranchLog() {}

  /**
   * What a computation gave, and the branches that it took.
   *
   * @param result the result
   * @param branches the branches
   * @param <R> the type of the result
   */
  public record Logged<R>(R result, BranchLog branches) {
    /** Refuses what is missing. */
    public Logged {
      requireNonNull(result, "branchLog: result must not be null");
      requireNonNull(branches, "branchLog: branches must not be null");
    }
  }

  /**
   * Runs a computation and logs its branches: on this thread, and in the parts of {@link
   * io.github.wengert.autograd.Autograd#parallel}, in their order.
   */
  public static <R> Logged<R> logging(Supplier<R> computation) {
    requireNonNull(computation, "branchLog: computation must not be null");
    BranchLog log = new BranchLog();
    R result = SCOPE.in(log, computation);
    return new Logged<>(result, log);
  }

  /** Returns the log that this thread writes, or null if none is open. */
  static @Nullable BranchLog current() {
    return SCOPE.current();
  }

  /**
   * Reports, if a log is open, which side won for each element of an operation's operand.
   *
   * @param operation the name of the operation
   * @param x the operand that decides
   * @param winner numbers the side for a value of the operand: for a rectifier its sign
   */
  public static void report(String operation, Tensor x, DoubleToLongFunction winner) {
    requireNonNull(operation, "branchLog: operation must not be null");
    requireNonNull(x, "branchLog: x must not be null");
    requireNonNull(winner, "branchLog: winner must not be null");
    BranchLog log = current();
    if (log != null) {
      log.add(operation, hash(x, winner));
    }
  }

  /** Returns a hash of the sides that the elements of {@code x} lie on. */
  static long hash(Tensor x, DoubleToLongFunction winner) {
    long hash = 1;
    for (int i = 0; i < x.elements(); i++) {
      hash = mix(hash, winner.applyAsLong(x.get(i)));
    }
    return hash;
  }

  /**
   * Returns a hash of the signs of the elements of {@code x}, 0 and NaN being signs of their own.
   */
  static long signs(Tensor x) {
    return hash(x, value -> value > 0 ? 1 : value < 0 ? -1 : value == 0 ? 0 : 2);
  }

  /** Adds one operation; {@code hash} tells its winners. */
  void add(String operation, long hash) {
    operations.add(operation);
    winners.add(hash);
  }

  private void addAll(BranchLog part) {
    operations.addAll(part.operations);
    winners.addAll(part.winners);
  }

  /** Adds the side of one more element to a hash. */
  static long mix(long hash, long side) {
    return (hash ^ side) * 0x9E3779B97F4A7C15L + (hash >>> 29);
  }

  /**
   * Returns the names of the operations whose winners differ between two runs of one computation;
   * if the runs did not execute the same operations, that is {@code control flow}.
   */
  public ImmutableList<String> differences(BranchLog other) {
    if (!operations.equals(other.operations)) {
      return ImmutableList.of("control flow");
    }
    Set<String> different = new LinkedHashSet<>();
    for (int i = 0; i < winners.size(); i++) {
      if (!winners.get(i).equals(other.winners.get(i))) {
        different.add(operations.get(i));
      }
    }
    return ImmutableList.copyOf(different);
  }

  /** Whether the same operations were executed with the same winners. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BranchLog that
        && winners.equals(that.winners)
        && operations.equals(that.operations);
  }

  @Override
  public int hashCode() {
    return winners.hashCode();
  }

  @Override
  public String toString() {
    return operations.toString();
  }
}
