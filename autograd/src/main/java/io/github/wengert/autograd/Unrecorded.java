package io.github.wengert.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is computed without being recorded, and the scopes that it misses. */
final class Unrecorded {
  private Unrecorded() {}

  /** Computes {@code primitive(operands)} where nobody records. */
  static <V extends Traceable<V>> V compute(Primitive<V> primitive, List<V> operands) {
    Missed missed = missedByOperands(primitive, operands);
    V output = forward(primitive, operands);
    if (output == null) {
      throw Nulls.result(primitive);
    }
    // The primitive may have asked for a scope itself.
    return omitting(Missed.addAll(missed, Scope.asked()), operands, output);
  }

  /**
   * Computes the value of a primitive, which is null if the primitive is faulty.
   *
   * <p>This is the only place where {@code forward} is called. Few programs are without a third
   * kind of primitive, and HotSpot inlines no call that has met three classes, unless most calls
   * are of one of them. With two places, each met fewer, and the engine's methods were compiled
   * with copies of the primitives in them and of all that these call, again and again.
   */
  static <V extends Traceable<V>> V forward(Primitive<V> primitive, List<V> operands) {
    return primitive.forward(operands);
  }

  /**
   * Returns the scopes that a result misses which is computed from constants; the thread has asked
   * for some of them in vain.
   */
  static <V extends Traceable<V>> @Nullable Missed missedBy(
      Primitive<V> primitive, List<V> operands) {
    return Missed.addAll(missedByOperands(primitive, operands), Scope.asked());
  }

  private static <V extends Traceable<V>> @Nullable Missed missedByOperands(
      Primitive<V> primitive, List<V> operands) {
    Missed missed = null;
    for (int i = 0; i < operands.size(); i++) {
      V value = operands.get(i);
      if (value == null) {
        throw Nulls.operand(primitive, i);
      }
      if (value.tape != null || value.missed != null) {
        Tape.requireNotForeign(primitive, value, null);
        missed = Missed.inherit(primitive.name(), value, value.missedAltogether(), missed);
      }
    }
    return missed;
  }

  /** Returns what a primitive made of operands, with the scopes that it missed. */
  static <V extends Traceable<V>> V omitting(@Nullable Missed missed, List<V> operands, V output) {
    if (missed == null) {
      return output;
    }
    if (isAmong(operands, output)) {
      return copy(output, missed);
    }
    output.missed = missed;
    return output;
  }

  /** Returns {@code value}, which is handed on unchanged, with the scopes that were missed. */
  static <V extends Traceable<V>> V omitting(Missed missed, V value) {
    Tape<V> home = value.tape;
    if (home != null && home.isOpen() && home.isOwner()) {
      home.miss(missed);
      return value;
    }
    return copy(value, Missed.addAll(missed, value.missedAltogether()));
  }

  /** Returns a copy of {@code value} that has missed scopes. */
  static <V extends Traceable<V>> V copy(V value, @Nullable Missed missed) {
    V copy = value.space().alias(value);
    copy.missed = missed;
    return copy;
  }

  @SuppressWarnings("ReferenceEquality") // whether it is this very object is the question
  static <V> boolean isAmong(List<V> operands, V value) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) == value) {
        return true;
      }
    }
    return false;
  }
}
