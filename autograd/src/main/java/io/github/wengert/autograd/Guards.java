package io.github.wengert.autograd;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * The versions of mutable constants at the time when operations used them, so that a sweep can
 * refuse a content that has changed since.
 *
 * <p>An input's <em>reference</em> names its guard where other inputs' references name a node:
 * {@link #FIRST} is the first guard, {@code FIRST - 1} the second, and so on.
 */
final class Guards {
  /** The reference of the first guard. */
  static final int FIRST = -2;

  private final IntArrayList versions = new IntArrayList();

  int size() {
    return versions.size();
  }

  /** Drops the guards from {@code first} on. */
  void dropFrom(int first) {
    versions.size(first);
  }

  /** Appends the guards of a part. */
  void addAll(Guards part) {
    versions.addAll(part.versions);
  }

  /** Appends a guard for {@code version}, and returns its reference. */
  int add(int version) {
    versions.add(version);
    return FIRST - (versions.size() - 1);
  }

  /** Refuses {@code value} if {@code reference} names its guard and it has changed since. */
  <V extends Traceable<V>> void require(V value, int reference) {
    if (reference <= FIRST) {
      requireVersion(value, versions.getInt(FIRST - reference));
    }
  }

  /** Refuses {@code value} unless it has the version that was recorded. */
  static <V extends Traceable<V>> void requireVersion(V value, int recorded) {
    if (value.version() != recorded) {
      throw new StaleValueException(
          "%s was changed while it was being differentiated (version %d when recorded ≠ version %d now); update it after its gradients have been computed"
              .formatted(value.space().describe(value), recorded, value.version()));
    }
  }
}
