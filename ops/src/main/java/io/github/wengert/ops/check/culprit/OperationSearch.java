package io.github.wengert.ops.check.culprit;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.function.PrecisionPair;
import io.github.wengert.ops.check.limit.Deadline;
import io.github.wengert.ops.check.report.Culprit;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.settings.GradientSettings.Mode;
import io.github.wengert.ops.check.text.TensorDifferences;
import io.github.wengert.ops.check.text.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks each operation of a function in isolation, and selects the culprit: one from outside the
 * library first, then the one with the largest share of wrong derivatives, then the first in the
 * data flow.
 */
final class OperationSearch {
  private static final Duration TIME_FOR_ALL = Duration.ofSeconds(3);
  private static final Duration TIME_AT_RANDOM = Duration.ofSeconds(1);
  private static final Duration TIME_FOR_SHRINKING = Duration.ofSeconds(2);

  /** Operations on more elements than this are checked by samples. */
  private static final int FEW_ELEMENTS = 64;

  private static final int SAMPLES = 12;

  private final GradientSettings settings;
  private final int order;
  private final Verdict verdict;
  private final Deadline end;
  private final boolean ofPullbacks;
  private int looked;

  /**
   * @param order the order of the derivatives that are wrong
   * @param verdict what was said of them
   */
  OperationSearch(GradientSettings settings, int order, Verdict verdict, Deadline end) {
    this(settings, order, verdict, end, false);
  }

  private OperationSearch(
      GradientSettings settings, int order, Verdict verdict, Deadline end, boolean ofPullbacks) {
    this.settings = settings;
    this.order = order;
    this.verdict = verdict;
    this.end = end;
    this.ofPullbacks = ofPullbacks;
  }

  /** Returns a search for pullbacks that are wrong with other cotangents than that of a check. */
  static OperationSearch ofPullbacks(GradientSettings settings, Verdict verdict, Deadline end) {
    return new OperationSearch(settings, 1, verdict, end, true);
  }

  /** What the check of one application gave: null if nothing speaks against it. */
  private record Tried(
      SweptApplication step, @Nullable Verdict failure, double share, String remark) {
    boolean isWrong() {
      return failure != null;
    }
  }

  /** Returns how many applications were looked at. */
  int looked() {
    return looked;
  }

  /** Returns the words for a search that did not come to all applications. */
  static String looked(int looked, int all) {
    return Wording.format("%,d of %,d applications were looked at", looked, all);
  }

  /** Returns the operation that is to blame, or null if each is right by itself. */
  @Nullable Culprit find(PullbackSweep sweep) {
    if (verdict == Verdict.NONFINITE) {
      SweptApplication origin =
          sweep.steps().stream()
              .filter(SweptApplication::leavesFiniteValues)
              .findFirst()
              .orElse(null);
      if (origin != null) {
        return origin(origin, sweep.steps());
      }
    }
    List<SweptApplication> steps = inOrderOfSuspicion(sweep.steps());
    List<Tried> tried = tryAll(steps);
    looked = tried.size();
    if (tried.stream().noneMatch(Tried::isWrong)) {
      tried = tryAtRandom(steps);
    }
    Tried worst = tried.stream().filter(Tried::isWrong).min(badness()).orElse(null);
    if (worst == null) {
      return null;
    }
    Culprit culprit = culprit(worst, tried, steps.size());
    Culprit deeper = order > 1 ? insideThePullback(worst.step()) : null;
    return deeper == null ? culprit : deeper;
  }

  /** Operations from outside the library first, and none again before all have been tried once. */
  private static List<SweptApplication> inOrderOfSuspicion(List<SweptApplication> steps) {
    Map<Object, Integer> seen = new HashMap<>();
    IdentityHashMap<SweptApplication, Integer> occurrence = new IdentityHashMap<>();
    for (SweptApplication step : steps) {
      occurrence.put(step, seen.merge(step.operation(), 1, Integer::sum));
    }
    return steps.stream()
        .sorted(
            Comparator.comparing((SweptApplication step) -> !step.isCustom())
                .thenComparing(step -> Objects.requireNonNull(occurrence.get(step))))
        .toList();
  }

  private Comparator<Tried> badness() {
    return Comparator.comparing((Tried t) -> verdict != Verdict.NONFINITE && !t.step().isCustom())
        .thenComparing(t -> t.failure() != verdict)
        .thenComparing(Comparator.comparingDouble(Tried::share).reversed())
        .thenComparingInt(t -> t.step().number());
  }

  // -------------------------------------------------------------------------------------- trying

  private List<Tried> tryAll(List<SweptApplication> steps) {
    Deadline deadline = end.orIn(TIME_FOR_ALL);
    List<Tried> tried = new ArrayList<>();
    for (SweptApplication step : steps) {
      if (deadline.isOver()) {
        break;
      }
      try {
        String state = order == 1 && step.getsFiniteValues() ? state(step) : "";
        tried.add(tried(step, report(new ApplicationCheck(quick(step), order, step)), state));
      } catch (RuntimeException e) {
        // It cannot be checked by itself, so that nothing is said about it.
      }
    }
    return tried;
  }

  private GradientReport report(ApplicationCheck check) {
    return ofPullbacks ? check.runPullbacks() : check.run();
  }

  /** Another cotangent may show what that of the function does not. */
  private List<Tried> tryAtRandom(List<SweptApplication> steps) {
    Deadline deadline = end.orIn(TIME_AT_RANDOM);
    List<Tried> tried = new ArrayList<>();
    for (SweptApplication step : steps) {
      if (deadline.isOver()) {
        break;
      }
      try {
        ApplicationCheck check = new ApplicationCheck(quick(step), order, step);
        GradientReport report = check.run(check.activeOperands(), random(step.cotangent()));
        tried.add(tried(step, report, ""));
      } catch (RuntimeException e) {
        // As above.
      }
    }
    return tried;
  }

  private Tensor random(Tensor like) {
    return RandomTensors.normal(Key.of(settings.seed()), DType.F64, like.shape(), 0, 1);
  }

  private static Tried tried(SweptApplication step, GradientReport report, String state) {
    Verdict failure = CulpritSearch.failure(report.counts());
    if (failure == Verdict.NONFINITE && !step.getsFiniteValues()) {
      return new Tried(step, null, 0, "");
    }
    if (failure == null) {
      return state.isEmpty()
          ? new Tried(step, null, 0, "")
          : new Tried(step, Verdict.WRONG, 1, state);
    }
    long wrong =
        report.counts().entrySet().stream()
            .filter(count -> CulpritSearch.isFailure(count.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Tried(step, failure, (double) wrong / report.compared(), "");
  }

  private GradientSettings quick(SweptApplication step) {
    long elements =
        step.active().stream()
            .mapToLong(i -> step.application().operands().get(i).elements())
            .sum();
    return elements <= FEW_ELEMENTS
        ? settings.withMode(Mode.ELEMENTS)
        : settings.withMode(Mode.SAMPLES).withSamples(SAMPLES);
  }

  /** Says whether an operation's pullbacks give something else inside the function than alone. */
  private String state(SweptApplication step) {
    ApplicationCheck check = new ApplicationCheck(settings, 1, step);
    List<Tensor> alone =
        Autograd.vjp(check::apply, check.activeOperands())
            .pullback(Ops.to(step.cotangent(), step.application().result().dtype()));
    for (int i = 0; i < alone.size(); i++) {
      Tensor inside = step.cotangents().get(step.active().get(i));
      if (inside != null && TensorDifferences.differBeyondRounding(inside, alone.get(i))) {
        return step.application().primitive() instanceof FusedBackward
            ? "its fused pullback gives something else than the pullbacks of its vjp"
            : "alone its pullback gives something else than inside the function: it keeps"
                + " something from call to call";
      }
    }
    return "";
  }

  // -------------------------------------------------------------------------------------- blaming

  private Culprit culprit(Tried worst, List<Tried> tried, int all) {
    SweptApplication step = worst.step();
    List<String> remarks = new ArrayList<>();
    String smallest = "";
    if (!worst.remark().isEmpty()) {
      remarks.add(worst.remark());
    } else {
      ApplicationCheck check = new ApplicationCheck(quick(step), order, step);
      Tensor cotangent = step.cotangent();
      GradientReport report = report(check);
      if (CulpritSearch.failure(report.counts()) == null) {
        remarks.add("right with the cotangent that it gets here, and not with a random one");
        cotangent = random(cotangent);
        report = check.run(check.activeOperands(), cotangent);
      }
      remarks.addAll(report.remarks());
      smallest =
          ofPullbacks // it is the cotangent that matters
              ? ""
              : smallest(step, cotangent, Objects.requireNonNull(worst.failure()));
    }
    List<Tried> own = tried.stream().filter(t -> step.isSameOperation(t.step())).toList();
    List<Tried> others = tried.stream().filter(t -> !step.isSameOperation(t.step())).toList();
    List<String> alsoWrong =
        others.stream()
            .filter(t -> t.isWrong() && t.step().isCustom())
            .map(t -> t.step().name())
            .distinct()
            .toList();
    if (!alsoWrong.isEmpty()) {
      remarks.add("wrong by themselves, too: " + String.join(", ", alsoWrong));
    }
    if (tried.size() < all) {
      remarks.add(looked(tried.size(), all));
    }
    return CulpritFactory.operation(
        step.application(),
        (int) own.stream().filter(Tried::isWrong).count(),
        own.size(),
        (int) others.stream().filter(t -> !t.isWrong()).count(),
        remarks,
        smallest);
  }

  /** An operation whose result is not finite makes everything behind it so. */
  private Culprit origin(SweptApplication step, List<SweptApplication> steps) {
    Tensor result = step.application().result();
    double[] elements = result.toDoubleArray();
    int first = 0;
    while (Double.isFinite(elements[first])) {
      first++;
    }
    List<SweptApplication> own = steps.stream().filter(step::isSameOperation).toList();
    String remark =
        "%s comes of finite operands, at %s"
            .formatted(elements[first], TensorDifferences.index(first, result.shape()));
    return CulpritFactory.operation(
        step.application(),
        (int) own.stream().filter(SweptApplication::leavesFiniteValues).count(),
        own.size(),
        0,
        List.of(remark),
        smallest(step, Tensor.ones(DType.F64, result.shape()), Verdict.NONFINITE));
  }

  private String smallest(SweptApplication step, Tensor cotangent, Verdict failure) {
    Shrinking.Checked checked =
        new Shrinking.Checked() {
          @Override
          public Tensor at(List<Tensor> inputs) {
            return new ApplicationCheck(settings, order, step).apply(inputs);
          }

          @Override
          public GradientReport check(GradientSettings quick, List<Tensor> inputs, Tensor g) {
            return new ApplicationCheck(quick, order, step).run(inputs, g);
          }
        };
    return new Shrinking(settings, checked, failure, end.orIn(TIME_FOR_SHRINKING))
        .run(new ApplicationCheck(settings, order, step).activeOperands(), cotangent);
  }

  /**
   * Looks for another operation that the pullbacks of a culprit apply, and that is wrong itself: it
   * makes the derivatives of those pullbacks wrong.
   */
  private @Nullable Culprit insideThePullback(SweptApplication step) {
    ApplicationCheck check = new ApplicationCheck(settings, order, step);
    CheckedFunction derivative =
        PrecisionPair.of(check::apply, check.names(), check.activeOperands())
            .exact()
            .contracted(Ops.to(step.cotangent(), DType.F64), Key.of(settings.seed()));
    Applications<Tensor> applications = derivative.applications(derivative.point());
    PullbackSweep sweep =
        PullbackSweep.of(
            applications,
            Tensor.ones(applications.result().dtype(), applications.result().shape()));
    PullbackSweep without =
        new PullbackSweep(
            sweep.steps().stream()
                .filter(inner -> inner.isCustom() && !inner.isSame(step))
                .collect(ImmutableList.toImmutableList()),
            sweep.gradients());
    Culprit inner = new OperationSearch(settings, order - 1, verdict, end).find(without);
    return inner == null
        ? null
        : CulpritFactory.withRemark(inner, "it is applied by the pullback of " + step.name());
  }
}
