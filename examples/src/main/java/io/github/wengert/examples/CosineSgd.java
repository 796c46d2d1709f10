package io.github.wengert.examples;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Optimizer;
import io.github.wengert.optim.Sgd;
import java.util.function.Supplier;

/**
 * Gradient descent whose learning rate falls from epoch to epoch along half a cosine, {@code ηₑ = ½
 * η (1 + cos(π e / epochs))} for e = 0, 1, …; each epoch begins without velocity.
 */
final class CosineSgd implements Optimizer {
  private final Sgd.Config config;
  private final int epochs;
  private final int stepsPerEpoch;
  private Sgd current;
  private long steps;

  CosineSgd(Sgd.Config config, int epochs, int stepsPerEpoch) {
    this.config = config;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.current = config.build();
  }

  @Override
  public ImmutableList<Parameter> parameters() {
    return config.parameters();
  }

  @Override
  public void step(Gradients<Tensor> gradients) {
    next().step(gradients);
  }

  @Override
  public <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(Supplier<WithAuxiliary<Tensor, A>> loss) {
    return next().stepWithAuxiliary(loss);
  }

  private Sgd next() {
    if (steps % stepsPerEpoch == 0) {
      current = config.learningRate(rate(steps / stepsPerEpoch)).build();
    }
    steps++;
    return current;
  }

  private double rate(long epoch) {
    return 0.5 * config.learningRate() * (1 + Math.cos(Math.PI * epoch / epochs));
  }
}
