package io.github.wengert.optim;

import java.util.StringJoiner;

/** The words for a configuration, such as {@code Sgd(learning rate 0.1, momentum 0.9)}. */
final class Description {
  private final StringJoiner words;

  private Description(String title) {
    words = new StringJoiner(", ", title + "(", ")");
  }

  static Description of(String title) {
    return new Description(title);
  }

  /** Adds a setting. */
  Description value(String name, Object value) {
    words.add(name + " " + value);
    return this;
  }

  /** Adds a number. */
  Description number(String name, double value) {
    return value(name, shortest(value));
  }

  /** Adds a number that is not the usual one. */
  Description unless(double usual, String name, double value) {
    return value == usual ? this : number(name, value);
  }

  /** Adds what is switched on. */
  Description flag(String name, boolean on) {
    return text(on, name);
  }

  /** Adds some words, if they apply. */
  Description text(boolean applies, String text) {
    if (applies) {
      words.add(text);
    }
    return this;
  }

  /** Returns a number as one writes it: {@code 0.1}, {@code 3}, {@code 1e-4}. */
  static String shortest(double value) {
    String text = Double.toString(value);
    int exponent = text.indexOf('E');
    if (exponent >= 0) {
      return shortest(text.substring(0, exponent)) + "e" + text.substring(exponent + 1);
    }
    return shortest(text);
  }

  private static String shortest(String mantissa) {
    return mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa;
  }

  @Override
  public String toString() {
    return words.toString();
  }
}
