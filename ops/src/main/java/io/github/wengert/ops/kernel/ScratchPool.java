package io.github.wengert.ops.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few scratch arrays that are used again and again, by any number of threads. What is borrowed
 * belongs to the borrower until it is given back; one that is not given back is merely garbage.
 *
 * @param <T> what is lent
 */
final class ScratchPool<T> {
  private static final int SLOTS = 8;

  private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS);
  private final Supplier<T> maker;

  ScratchPool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Returns an object with undefined content that nobody else has. */
  T borrow() {
    for (int i = 0; i < SLOTS; i++) {
      T lent = slots.get(i);
      if (lent != null && slots.compareAndSet(i, lent, null)) {
        return lent;
      }
    }
    return maker.get();
  }

  /** Takes back what was borrowed; keeps it if there is room. */
  void giveBack(T lent) {
    for (int i = 0; i < SLOTS; i++) {
      if (slots.get(i) == null && slots.compareAndSet(i, null, lent)) {
        return;
      }
    }
  }
}
