package io.github.wengert.optim;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link MaxNorm#after}. */
record WithMaxNorm(Optimizer optimizer, MaxNorm constraint) implements Optimizer {
  @Override
  public List<Parameter> parameters() {
    return optimizer.parameters();
  }

  @Override
  public void step(Gradients<Tensor> gradients) {
    optimizer.step(gradients);
    constraint.apply();
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, Unused unused) {
    WithAuxiliary<Tensor, A> result = optimizer.stepWithAuxiliary(loss, unused);
    constraint.apply();
    return result;
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, double weight) {
    WithAuxiliary<Tensor, A> result = optimizer.stepWithAuxiliary(loss, weight);
    constraint.apply();
    return result;
  }

  @Override
  public Unused unused() {
    return optimizer.unused();
  }

  @Override
  public Optional<Key> trainingKey() {
    return optimizer.trainingKey();
  }

  @Override
  public boolean finish() {
    boolean stepped = optimizer.finish();
    constraint.apply();
    return stepped;
  }

  @Override
  public String toString() {
    return "%s with %s".formatted(optimizer, constraint);
  }
}
