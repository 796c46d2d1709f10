package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Tensor;
import java.util.HashSet;
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
      ImmutableList<Integer> index = Bits.index(difference.element(), x.shape());
      add(name, index, verdict, difference.got(), difference.expected(), error, reason);
    }
  }

  /** Tells what is wrong with the pullback by all inputs. */
  void tellOfAll(String reason) {
    add(PullbackChecks.ALL, ImmutableList.of(), Verdict.WRONG, Double.NaN, Double.NaN, 0, reason);
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
