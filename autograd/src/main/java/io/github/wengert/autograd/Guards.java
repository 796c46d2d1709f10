package io.github.wengert.autograd;

import java.util.Arrays;

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

  private static final int[] NONE = {};

  private int[] versions = NONE;
  private int size;

  int size() {
    return size;
  }

  /** Drops the guards from {@code first} on. */
  void dropFrom(int first) {
    size = first;
  }

  /** Appends the guards of a part. */
  void addAll(Guards part) {
    reserve(part.size);
    System.arraycopy(part.versions, 0, versions, size, part.size);
    size += part.size;
  }

  /** Appends a guard for {@code version}, and returns its reference. */
  int add(int version) {
    reserve(1);
    versions[size++] = version;
    return FIRST - (size - 1);
  }

  /** Makes room for {@code more} guards. */
  private void reserve(int more) {
    int least = Math.addExact(size, more);
    if (least > versions.length) {
      versions = Arrays.copyOf(versions, Math.max(least, size + (size >> 1) + 8));
    }
  }

  /** Refuses {@code value} if {@code reference} names its guard and it has changed since. */
  <V extends Traceable<V>> void require(V value, int reference) {
    if (reference <= FIRST) {
      requireVersion(value, versions[FIRST - reference]);
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
