package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an input at which a derivative is wrong as small and as simple as it gets: halves extents,
 * then replaces elements by simpler numbers, as long as the derivative stays wrong in the same way.
 *
 * <p>Greedy: no step is ever taken back. An input that the function refuses is no step.
 */
final class Shrinking {
  private static final int MOST_TRIES = 400;

  /** Elements of larger inputs are changed all together only. */
  private static final int FEW_ELEMENTS = 24;

  private static final int ALL_AXES = -1;
  private static final int[] DIGITS = {1, 2, 3};

  /** The rank of a number that is not simple at all. */
  private static final int NOT_SIMPLE = 20;

  /** A function that is checked at some inputs, with a cotangent of its value. */
  interface Checked {
    /** Returns the function's value. */
    Tensor at(List<Tensor> inputs);

    /** Returns what a check says there. */
    GradientReport check(GradientCheck settings, List<Tensor> inputs, Tensor cotangent);
  }

  private record Candidate(List<Tensor> inputs, Tensor cotangent, Finding finding) {
    long elements() {
      return inputs.stream().mapToLong(Tensor::elements).sum();
    }
  }

  private final GradientCheck settings;
  private final Checked checked;
  private final Verdict verdict;
  private final Deadline deadline;
  private int tries;

  /**
   * @param verdict the verdict that must stay
   */
  Shrinking(GradientCheck settings, Checked checked, Verdict verdict, Deadline deadline) {
    this.settings = settings;
    this.checked = checked;
    this.verdict = verdict;
    this.deadline = deadline;
  }

  /** Returns the words for the smallest input that was found, or nothing if none fails. */
  String run(List<Tensor> inputs, Tensor cotangent) {
    Candidate best = tried(inputs, cotangent);
    if (best == null) {
      return "";
    }
    best = withSimplerElements(withSmallerExtents(best));
    best = withSimplerCotangent(withSmallerExtents(best));
    return SmallestInput.of(best.inputs(), best.cotangent(), best.finding());
  }

  private boolean isOver() {
    return tries >= MOST_TRIES || deadline.isOver();
  }

  private @Nullable Candidate tried(List<Tensor> inputs, Tensor cotangent) {
    tries++;
    long elements = inputs.stream().mapToLong(Tensor::elements).sum();
    GradientCheck quick =
        elements <= FEW_ELEMENTS
            ? settings.withMode(GradientCheck.Mode.ELEMENTS).withDirections(1)
            : settings.withMode(GradientCheck.Mode.SAMPLES).withSamples(6).withDirections(2);
    GradientReport report;
    try {
      report = checked.check(quick, inputs, cotangent);
    } catch (RuntimeException e) {
      return null; // what the function refuses is no smaller input
    }
    Finding worst = null;
    for (Finding finding : report.findings()) {
      boolean along = finding.input().equals(Comparison.DIRECTION);
      if (finding.verdict() == verdict && (worst == null || (isDirection(worst) && !along))) {
        worst = finding;
      }
    }
    return worst == null ? null : new Candidate(inputs, cotangent, worst);
  }

  private static boolean isDirection(Finding finding) {
    return finding.input().equals(Comparison.DIRECTION);
  }

  // ------------------------------------------------------------------------------------- extents

  private Candidate withSmallerExtents(Candidate start) {
    Candidate best = start;
    Candidate smaller = best;
    while (smaller != null && !isOver()) {
      best = smaller;
      smaller = withASmallerExtent(best);
    }
    return best;
  }

  private @Nullable Candidate withASmallerExtent(Candidate from) {
    TreeSet<Integer> extents = new TreeSet<>();
    for (Tensor input : from.inputs()) {
      input.shape().extents().stream().filter(extent -> extent > 1).forEach(extents::add);
    }
    int rank = from.inputs().stream().mapToInt(Tensor::rank).max().orElse(0);
    for (int extent : extents.descendingSet()) {
      for (int axis = ALL_AXES; axis < rank; axis++) {
        for (Cut cut : Cut.of(extent, axis)) {
          boolean changes = from.inputs().stream().anyMatch(cut::changes);
          Candidate smaller = isOver() || !changes ? null : cut(from, cut);
          if (smaller != null) {
            return smaller;
          }
        }
      }
    }
    return null;
  }

  /** The axes of an extent lose the same half: all of them, or those at one position. */
  private record Cut(int extent, int only, int from, int to) {
    /** The halves of an odd extent are the smaller ones first. */
    static List<Cut> of(int extent, int only) {
      int half = extent / 2;
      int larger = extent - half;
      return Stream.of(
              new Cut(extent, only, 0, half),
              new Cut(extent, only, larger, extent),
              new Cut(extent, only, 0, larger),
              new Cut(extent, only, half, extent))
          .distinct()
          .toList();
    }

    private boolean isOf(Tensor x, int axis) {
      return x.shape().size(axis) == extent && (only == ALL_AXES || only == axis);
    }

    boolean changes(Tensor x) {
      return IntStream.range(0, x.rank()).anyMatch(axis -> isOf(x, axis));
    }

    Tensor of(Tensor x) {
      Tensor result = x;
      for (int axis = 0; axis < x.rank(); axis++) {
        if (isOf(x, axis)) {
          result = Ops.slice(result, axis, from, to);
        }
      }
      return result;
    }
  }

  private @Nullable Candidate cut(Candidate from, Cut cut) {
    List<Tensor> inputs = from.inputs().stream().map(cut::of).toList();
    Shape shape;
    try {
      shape = checked.at(inputs).shape();
    } catch (RuntimeException e) {
      tries++;
      return null;
    }
    Tensor cotangent = cut.of(from.cotangent());
    if (!cotangent.shape().equals(shape)) {
      cotangent = RandomTensors.normal(Key.of(settings.seed()), DType.F64, shape, 0, 1);
    }
    return tried(inputs, cotangent);
  }

  // ------------------------------------------------------------------------------------ elements

  private Candidate withSimplerElements(Candidate start) {
    Candidate best = start;
    for (int input = 0; input < start.inputs().size(); input++) {
      best = withSimplerInput(best, input);
    }
    return best;
  }

  /** Ones, if they do, are not worth a word. */
  private Candidate withSimplerCotangent(Candidate start) {
    Tensor g = start.cotangent();
    Candidate plain = isOver() ? null : tried(start.inputs(), Tensor.ones(g.dtype(), g.shape()));
    Candidate best = plain == null ? start : plain;
    if (plain == null && g.elements() <= FEW_ELEMENTS) {
      for (int i = 0; i < g.elements() && !isOver(); i++) {
        best = withSimplerCotangent(best, i);
      }
    }
    return best;
  }

  private Candidate withSimplerCotangent(Candidate best, int element) {
    double[] elements = best.cotangent().toDoubleArray();
    for (double simpler : simplerThan(elements[element])) {
      elements[element] = simpler;
      Tensor g = Tensor.of(DType.F64, best.cotangent().shape(), elements);
      Candidate candidate = isOver() ? null : tried(best.inputs(), g);
      if (candidate != null) {
        return candidate;
      }
    }
    return best;
  }

  private Candidate withSimplerInput(Candidate start, int input) {
    Candidate best = start;
    if (best.elements() > FEW_ELEMENTS) {
      for (int digits : DIGITS) {
        double[] elements = best.inputs().get(input).toDoubleArray();
        Candidate simpler =
            isOver()
                ? null
                : with(best, input, Arrays.stream(elements).map(x -> rounded(x, digits)).toArray());
        if (simpler != null) {
          return simpler;
        }
      }
      return best;
    }
    int count = best.inputs().get(input).elements();
    for (int i = 0; i < count && !isOver(); i++) {
      best = withSimplerElement(best, input, i);
    }
    return best;
  }

  private Candidate withSimplerElement(Candidate best, int input, int element) {
    double[] elements = best.inputs().get(input).toDoubleArray();
    double x = elements[element];
    for (double simpler : simplerThan(x)) {
      elements[element] = simpler;
      Candidate candidate = isOver() ? null : with(best, input, elements);
      if (candidate != null) {
        return candidate;
      }
    }
    return best;
  }

  private @Nullable Candidate with(Candidate best, int input, double[] elements) {
    Tensor before = best.inputs().get(input);
    List<Tensor> inputs = new ArrayList<>(best.inputs());
    inputs.set(input, Ops.to(Tensor.of(DType.F64, before.shape(), elements), before.dtype()));
    return tried(List.copyOf(inputs), best.cotangent());
  }

  private static double[] simplerThan(double x) {
    List<Double> simpler = new ArrayList<>(List.of(0.0, 1.0, -1.0));
    for (int digits : DIGITS) {
      simpler.add(rounded(x, digits));
    }
    return simpler.stream().mapToDouble(y -> y).filter(y -> rank(y) < rank(x)).toArray();
  }

  /** Returns how simple a number is: 0 is the simplest. */
  private static int rank(double x) {
    if (x == 0 || Math.abs(x) == 1) {
      return (int) Math.abs(x);
    }
    for (int digits : DIGITS) {
      if (x == rounded(x, digits)) {
        return 1 + digits;
      }
    }
    return NOT_SIMPLE;
  }

  private static double rounded(double x, int digits) {
    return Double.isFinite(x) ? new BigDecimal(x).round(new MathContext(digits)).doubleValue() : x;
  }
}
