package io.github.wengert.testing;

import java.util.List;

/** Bad arguments of types that every module knows; the first of each is good. */
public final class HostileValues {
  private HostileValues() {}

  /** Returns values of a type; none if it is not known here. */
  public static List<?> of(Class<?> type) {
    if (type == boolean.class) {
      return List.of(true, false);
    }
    if (type == int.class) {
      return List.of(1, 0, -1, 2, 7, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }
    if (type == long.class) {
      return List.of(1L, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE);
    }
    if (type == double.class) {
      return List.of(
          0.5,
          0.0,
          1.0,
          -1.0,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MAX_VALUE,
          Double.MIN_VALUE);
    }
    if (type == String.class) {
      return List.of("name", "", "%s.\n\u0000");
    }
    return type.isEnum() ? List.of(type.getEnumConstants()) : List.of();
  }
}
