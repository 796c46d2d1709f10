package io.github.wengert.ops.check;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Trace;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function that is evaluated within limits: each evaluation is paid for, and none lies outside of
 * the domain that the user stated.
 */
record LimitedSubject(Subject subject, Budget budget, Domain domain) implements ForwardingSubject {
  @Override
  public List<Tensor> point() {
    return subject.point();
  }

  @Override
  public Tensor at(List<Tensor> inputs) {
    requireInside(inputs);
    return budget.spend(() -> subject.at(inputs));
  }

  @Override
  public Tensor at(int input, int element, double value) {
    if (input < arguments()) {
      domain.require(names().get(input), value);
    }
    return budget.spend(() -> subject.at(input, element, value));
  }

  @Override
  public Trace trace() {
    return budget.spend(subject::trace);
  }

  @Override
  public Trace trace(Tensor cotangent, List<Tensor> direction) {
    return budget.spend(() -> subject.trace(cotangent, direction));
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return budget.spend(() -> subject.pullback(cotangent));
  }

  @Override
  public List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
    requireInside(inputs);
    return budget.spend(() -> subject.pullback(inputs, cotangent));
  }

  @Override
  public @Nullable Function<Tensor, List<Tensor>> recorded() {
    Function<Tensor, List<Tensor>> recorded = subject.recorded();
    return recorded == null ? null : c -> budget.spend(() -> recorded.apply(c));
  }

  @Override
  public Applications<Tensor> applications(List<Tensor> inputs) {
    return budget.spend(() -> subject.applications(inputs));
  }

  /** Returns the domain. */
  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public Subject contracted(Tensor cotangent, Key key) {
    return new LimitedSubject(subject.contracted(cotangent, key), budget, domain);
  }

  private void requireInside(List<Tensor> inputs) {
    for (int i = 0; i < arguments() && !domain.equals(Domain.ALL); i++) {
      for (double x : inputs.get(i).toDoubleArray()) {
        domain.require(names().get(i), x);
      }
    }
  }
}
