package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map by identity. Few entries, as for the parameters of a small network, are kept in arrays and
 * searched linearly, which is faster than building a hash table.
 *
 * @param <K> the keys, compared by {@code ==}
 * @param <V> the values
 */
final class IdentityTable<K, V> {
  /** With more entries than this, a hash table is faster. */
  static final int FEW = 8;

  private Object[] keys;
  private @Nullable Object[] values;
  private int size;

  /** All entries, once there are more than {@link #FEW}; null until then. */
  private @Nullable IdentityHashMap<K, V> many;

  /** Creates an empty table sized for {@code expected} entries. */
  IdentityTable(int expected) {
    int room = Math.min(expected, FEW);
    keys = new Object[room];
    values = new @Nullable Object[room];
    many = expected > FEW ? new IdentityHashMap<>(expected) : null;
  }

  int size() {
    return many == null ? size : many.size();
  }

  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // only values are stored; by identity
  @Nullable V get(K key) {
    if (many != null) {
      return many.get(key);
    }
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        return (V) values[i];
      }
    }
    return null;
  }

  /** Hands each entry to {@code action}, in no particular order. */
  @SuppressWarnings("unchecked") // only keys and values are stored
  void forEach(BiConsumer<? super K, ? super V> action) {
    if (many != null) {
      many.forEach(action);
      return;
    }
    for (int i = 0; i < size; i++) {
      action.accept((K) keys[i], (V) requireNonNull(values[i]));
    }
  }

  boolean contains(K key) {
    return get(key) != null;
  }

  /** Sets the value of {@code key}. */
  @SuppressWarnings("ReferenceEquality")
  void put(K key, V value) {
    if (many != null) {
      many.put(key, value);
      return;
    }
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        values[i] = value;
        return;
      }
    }
    if (size == FEW) {
      becomeMany().put(key, value);
      return;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, FEW);
      values = Arrays.copyOf(values, FEW);
    }
    keys[size] = key;
    values[size++] = value;
  }

  @SuppressWarnings("unchecked") // only keys and values are stored
  private IdentityHashMap<K, V> becomeMany() {
    IdentityHashMap<K, V> all = new IdentityHashMap<>(2 * FEW);
    for (int i = 0; i < size; i++) {
      all.put((K) keys[i], (V) values[i]);
    }
    many = all;
    return all;
  }

  /** Removes {@code key}, if it is there. */
  @SuppressWarnings("ReferenceEquality")
  void remove(K key) {
    if (many != null) {
      many.remove(key);
      return;
    }
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        size--;
        keys[i] = keys[size];
        values[i] = values[size];
        values[size] = null;
        return;
      }
    }
  }
}
