package io.github.wengert.ops.check.function;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.limit.EvaluationBudget;
import io.github.wengert.ops.check.settings.Domain;
import io.github.wengert.ops.exact.Trace;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function that is evaluated within limits: each evaluation is paid for, and none lies outside of
 * the domain that the user stated.
 */
public record LimitedFunction(CheckedFunction checked, EvaluationBudget budget, Domain domain)
    implements ForwardingFunction {
  @Override
  public List<Tensor> point() {
    return checked.point();
  }

  @Override
  public Tensor at(List<Tensor> inputs) {
    requireInside(inputs);
    return budget.spend(() -> checked.at(inputs));
  }

  @Override
  public Tensor at(int input, int element, double value) {
    if (input < arguments()) {
      require(names().get(input), value);
    }
    return budget.spend(() -> checked.at(input, element, value));
  }

  @Override
  public Trace trace() {
    return budget.spend(checked::trace);
  }

  @Override
  public Trace trace(Tensor cotangent, List<Tensor> direction) {
    return budget.spend(() -> checked.trace(cotangent, direction));
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return budget.spend(() -> checked.pullback(cotangent));
  }

  @Override
  public List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
    requireInside(inputs);
    return budget.spend(() -> checked.pullback(inputs, cotangent));
  }

  @Override
  public @Nullable Function<Tensor, List<Tensor>> recorded() {
    Function<Tensor, List<Tensor>> recorded = checked.recorded();
    return recorded == null ? null : c -> budget.spend(() -> recorded.apply(c));
  }

  @Override
  public Applications<Tensor> applications(List<Tensor> inputs) {
    return budget.spend(() -> checked.applications(inputs));
  }

  /** Returns the domain. */
  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public CheckedFunction contracted(Tensor cotangent, Key key) {
    return new LimitedFunction(checked.contracted(cotangent, key), budget, domain);
  }

  private void requireInside(List<Tensor> inputs) {
    for (int i = 0; i < arguments() && !domain.equals(Domain.ALL); i++) {
      for (double x : inputs.get(i).toDoubleArray()) {
        require(names().get(i), x);
      }
    }
  }

  /** Refuses a number outside the domain. */
  private void require(String input, double x) {
    if (x < domain.low() || x > domain.high()) {
      throw new IllegalArgumentException(
          "gradient check: an element of %s is outside of the domain [%s, %s] (%s %s %s)"
              .formatted(
                  input,
                  domain.low(),
                  domain.high(),
                  x,
                  x < domain.low() ? "<" : ">",
                  x < domain.low() ? domain.low() : domain.high()));
    }
  }
}
