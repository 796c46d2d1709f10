package io.github.wengert.ops.check.culprit;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.function.NearbyFunction;
import io.github.wengert.ops.check.function.PrecisionPair;
import io.github.wengert.ops.check.function.TensorFunction;
import io.github.wengert.ops.check.limit.Deadline;
import io.github.wengert.ops.check.report.Culprit;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.InputSummary;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.text.InputNames;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches for what makes a function's gradient wrong, once a check has found that it is.
 *
 * <p>The function runs once more, with each application of an operation {@linkplain Applications
 * listed}; a {@linkplain PullbackSweep sweep} tells the cotangent that each of them gets; and then
 * each is {@linkplain OperationSearch checked by itself}, at the operands and with the cotangent
 * that it has inside the function. If all are right by themselves, something goes {@linkplain
 * BypassSearch around the tape}, or the sweep is wrong.
 *
 * <p>The search ends after some seconds, with what is known by then.
 */
public final class CulpritSearch {
  /** The longest that a search goes on; a check of one operation is not broken off. */
  private static final Duration MOST = Duration.ofSeconds(5);

  /** After this a search is given up that does not come to an end by itself. */
  public static final Duration LONGEST = Duration.ofSeconds(8);

  private static final Duration TIME_FOR_SHRINKING = Duration.ofSeconds(1);

  /** The verdicts that speak against a gradient, the worst first. */
  private static final List<Verdict> FAILURES =
      List.of(Verdict.WRONG, Verdict.NONDETERMINISTIC, Verdict.KINK_OUTSIDE, Verdict.NONFINITE);

  private CulpritSearch() {}

  /** Where derivatives are wrong, the best place to look at first. */
  private enum Site {
    /** At the point that was checked. */
    POINT,
    /** Nowhere, but with some other cotangent. */
    PULLBACK,
    /** Close to the point. */
    BESIDE;

    static Site of(InputSummary input) {
      if (InputNames.isOfPullback(input.input())) {
        return PULLBACK;
      }
      return input.input().equals(InputNames.CLOSE_BY) ? BESIDE : POINT;
    }
  }

  /** Returns what is to blame for the failures in a report; null if there are none. */
  public static @Nullable Culprit of(GradientReport report, PrecisionPair pair) {
    List<InputSummary> failed =
        report.inputs().stream().filter(input -> failure(input.counts()) != null).toList();
    int order = failed.stream().mapToInt(InputSummary::order).min().orElse(0);
    List<InputSummary> lowest =
        failed.stream()
            .filter(input -> input.order() == order)
            .sorted(Comparator.comparingInt(input -> rank(input.counts())))
            .toList();
    if (lowest.isEmpty()) {
      return null;
    }
    Verdict verdict = FAILURES.get(rank(lowest.getFirst().counts()));
    Deadline end = end(report.settings());
    Culprit first = null;
    for (Site site : Site.values()) {
      InputSummary at =
          lowest.stream().filter(input -> Site.of(input) == site).findFirst().orElse(null);
      Culprit found = at == null ? null : of(report.settings(), pair, site, at, verdict, end);
      if (found != null && found.kind() != Culprit.Kind.UNKNOWN) {
        return found;
      }
      first = first == null ? found : first;
    }
    return first;
  }

  private static Culprit of(
      GradientSettings settings,
      PrecisionPair pair,
      Site site,
      InputSummary failed,
      Verdict verdict,
      Deadline end) {
    CheckedFunction single = InputNames.isSingle(failed.input()) ? pair.single() : null;
    CheckedFunction checked = single == null ? pair.exact() : single;
    return guarded(() ->
        switch (site) {
          case POINT -> find(settings, checked, failed.order(), verdict, end);
          case PULLBACK -> nonlinear(settings, checked, verdict, end);
          case BESIDE -> beside(settings, checked, verdict, end);
        });
  }

  /** A search that fails must not hide what the check found. */
  private static Culprit guarded(Supplier<Culprit> search) {
    try {
      return search.get();
    } catch (RuntimeException e) {
      return CulpritFactory.unknown(0, List.of("the search ended early: " + e));
    }
  }

  private static Deadline end(GradientSettings settings) {
    return Deadline.in(settings.timeLimit()).orIn(MOST);
  }

  /** Returns the worst verdict that speaks against a gradient, or null. */
  static @Nullable Verdict failure(Map<Verdict, Long> counts) {
    return FAILURES.stream().filter(counts::containsKey).findFirst().orElse(null);
  }

  static boolean isFailure(Verdict verdict) {
    return FAILURES.contains(verdict);
  }

  private static int rank(Map<Verdict, Long> counts) {
    Verdict failure = failure(counts);
    return failure == null ? FAILURES.size() : FAILURES.indexOf(failure);
  }

  /**
   * Returns what is to blame.
   *
   * @param checked the function, and not a contraction of its derivatives
   * @param order the lowest order whose derivatives are wrong
   * @param verdict the worst that was said of them
   */
  public static Culprit find(
      GradientSettings settings,
      CheckedFunction checked,
      int order,
      Verdict verdict,
      Deadline end) {
    Applications<Tensor> applications = checked.applications(checked.point());
    Tensor cotangent = cotangent(settings, applications.result());
    PullbackSweep sweep = PullbackSweep.of(applications, cotangent);
    OperationSearch operations = new OperationSearch(settings, order, verdict, end);
    Culprit operation = operations.find(sweep);
    if (operation != null) {
      return operation;
    }
    if (order > 1) {
      // The pullbacks apply operations, too.
      Key key = Key.of(settings.seed()).split(1).split("contraction");
      CheckedFunction derivative = checked.contracted(cotangent, key);
      return find(settings, derivative, order - 1, verdict, end);
    }
    Culprit bypass =
        new BypassSearch(checked, verdict, operations.looked())
            .find(applications, sweep, cotangent);
    if (operations.looked() < sweep.steps().size()) {
      bypass =
          CulpritFactory.withRemark(
              bypass, OperationSearch.looked(operations.looked(), sweep.steps().size()));
    }
    return bypass.kind() == Culprit.Kind.CHANCE // there is none where it would be right
        ? bypass
        : CulpritFactory.withSmallest(bypass, smallest(settings, checked, cotangent, verdict, end));
  }

  /**
   * Finds an operation whose pullback is not linear, though right with the function's cotangent.
   */
  private static Culprit nonlinear(
      GradientSettings settings, CheckedFunction checked, Verdict verdict, Deadline end) {
    Applications<Tensor> applications = checked.applications(checked.point());
    PullbackSweep sweep =
        PullbackSweep.of(applications, cotangent(settings, applications.result()));
    OperationSearch operations = OperationSearch.ofPullbacks(settings, verdict, end);
    Culprit found = operations.find(sweep);
    return found == null ? CulpritFactory.unknown(operations.looked(), List.of()) : found;
  }

  /** Finds what is right at the point, and wrong close to it, such as a cache. */
  private static Culprit beside(
      GradientSettings settings, CheckedFunction checked, Verdict verdict, Deadline end) {
    Culprit first = null;
    for (int number = 0; number < NearbyFunction.POINTS && !end.isOver(); number++) {
      Key key = Key.of(settings.seed()).split("elsewhere").split(number);
      NearbyFunction other = NearbyFunction.of(checked, key, number);
      Culprit found = guarded(() -> find(settings, other, 1, verdict, end));
      if (found.kind() != Culprit.Kind.UNKNOWN) {
        return CulpritFactory.withRemark(
            found, "right at the point itself, and wrong close to it: a cache?");
      }
      first = first == null ? found : first;
    }
    return first == null ? CulpritFactory.unknown(0, List.of()) : first;
  }

  /** Returns the cotangent that a check of the first order takes. */
  private static Tensor cotangent(GradientSettings settings, Tensor result) {
    Key key = Key.of(settings.seed()).split(1).split("cotangent");
    Tensor random = RandomTensors.normal(key, DType.F64, result.shape(), 0, 1);
    return Ops.to(random, result.dtype());
  }

  /** Returns the smallest input of the whole function; parameters keep their shapes and values. */
  private static String smallest(
      GradientSettings settings,
      CheckedFunction checked,
      Tensor cotangent,
      Verdict verdict,
      Deadline end) {
    if (!(checked instanceof TensorFunction function)
        || function.arguments() < function.point().size()) {
      return "";
    }
    Shrinking.Checked whole =
        new Shrinking.Checked() {
          @Override
          public Tensor at(List<Tensor> inputs) {
            return function.at(inputs);
          }

          @Override
          public GradientReport check(GradientSettings quick, List<Tensor> inputs, Tensor g) {
            ImmutableList<String> names = ImmutableList.copyOf(function.names());
            return ApplicationCheck.run(
                quick, 1, "whole", PrecisionPair.of(function.f(), names, inputs), g);
          }
        };
    return new Shrinking(settings, whole, verdict, end.orIn(TIME_FOR_SHRINKING))
        .run(function.point(), cotangent);
  }
}
