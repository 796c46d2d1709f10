package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.github.wengert.ops.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is told of a pullback as such, once of each input. */
final class PullbackFindings {
  private final Subject subject;
  private final int order;
  private final GradientReport.Builder report;
  private final Set<String> told = new HashSet<>();

  PullbackFindings(Subject subject, int order, GradientReport.Builder report) {
    this.subject = subject;
    this.order = order;
    this.report = report;
  }

  /** Tells of the pullback by one input, unless it was told of before. */
  void tell(Difference difference, Verdict verdict, double error, String reason) {
    String name = PullbackChecks.PREFIX + subject.names().get(difference.input());
    if (told.add(name)) {
      Tensor x = subject.point().get(difference.input());
      List<Integer> index = Ints.asList(Comparison.indexOf(difference.element(), x));
      add(name, index, verdict, difference.got(), difference.expected(), error, reason);
    }
  }

  /** Tells what is wrong with the pullback by all inputs. */
  void tellOfAll(String reason) {
    add(PullbackChecks.ALL, List.of(), Verdict.WRONG, Double.NaN, Double.NaN, 0, reason);
  }

  private void add(
      String input,
      List<Integer> index,
      Verdict verdict,
      double got,
      double expected,
      double error,
      String reason) {
    Finding finding =
        new Finding(
            order,
            input,
            ImmutableList.copyOf(index),
            verdict,
            got,
            expected,
            error,
            expected,
            expected,
            0,
            ImmutableList.of(),
            "",
            ImmutableList.of());
    report.add(finding.withReason(reason), ImmutableList::of);
  }

  /** Returns a number as reasons show it. */
  static String shown(double x) {
    return Wording.number(x, 10);
  }
}
