package io.github.wengert.ops.check;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.compare.Comparison;
import io.github.wengert.ops.check.exact.ExactDerivatives;
import io.github.wengert.ops.check.findings.ReportBuilder;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.function.NearbyFunction;
import io.github.wengert.ops.check.function.PrecisionPair;
import io.github.wengert.ops.check.limit.AbandonableThread;
import io.github.wengert.ops.check.limit.Deadline;
import io.github.wengert.ops.check.limit.EvaluationBudget;
import io.github.wengert.ops.check.limit.LimitReachedError;
import io.github.wengert.ops.check.limit.LimitReasons;
import io.github.wengert.ops.check.pullback.PullbackChecks;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.settings.GradientSettings.Mode;
import io.github.wengert.ops.check.single.SinglePrecisionComparison;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a check: the pullbacks, the derivatives of each order, then nearby points, until all
 * are compared or a limit is reached.
 */
final class CheckRun {
  /** How long a check that reached its time limit may take to report. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final GradientSettings settings;
  private final String name;
  private final PrecisionPair pair;
  private final ReportBuilder report;
  private final LongConsumer progress;

  CheckRun(GradientSettings settings, String name, PrecisionPair pair, LongConsumer progress) {
    this.settings = settings;
    this.name = name;
    this.pair =
        pair.within(
            new EvaluationBudget(settings.timeLimit(), settings.mostEvaluations()),
            settings.domain());
    this.report = new ReportBuilder(name, settings, pair.dtype());
    this.progress = progress;
  }

  /**
   * Runs the check. A time limit other than the default is kept even if an evaluation never
   * returns: the check then runs on its own thread, in the scopes of the calling thread.
   */
  GradientReport run() {
    if (settings.timeLimit().equals(GradientSettings.DEFAULT.timeLimit())) {
      return compareAll();
    }
    return AbandonableThread.compute(
            "gradient check " + name,
            Deadline.countable(settings.timeLimit()).plus(GRACE),
            this::compareAll)
        .orElseGet(this::abandoned);
  }

  private GradientReport abandoned() {
    pair.restore();
    report.close();
    report.skipRest(pair.exact(), LimitReasons.doesNotReturn(settings.timeLimit()));
    return report.build(false);
  }

  private GradientReport compareAll() {
    try {
      compareOrders();
    } catch (LimitReachedError e) {
      report.skipRest(pair.exact(), e.reason());
      return report.build(false);
    }
    return report.build();
  }

  private void compareOrders() {
    pair.warmUp(name);
    PrecisionPair current = pair;
    Key key = Key.of(settings.seed()).split(1);
    Tensor cotangent = pair.cotangent(key.split("cotangent"));
    PullbackChecks pullback = new PullbackChecks(settings, pair.exact(), cotangent, 1, key, report);
    pullback.run();
    Supplier<@Nullable ExactDerivatives> exact = ExactDerivatives.lazily(pair.exact(), cotangent);
    for (int k = 1; ; k++) {
      new Comparison(
              settings,
              current.exact(),
              cotangent,
              exact,
              k,
              key,
              report,
              progress,
              pullback.repeats())
          .run();
      if (current.single() != null) {
        new SinglePrecisionComparison(current.exact(), current.single(), cotangent, k, key, report)
            .run();
      }
      if (k == settings.order()) {
        break;
      }
      CheckedFunction below = current.exact();
      Key contraction = key.split("contraction");
      current = current.contracted(cotangent, contraction);
      key = Key.of(settings.seed()).split(k + 1);
      cotangent = current.cotangent(key.split("cotangent"));
      exact = ExactDerivatives.lazily(exact, below, contraction, cotangent);
    }
    pullback.runOnceMore();
    if (pullback.repeats()
        && report.count(Verdict.KINK) == 0) { // a rule may be made for the kink at this point
      compareElsewhere();
    }
  }

  /** Compares some directions at other points, after all that was computed at this one. */
  private void compareElsewhere() {
    GradientSettings few = settings.withMode(Mode.DIRECTIONS).withDirections(1);
    for (int number = 0; number < NearbyFunction.POINTS; number++) {
      Key key = Key.of(settings.seed()).split("elsewhere").split(number);
      NearbyFunction other = NearbyFunction.of(pair.exact(), key, number);
      Tensor cotangent = cotangent(other, key);
      if (cotangent != null) {
        Supplier<@Nullable ExactDerivatives> exact = ExactDerivatives.lazily(other, cotangent);
        new Comparison(few, other, cotangent, exact, 1, key, report, done -> {}, true).run();
      }
    }
  }

  /** Returns a random cotangent; null if the function is not defined there, as it need not be. */
  private static @Nullable Tensor cotangent(NearbyFunction other, Key key) {
    try {
      Tensor cotangent = PrecisionPair.cotangent(other.at(other.point()).shape(), key);
      other.pullback(cotangent);
      return cotangent;
    } catch (RuntimeException outsideOfTheDomain) {
      return null;
    }
  }
}
