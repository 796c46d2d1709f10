package io.github.wengert.ops.check;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a check: the pullbacks, the derivatives of each order, and other points, until that is
 * done or a limit is reached.
 */
final class CheckRun {
  /** How long a check that reached its time limit has to say what it found. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final GradientCheck settings;
  private final String name;
  private final Twin twin;
  private final GradientReport.Builder report;
  private final LongConsumer progress;

  CheckRun(GradientCheck settings, String name, Twin twin, LongConsumer progress) {
    this.settings = settings;
    this.name = name;
    this.twin = twin.within(new Budget(settings), settings.domain());
    this.report = new GradientReport.Builder(name, settings, twin.dtype());
    this.progress = progress;
  }

  /**
   * Runs the check. A time limit that was set is kept even if an evaluation never returns: the
   * check has a thread of its own then, in the scopes of the calling one.
   */
  GradientReport run() {
    if (settings.timeLimit().equals(GradientCheck.DEFAULT.timeLimit())) {
      return compareAll();
    }
    return OwnThread.compute(
            "gradient check " + name,
            Deadline.countable(settings.timeLimit()).plus(GRACE),
            this::compareAll)
        .orElseGet(this::abandoned);
  }

  private GradientReport abandoned() {
    twin.restore();
    report.close();
    report.skipRest(twin.exact(), Reasons.doesNotReturn(settings));
    return report.build(false);
  }

  private GradientReport compareAll() {
    try {
      compareOrders();
    } catch (LimitReachedError e) {
      report.skipRest(twin.exact(), e.reason());
      return report.build(false);
    }
    return report.build();
  }

  private void compareOrders() {
    twin.warmUp(name);
    Twin current = twin;
    Key key = Key.of(settings.seed()).split(1);
    Tensor cotangent = twin.cotangent(key.split("cotangent"));
    PullbackChecks pullback = new PullbackChecks(settings, twin.exact(), cotangent, 1, key, report);
    pullback.run();
    Supplier<@Nullable ExactDerivatives> exact = ExactDerivatives.lazily(twin.exact(), cotangent);
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
        new SinglePrecision(current.exact(), current.single(), cotangent, k, key, report).run();
      }
      if (k == settings.order()) {
        break;
      }
      Subject below = current.exact();
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
    GradientCheck few = settings.withMode(Mode.DIRECTIONS).withDirections(1);
    for (int number = 0; number < Elsewhere.POINTS; number++) {
      Key key = Key.of(settings.seed()).split("elsewhere").split(number);
      Elsewhere other = Elsewhere.of(twin.exact(), key, number);
      Tensor cotangent = cotangent(other, key);
      if (cotangent != null) {
        Supplier<@Nullable ExactDerivatives> exact = ExactDerivatives.lazily(other, cotangent);
        new Comparison(few, other, cotangent, exact, 1, key, report, done -> {}, true).run();
      }
    }
  }

  /** Returns a random cotangent; null if the function is not defined there, as it need not be. */
  private static @Nullable Tensor cotangent(Elsewhere other, Key key) {
    try {
      Tensor cotangent = Twin.cotangent(other.at(other.point()).shape(), key);
      other.pullback(cotangent);
      return cotangent;
    } catch (RuntimeException outsideOfTheDomain) {
      return null;
    }
  }
}
