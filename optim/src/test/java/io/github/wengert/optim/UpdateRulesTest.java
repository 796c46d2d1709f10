package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Parameter;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty steps of each optimizer, with and without decay, beside the formula of its paper, written
 * down for one number in plain Java.
 */
final class UpdateRulesTest {
  private static final double ETA = 0.05;

  /** The formula: returns the next w from the gradient, and remembers what it must. */
  private abstract static class Rule {
    double a;
    double b;
    double c;

    abstract double direction(double g, int t);

    /** Decay as the slope of a penalty, or of the weight itself. */
    double next(double w, double g, double lambda, boolean decoupled, int t) {
      double eta = rate(t);
      return decoupled
          ? (1 - eta * lambda) * w - eta * direction(g, t)
          : w - eta * direction(g + lambda * w, t);
    }

    double rate(int t) {
      return ETA;
    }
  }

  private record Case(Variants.Variant variant, Rule rule, boolean decoupled) {
    @Override
    public String toString() {
      return variant.name();
    }
  }

  static Stream<Case> cases() {
    return Variants.all()
        .map(variant ->
            new Case(
                variant,
                rule(variant.name()),
                variant.name().startsWith("adamW") || variant.name().endsWith("decoupled")));
  }

  private static Rule rule(String name) {
    return switch (name) {
      case "sgd" -> new Momentum(0, 0, false);
      case "sgd momentum", "sgd decoupled" -> new Momentum(0.9, 0, false);
      case "sgd dampening" -> new Momentum(0.9, 0.5, false);
      case "sgd nesterov" -> new Momentum(0.9, 0, true);
      case "adam", "adamW" -> new AdamRule(false);
      case "adam amsgrad", "adamW amsgrad" -> new AdamRule(true);
      case "rmsProp", "rmsProp decoupled" -> new RmsRule(0, false);
      case "rmsProp momentum" -> new RmsRule(0.9, false);
      case "rmsProp centred" -> new RmsRule(0, true);
      case "rmsProp both" -> new RmsRule(0.9, true);
      case "adagrad", "adagrad decoupled" -> new AdagradRule(0, 0);
      case "adagrad options" -> new AdagradRule(0.5, 0.1);
      default -> throw new AssertionError("no formula for " + name);
    };
  }

  private static final class Momentum extends Rule {
    private final double mu;
    private final double tau;
    private final boolean nesterov;

    Momentum(double mu, double tau, boolean nesterov) {
      this.mu = mu;
      this.tau = tau;
      this.nesterov = nesterov;
    }

    @Override
    double direction(double g, int t) {
      a = t == 1 ? g : mu * a + (1 - tau) * g;
      return nesterov ? g + mu * a : a;
    }
  }

  private static final class AdamRule extends Rule {
    private final boolean amsgrad;

    AdamRule(boolean amsgrad) {
      this.amsgrad = amsgrad;
    }

    @Override
    double direction(double g, int t) {
      a = 0.9 * a + 0.1 * g;
      b = 0.999 * b + 0.001 * g * g;
      c = Math.max(c, b);
      double mean = a / (1 - Math.pow(0.9, t));
      double square = (amsgrad ? c : b) / (1 - Math.pow(0.999, t));
      return mean / (Math.sqrt(square) + 1e-8);
    }
  }

  private static final class RmsRule extends Rule {
    private final double mu;
    private final boolean centred;

    RmsRule(double mu, boolean centred) {
      this.mu = mu;
      this.centred = centred;
    }

    @Override
    double direction(double g, int t) {
      a = 0.99 * a + 0.01 * g * g;
      b = 0.99 * b + 0.01 * g;
      double square = centred ? a - b * b : a;
      c = mu * c + g / (Math.sqrt(square) + 1e-8);
      return c;
    }
  }

  private static final class AdagradRule extends Rule {
    private final double delta;

    AdagradRule(double accumulator, double delta) {
      this.a = accumulator;
      this.delta = delta;
    }

    @Override
    double rate(int t) {
      return ETA / (1 + (t - 1) * delta);
    }

    @Override
    double direction(double g, int t) {
      a += g * g;
      return g / (Math.sqrt(a) + 1e-10);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void steps_follow_the_formula_of_the_paper(Case example) {
    compare(example, 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decay_enters_where_it_is_said_to(Case example) {
    compare(example, 0.3);
  }

  private static void compare(Case example, double lambda) {
    Random random = new Random(17);
    Parameter weight = Given.weight(1.5);
    FirstOrderOptimizer optimizer =
        example.variant().with(c -> c.learningRate(ETA).weightDecay(lambda)).build(weight);
    double w = 1.5;
    for (int t = 1; t <= 20; t++) {
      double g = random.nextGaussian();
      optimizer.step(Given.gradient(weight, g));
      w = example.rule().next(w, g, lambda, example.decoupled(), t);
      assertThat(weight.item()).as("step %d", t).isCloseTo(w, within(1e-12));
    }
  }
}
