package io.github.wengert.ops.check;

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
import java.util.function.LongConsumer;

/** The comparison of the derivatives of one order. */
final class Comparison {
  /** Derivatives below this share of the function's magnitude count as 0. */
  private static final double NEGLIGIBLE = 1e-9;

  private static final int CURVE_POINTS = 41;

  private static final String DIRECTION = "direction";

  private final GradientCheck settings;
  private final Subject subject;
  private final double[] weights;
  private final int order;
  private final Key key;
  private final GradientReport.Builder report;
  private final LongConsumer progress;
  private final List<double[]> point;
  private final List<double[]> gradients;
  private final Sample origin;
  private final boolean repeats;
  private final List<boolean[]> kinked = new ArrayList<>();
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
    this.order = order;
    this.key = key;
    this.report = report;
    this.progress = progress;
    this.point = subject.point().stream().map(Tensor::toDoubleArray).toList();
    List<Tensor> pullback = subject.pullback(cotangent);
    for (double[] x : point) {
      kinked.add(new boolean[x.length]);
    }
    this.gradients = pullback.stream().map(Tensor::toDoubleArray).toList();
    this.origin = sample(subject.point());
    // Twice each: what is random would differ here.
    List<Tensor> again = subject.pullback(cotangent);
    boolean sameGradients = true;
    for (int i = 0; i < again.size(); i++) {
      sameGradients &= again.get(i).hasSameBits(pullback.get(i));
    }
    this.repeats =
        sameGradients && Double.compare(sample(subject.point()).value(), origin.value()) == 0;
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
    Line line = t -> sample(moved(input, element, t));
    double scale = Math.max(1, Math.abs(point.get(input)[element]));
    List<Integer> index = Ints.asList(indexOf(element, subject.point().get(input)));
    Verdict verdict =
        compare(subject.names().get(input), index, gradients.get(input)[element], line, scale);
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
    Line line = t -> sample(moved(direction, t));
    compare(DIRECTION, List.of(number), analytic, line, 1);
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
      String input, List<Integer> index, double analytic, Line line, double scale) {
    Verdict verdict = Verdict.NONDETERMINISTIC;
    SlopeEstimate estimate = SlopeEstimate.nonfinite();
    if (repeats) {
      Judge judge = new Judge(settings.tolerance(), NEGLIGIBLE * origin.magnitude() / scale);
      Ruling ruling =
          judge.rule(
              analytic,
              SlopeEstimator.estimate(line, origin, scale),
              () -> SlopeEstimator.again(line, origin, scale));
      estimate = ruling.estimate();
      // Along several elements at once a kink decides nothing; see withoutKinks.
      verdict =
          input.equals(DIRECTION) && ruling.verdict() == Verdict.KINK_OUTSIDE
              ? Verdict.KINK
              : ruling.verdict();
    }
    boolean worthAPicture = !verdict.isAcceptable() && report.wantsCurve();
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
            worthAPicture ? curve(line, scale) : ImmutableList.of()));
    progress.accept(++compared);
    return verdict;
  }

  private static ImmutableList<Point> curve(Line line, double scale) {
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    for (int i = 0; i < CURVE_POINTS; i++) {
      double t = scale * (2.0 * i / (CURVE_POINTS - 1) - 1);
      points.add(new Point(t, line.at(t).value()));
    }
    return points.build();
  }

  private Sample sample(List<Tensor> inputs) {
    BranchLog.Logged<Tensor> logged = BranchLog.logging(() -> subject.at(inputs));
    double[] y = logged.result().toDoubleArray();
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < y.length; i++) {
      sum += weights[i] * y[i];
      magnitude += Math.abs(weights[i] * y[i]);
    }
    return new Sample(sum, magnitude, logged.branches());
  }

  private List<Tensor> moved(int input, int element, double t) {
    List<Tensor> moved = new ArrayList<>(subject.point());
    double[] x = point.get(input).clone();
    x[element] += t;
    moved.set(input, Tensor.of(subject.point().get(input).shape(), x));
    return moved;
  }

  private List<Tensor> moved(List<double[]> direction, double t) {
    List<Tensor> moved = new ArrayList<>(point.size());
    for (int input = 0; input < point.size(); input++) {
      double[] x = point.get(input).clone();
      for (int i = 0; i < x.length; i++) {
        x[i] += t * direction.get(input)[i];
      }
      moved.add(Tensor.of(subject.point().get(input).shape(), x));
    }
    return moved;
  }

  private static int[] indexOf(int element, Tensor x) {
    int[] index = new int[x.rank()];
    int rest = element;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % x.shape().size(axis);
      rest /= x.shape().size(axis);
    }
    return index;
  }
}
