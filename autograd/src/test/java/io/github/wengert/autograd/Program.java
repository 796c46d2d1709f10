package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random straight-line program: a list of operations on earlier values, so mostly a tangle of
 * diamonds. Its result is the sum of all values, which makes every one of them matter.
 */
record Program(int arguments, List<Step> steps) {
  private enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    NEGATE,
    SIN,
    COS,
    EXP_OF_TANH,
    TANH,
    CONSTANT
  }

  private record Step(Operation operation, int a, int b) {}

  static Program random(RandomGenerator random, int arguments, int length) {
    Operation[] operations = Operation.values();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int available = arguments + i;
      steps.add(
          new Step(
              operations[random.nextInt(operations.length)],
              random.nextInt(available),
              random.nextInt(available)));
    }
    return new Program(arguments, List.copyOf(steps));
  }

  <T> T evaluate(Arithmetic<T> arithmetic, List<T> xs) {
    List<T> values = new ArrayList<>(xs);
    for (Step step : steps) {
      values.add(evaluate(arithmetic, step, values.get(step.a), values.get(step.b)));
    }
    T sum = arithmetic.constant(0);
    for (T value : values) {
      sum = arithmetic.add(sum, arithmetic.sin(value));
    }
    return sum;
  }

  private static <T> T evaluate(Arithmetic<T> arithmetic, Step step, T a, T b) {
    return switch (step.operation) {
      case ADD -> arithmetic.add(a, b);
      case SUBTRACT -> arithmetic.subtract(a, b);
      case MULTIPLY -> arithmetic.multiply(arithmetic.tanh(a), arithmetic.tanh(b));
      case NEGATE -> arithmetic.negate(a);
      case SIN -> arithmetic.sin(a);
      case COS -> arithmetic.cos(a);
      case EXP_OF_TANH -> arithmetic.exp(arithmetic.tanh(a));
      case TANH -> arithmetic.tanh(a);
      case CONSTANT -> arithmetic.constant(0.25 * step.a - 0.5);
    };
  }
}
