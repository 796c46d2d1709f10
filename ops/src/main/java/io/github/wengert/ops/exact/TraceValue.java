package io.github.wengert.ops.exact;

import io.github.wengert.ops.Shape;
import java.util.List;

/** A value of a computation that is traced: told by identity. */
abstract sealed class TraceValue {
  /** Whether it depends on an input. */
  abstract boolean isDependent();

  /** What derivatives are taken by. */
  static final class Input extends TraceValue {
    final int position;

    Input(int position) {
      this.position = position;
    }

    @Override
    boolean isDependent() {
      return true;
    }
  }

  /** What was there before, or depends on no input. */
  static final class Constant extends TraceValue {
    final double[] elements;

    Constant(double[] elements) {
      this.elements = elements;
    }

    @Override
    boolean isDependent() {
      return false;
    }
  }

  /** What an operation computed of values one of which depends on an input. */
  static final class Step extends TraceValue {
    final ExactOp op;
    final List<Operand> operands;
    final Shape shape;

    Step(ExactOp op, List<Operand> operands, Shape shape) {
      this.op = op;
      this.operands = operands;
      this.shape = shape;
    }

    @Override
    boolean isDependent() {
      return true;
    }
  }

  /** What depends on an input in a way that cannot be followed. */
  static final class Hidden extends TraceValue {
    final String reason;

    Hidden(String reason) {
      this.reason = reason;
    }

    @Override
    boolean isDependent() {
      return true;
    }
  }

  /**
   * A value as an operation reads it.
   *
   * @param value the value
   * @param shape the shape that it is read in
   */
  record Operand(TraceValue value, Shape shape) {}
}
