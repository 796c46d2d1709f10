package io.github.wengert.ops.check.compare;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.report.Finding.Point;
import io.github.wengert.ops.check.slope.Slice1d;
import io.github.wengert.ops.check.slope.SlopeEstimate;
import java.util.List;

/** Samples slices for pictures. */
final class Curves {
  private static final int CURVE_POINTS = 81;

  /** Points for trying a window; odd, so that one is the origin. */
  private static final int FEW_POINTS = 9;

  /** The widest window, as a share of the point's size. */
  private static final double WIDEST = 0x1p-3;

  /** The narrowest window that is tried, likewise. */
  private static final double NARROWEST = 0x1p-40;

  /** How far a curve may leave the tangents, as a share of its height. */
  private static final double SHOWN_DEPARTURE = 0.35;

  private Curves() {}

  /**
   * Samples the slice in the widest window in which its slopes can be recognised: if the function
   * leaves its tangents far behind, a picture shows everything but the point.
   */
  static ImmutableList<Point> of(Slice1d slice, double unit, SlopeEstimate estimate) {
    for (double window = WIDEST * unit; window > NARROWEST * unit; window /= 4) {
      if (showsSlopes(samples(slice, window, FEW_POINTS), estimate)) {
        return samples(slice, window, CURVE_POINTS);
      }
    }
    return samples(slice, WIDEST * unit, CURVE_POINTS);
  }

  private static boolean showsSlopes(List<Point> points, SlopeEstimate estimate) {
    double origin = points.get(points.size() / 2).value();
    double least = origin;
    double largest = origin;
    double departure = 0;
    for (Point point : points) {
      double slope = point.t() < 0 ? estimate.left() : estimate.right();
      least = Math.min(least, point.value());
      largest = Math.max(largest, point.value());
      departure = Math.max(departure, Math.abs(point.value() - origin - slope * point.t()));
    }
    return departure <= SHOWN_DEPARTURE * (largest - least); // not if anything is NaN
  }

  private static ImmutableList<Point> samples(Slice1d slice, double window, int count) {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      double t = window * (2.0 * i / (count - 1) - 1);
      points.add(new Point(t, slice.at(t).value()));
    }
    return points.build();
  }
}
