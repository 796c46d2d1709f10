package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/** Joins lists of cases. */
final class Cases {
  private Cases() {}

  @SafeVarargs
  static <T> ImmutableList<T> join(List<T>... lists) {
    ImmutableList.Builder<T> all = ImmutableList.builder();
    for (List<T> list : lists) {
      all.addAll(list);
    }
    return all.build();
  }

  /** Returns the cases of all kinds. */
  static <T> ImmutableList<T> all(ImmutableMap<String, ImmutableList<T>> byKind) {
    return byKind.values().stream().flatMap(List::stream).collect(ImmutableList.toImmutableList());
  }
}
