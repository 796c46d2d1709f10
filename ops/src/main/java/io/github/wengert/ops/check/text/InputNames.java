package io.github.wengert.ops.check.text;

/**
 * The names under which findings are counted, apart from those of inputs, and what they say about
 * the findings.
 */
public final class InputNames {
  /** The name for derivatives along directions. */
  public static final String DIRECTION = "direction";

  /** The name for derivatives along directions at other points. */
  public static final String CLOSE_BY = "close by";

  /** The name for what is wrong with the pullbacks of all inputs. */
  public static final String PULLBACK = "pullback";

  /** Precedes the name of an input if its pullback as such is wrong. */
  public static final String PULLBACK_BY = "pullback by ";

  /** Precedes the name of an input whose derivatives are in single precision. */
  public static final String FLOAT32 = "float32 ";

  private InputNames() {}

  /** Whether single elements are compared under this name. */
  public static boolean isOfElements(String name) {
    return !name.equals(DIRECTION) && !name.equals(CLOSE_BY) && !isOfPullback(name);
  }

  /** Whether the name stands for a pullback as such, and not for derivatives. */
  public static boolean isOfPullback(String name) {
    return name.startsWith(PULLBACK);
  }

  /** Whether the name stands for derivatives in single precision. */
  public static boolean isSingle(String name) {
    return name.startsWith(FLOAT32);
  }
}
