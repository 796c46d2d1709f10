package io.github.wengert.autograd;

/** A named scalar that can be changed, and counts its changes: what a parameter is. */
final class MutableScalar extends Scalar {
  private final String name;
  private int version;

  MutableScalar(String name, double value) {
    super(value);
    this.name = name;
  }

  void set(double newValue) {
    value = newValue;
    version++;
  }

  @Override
  protected int version() {
    return version;
  }

  @Override
  public String toString() {
    return "parameter \"" + name + "\"";
  }
}
