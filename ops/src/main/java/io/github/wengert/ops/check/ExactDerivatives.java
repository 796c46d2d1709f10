package io.github.wengert.ops.check;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.slope.Scale;
import io.github.wengert.ops.exact.ExactSlope;
import io.github.wengert.ops.exact.Side;
import io.github.wengert.ops.exact.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of one order in about 106 bits, by jets of what the function computed; no
 * pullback takes part.
 *
 * <p>The function of order k contracts derivatives of order k − 1 with random tensors, and its
 * arguments are the point x and the cotangents below. Written out it is a sum of {@linkplain Term
 * terms}: derivatives of {@code ⟨c, f(x)⟩} along several directions, times cotangents that are
 * numbers. Its derivatives follow by the product rule.
 */
final class ExactDerivatives {
  /** How many operations all evaluations of a check may take together: some 20 seconds. */
  private static final long MOST_OPERATIONS = 200_000_000;

  private final Trace trace;
  private final List<double[]> x;
  private final List<Tensor> cotangents;
  private final List<Term> terms;
  private final long[] operations;

  private ExactDerivatives(
      Trace trace, List<double[]> x, List<Tensor> cotangents, List<Term> terms, long[] operations) {
    this.trace = trace;
    this.x = x;
    this.cotangents = cotangents;
    this.terms = terms;
    this.operations = operations;
  }

  /**
   * {@code weight · c_i · c_j … · ∂ⁿ⟨c, f⟩ / ∂v₁ … ∂vₙ}.
   *
   * @param weight a number
   * @param factors the numbers of the cotangents c_i, c_j, … that are scalars
   * @param c null for the first cotangent, which is an argument itself
   * @param directions v₁, …, vₙ
   */
  private record Term(
      double weight,
      ImmutableList<Integer> factors,
      @Nullable Tensor c,
      ImmutableList<List<double[]>> directions) {}

  /**
   * Returns the derivatives of a function; null if they cannot be had. It is traced if it is asked
   * for, as most derivatives need nothing but differences.
   */
  static Supplier<@Nullable ExactDerivatives> lazily(Subject subject, Tensor cotangent) {
    return Suppliers.memoize(() -> {
      Trace trace = subject.trace();
      return trace.opaque().isPresent() ? null : of(trace, subject.point(), cotangent);
    });
  }

  /** Returns those of the next order; see {@link #contracted}. */
  static Supplier<@Nullable ExactDerivatives> lazily(
      Supplier<@Nullable ExactDerivatives> below, Subject subject, Key key, Tensor cotangent) {
    return Suppliers.memoize(() -> {
      ExactDerivatives derivatives = below.get();
      return derivatives == null ? null : derivatives.contracted(subject, key, cotangent);
    });
  }

  /** Returns {@code ⟨c, f(x)⟩}, of order 1. */
  private static ExactDerivatives of(Trace trace, List<Tensor> point, Tensor cotangent) {
    return new ExactDerivatives(
        trace,
        point.stream().map(Tensor::toDoubleArray).toList(),
        List.of(cotangent),
        List.of(new Term(1, ImmutableList.of(), null, ImmutableList.of())),
        new long[1]);
  }

  /** Returns the function that contracts the derivatives of this one, times a cotangent. */
  private ExactDerivatives contracted(Subject subject, Key key, Tensor cotangent) {
    List<Tensor> direction = new ArrayList<>();
    for (int i = 0; i < subject.point().size(); i++) {
      direction.add(Contraction.direction(subject.point().get(i).shape(), key, i));
    }
    List<Tensor> more = new ArrayList<>(cotangents);
    more.add(cotangent);
    int number = cotangents.size();
    List<Term> contracted =
        derived(direction.stream().map(Tensor::toDoubleArray).toList()).stream()
            .map(term -> new Term(term.weight, with(term.factors, number), term.c, term.directions))
            .toList();
    return new ExactDerivatives(trace, x, List.copyOf(more), contracted, operations);
  }

  private static <T> ImmutableList<T> with(List<T> list, T last) {
    return ImmutableList.<T>builder().addAll(list).add(last).build();
  }

  /** Derives along a direction of x, and of the cotangents if it has any. */
  private List<Term> derived(List<double[]> direction) {
    List<double[]> v = direction.subList(0, x.size());
    List<Term> sum = new ArrayList<>();
    for (Term term : terms) {
      sum.add(new Term(term.weight, term.factors, term.c, with(term.directions, v)));
      if (direction.size() > x.size() && term.c == null) {
        Tensor w = Tensor.of(DType.F64, cotangents.getFirst().shape(), direction.get(x.size()));
        sum.add(new Term(term.weight, term.factors, w, term.directions));
      }
      for (int factor : term.factors) {
        if (direction.size() > x.size() + factor) {
          ImmutableList<Integer> others =
              term.factors.stream()
                  .filter(other -> other != factor)
                  .collect(ImmutableList.toImmutableList());
          sum.add(
              new Term(
                  term.weight * direction.get(x.size() + factor)[0],
                  others,
                  term.c,
                  term.directions));
        }
      }
    }
    return sum.stream().filter(term -> !isZero(term)).toList();
  }

  private static boolean isZero(Term term) {
    return term.weight == 0
        || (term.c != null && isZero(List.of(term.c.toDoubleArray())))
        || term.directions.stream().anyMatch(ExactDerivatives::isZero);
  }

  private static boolean isZero(List<double[]> direction) {
    return Directions.largest(direction) == 0;
  }

  /** Returns the derivative along a direction; null if it cannot be had. */
  @Nullable ExactSlope slope(List<double[]> direction) {
    double slope = 0;
    double error = 0;
    for (Term term : derived(direction)) {
      if (isTooMuch(term)) {
        return null;
      }
      double weight = term.weight;
      for (int factor : term.factors) {
        weight *= cotangents.get(factor).toDoubleArray()[0];
      }
      ExactSlope part = mixed(term, weight);
      boolean alone = terms.size() == 1 && term.directions.size() == 1 && term.c == null;
      if (alone) {
        return part;
      }
      if (Double.isInfinite(part.error())
          || (!part.kinks().isEmpty() && meetsKinks(direction.subList(0, x.size())))) {
        return null;
      }
      slope += part.slope();
      error += part.error();
    }
    return new ExactSlope(0, slope, error, ImmutableSet.of(), slope, slope);
  }

  /** Whether the point is at a kink that a step along {@code v} crosses. */
  private boolean meetsKinks(List<double[]> v) {
    return !isZero(v) && !trace.along(cotangents.getFirst(), x, v, 1, Side.RIGHT).kinks().isEmpty();
  }

  private boolean isTooMuch(Term term) {
    int n = term.directions.size();
    long more = trace.operations(n);
    operations[0] += more << (n - 1);
    return more > Trace.MOST_OPERATIONS || operations[0] > MOST_OPERATIONS;
  }

  /**
   * Directions are scaled to the size of the point first, as polarization adds and subtracts them.
   */
  private ExactSlope mixed(Term term, double weight) {
    List<List<double[]>> scaled = new ArrayList<>();
    double back = weight;
    for (List<double[]> direction : term.directions) {
      double size = sizeOf(direction);
      scaled.add(direction.stream().map(v -> divided(v, size)).toList());
      back *= size;
    }
    Tensor c = term.c == null ? cotangents.getFirst() : term.c;
    ExactSlope s = trace.mixed(c, x, Collections.unmodifiableList(scaled));
    return new ExactSlope(
        s.value(),
        back * s.slope(),
        Math.abs(back) * s.error(),
        s.kinks(),
        back * s.left(),
        back * s.right());
  }

  private static double[] divided(double[] v, double size) {
    double[] quotient = v.clone();
    for (int i = 0; i < v.length; i++) {
      quotient[i] /= size;
    }
    return quotient;
  }

  /** By how many times itself an element moves at most, as a power of two. */
  private double sizeOf(List<double[]> direction) {
    double most = 0;
    double around = Directions.largest(x);
    for (int input = 0; input < x.size(); input++) {
      double[] v = direction.get(input);
      double instead = Directions.largest(List.of(x.get(input)));
      for (int i = 0; i < v.length; i++) {
        double size = Math.abs(x.get(input)[i]);
        double unit = size > 0 ? size : instead > 0 ? instead : around > 0 ? around : 1;
        most = Math.max(most, Math.abs(v[i]) / unit);
      }
    }
    return Scale.powerOfTwo(most);
  }
}
