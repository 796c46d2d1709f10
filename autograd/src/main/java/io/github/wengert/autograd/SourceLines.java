package io.github.wengert.autograd;

import java.util.HashSet;
import java.util.Set;

/** Finds the line of user code that read elements of a value, or computed it. */
final class SourceLines {
  private static final StackTraceElement UNKNOWN = new StackTraceElement("?", "?", null, -1);

  private SourceLines() {}

  /**
   * Returns the line that called the method of {@code value} that is calling {@link
   * Traceable#reading}.
   */
  static StackTraceElement ofReader(Traceable<?> value) {
    Class<?> read = value.getClass();
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames ->
            frames
                .dropWhile(frame -> frame.getDeclaringClass() != Traceable.class)
                .filter(frame -> !frame.getDeclaringClass().isAssignableFrom(read))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(UNKNOWN));
  }

  /**
   * Returns the innermost line outside the packages of {@code value}'s class and its superclasses,
   * and outside Java's own packages, which may call back.
   */
  static StackTraceElement ofUser(Traceable<?> value) {
    Set<String> inside = new HashSet<>();
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      inside.add(type.getPackageName());
    }
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames ->
            frames
                .filter(frame -> isOutside(frame.getDeclaringClass().getPackageName(), inside))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(UNKNOWN));
  }

  private static boolean isOutside(String packageName, Set<String> inside) {
    return !inside.contains(packageName) && !packageName.startsWith("java.");
  }
}
