package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

/**
 * A named tensor that training changes: the only mutable type of this module, and a leaf for
 * gradients.
 *
 * <p>Each change raises the {@linkplain #version() version}. A derivative that needs the content of
 * an older version throws instead of returning a wrong number. To change a parameter while another
 * thread reads it, callers must synchronise.
 */
public final class Parameter extends Tensor {
  private final String name;
  private final ParameterRole role;
  private int version;

  private Parameter(String name, ParameterRole role, Shape shape, DType dtype, Object array) {
    super(shape, dtype, array);
    this.name = name;
    this.role = role;
  }

  /**
   * Returns a parameter that starts with a copy of {@code initial} and has no role. It has
   * gradients and updates like any other, but weight decay, penalties and bounds on norms throw:
   * they apply to weights and not to biases, and the shape does not tell which it is.
   *
   * @param name what messages and files call it, such as {@code layers.0.weight}; not empty
   * @throws AttributeException if {@code name} is empty
   */
  public static Parameter of(String name, Tensor initial) {
    return of(name, ParameterRole.UNDECLARED, initial);
  }

  /**
   * Returns a parameter that starts with a copy of {@code initial}.
   *
   * @param name what messages and files call it, such as {@code layers.0.weight}; not empty
   * @param role what it does in its layer
   * @throws AttributeException if {@code name} is empty
   */
  public static Parameter of(String name, ParameterRole role, Tensor initial) {
    requireNonNull(name, "parameter: name must not be null");
    requireNonNull(role, "parameter: role must not be null");
    requireNonNull(initial, "parameter: initial must not be null");
    if (name.isEmpty()) {
      throw new AttributeException("parameter: the name must not be empty: (0 characters < 1)");
    }
    Object array = initial.dtype().kernels().copy(initial.array());
    Traced.copied(initial.array(), array);
    return new Parameter(name, role, initial.shape(), initial.dtype(), array);
  }

  /** Returns what messages and files call it. */
  public String name() {
    return name;
  }

  /** Returns the role in its layer, which decides whether weight decay applies. */
  public ParameterRole role() {
    return role;
  }

  /**
   * Returns the role, or throws if there is none.
   *
   * @param operation the operation, for the message
   * @param use what depends on the role, such as {@code weight decay}
   * @throws AttributeException if this parameter declares no role
   */
  public ParameterRole declaredRole(String operation, String use) {
    requireNonNull(operation, "declaredRole: operation must not be null");
    requireNonNull(use, "declaredRole: use must not be null");
    if (role == ParameterRole.UNDECLARED) {
      throw new AttributeException(
          "%s: %s depends on the role of a parameter: \"%s\" (%s); declare it by Parameter.of(name, ParameterRole.WEIGHT, initial), or BIAS, GAIN, TABLE"
              .formatted(operation, use, name, role));
    }
    return role;
  }

  /** Returns the number of changes to the content so far. */
  @Override
  public int version() {
    return version;
  }

  /** Returns a copy of the current content, which later changes do not affect. */
  public Tensor snapshot() {
    return alias();
  }

  /**
   * Replaces the content.
   *
   * @throws ShapeException if {@code content} has another shape
   * @throws DTypeException if {@code content} has another element type
   */
  public void assign(Tensor content) {
    requireNonNull(content, "assign: content must not be null");
    requireLike("assign", content);
    dtype().kernels().copy(content.array(), array());
    Traced.assigned(this, content);
    version++;
  }

  /** Refuses {@code other} unless it has this parameter's shape and element type. */
  void requireLike(String operation, Tensor other) {
    if (!shape().equals(other.shape())) {
      throw new ShapeException(
          "%s: %s has another shape: (%s ≠ %s)"
              .formatted(operation, describe(), shape(), other.shape()));
    }
    if (dtype() != other.dtype()) {
      throw new DTypeException(
          "%s: %s has another element type: (%s ≠ %s); convert the other with to(%s)"
              .formatted(operation, describe(), dtype(), other.dtype(), dtype()));
    }
  }

  /** Records that the array was changed in place. */
  void changed() {
    Traced.changed(this);
    version++;
  }

  @Override
  String describe() {
    return "parameter \"" + name + "\"";
  }

  @Override
  Tensor viewedAs(Shape other) {
    Object copy = dtype().kernels().copy(array());
    Traced.copied(array(), copy);
    return new Tensor(other, dtype(), copy);
  }
}
