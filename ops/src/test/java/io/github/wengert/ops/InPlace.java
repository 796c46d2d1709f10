package io.github.wengert.ops;

/** Changes tensors that are not to be changed, for tests that somebody notices. */
public final class InPlace {
  private InPlace() {}

  /** Adds {@code x} to {@code lent}, whoever else holds it. */
  public static void addInto(Tensor lent, Tensor x) {
    lent.space().addInto(lent, x);
  }
}
