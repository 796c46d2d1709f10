package io.github.wengert.autograd;

/**
 * The vector space in which cotangents live: all the arithmetic that the engine needs.
 *
 * @param <V> the value type
 */
public interface VectorSpace<V extends Traceable<V>> {
  /** Returns the zero of the space that {@code like} belongs to (same shape, same element type). */
  V zero(V like);

  /** Returns the number of coordinates of {@code value}; a scalar has 1. */
  int dimension(V value);

  /**
   * Returns the unit vector with a 1 at coordinate {@code index} and 0 elsewhere, in the space that
   * {@code like} belongs to.
   */
  V basis(V like, int index);

  /**
   * Returns {@code a + b}, as a differentiable operation: it goes through {@link
   * Autograd#apply(Primitive, Traceable, Traceable)}, so that a sum of cotangents can itself be
   * differentiated. The result is a new value that shares no storage with either operand.
   */
  V add(V a, V b);

  /**
   * Adds {@code addend} to {@code accumulator} in place. The engine calls it only on a value that
   * {@link #add} returned and to which it holds the only reference.
   */
  void addInto(V accumulator, V addend);

  /**
   * Returns a new value with the same content and an empty tape slot. Storage may be shared if it
   * never changes, or if the alias reports its changes through {@link Traceable#version()}.
   */
  V alias(V value);

  /** Whether {@code cotangent} has the shape and the element type of {@code primal}. */
  boolean sameSpace(V primal, V cotangent);

  /** Returns how messages refer to {@code value}: by its name, or as {@code F32[2, 3]}. */
  String describe(V value);
}
