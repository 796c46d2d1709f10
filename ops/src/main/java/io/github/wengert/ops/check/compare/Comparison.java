package io.github.wengert.ops.check.compare;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.compare.Examiner.Place;
import io.github.wengert.ops.check.exact.ExactDerivatives;
import io.github.wengert.ops.check.findings.ReportBuilder;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.function.ContractedFunction;
import io.github.wengert.ops.check.function.Directions;
import io.github.wengert.ops.check.function.NearbyFunction;
import io.github.wengert.ops.check.report.Finding;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.settings.GradientSettings;
import io.github.wengert.ops.check.slope.Kinks;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import io.github.wengert.ops.check.slope.SlopeEstimate;
import io.github.wengert.ops.check.text.InputNames;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The comparison of the derivatives of one order. */
public final class Comparison {
  /** How many directions are compared at kinks. */
  private static final int ACROSS_KINKS = 4;

  /** The number of the first random direction that leads beside the point; none is compared. */
  private static final int BESIDE = -ACROSS_KINKS - 2;

  /** The number of the random direction in which neighbours of the point lie. */
  private static final int NEIGHBOURS = -ACROSS_KINKS - 1;

  private final GradientSettings settings;
  private final CheckedFunction checked;
  private final ContractedFunction function;
  private final int order;
  private final Key key;
  private final ReportBuilder report;
  private final LongConsumer progress;
  private final Directions directions;
  private final List<double[]> gradients;
  private final Sample origin;
  private final boolean elsewhere;
  private final boolean repeats;
  private final List<boolean[]> kinked = new ArrayList<>();
  private final RuleNoise noise;
  private final Examiner examiner;
  private boolean anyKink;
  private long compared;

  public Comparison(
      GradientSettings settings,
      CheckedFunction checked,
      Tensor cotangent,
      Supplier<@Nullable ExactDerivatives> exact,
      int order,
      Key key,
      ReportBuilder report,
      LongConsumer progress,
      boolean pullbackRepeats) {
    this.settings = settings;
    this.checked = checked;
    this.elsewhere = checked instanceof NearbyFunction;
    this.function = new ContractedFunction(checked, cotangent);
    this.order = order;
    this.key = key;
    this.report = report;
    this.progress = progress;
    this.directions = new Directions(function.point(), key, checked.domain());
    this.noise = new RuleNoise(checked, cotangent, function.point(), directions.random(NEIGHBOURS));
    List<Tensor> pullback = checked.pullback(cotangent);
    for (double[] x : function.point()) {
      kinked.add(new boolean[x.length]);
    }
    this.gradients = pullback.stream().map(Tensor::toDoubleArray).toList();
    this.origin = function.origin();
    this.examiner =
        new Examiner(new Judge(settings.tolerance()), checked, cotangent, origin, exact, order > 1);
    // Twice each: what is random would differ here.
    List<Tensor> again = checked.pullback(cotangent);
    boolean sameGradients = true;
    for (int i = 0; i < again.size(); i++) {
      sameGradients &= again.get(i).hasSameBits(pullback.get(i));
    }
    this.repeats =
        pullbackRepeats
            && sameGradients
            && Double.compare(function.origin().value(), origin.value()) == 0;
  }

  public void run() {
    long total = checked.point().stream().mapToLong(Tensor::elements).sum();
    for (int input = 0; input < gradients.size(); input++) {
      int elements = gradients.get(input).length;
      int chosen = (int) settings.elementsCompared(elements, total);
      int[] order = key.split("samples").split(input).permutation(elements);
      int[] picked = Arrays.copyOf(order, chosen);
      Arrays.sort(picked);
      for (int element : picked) {
        compareElement(input, element);
      }
    }
    if (total > 0) {
      compareDirection(0, directions.even());
      for (int i = 1; i < settings.directions(); i++) {
        List<double[]> direction =
            i % 2 == 0 ? directions.random(i) : directions.balanced(i, gradients);
        compareDirection(i, withoutKinks(direction));
      }
      compareDirection(settings.directions(), directions.along(gradients));
      for (int i = 1; i <= ACROSS_KINKS && anyKink; i++) {
        compareDirection(settings.directions() + i, directions.across(-i, kinked));
      }
    }
  }

  private void compareElement(int input, int element) {
    double unit = directions.scale(input, element).unit();
    Kinks.Beside beside =
        (look, length) ->
            function.beside(
                function.moved(directions.random(BESIDE - look), length / unit), input, element);
    Verdict verdict =
        compare(
            new Place(
                checked.names().get(input),
                TensorDifferences.index(element, checked.point().get(input).shape()),
                gradients.get(input)[element],
                function.along(input, element),
                directions.scale(input, element),
                directions.unit(input, element),
                () -> noise.of(input, element),
                () -> function.changing(input, element, directions.scale(input, element)),
                beside));
    kinked.get(input)[element] = verdict == Verdict.KINK || verdict == Verdict.KINK_OUTSIDE;
  }

  private void compareDirection(int number, List<double[]> direction) {
    double analytic = 0;
    for (int input = 0; input < gradients.size(); input++) {
      for (int i = 0; i < gradients.get(input).length; i++) {
        double v = direction.get(input)[i];
        analytic += v == 0 ? 0 : v * gradients.get(input)[i];
      }
    }
    Kinks.Beside beside =
        (look, length) ->
            function.beside(function.moved(directions.random(BESIDE - look), length), direction);
    compare(
        new Place(
            elsewhere ? InputNames.CLOSE_BY : InputNames.DIRECTION,
            List.of(number),
            analytic,
            function.along(direction, gradients),
            directions.scale(direction),
            direction,
            () -> noise.along(direction),
            () -> null,
            beside));
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

  private Verdict compare(Place place) {
    Verdict verdict = Verdict.NONDETERMINISTIC;
    SlopeEstimate estimate = SlopeEstimate.nonfinite();
    if (repeats) {
      Examiner.Ruling ruling = examiner.rule(place);
      estimate = ruling.estimate();
      verdict = ruling.verdict();
      anyKink |= verdict == Verdict.KINK;
    }
    SlopeEstimate shown = estimate;
    if (elsewhere && (verdict == Verdict.IMPRECISE || verdict == Verdict.NONFINITE)) {
      return verdict; // it is another point that is checked
    }
    report.add(
        new Finding(
            order,
            place.input(),
            ImmutableList.copyOf(place.index()),
            verdict,
            place.analytic(),
            estimate.slope(),
            estimate.error(),
            estimate.left(),
            estimate.right(),
            estimate.step(),
            estimate.operations(),
            VerdictReasons.of(verdict, place.analytic(), estimate),
            ImmutableList.of()),
        () -> Curves.of(place.slice(), place.scale().unit(), shown));
    progress.accept(++compared);
    return verdict;
  }
}
