package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Compares the derivatives of a function with differences of its values, in double precision, and
 * knows about kinks. Derivatives in single precision are compared with those in double precision.
 *
 * <pre>
 *   GradientCheck.DEFAULT.check("mine", xs -&gt; mul(xs.get(0), relu(xs.get(1))), a, b).orThrow();
 * </pre>
 *
 * <p>A result that is not a scalar is reduced to one by a random cotangent: {@code L(x) = ⟨c,
 * f(x)⟩}. Each derivative gets a {@link Verdict}. The numeric derivative comes from differences
 * with many steps, extrapolated to step 0, which also tells its error: the tolerance is what the
 * estimate supports, and not a guess. While the function runs, piecewise operations log which side
 * won ({@link io.github.wengert.ops.BranchLog}); a step that crosses a kink is made smaller, and if
 * it still does, the analytic derivative must lie between the slopes of both sides.
 *
 * <p>Order k > 1 checks the function that contracts the derivatives of order k − 1 with random
 * tensors. The random cotangents are inputs of it, so that pullbacks are checked for being linear
 * in their cotangent by it.
 *
 * @param mode which derivatives are compared
 * @param order up to which order, 1 or more; 3 is about as far as rounding allows
 * @param tolerance the relative error that is allowed on top of the estimate's own, &gt; 0
 * @param samples how many elements of each input {@link Mode#SAMPLES} compares, at least 1
 * @param directions how many random directions are compared in addition to elements, or instead of
 *     them, at least 1
 * @param seed where cotangents, samples and directions come from; reports print it
 */
public record GradientCheck(
    Mode mode, int order, double tolerance, int samples, int directions, long seed) {
  /**
   * First and second order; each element of up to 2,000, else 100 samples of each input; 4
   * directions; tolerance 1e-9; seed 1.
   */
  public static final GradientCheck DEFAULT = new GradientCheck(Mode.AUTO, 2, 1e-9, 100, 4, 1);

  /** From how many elements on {@link Mode#AUTO} takes samples. */
  static final int MANY_ELEMENTS = 2_000;

  /** Which derivatives are compared. */
  public enum Mode {
    /** {@link #ELEMENTS} for small inputs, {@link #SAMPLES} for large ones. */
    AUTO,
    /** The derivative by each element of each input, and directions. */
    ELEMENTS,
    /** The derivative by some elements of each input, seeded, and directions. */
    SAMPLES,
    /** Derivatives along random directions only: a few evaluations for any number of elements. */
    DIRECTIONS
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GradientCheck {
    requireNonNull(mode, "gradient check: mode must not be null");
    requireAtLeastOne("order", order);
    requireAtLeastOne("samples", samples);
    requireAtLeastOne("directions", directions);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "gradient check: the tolerance must be positive (%s ≤ 0)".formatted(tolerance));
    }
  }

  private static void requireAtLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "gradient check: %s must be at least 1 (%d < 1)".formatted(setting, value));
    }
  }

  /** Returns this check in another mode. */
  public GradientCheck withMode(Mode changed) {
    return new GradientCheck(changed, order, tolerance, samples, directions, seed);
  }

  /** Returns this check up to another order. */
  public GradientCheck withOrder(int changed) {
    return new GradientCheck(mode, changed, tolerance, samples, directions, seed);
  }

  /** Returns this check with another tolerance. */
  public GradientCheck withTolerance(double changed) {
    return new GradientCheck(mode, order, changed, samples, directions, seed);
  }

  /** Returns this check with another number of samples of each input. */
  public GradientCheck withSamples(int changed) {
    return new GradientCheck(mode, order, tolerance, changed, directions, seed);
  }

  /** Returns this check with another number of random directions. */
  public GradientCheck withDirections(int changed) {
    return new GradientCheck(mode, order, tolerance, samples, changed, seed);
  }

  /** Returns this check with another seed. */
  public GradientCheck withSeed(long changed) {
    return new GradientCheck(mode, order, tolerance, samples, directions, changed);
  }

  /** Checks {@code f} at the point {@code inputs}; see {@link #check(String, Function, List)}. */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    requireNonNull(inputs, "gradient check: inputs must not be null");
    return check(name, f, Arrays.asList(inputs));
  }

  /**
   * Checks a function at a point.
   *
   * <p>If an input is of type {@link DType#F32}, the gradients in single precision are compared
   * with those in double precision, by every element, and these with differences as always.
   *
   * @param name what the report calls the function
   * @param f the function, of any number of tensors; it must compute in the type that it is given
   * @param inputs where to check it; kinks are welcome
   * @throws IllegalArgumentException if it cannot be computed in double precision, because it
   *     captures tensors of single precision
   */
  public GradientReport check(String name, Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(f, "gradient check: f must not be null");
    requireAll("inputs", inputs);
    ImmutableList<String> names =
        Streams.mapWithIndex(inputs.stream(), (input, i) -> "input " + i)
            .collect(ImmutableList.toImmutableList());
    return check(name, Twin.of(f, names, inputs), done -> {});
  }

  /**
   * Checks a loss by the parameters that it reads. They are changed while the check runs, and are
   * put back to the bit in the end.
   *
   * @param name what the report calls the loss
   * @param parameters the parameters, in double precision
   * @param loss computes a tensor from the parameters
   * @throws IllegalArgumentException if a parameter is not of type {@link DType#F64}
   */
  public GradientReport check(String name, Iterable<Parameter> parameters, Supplier<Tensor> loss) {
    return check(name, parameters, loss, done -> {});
  }

  /**
   * Like {@link #check(String, Iterable, Supplier)}, and tells how far it is.
   *
   * @param progress is told after each comparison how many there were, out of {@link #comparisons}
   */
  public GradientReport check(
      String name, Iterable<Parameter> parameters, Supplier<Tensor> loss, LongConsumer progress) {
    requireNonNull(name, "gradient check: name must not be null");
    requireAll("parameters", parameters);
    requireNonNull(loss, "gradient check: loss must not be null");
    requireNonNull(progress, "gradient check: progress must not be null");
    return check(name, Twin.of(name, ImmutableList.copyOf(parameters), loss), progress);
  }

  /**
   * Checks a network by its parameters and its input.
   *
   * @param name what the report calls it
   * @param model the network, in double precision
   * @param x a batch of inputs, in double precision
   * @param loss makes of the network's output what is checked; the identity will do
   */
  public GradientReport check(String name, Model model, Tensor x, UnaryOperator<Tensor> loss) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(model, "gradient check: model must not be null");
    requireNonNull(x, "gradient check: x must not be null");
    requireNonNull(loss, "gradient check: loss must not be null");
    ParameterSubject subject = ParameterSubject.of(model, x, loss);
    return check(name, subject.parameters(), subject.loss());
  }

  /**
   * Checks a network of single precision by its parameters and its input: its gradients are
   * compared with those of the same network in double precision, and these with differences.
   *
   * <pre>
   *   check("net", dtype -&gt; Mlp.builder(4, 10, 3).dtype(dtype).build(), x, y -&gt; y)
   *   check("mine", dtype -&gt; dtype == F32 ? mine : Mlp.builder(4, 10, 3).dtype(dtype).build(), …)
   * </pre>
   *
   * @param name what the report calls it
   * @param network builds the network in an element type; the parameters of the one in double
   *     precision are set to those of the one in single precision
   * @param x a batch of inputs, in either type
   * @param loss makes of the network's output what is checked; the identity will do
   * @throws IllegalArgumentException if the two networks do not have the same parameters
   */
  public GradientReport check(
      String name, Function<DType, ? extends Model> network, Tensor x, UnaryOperator<Tensor> loss) {
    requireNonNull(name, "gradient check: name must not be null");
    requireNonNull(network, "gradient check: network must not be null");
    requireNonNull(x, "gradient check: x must not be null");
    requireNonNull(loss, "gradient check: loss must not be null");
    return check(name, Twin.of(name, network, x, loss), done -> {});
  }

  /** Returns how many derivatives of first order a check of these tensors compares. */
  public long comparisons(Iterable<? extends Tensor> inputs) {
    requireAll("inputs", inputs);
    long count = 0;
    long total = Streams.stream(inputs).mapToLong(Tensor::elements).sum();
    for (Tensor input : inputs) {
      count += elementsCompared(input.elements(), total);
    }
    return count + directions;
  }

  private static void requireAll(String what, Iterable<?> values) {
    if (values == null) {
      throw new NullPointerException("gradient check: %s must not be null".formatted(what));
    }
    int position = 0;
    for (Object value : values) {
      if (value == null) {
        throw new NullPointerException(
            "gradient check: %s[%d] must not be null".formatted(what, position));
      }
      position++;
    }
  }

  long elementsCompared(int elements, long total) {
    return switch (mode) {
      case ELEMENTS -> elements;
      case SAMPLES -> Math.min(samples, elements);
      case DIRECTIONS -> 0;
      case AUTO -> total <= MANY_ELEMENTS ? elements : Math.min(samples, elements);
    };
  }

  private GradientReport check(String name, Twin first, LongConsumer progress) {
    GradientReport.Builder report = new GradientReport.Builder(name, this, first.dtype());
    first.warmUp(name);
    Twin twin = first;
    for (int k = 1; k <= order; k++) {
      Key key = Key.of(seed).split(k);
      Tensor cotangent = twin.cotangent(key.split("cotangent"));
      new Comparison(this, twin.exact(), cotangent, k, key, report, progress).run();
      if (twin.single() != null) {
        new SinglePrecision(twin.exact(), twin.single(), cotangent, k, key, report).run();
      }
      if (k < order) {
        twin = twin.contracted(cotangent, key.split("contraction"));
      }
    }
    return report.build();
  }
}
