package io.github.wengert.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results that are not recorded, and the scopes that they miss. */
final class Unrecorded {
  private Unrecorded() {}

  /** Computes {@code primitive(operands)} outside any recording. */
  static <V extends Traceable<V>> V compute(Primitive<V> primitive, List<V> operands) {
    MissedScopes missed = missedByOperands(primitive, operands);
    V output = forward(primitive, operands);
    if (output == null) {
      throw NullChecks.result(primitive);
    }
    // The primitive may have looked up a scope itself.
    return omitting(MissedScopes.addAll(missed, MissedLookups.ofThisThread()), operands, output);
  }

  /**
   * Computes the value of a primitive, which is null if the primitive is faulty.
   *
   * <p>This is the only place where {@code forward} is called. HotSpot does not inline a call that
   * has met three classes, unless most calls are of one of them, and nearly every program has three
   * kinds of primitives. With two such places, each met fewer, and the engine's methods were
   * compiled again and again with copies of the primitives and of all that these call.
   */
  static <V extends Traceable<V>> V forward(Primitive<V> primitive, List<V> operands) {
    return primitive.forward(operands);
  }

  /** Returns the scopes that a result on the calling thread misses if it is not recorded. */
  static <V extends Traceable<V>> @Nullable MissedScopes missedBy(
      Primitive<V> primitive, List<V> operands) {
    return MissedScopes.addAll(missedByOperands(primitive, operands), MissedLookups.ofThisThread());
  }

  private static <V extends Traceable<V>> @Nullable MissedScopes missedByOperands(
      Primitive<V> primitive, List<V> operands) {
    MissedScopes missed = null;
    for (int i = 0; i < operands.size(); i++) {
      V value = operands.get(i);
      if (value == null) {
        throw NullChecks.operand(primitive, i);
      }
      if (value.recorder != null || value.missed != null) {
        if (Recorder.isForeign(value)) {
          throw Recorder.foreign(primitive.name(), value);
        }
        missed = MissedScopes.inherit(primitive.name(), value, value.missedAltogether(), missed);
      }
    }
    return missed;
  }

  /** Returns {@code output}, a primitive's result, with the scopes that it missed. */
  static <V extends Traceable<V>> V omitting(
      @Nullable MissedScopes missed, List<V> operands, V output) {
    if (missed == null) {
      return output;
    }
    if (isAmong(operands, output)) {
      return copy(output, missed);
    }
    output.missed = missed;
    return output;
  }

  /** Returns {@code value}, which a function returns unchanged, with the scopes that it missed. */
  static <V extends Traceable<V>> V omitting(MissedScopes missed, V value) {
    Recorder home = value.recorder;
    if (home != null && home.isOpen() && home.isOwner()) {
      home.miss(missed);
      return value;
    }
    return copy(value, MissedScopes.addAll(missed, value.missedAltogether()));
  }

  /** Returns a copy of {@code value} that has missed scopes. */
  static <V extends Traceable<V>> V copy(V value, @Nullable MissedScopes missed) {
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
