package io.github.wengert.ops.check.culprit;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.compare.Comparison;
import io.github.wengert.ops.check.exact.ExactDerivatives;
import io.github.wengert.ops.check.findings.ReportBuilder;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.function.PrecisionPair;
import io.github.wengert.ops.check.pullback.PullbackChecks;
import io.github.wengert.ops.check.report.GradientReport;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.single.SinglePrecisionComparison;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The check of one operation by itself: of {@code ⟨g, op(x₁, …, xₙ)⟩} by those operands that are
 * active, with a cotangent that is given.
 */
public final class ApplicationCheck {
  private final GradientSettings settings;
  private final int order;
  private final SweptApplication step;

  /**
   * @param order the one order of derivatives that is checked
   */
  ApplicationCheck(GradientSettings settings, int order, SweptApplication step) {
    this.settings = settings;
    this.order = order;
    this.step = step;
  }

  /** Returns the operands that derivatives are taken by. */
  List<Tensor> activeOperands() {
    ImmutableList<Tensor> operands = step.operands();
    return step.active().stream().map(operands::get).toList();
  }

  /** Applies the operation to active operands, and to the others as they are. */
  Tensor apply(List<Tensor> active) {
    Tensor[] all = step.operands().toArray(Tensor[]::new);
    for (int i = 0; i < active.size(); i++) {
      all[step.active().get(i)] = active.get(i);
    }
    boolean widened =
        active.stream().noneMatch(x -> x.dtype() == DType.F32)
            && activeOperands().stream().anyMatch(x -> x.dtype() == DType.F32);
    if (widened) {
      for (int i = 0; i < all.length; i++) {
        all[i] = Ops.to(all[i], DType.F64);
      }
    }
    return Ops.custom(step.application().primitive(), all);
  }

  /**
   * Checks with the operation's cotangent that its pullbacks are linear, and functions of what they
   * get alone.
   */
  GradientReport runPullbacks() {
    PrecisionPair pair = PrecisionPair.of(this::apply, names(), activeOperands());
    ReportBuilder report = new ReportBuilder(step.name(), settings, pair.dtype());
    Tensor g = Ops.to(step.cotangent(), DType.F64);
    Key key = Key.of(settings.seed());
    PullbackChecks pullbacks = new PullbackChecks(settings, pair.exact(), g, 1, key, report);
    pullbacks.run();
    pullbacks.runOnceMore();
    return report.build(false);
  }

  public GradientReport run() {
    return run(activeOperands(), step.cotangent());
  }

  /** Checks the operation at other operands, with another cotangent of its result. */
  public GradientReport run(List<Tensor> active, Tensor cotangent) {
    return run(
        settings, order, step.name(), PrecisionPair.of(this::apply, names(), active), cotangent);
  }

  /** Checks the derivatives of one order, given the cotangent of the function's value. */
  public static GradientReport run(
      GradientSettings settings, int order, String name, PrecisionPair function, Tensor cotangent) {
    PrecisionPair pair = function;
    ReportBuilder report = new ReportBuilder(name, settings, pair.dtype());
    Tensor g = Ops.to(cotangent, DType.F64);
    Supplier<@Nullable ExactDerivatives> exact = ExactDerivatives.lazily(pair.exact(), g);
    for (int k = 1; k <= order; k++) {
      Key key = Key.of(settings.seed()).split(k);
      if (k == order) {
        new Comparison(settings, pair.exact(), g, exact, k, key, report, done -> {}, true).run();
        if (pair.single() != null) {
          new SinglePrecisionComparison(pair.exact(), pair.single(), g, k, key, report).run();
        }
      } else {
        CheckedFunction below = pair.exact();
        Key contraction = key.split("contraction");
        pair = pair.contracted(g, contraction);
        g = pair.cotangent(key.split("next cotangent"));
        exact = ExactDerivatives.lazily(exact, below, contraction, g);
      }
    }
    return report.build(false);
  }

  /** Returns the names of the active operands, for the report. */
  ImmutableList<String> names() {
    return step.active().stream()
        .map(position -> "operand " + position)
        .collect(ImmutableList.toImmutableList());
  }
}
