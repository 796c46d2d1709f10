package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.internal.SweepContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gradients in the closure style, where leaves are named by identity. */
final class Differentiation {
  private Differentiation() {}

  /**
   * Returns the gradients of {@code loss} and its auxiliary result.
   *
   * @param context state of the sweep, or null
   */
  static <V extends Traceable<V>, A> WithAuxiliary<Gradients<V>, A> withAuxiliary(
      Iterable<? extends V> leaves,
      Supplier<WithAuxiliary<V, A>> loss,
      Unused unused,
      @Nullable SweepContext context) {
    requireNonNull(loss, "differentiate: loss must not be null");
    requireNonNull(unused, "differentiate: unused must not be null");
    List<V> named = NullChecks.copy("differentiate", "leaves", leaves);
    return Recording.<V, WithAuxiliary<V, A>, WithAuxiliary<Gradients<V>, A>>ofClosure(
        "differentiate",
        named,
        () -> requireNonNull(loss.get(), "differentiate: loss must not return null"),
        recording -> {
          V value = recording.result().result();
          List<@Nullable V> cotangents =
              recording.sweep(
                  value, () -> SpaceChecks.unitCotangent("differentiate", value), context);
          return new WithAuxiliary<>(
              gradients(value, named, cotangents, unused), recording.result().auxiliary());
        });
  }

  /** Returns the gradients by leaf; {@code named} may contain a leaf twice. */
  private static <V extends Traceable<V>> Gradients<V> gradients(
      V value, List<V> named, List<@Nullable V> cotangents, Unused unused) {
    IdentityTable<V, V> byLeaf = new IdentityTable<>(named.size());
    for (int i = 0; i < named.size(); i++) {
      V cotangent = cotangents.get(i);
      if (cotangent != null) {
        byLeaf.put(named.get(i), cotangent);
      }
    }
    if (byLeaf.size() == named.size()) { // the usual case
      return new Gradients<>(value, named, byLeaf);
    }
    List<V> leaves = distinct(named);
    complete(byLeaf, leaves, unused);
    return new Gradients<>(value, leaves, byLeaf);
  }

  private static <V> List<V> distinct(List<V> named) {
    Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return named.stream().filter(seen::add).collect(ImmutableList.toImmutableList());
  }

  /** Adds zeros for the leaves that took no part, or refuses them. */
  private static <V extends Traceable<V>> void complete(
      IdentityTable<V, V> byLeaf, List<V> leaves, Unused unused) {
    List<V> missing = leaves.stream().filter(leaf -> !byLeaf.contains(leaf)).toList();
    if (unused == Unused.REJECT && !missing.isEmpty()) {
      String them = missing.size() == 1 ? "it" : "them";
      throw new UnusedLeafException(
          "differentiate: %s took no part in the loss (%d of %d leaves); use %s, leave %s out, or ask for Unused.ZERO"
              .formatted(
                  missing.stream()
                      .map(leaf -> leaf.space().describe(leaf))
                      .collect(Collectors.joining(", ")),
                  missing.size(),
                  leaves.size(),
                  them,
                  them));
    }
    missing.forEach(leaf -> byLeaf.put(leaf, leaf.space().zero(leaf)));
  }
}
