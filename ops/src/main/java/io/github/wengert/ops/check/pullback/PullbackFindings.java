package io.github.wengert.ops.check.pullback;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.findings.ReportBuilder;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.report.Finding;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.text.InputNames;
import io.github.wengert.ops.check.text.TensorDifferences;
import io.github.wengert.ops.check.text.Wording;
import java.util.HashSet;
import java.util.Set;

/** Reports what is wrong with a pullback as such, once for each input. */
final class PullbackFindings {
  private final CheckedFunction checked;
  private final int order;
  private final ReportBuilder report;
  private final Set<String> told = new HashSet<>();

  PullbackFindings(CheckedFunction checked, int order, ReportBuilder report) {
    this.checked = checked;
    this.order = order;
    this.report = report;
  }

  /** Reports the pullback by one input, unless it was reported before. */
  void tell(Difference difference, Verdict verdict, double error, String reason) {
    String name = InputNames.PULLBACK_BY + checked.names().get(difference.input());
    if (told.add(name)) {
      Tensor x = checked.point().get(difference.input());
      ImmutableList<Integer> index = TensorDifferences.index(difference.element(), x.shape());
      add(name, index, verdict, difference.got(), difference.expected(), error, reason);
    }
  }

  /** Reports what is wrong with the pullbacks of all inputs. */
  void tellOfAll(String reason) {
    add(InputNames.PULLBACK, ImmutableList.of(), Verdict.WRONG, Double.NaN, Double.NaN, 0, reason);
  }

  private void add(
      String input,
      ImmutableList<Integer> index,
      Verdict verdict,
      double got,
      double expected,
      double error,
      String reason) {
    report.add(
        new Finding(
            order,
            input,
            index,
            verdict,
            got,
            expected,
            error,
            expected,
            expected,
            0,
            ImmutableList.of(),
            reason,
            ImmutableList.of()),
        ImmutableList::of);
  }

  /** Returns a number as reasons show it. */
  static String shown(double x) {
    return Wording.number(x, 10);
  }
}
