package io.github.wengert.nn;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sum;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.Sets;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A term of the loss that keeps weights small: {@code λ₁ ‖w‖₁ + ½ λ₂ ‖w‖²}, summed over the chosen
 * parameters.
 *
 * <pre>
 *   add(crossEntropy(net.apply(x), labels), Penalty.l2(1e-4).of(net.parameters()))
 * </pre>
 *
 * <p>Its gradient is {@code λ₁ sign(w) + λ₂ w}. The first part drives weights to exactly zero, so
 * that few inputs stay in use; at 0 it is 0. The second part is what a plain optimizer's weight
 * decay of λ₂ adds. Only weights and tables count, whatever their axes (see {@link
 * io.github.wengert.ops.ParameterRole}), unless {@link #where} says otherwise.
 *
 * <p>In F32, a weight beyond 1.8e19 makes the second part infinite, while its gradient is right.
 *
 * <p>Source: CS231n, Neural Networks part 2, "Regularization". The notes write the elastic net
 * {@code λ₁ |w| + λ₂ w²}, without the ½ that they have in the L2 penalty by itself: halve their λ₂
 * there.
 *
 * @param l1 λ₁, in [0, ∞)
 * @param l2 λ₂, in [0, ∞)
 * @param chosen which parameters it counts
 */
public record Penalty(double l1, double l2, Predicate<Parameter> chosen) {
  /**
   * Checks the numbers.
   *
   * @throws LayerException if one is out of range
   */
  public Penalty {
    requireNonNull(chosen, "penalty: chosen must not be null");
    requireRange("l1", l1);
    requireRange("l2", l2);
  }

  private static void requireRange(String what, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new LayerException(
          "penalty: %s is out of range: (%s not in [0, ∞))".formatted(what, value));
    }
  }

  /**
   * Returns {@code λ ‖w‖₁}, the sum of absolute values.
   *
   * @throws LayerException if {@code lambda} is not in [0, ∞)
   */
  public static Penalty l1(double lambda) {
    return elasticNet(lambda, 0);
  }

  /**
   * Returns {@code ½ λ ‖w‖²}.
   *
   * @throws LayerException if {@code lambda} is not in [0, ∞)
   */
  public static Penalty l2(double lambda) {
    return elasticNet(0, lambda);
  }

  /**
   * Returns {@code λ₁ ‖w‖₁ + ½ λ₂ ‖w‖²}.
   *
   * @throws LayerException if a number is not in [0, ∞)
   */
  public static Penalty elasticNet(double l1, double l2) {
    return new Penalty(
        l1, l2, parameter -> parameter.declaredRole("penalty", "what counts").isRegularized());
  }

  /** Returns this for other parameters: those that fulfil the condition, and no others. */
  public Penalty where(Predicate<Parameter> changed) {
    return new Penalty(l1, l2, changed);
  }

  /**
   * Returns the penalty, of shape {@code []}.
   *
   * @param parameters what to choose from; one that is named twice counts once
   * @throws LayerException if none is chosen
   * @throws io.github.wengert.ops.DTypeException if those that are chosen differ in element type
   */
  public Tensor of(Iterable<Parameter> parameters) {
    requireNonNull(parameters, "penalty: parameters must not be null");
    Set<Parameter> seen = Sets.newIdentityHashSet();
    List<Parameter> weights = new ArrayList<>();
    for (Parameter parameter : parameters) {
      requireNonNull(parameter, "penalty: parameter must not be null");
      if (seen.add(parameter) && chosen.test(parameter)) {
        weights.add(parameter);
      }
    }
    if (weights.isEmpty()) {
      throw new LayerException(
          "penalty: no parameter is chosen: (0 of %d parameters)".formatted(seen.size()));
    }
    Tensor total = Tensor.scalar(weights.getFirst().dtype(), 0);
    for (Parameter w : weights) {
      if (l1 > 0) {
        total = add(total, mul(sum(abs(w)), l1));
      }
      if (l2 > 0) {
        total = add(total, mul(sum(square(w)), l2 / 2));
      }
    }
    return total;
  }

  /** Returns λ₁ and λ₂. */
  @Override
  public String toString() {
    return "Penalty[l1=%s, l2=%s]".formatted(l1, l2);
  }
}
