package io.github.wengert.ops.check.culprit;

import io.github.wengert.autograd.ReadLog;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.report.Culprit;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.text.SourcePlace;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what makes a gradient wrong although each operation is right: a constant that depends
 * on the inputs, chance, or a sweep that does not do what the operations say.
 */
final class BypassSearch {
  private static final int MOST_LINES = 5;

  private final CheckedFunction checked;
  private final Verdict verdict;
  private final int right;

  /**
   * @param right how many applications of operations were found right
   */
  BypassSearch(CheckedFunction checked, Verdict verdict, int right) {
    this.checked = checked;
    this.verdict = verdict;
    this.right = right;
  }

  Culprit find(Applications<Tensor> applications, PullbackSweep sweep, Tensor cotangent) {
    ChangingConstants chance = ChangingConstants.byChance(checked);
    if (chance != null) {
      return CulpritFactory.constant(
          Culprit.Kind.CHANCE,
          chance.application(),
          right,
          List.of(chance.what() + " differs from run to run at the same inputs"));
    }
    List<String> notes = notes(applications);
    ChangingConstants change = ChangingConstants.withTheInputs(checked);
    if (change != null) {
      notes.addFirst(change.what() + " changes with the inputs, but no gradient flows through it");
      return CulpritFactory.constant(Culprit.Kind.CONSTANT, change.application(), right, notes);
    }
    String difference = difference(sweep, cotangent);
    if (!difference.isEmpty()) {
      return CulpritFactory.sweep(right, difference);
    }
    if (verdict == Verdict.KINK_OUTSIDE) {
      notes.add(
          "kinks of several operations may cancel, and then their subgradients need not add up");
    }
    return CulpritFactory.unknown(right, notes);
  }

  /** Returns where derivatives stop, and where plain numbers are read. */
  private List<String> notes(Applications<Tensor> applications) {
    List<String> notes = new ArrayList<>();
    applications.stops().stream()
        .map(stop ->
            "stopGradient of %s at %s".formatted(stop.value(), SourcePlace.of(stop.source())))
        .distinct()
        .limit(MOST_LINES)
        .forEach(notes::add);
    ReadLog.logging(() -> checked.applications(checked.point())).reads().stream()
        .map(read ->
            "plain numbers are read by %s of %s at %s"
                .formatted(read.method(), read.value(), SourcePlace.of(read.source())))
        .distinct()
        .limit(MOST_LINES)
        .forEach(notes::add);
    return notes;
  }

  private String difference(PullbackSweep sweep, Tensor cotangent) {
    List<Tensor> engine = checked.pullback(cotangent);
    for (int i = 0; i < engine.size(); i++) {
      Tensor own = sweep.gradients().get(i);
      Tensor known = own == null ? Tensor.zeros(DType.F64, engine.get(i).shape()) : own;
      if (TensorDifferences.differBeyondRounding(known, engine.get(i))) {
        return "the engine's gradient by %s differs from what the operations' own pullbacks give"
            .formatted(checked.names().get(i));
      }
    }
    return "";
  }
}
