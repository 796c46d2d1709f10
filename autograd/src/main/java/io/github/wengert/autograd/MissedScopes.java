package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An immutable linked list of open scopes that a value depends on without being computed in them.
 *
 * <p>When a thread computes with a leaf that another thread's scope watches, the engine cannot know
 * whether that thread works for the scope or for itself (one thread may evaluate a network while
 * another trains it). Only the destination of the result decides. So a leaf carries a <em>mark</em>
 * for each scope that watches it; a result that another thread computes from a marked value without
 * recording it carries an <em>omission</em> of that scope, as do all results computed from it; and
 * a value with an omission is refused when it enters the scope that it missed.
 *
 * @param scope the scope
 * @param by how messages refer to the thread that computed outside the scope; null for the mark of
 *     a leaf
 * @param next the rest of the list
 */
record MissedScopes(OpenScope scope, @Nullable String by, @Nullable MissedScopes next) {
  /**
   * Returns {@code known} extended by the omissions that a result on the calling thread inherits
   * from an operand.
   *
   * @param value the operand
   * @param missed the scopes that the operand has missed
   * @throws LostScopeException if a scope is in effect here that the operand has missed
   */
  static <V extends Traceable<V>> @Nullable MissedScopes inherit(
      String operation, V value, @Nullable MissedScopes missed, @Nullable MissedScopes known) {
    MissedScopes result = known;
    for (MissedScopes entry = missed; entry != null; entry = entry.next) {
      OpenScope scope = entry.scope;
      if (!scope.isOpen()) {
        continue;
      }
      if (scope.isInEffect() || (entry.by == null && scope.isOwner())) {
        if (entry.by != null && scope.refusesOperands()) {
          throw entry.lost(operation, value);
        }
      } else {
        result = add(result, scope, entry.by);
      }
    }
    return result;
  }

  /**
   * Refuses to hand out a value, or its elements, in a scope that it has missed.
   *
   * @throws LostScopeException if {@code value} has missed a scope that is in effect here
   */
  static <V extends Traceable<V>> void requireNone(
      String operation, V value, @Nullable MissedScopes missed) {
    for (MissedScopes entry = missed; entry != null; entry = entry.next) {
      OpenScope scope = entry.scope;
      if (entry.by != null && scope.refusesReads() && scope.isOpen() && scope.isInEffect()) {
        throw entry.lost(operation, value);
      }
    }
  }

  /** Returns the exception for a value that enters the scope it has missed. */
  <V extends Traceable<V>> LostScopeException lost(String operation, V value) {
    return new LostScopeException(
        "%s: a value was computed by another thread, outside %s: %s (%s ≠ %s); let Autograd.parallel run the parts of a computation, or say stopGradient where a constant is meant"
            .formatted(
                operation,
                scope.description(),
                value.space().describe(value),
                by,
                scope.ownerDescription()));
  }

  /**
   * Returns {@code list} extended by an omission of {@code scope}, unless it has an entry for it.
   *
   * @param by how messages refer to the thread that missed it; null for the calling thread
   */
  @SuppressWarnings("ReferenceEquality")
  static MissedScopes add(@Nullable MissedScopes list, OpenScope scope, @Nullable String by) {
    for (MissedScopes entry = list; entry != null; entry = entry.next) {
      if (entry.scope == scope) {
        return requireNonNull(list);
      }
    }
    return new MissedScopes(scope, by == null ? OpenScope.callerDescription() : by, list);
  }

  /** Whether {@code list} consists of this very entry, as on most leaves. */
  @SuppressWarnings("ReferenceEquality")
  boolean isAllOf(@Nullable MissedScopes list) {
    return list == this;
  }

  /** Returns {@code list} extended by those entries of {@code others} whose scopes it lacks. */
  static @Nullable MissedScopes addAll(@Nullable MissedScopes list, @Nullable MissedScopes others) {
    MissedScopes all = list;
    for (MissedScopes entry = others; entry != null; entry = entry.next) {
      all = add(all, entry.scope, entry.by);
    }
    return all;
  }

  /** Returns the entries of {@code list} whose scopes are still open. */
  @SuppressWarnings("ReferenceEquality") // a tail is shared where it can be
  static @Nullable MissedScopes open(@Nullable MissedScopes list) {
    if (list == null) {
      return null;
    }
    MissedScopes rest = open(list.next);
    if (!list.scope.isOpen()) {
      return rest;
    }
    return rest == list.next ? list : new MissedScopes(list.scope, list.by, rest);
  }

  /** Returns {@code list} without the entries of {@code scope}. */
  @SuppressWarnings("ReferenceEquality") // a tail is shared where it can be
  static @Nullable MissedScopes without(@Nullable MissedScopes list, OpenScope scope) {
    if (list == null) {
      return null;
    }
    MissedScopes rest = without(list.next, scope);
    if (list.scope == scope) {
      return rest;
    }
    return rest == list.next ? list : new MissedScopes(list.scope, list.by, rest);
  }
}
