package io.github.wengert.ops.check.report;

import io.github.wengert.ops.check.report.Finding.Point;
import io.github.wengert.ops.check.text.InputNames;
import io.github.wengert.ops.check.text.Wording;
import java.util.List;

/**
 * A picture (SVG) of a function along a direction: the curve, the point, and both tangents. At a
 * kink the numeric tangent is two, one for each side.
 */
final class CurvePicture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 340;
  private static final int LEFT = 84;
  private static final int RIGHT = 14;
  private static final int TOP = 34;
  private static final int BOTTOM = 46;

  /** How much room tangents may take, as a multiple of what the curve takes. */
  private static final double TANGENT_SHARE = 0.75;

  /** If a curve is flatter than this, as a share of its height, differences are drawn. */
  private static final double FLAT = 1e-3;

  private final StringBuilder svg = new StringBuilder();
  private final Finding finding;
  private final List<Point> points;
  private final int number;
  private final double origin;
  private final double window;
  private final double base;
  private double low;
  private double high;

  private CurvePicture(Finding finding, int number) {
    this.finding = finding;
    this.points = finding.curve();
    this.number = number;
    this.window = Math.max(Math.abs(points.getFirst().t()), Math.abs(points.getLast().t()));
    this.origin =
        points.stream().filter(p -> p.t() == 0).mapToDouble(Point::value).findAny().orElse(0);
    setRange();
    boolean flat = Double.isFinite(origin) && high - low < FLAT * Math.abs(origin);
    this.base = flat ? origin : 0;
    low -= base;
    high -= base;
  }

  /** Returns the picture of a finding's curve; {@code number} tells pictures of a page apart. */
  static String of(Finding finding, int number) {
    CurvePicture picture = new CurvePicture(finding, number);
    picture.draw();
    return picture.svg.toString();
  }

  /** Makes room for all of the curve, and for so much of the tangents as leaves it visible. */
  private void setRange() {
    low = Double.POSITIVE_INFINITY;
    high = Double.NEGATIVE_INFINITY;
    for (Point p : points) {
      if (Double.isFinite(p.value())) {
        low = Math.min(low, p.value());
        high = Math.max(high, p.value());
      }
    }
    if (low > high) {
      low = 0;
      high = 0;
    }
    if (hasTangents()) {
      double room = high > low ? TANGENT_SHARE * (high - low) : Double.MAX_VALUE;
      double reach =
          window
              * Math.max(
                  Math.abs(finding.analytic()),
                  Math.max(Math.abs(finding.left()), Math.abs(finding.right())));
      double lowest = low;
      low = Math.max(Math.min(low, origin - reach), lowest - room);
      high = Math.min(Math.max(high, origin + reach), high + room);
    }
    double margin = high > low ? 0.06 * (high - low) : Math.max(1e-3, 0.1 * Math.abs(high));
    low -= margin;
    high += margin;
  }

  private boolean hasTangents() {
    return Double.isFinite(origin)
        && Double.isFinite(finding.analytic())
        && finding.verdict() != Verdict.NONDETERMINISTIC;
  }

  private boolean hasNumericTangents() {
    return hasTangents() && Double.isFinite(finding.left()) && Double.isFinite(finding.right());
  }

  // ---------------------------------------------------------------------------------------- draw

  private void draw() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"%s\">\n",
        WIDTH, HEIGHT, HtmlReport.escaped("the function around " + finding.place()));
    add(
        "<clipPath id=\"clip%d\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></clipPath>\n",
        number, LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    drawAxes();
    add("<g clip-path=\"url(#clip%d)\">\n", number);
    if (hasNumericTangents()) {
      if (finding.hasTwoSides()) {
        drawTangent("numeric", finding.left(), -window, 0);
        drawTangent("numeric", finding.right(), 0, window);
      } else {
        drawTangent("numeric", finding.numeric(), -window, window);
      }
    }
    if (finding.verdict() == Verdict.NONDETERMINISTIC) {
      drawCloud();
    } else {
      drawCurve();
    }
    if (hasTangents()) {
      drawTangent("analytic", finding.analytic(), -window, window);
    }
    if (Double.isFinite(origin)) {
      add("<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>\n", x(0), y(origin));
    }
    add("</g>\n");
    drawLegend();
    add("</svg>\n");
  }

  private void add(String pattern, Object... arguments) {
    svg.append(Wording.format(pattern, arguments));
  }

  private double x(double t) {
    return LEFT + (t + window) / (2 * window) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - base - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private void drawCurve() {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Point p : points) {
      boolean visible = Double.isFinite(p.value());
      if (visible) {
        path.append(Wording.format("%s%.1f %.1f", pen ? " L" : " M", x(p.t()), y(p.value())));
      }
      pen = visible;
    }
    if (!path.isEmpty()) {
      add("<path class=\"curve\" d=\"%s\"/>\n", path.toString().strip());
    }
  }

  /** What differs from run to run is no curve. */
  private void drawCloud() {
    for (Point p : points) {
      if (Double.isFinite(p.value())) {
        add(
            "<circle class=\"cloud\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>\n",
            x(p.t()), y(p.value()));
      }
    }
  }

  /** Draws a tangent, cut where it leaves the picture: SVG's numbers are small. */
  private void drawTangent(String kind, double slope, double from, double to) {
    double reach = slope == 0 ? window : Math.min(window, 2 * (high - low) / Math.abs(slope));
    double first = Math.max(from, -reach);
    double last = Math.min(to, reach);
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
        kind, x(first), y(origin + slope * first), x(last), y(origin + slope * last));
  }

  // ---------------------------------------------------------------------------- axes and legend

  private void drawAxes() {
    int bottom = HEIGHT - BOTTOM;
    double stepX = niceStep(2 * window / 8);
    for (long i = (long) Math.ceil(-window / stepX); i * stepX <= window * (1 + 1e-9); i++) {
      double at = x(i * stepX);
      add(
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          at, TOP, at, bottom);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
          at, bottom + 16, tick(i * stepX, stepX));
    }
    double stepY = niceStep((high - low) / 6);
    for (long i = (long) Math.ceil(low / stepY); i * stepY <= high; i++) {
      double at = y(base + i * stepY);
      add(
          "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
          LEFT, at, WIDTH - RIGHT, at);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
          LEFT - 6, at + 4, tick(i * stepY, stepY));
    }
    add(
        "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
        LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    boolean direction = finding.input().equals(InputNames.DIRECTION);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
        (WIDTH + LEFT - RIGHT) / 2,
        HEIGHT - 8,
        direction ? "t along the direction" : "t added to the element");
  }

  /** Returns 1, 2 or 5 times a power of ten, not below {@code least}. */
  private static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double factor = least / power;
    return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  }

  private static String tick(double value, double step) {
    if (value == 0) {
      return "0";
    }
    int exponent = (int) Math.floor(Math.log10(step) + 1e-9);
    if (exponent < -4 || Math.abs(value) >= 1e6) {
      int digits = Math.max(0, (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9) - exponent);
      return minus(Wording.format("%." + Math.min(digits, 15) + "e", value));
    }
    return minus(Wording.format("%." + Math.max(0, -exponent) + "f", value));
  }

  private static String minus(String number) {
    return number.startsWith("-") ? "−" + number.substring(1) : number;
  }

  private void drawLegend() {
    int at = LEFT;
    String offset = (base < 0 ? " + " : " − ") + Wording.number(Math.abs(base), 6);
    String value = base == 0 ? "f" : "f" + offset;
    if (finding.verdict() == Verdict.NONDETERMINISTIC) {
      add("<circle class=\"cloud\" cx=\"%d\" cy=\"16\" r=\"2.5\"/>", at + 12);
      legendText(at, value + ", another value at each run");
      return;
    }
    at = legend(at, "curve", value);
    if (hasNumericTangents()) {
      String numeric =
          finding.hasTwoSides()
              ? "slopes " + slope(finding.left()) + " … " + slope(finding.right())
              : "numeric slope " + slope(finding.numeric());
      at = legend(at, "numeric", numeric);
    }
    if (hasTangents()) {
      legend(at, "analytic", "analytic slope " + slope(finding.analytic()));
    }
  }

  private static String slope(double x) {
    return minus(Wording.number(x, 4));
  }

  private int legend(int at, String kind, String text) {
    add("<line class=\"%s\" x1=\"%d\" y1=\"16\" x2=\"%d\" y2=\"16\"/>", kind, at, at + 24);
    legendText(at, text);
    return at + 30 + 7 * text.length() + 16;
  }

  private void legendText(int at, String text) {
    add("<text x=\"%d\" y=\"20\">%s</text>\n", at + 30, text);
  }
}
