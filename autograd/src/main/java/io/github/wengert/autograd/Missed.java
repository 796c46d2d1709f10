package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An open scope that a value depends on although the value was not computed in it; the first of a
 * list of them.
 *
 * <p>There is no telling whether the thread that computes with a leaf works for the scope that
 * watches the leaf, or for itself, as a thread does that evaluates a network while another trains
 * it. What tells is where the result goes. So a leaf carries a <em>mark</em> for each tape that
 * watches it; what another thread computes with a marked value, unrecorded there, carries an
 * <em>omission</em>, and so does what is computed with that; and a value with an omission is
 * refused where it comes back into the scope that it missed.
 *
 * @param opening the scope
 * @param by the words for the thread that computed without it; null for the mark of a leaf
 * @param next the next one
 */
record Missed(Opening opening, @Nullable String by, @Nullable Missed next) {
  /**
   * Returns {@code known} and what is computed by the calling thread from something that carries
   * {@code operand}.
   *
   * @throws LostScopeException if a scope is in effect here that {@code operand} has missed
   */
  static <V extends Traceable<V>> @Nullable Missed inherit(
      String operation, V value, @Nullable Missed operand, @Nullable Missed known) {
    Missed result = known;
    for (Missed entry = operand; entry != null; entry = entry.next) {
      Opening opening = entry.opening;
      if (!opening.isOpen()) {
        continue;
      }
      if (opening.isInEffect() || (entry.by == null && opening.isOwner())) {
        entry.requireNoOmission(operation, value);
      } else {
        result = add(result, opening, entry.by);
      }
    }
    return result;
  }

  /**
   * Refuses to hand out a value, or its elements, in a scope that it has missed. That it was not
   * recorded does not matter there: as a number, it is a constant anyway.
   *
   * @throws LostScopeException if so
   */
  static <V extends Traceable<V>> void requireNone(
      String operation, V value, @Nullable Missed missed) {
    for (Missed entry = missed; entry != null; entry = entry.next) {
      Opening opening = entry.opening;
      if (!(opening instanceof Tape) && opening.isOpen() && opening.isInEffect()) {
        entry.requireNoOmission(operation, value);
      }
    }
  }

  private <V extends Traceable<V>> void requireNoOmission(String operation, V value) {
    if (by != null && opening.refusesWhatMissedIt()) {
      throw lost(operation, value);
    }
  }

  /** Returns the exception for a value that is used in the scope that it has missed. */
  <V extends Traceable<V>> LostScopeException lost(String operation, V value) {
    return new LostScopeException(
        "%s: a value was computed by another thread, outside %s: %s (%s ≠ %s); let Autograd.parallel run the parts of a computation, or say stopGradient where a constant is meant"
            .formatted(
                operation,
                opening.description(),
                value.space().describe(value),
                by,
                opening.ownerDescription()));
  }

  /** Returns {@code list} and an omission by the calling thread, unless somebody else was first. */
  static Missed add(@Nullable Missed list, Opening opening, @Nullable String by) {
    for (Missed entry = list; entry != null; entry = entry.next) {
      if (entry.opening == opening) {
        return requireNonNull(list);
      }
    }
    return new Missed(opening, by == null ? Opening.describe(Thread.currentThread()) : by, list);
  }

  /** Whether {@code list} is this very entry, and nothing else, as on most leaves. */
  @SuppressWarnings("ReferenceEquality")
  boolean isAllOf(@Nullable Missed list) {
    return list == this;
  }

  /** Returns {@code list} and the entries of {@code others} for scopes that are not in it. */
  static @Nullable Missed addAll(@Nullable Missed list, @Nullable Missed others) {
    Missed all = list;
    for (Missed entry = others; entry != null; entry = entry.next) {
      all = add(all, entry.opening, entry.by);
    }
    return all;
  }

  /** Returns the entries of {@code list} whose scopes are still open. */
  @SuppressWarnings("ReferenceEquality") // a tail is shared where it can be
  static @Nullable Missed open(@Nullable Missed list) {
    if (list == null) {
      return null;
    }
    Missed rest = open(list.next);
    if (!list.opening.isOpen()) {
      return rest;
    }
    return rest == list.next ? list : new Missed(list.opening, list.by, rest);
  }

  /** Returns the entries of {@code list} but those of {@code opening}. */
  @SuppressWarnings("ReferenceEquality") // a tail is shared where it can be
  static @Nullable Missed without(@Nullable Missed list, Opening opening) {
    if (list == null) {
      return null;
    }
    Missed rest = without(list.next, opening);
    if (list.opening == opening) {
      return rest;
    }
    return rest == list.next ? list : new Missed(list.opening, list.by, rest);
  }
}
