package io.github.wengert.ops.check.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of code in a few words. */
public final class SourcePlace {
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

  private SourcePlace() {}

  /** Returns the class, the method and the line: {@code Net.forward(Net.java:41)}. */
  public static String of(StackTraceElement source) {
    String type = source.getClassName();
    String method = source.getMethodName();
    Matcher lambda = LAMBDA.matcher(method);
    return Wording.format(
        "%s.%s(%s)",
        type.substring(type.lastIndexOf('.') + 1),
        lambda.matches() ? lambda.group(1) : method,
        source.getFileName() == null
            ? "unknown source"
            : source.getFileName() + ":" + source.getLineNumber());
  }
}
