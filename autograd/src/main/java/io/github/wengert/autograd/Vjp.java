package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * {@code f(x₁, …, xₙ)} and the pullback of {@code f} at that point, which can be applied to any
 * number of cotangents.
 *
 * <p>It keeps the recording alive. If it was created inside a scope, its pullback can be applied
 * only while that scope is open.
 *
 * @param <V> the value type
 */
public final class Vjp<V extends Traceable<V>> {
  private final Recording<V, V> recording;
  private final V value;

  Vjp(Recording<V, V> recording) {
    this.recording = recording;
    this.value = recording.result();
  }

  /** Returns {@code f(x₁, …, xₙ)}. */
  public V value() {
    return value;
  }

  /**
   * Returns {@code cotangent · ∂f/∂xᵢ} for each argument; zero for one that {@code f} does not
   * depend on.
   *
   * @param cotangent an element of the space of {@link #value()}
   * @throws IllegalArgumentException if {@code cotangent} is of another shape or element type
   */
  public List<V> pullback(V cotangent) {
    requireNonNull(cotangent, "vjp: cotangent must not be null");
    SpaceChecks.requireSame("vjp", "the cotangent", cotangent, "the value", value);
    return recording.sweepDense(value, cotangent);
  }

  /** Drops the recording: {@link #pullback} must not be called again. */
  void release() {
    recording.release();
  }

  /** Returns the value. */
  @Override
  public String toString() {
    return "Vjp(value %s)".formatted(value);
  }
}
