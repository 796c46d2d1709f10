package io.github.wengert.examples;

import io.github.wengert.ops.Parameter;
import io.github.wengert.optim.Adagrad;
import io.github.wengert.optim.Adam;
import io.github.wengert.optim.AdamW;
import io.github.wengert.optim.Optimizer;
import io.github.wengert.optim.RmsProp;
import io.github.wengert.optim.Sgd;

/** The optimizers that learn the digits, each with a learning rate that suits most units. */
enum DigitsOptimizer {
  SGD("SGD", 0.3),
  MOMENTUM("SGD, momentum 0.9", 0.05),
  NESTEROV("SGD, Nesterov 0.9", 0.05),
  ADAM("Adam", 0.002),
  ADAM_W("AdamW, decay 0.01", 0.002),
  RMS_PROP("RmsProp", 0.001),
  ADAGRAD("Adagrad", 0.03);

  /** Sigmoid units hand back small gradients, a quarter at most. */
  static final double SIGMOID_FACTOR = 4;

  private final String title;
  private final double rate;

  DigitsOptimizer(String title, double rate) {
    this.title = title;
    this.rate = rate;
  }

  /** Returns what tables call it. */
  String title() {
    return title;
  }

  /** Returns the learning rate for most units. */
  double rate() {
    return rate;
  }

  /** Returns a new optimizer with the learning rate for some units. */
  Optimizer of(Iterable<Parameter> parameters, HiddenUnits units) {
    double learningRate = units == HiddenUnits.SIGMOID ? SIGMOID_FACTOR * rate : rate;
    Sgd.Config sgd = Sgd.on(parameters).learningRate(learningRate);
    return switch (this) {
      case SGD -> sgd.build();
      case MOMENTUM -> sgd.momentum(0.9).build();
      case NESTEROV -> sgd.momentum(0.9).nesterov(true).build();
      case ADAM -> Adam.on(parameters).learningRate(learningRate).build();
      case ADAM_W -> AdamW.on(parameters).learningRate(learningRate).weightDecay(0.01).build();
      case RMS_PROP -> RmsProp.on(parameters).learningRate(learningRate).build();
      case ADAGRAD -> Adagrad.on(parameters).learningRate(learningRate).build();
    };
  }
}
