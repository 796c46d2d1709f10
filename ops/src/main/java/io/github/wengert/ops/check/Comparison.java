package io.github.wengert.ops.check;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.github.wengert.ops.BranchLog;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.Finding.Point;
import io.github.wengert.ops.check.Judge.Ruling;
import io.github.wengert.ops.check.Line.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The comparison of the derivatives of one order. */
final class Comparison {
  /** Derivatives below this share of the function's magnitude count as 0. */
  private static final double NEGLIGIBLE = 1e-9;

  /** Eight roundings of a value of about 1 inside the function, over the steps of differences. */
  private static final double ROUNDINGS = 256;

  /** How many units in the last place of the largest derivative around one may be off by. */
  private static final double ROUNDINGS_OF_A_RULE = 64;

  private static final int CURVE_POINTS = 81;

  /** Points for trying a window; odd, so that one is the origin. */
  private static final int FEW_POINTS = 9;

  /** The narrowest window that is tried, as a share of the widest. */
  private static final double NARROWEST = 1e-6;

  /** How far a picture's curve may leave the tangents, as a share of its height. */
  private static final double SHOWN_DEPARTURE = 0.35;

  /** The number of the first random direction that leads beside the point; none is compared. */
  private static final int BESIDE = -1;

  /** The name that findings along directions have for an input. */
  static final String DIRECTION = "direction";

  private final GradientCheck settings;
  private final Subject subject;
  private final double[] weights;
  private final double heaviest;

  /** By how much the rounding of the largest element may put the function off. */
  private final double resolution;

  private final int order;
  private final Key key;
  private final GradientReport.Builder report;
  private final LongConsumer progress;
  private final List<double[]> point;
  private final List<double[]> gradients;
  private final Sample origin;
  private final boolean repeats;
  private final List<boolean[]> kinked = new ArrayList<>();
  private final Supplier<double[]> gain;
  private long compared;

  Comparison(
      GradientCheck settings,
      Subject subject,
      Tensor cotangent,
      int order,
      Key key,
      GradientReport.Builder report,
      LongConsumer progress) {
    this.settings = settings;
    this.subject = subject;
    this.weights = cotangent.toDoubleArray();
    this.heaviest = maxMagnitude(Stream.of(weights));
    this.order = order;
    this.key = key;
    this.report = report;
    this.progress = progress;
    this.point = subject.point().stream().map(Tensor::toDoubleArray).toList();
    this.resolution = heaviest * Math.ulp(maxMagnitude(point.stream()));
    this.gain = Suppliers.memoize(() -> Gain.of(subject, cotangent));
    List<Tensor> pullback = subject.pullback(cotangent);
    for (double[] x : point) {
      kinked.add(new boolean[x.length]);
    }
    this.gradients = pullback.stream().map(Tensor::toDoubleArray).toList();
    this.origin = sample(() -> subject.at(subject.point()));
    // Twice each: what is random would differ here.
    List<Tensor> again = subject.pullback(cotangent);
    boolean sameGradients = true;
    for (int i = 0; i < again.size(); i++) {
      sameGradients &= again.get(i).hasSameBits(pullback.get(i));
    }
    this.repeats =
        sameGradients
            && Double.compare(sample(() -> subject.at(subject.point())).value(), origin.value())
                == 0;
  }

  void run() {
    long total = subject.point().stream().mapToLong(Tensor::elements).sum();
    for (int input = 0; input < point.size(); input++) {
      int elements = point.get(input).length;
      int chosen = (int) settings.elementsCompared(elements, total);
      int[] order = key.split("samples").split(input).permutation(elements);
      int[] picked = Arrays.copyOf(order, chosen);
      Arrays.sort(picked);
      for (int element : picked) {
        compareElement(input, element);
      }
    }
    if (total > 0) {
      compareDirection(0, evenDirection());
      for (int i = 1; i < settings.directions(); i++) {
        compareDirection(i, withoutKinks(randomDirection(i)));
      }
    }
  }

  private void compareElement(int input, int element) {
    double x = point.get(input)[element];
    Line line = t -> sample(() -> subject.at(input, element, x + t));
    double unit = Math.max(1, Math.abs(x));
    Lengths lengths = new Lengths(unit, x == 0 ? unit : Math.abs(x), 1, resolution);
    List<Integer> index = Ints.asList(indexOf(element, subject.point().get(input)));
    double analytic = gradients.get(input)[element];
    // Where a function has a kink, its derivative jumps, and has none in turn.
    Predicate<SlopeEstimate> manyKinks =
        estimate -> Kinks.allow(analytic, estimate, beside(input, element), unit, order > 1);
    DoubleSupplier largest = () -> gain.get()[input];
    Verdict verdict =
        compare(subject.names().get(input), index, analytic, line, lengths, largest, manyKinks);
    kinked.get(input)[element] = verdict == Verdict.KINK || verdict == Verdict.KINK_OUTSIDE;
  }

  private void compareDirection(int number, List<double[]> direction) {
    double analytic = 0;
    for (int input = 0; input < point.size(); input++) {
      for (int i = 0; i < point.get(input).length; i++) {
        double v = direction.get(input)[i];
        analytic += v == 0 ? 0 : v * gradients.get(input)[i];
      }
    }
    Line line = t -> sample(() -> subject.at(moved(direction, t)));
    double span = direction.stream().flatMapToDouble(Arrays::stream).map(Math::abs).sum();
    Lengths lengths = new Lengths(1, finest(direction), span, resolution);
    // Along several elements at once a kink decides nothing; see withoutKinks.
    DoubleSupplier largest = () -> Arrays.stream(gain.get()).max().orElse(0);
    compare(DIRECTION, List.of(number), analytic, line, lengths, largest, estimate -> true);
  }

  /** Lines along an element, beside the point. */
  private Kinks.Beside beside(int input, int element) {
    return (look, length) -> {
      List<double[]> origin = elementsMoved(randomDirection(BESIDE - look), length);
      return t ->
          sample(() -> {
            List<double[]> x = new ArrayList<>(origin);
            double[] moved = x.get(input).clone();
            moved[element] += t;
            x.set(input, moved);
            return subject.at(tensors(x));
          });
    };
  }

  /** The step along a direction that moves some element by as much as itself. */
  private double finest(List<double[]> direction) {
    double finest = 1;
    for (int input = 0; input < point.size(); input++) {
      for (int i = 0; i < point.get(input).length; i++) {
        double step = Math.abs(point.get(input)[i] / direction.get(input)[i]);
        finest = step > 0 ? Math.min(finest, step) : finest;
      }
    }
    return finest;
  }

  private static double maxMagnitude(Stream<double[]> arrays) {
    return arrays.flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** All elements alike: the direction in which ties stay ties. */
  private List<double[]> evenDirection() {
    List<double[]> direction = new ArrayList<>();
    for (double[] x : point) {
      double[] v = new double[x.length];
      Arrays.fill(v, 1);
      direction.add(v);
    }
    return direction;
  }

  /** Each element in proportion to its size, so that large and small ones move alike. */
  private List<double[]> randomDirection(int number) {
    List<double[]> direction = new ArrayList<>();
    for (int input = 0; input < point.size(); input++) {
      Key inputKey = key.split("direction").split(number).split(input);
      Shape shape = subject.point().get(input).shape();
      double[] v = RandomTensors.normal(inputKey, DType.F64, shape, 0, 1).toDoubleArray();
      for (int i = 0; i < v.length; i++) {
        v[i] *= Math.max(1, Math.abs(point.get(input)[i]));
      }
      direction.add(v);
    }
    return direction;
  }

  /**
   * Leaves out the elements that were found to be at a kink. There each element may have a
   * subgradient of its own, and their sum need not lie between the slopes of both sides.
   */
  private List<double[]> withoutKinks(List<double[]> direction) {
    for (int input = 0; input < direction.size(); input++) {
      double[] v = direction.get(input);
      for (int i = 0; i < v.length; i++) {
        v[i] = kinked.get(input)[i] ? 0 : v[i];
      }
    }
    return direction;
  }

  private Verdict compare(
      String input,
      List<Integer> index,
      double analytic,
      Line line,
      Lengths lengths,
      DoubleSupplier largest,
      Predicate<SlopeEstimate> manyKinks) {
    Verdict verdict = Verdict.NONDETERMINISTIC;
    SlopeEstimate estimate = SlopeEstimate.nonfinite();
    if (repeats) {
      Judge judge =
          new Judge(
              settings.tolerance(),
              NEGLIGIBLE * origin.magnitude() / lengths.unit(),
              ROUNDINGS * Math.ulp(lengths.span()) * heaviest);
      Ruling ruling =
          judge.rule(
              analytic,
              SlopeEstimator.estimate(line, origin, lengths),
              SlopeEstimator.again(line, origin, lengths));
      estimate = ruling.estimate();
      verdict = ruling.verdict();
      if (verdict == Verdict.KINK_OUTSIDE && manyKinks.test(estimate)) {
        verdict = Verdict.KINK;
      } else if (verdict == Verdict.WRONG
          && Math.abs(analytic - estimate.slope())
              <= ROUNDINGS_OF_A_RULE * Math.ulp(lengths.span() * largest.getAsDouble())) {
        verdict = Verdict.IMPRECISE;
      }
    }
    SlopeEstimate shown = estimate;
    report.add(
        new Finding(
            order,
            input,
            ImmutableList.copyOf(index),
            verdict,
            analytic,
            estimate.slope(),
            estimate.error(),
            estimate.left(),
            estimate.right(),
            estimate.step(),
            estimate.operations(),
            ImmutableList.of()),
        () -> curve(line, lengths.unit(), shown));
    progress.accept(++compared);
    return verdict;
  }

  /**
   * Samples the line in the widest window in which its slopes can be recognised: if the function
   * leaves its tangents far behind, a picture shows everything but the point.
   */
  private static ImmutableList<Point> curve(Line line, double scale, SlopeEstimate estimate) {
    for (double window = scale; window > NARROWEST * scale; window /= 4) {
      if (showsSlopes(samples(line, window, FEW_POINTS), estimate)) {
        return samples(line, window, CURVE_POINTS);
      }
    }
    return samples(line, scale, CURVE_POINTS);
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

  private static ImmutableList<Point> samples(Line line, double window, int count) {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      double t = window * (2.0 * i / (count - 1) - 1);
      points.add(new Point(t, line.at(t).value()));
    }
    return points.build();
  }

  private Sample sample(Supplier<Tensor> value) {
    BranchLog.Logged<Tensor> logged = BranchLog.logging(value);
    double[] y = logged.result().toDoubleArray();
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < y.length; i++) {
      sum += weights[i] * y[i];
      magnitude += Math.abs(weights[i] * y[i]);
    }
    return new Sample(sum, magnitude, logged.branches());
  }

  private List<Tensor> moved(List<double[]> direction, double t) {
    return tensors(elementsMoved(direction, t));
  }

  private List<double[]> elementsMoved(List<double[]> direction, double t) {
    List<double[]> moved = new ArrayList<>(point.size());
    for (int input = 0; input < point.size(); input++) {
      double[] x = point.get(input).clone();
      for (int i = 0; i < x.length; i++) {
        x[i] += t * direction.get(input)[i];
      }
      moved.add(x);
    }
    return moved;
  }

  private List<Tensor> tensors(List<double[]> elements) {
    List<Tensor> tensors = new ArrayList<>(elements.size());
    for (int input = 0; input < elements.size(); input++) {
      tensors.add(Tensor.of(subject.point().get(input).shape(), elements.get(input)));
    }
    return tensors;
  }

  static int[] indexOf(int element, Tensor x) {
    int[] index = new int[x.rank()];
    int rest = element;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % x.shape().size(axis);
      rest /= x.shape().size(axis);
    }
    return index;
  }
}
