package io.github.wengert.ops;

/**
 * A constant that configures an operation lies outside its range: a negative step, a probability
 * above 1.
 */
public final class AttributeException extends OpException {
  private static final long serialVersionUID = 1L;

  AttributeException(String message) {
    super(message);
  }
}
