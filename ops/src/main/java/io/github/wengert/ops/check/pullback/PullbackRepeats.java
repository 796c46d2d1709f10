package io.github.wengert.ops.check.pullback;

import static io.github.wengert.ops.check.pullback.PullbackFindings.shown;

import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.text.Wording;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pullback gives the same whenever it is asked the same: by recordings of their own, with
 * calls at another point and evaluations in between; and by one recording, twice.
 */
final class PullbackRepeats {
  private static final int REPEATS = 10;

  /** The same where ten would take longer than all differences. */
  private static final int FEW_REPEATS = 2;

  private final PullbackCalls calls;
  private final PullbackFindings findings;
  private final Tensor cotangent;
  private final double[][] first;
  private boolean repeats = true;

  PullbackRepeats(PullbackCalls calls, PullbackFindings findings, Tensor cotangent) {
    this.calls = calls;
    this.findings = findings;
    this.cotangent = cotangent;
    this.first = calls.pullback(cotangent);
  }

  /** Returns what the first call gave. */
  double[][] first() {
    return first;
  }

  /** Whether the pullback gave the same up to now, by recordings of their own. */
  boolean repeats() {
    return repeats;
  }

  void run(boolean few) {
    OtherPoint elsewhere = new OtherPoint();
    int count = few ? FEW_REPEATS : REPEATS;
    for (int i = 0; i < count && repeats && calls.hasTime(); i++) {
      if (i % 3 == 1) {
        calls.checked().at(calls.checked().point());
      } else if (i % 3 == 2) {
        elsewhere.callAgain();
      }
      callAgain();
    }
    if (repeats && calls.hasTime()) {
      Function<Tensor, List<Tensor>> recorded = calls.checked().recorded();
      elsewhere.callAgain();
      if (recorded == null) {
        callAgain();
        callAgain();
      } else {
        callTwice(recorded);
      }
    }
  }

  /** Calls the pullback once more, and tells if it gives something else. */
  void callAgain() {
    if (repeats) {
      repeats = isRepeated(first, calls.pullback(cotangent));
    }
  }

  /** What another point gives. */
  private final class OtherPoint {
    private double @Nullable [][] before;

    void callAgain() {
      try {
        double[][] next = calls.pullbackElsewhere(cotangent);
        before = before == null ? next : before;
        repeats &= isRepeated(before, next);
      } catch (RuntimeException outsideOfTheDomain) {
        // It was tried: what it saved on its way must not matter.
      }
    }
  }

  /** Bits that differ may be those of a sum that threads add up, by no more than rounding. */
  private boolean isRepeated(double[][] expected, double[][] got) {
    boolean same = true;
    for (int input = 0; input < expected.length; input++) {
      Difference worst = Difference.of(input, expected[input], got[input]);
      if (worst != null && worst.isBeyondRounding(expected[input])) {
        same = false;
        findings.tell(
            worst,
            Verdict.NONDETERMINISTIC,
            0,
            Wording.format(
                "call %d gives %s where an earlier one gave %s: a state, or a cache?",
                calls.count(), shown(worst.got()), shown(worst.expected())));
      }
    }
    return same;
  }

  // -------------------------------------------------------------------------------- one recording

  /** What was recorded must outlive other forward passes, and the first pullback. */
  private void callTwice(Function<Tensor, List<Tensor>> recorded) {
    double[][] once = calls.pullback(recorded, cotangent);
    if (!tellOfRecording(
        first,
        once,
        Verdict.WRONG,
        "what was recorded before another forward pass gives %s and not %s:"
            + " does it read what the last one saved?")) {
      tellOfRecording(
          once,
          calls.pullback(recorded, cotangent),
          Verdict.NONDETERMINISTIC,
          "one recording gives %s the second time and not %s:"
              + " is it freed, or added to, the first time?");
    }
  }

  /** A pullback with a state differs here, too, but that is not what is wrong with it. */
  private boolean tellOfRecording(
      double[][] expected, double[][] got, Verdict verdict, String reason) {
    boolean told = false;
    for (int input = 0; input < expected.length; input++) {
      Difference worst = Difference.of(input, expected[input], got[input]);
      if (worst != null && worst.isBeyondRounding(expected[input])) {
        told = true;
        callAgain();
        if (repeats) {
          findings.tell(
              worst,
              verdict,
              0,
              Wording.format(reason, shown(worst.got()), shown(worst.expected())));
        }
      }
    }
    return told;
  }
}
