package io.github.wengert.ops.check.culprit;

import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.report.Culprit;
import io.github.wengert.ops.check.report.Culprit.Kind;
import java.util.ArrayList;
import java.util.List;

/** Creates culprits of each kind. */
final class CulpritFactory {
  private CulpritFactory() {}

  static Culprit operation(
      Application<Tensor> application,
      int wrong,
      int applications,
      int others,
      List<String> remarks,
      String smallest) {
    return new Culprit(
        Kind.OPERATION,
        application.primitive().name(),
        application.source(),
        describe(application.operands()),
        wrong,
        applications,
        others,
        remarks,
        smallest);
  }

  static Culprit constant(
      Kind kind, Application<Tensor> application, int others, List<String> remarks) {
    return new Culprit(
        kind,
        application.primitive().name(),
        application.source(),
        describe(application.operands()),
        0,
        0,
        others,
        remarks,
        "");
  }

  static Culprit sweep(int others, String remark) {
    return none(Kind.SWEEP, others, List.of(remark));
  }

  static Culprit unknown(int others, List<String> remarks) {
    return none(Kind.UNKNOWN, others, remarks);
  }

  private static Culprit none(Kind kind, int others, List<String> remarks) {
    return new Culprit(kind, "", null, List.of(), 0, 0, others, remarks, "");
  }

  private static List<String> describe(List<Tensor> operands) {
    return operands.stream().map(x -> x.dtype().toString() + x.shape()).toList();
  }

  static Culprit withSmallest(Culprit c, String input) {
    return changed(c, c.remarks(), input);
  }

  static Culprit withRemark(Culprit c, String remark) {
    List<String> more = new ArrayList<>(c.remarks());
    more.add(remark);
    return changed(c, more, c.smallest());
  }

  private static Culprit changed(Culprit c, List<String> remarks, String smallest) {
    return new Culprit(
        c.kind(),
        c.operation(),
        c.source(),
        c.operands(),
        c.wrong(),
        c.applications(),
        c.others(),
        remarks,
        smallest);
  }
}
