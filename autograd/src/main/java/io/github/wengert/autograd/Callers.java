package io.github.wengert.autograd;

/** Finds the line of a user's code that read elements of a value. */
final class Callers {
  private static final StackTraceElement UNKNOWN = new StackTraceElement("?", "?", null, -1);

  private Callers() {}

  /** Returns the frame that called the method of {@code value} which called {@code reading}. */
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
}
