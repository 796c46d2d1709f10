package io.github.wengert.ops.check.report;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.check.findings.ReportBuilder;
import io.github.wengert.ops.check.report.Finding.Point;
import io.github.wengert.ops.check.settings.GradientSettings;
import java.util.List;

/** Reports made by hand, whatever the checker would say. */
public final class Reports {
  private final ReportBuilder builder;

  private Reports(String name) {
    this(name, DType.F64);
  }

  private Reports(String name, DType dtype) {
    builder = new ReportBuilder(name, GradientSettings.DEFAULT.withTolerance(1e-7), dtype);
  }

  public static Reports inSinglePrecision(String name) {
    return new Reports(name, DType.F32);
  }

  public static Reports of(String name) {
    return new Reports(name);
  }

  public GradientReport build() {
    return builder.build();
  }

  public Reports pass(String input, int... index) {
    return smooth(Verdict.PASS, input, 1.5, 1.5, index);
  }

  public Reports wrong(String input, double analytic, double numeric, int... index) {
    return smooth(Verdict.WRONG, input, analytic, numeric, index);
  }

  public Reports smooth(
      Verdict verdict, String input, double analytic, double numeric, int... index) {
    return add(finding(1, verdict, input, analytic, numeric, numeric, index));
  }

  public Reports kink(Verdict verdict, double analytic, double left, double right, int... index) {
    return add(finding(1, verdict, "x", analytic, left, right, index));
  }

  public Reports undecided(Verdict verdict, double analytic, int... index) {
    return add(
        new Finding(
            1,
            "x",
            indices(index),
            verdict,
            analytic,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            Double.NaN,
            0,
            ImmutableList.of(),
            "",
            ImmutableList.of()));
  }

  public Reports add(Finding finding) {
    builder.add(finding, () -> curve(finding));
    return this;
  }

  public static Finding finding(
      int order,
      Verdict verdict,
      String input,
      double analytic,
      double left,
      double right,
      int... index) {
    return finding(order, verdict, input, analytic, left, right, "", index);
  }

  public static Finding finding(
      int order,
      Verdict verdict,
      String input,
      double analytic,
      double left,
      double right,
      String reason,
      int... index) {
    return new Finding(
        order,
        input,
        indices(index),
        verdict,
        analytic,
        (left + right) / 2,
        1e-12,
        left,
        right,
        0.0078125,
        left == right ? ImmutableList.of() : ImmutableList.of("relu"),
        reason,
        ImmutableList.of());
  }

  private static ImmutableList<Integer> indices(int... index) {
    ImmutableList.Builder<Integer> indices = ImmutableList.builder();
    for (int i : index) {
      indices.add(i);
    }
    return indices.build();
  }

  /** Returns a culprit of a kind, with something in each component. */
  public static Culprit culprit(Culprit.Kind kind) {
    boolean operation = kind == Culprit.Kind.OPERATION;
    boolean named = kind != Culprit.Kind.SWEEP && kind != Culprit.Kind.UNKNOWN;
    return new Culprit(
        kind,
        named ? "square" : "",
        named ? new StackTraceElement("org.example.Net", "forward", "Net.java", 41) : null,
        named ? ImmutableList.of("F64[2, 3]", "F64[]") : ImmutableList.of(),
        operation ? 1_234 : 0,
        operation ? 2_345 : 0,
        3_456,
        ImmutableList.of("a remark", "another remark"),
        operation ? "[0, 1] → the derivative is 2, differences say 1" : "");
  }

  public static GradientReport withCulprit(GradientReport report, Culprit culprit) {
    return new GradientReport(
        report.name(),
        report.settings(),
        report.subgradient(),
        report.dtype(),
        report.counts(),
        report.inputs(),
        report.findings(),
        culprit);
  }

  public static List<Point> noCurve() {
    return ImmutableList.of();
  }

  private static List<Point> curve(Finding f) {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    for (int i = -4; i <= 4; i++) {
      double t = i / 4.0;
      points.add(new Point(t, 2 + t * (t < 0 ? f.left() : f.right()) + (i == 4 ? 0.1 : 0)));
    }
    return points.build();
  }
}
