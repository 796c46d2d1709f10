package io.github.wengert.autograd;

/** Finds the line of a user's code that called the library. */
final class Callers {
  private static final StackTraceElement UNKNOWN = new StackTraceElement("?", "?", null, -1);

  private Callers() {}

  /**
   * Returns the innermost frame outside of this package and of the class (with its superclasses)
   * that was called.
   */
  static StackTraceElement nearest(Class<?> called) {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames ->
            frames
                .filter(frame -> isOutside(frame.getDeclaringClass(), called))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(UNKNOWN));
  }

  private static boolean isOutside(Class<?> caller, Class<?> called) {
    return caller != Traceable.class
        && caller != ElementReads.class
        && caller != ReadLog.class
        && caller != Callers.class
        && caller != Tape.class
        && caller != PullbackReads.class
        && !caller.isAssignableFrom(called);
  }
}
