package io.github.wengert.ops;

import java.util.Set;

/** The names of operations, told by their classes. */
final class OpNames {
  /** Operations that live in the room of another one, but have a name of their own. */
  private static final Set<Class<?>> OWN_NAMES =
      Set.of(
          Gather.ScatterAdd.class,
          IndexSelect.IndexAdd.class,
          Max.ExtremeVjp.class,
          Max.Min.class,
          Maximum.Minimum.class);

  private OpNames() {}

  /**
   * Returns the name of an operation, with a capital. A pullback is named for its operation: {@code
   * ReluVjp} for {@code Relu.Vjp}.
   */
  static String of(Class<?> operation) {
    Class<?> room = operation.getDeclaringClass();
    return room == null || !BuiltinOp.class.isAssignableFrom(room) || OWN_NAMES.contains(operation)
        ? operation.getSimpleName()
        : room.getSimpleName() + operation.getSimpleName();
  }
}
