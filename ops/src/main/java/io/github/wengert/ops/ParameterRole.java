package io.github.wengert.ops;

/**
 * The role of a parameter in its layer. Weight decay, penalties and bounds on norms depend on it
 * and never on the shape: a gain may have two axes, and a weight one.
 *
 * <p>Each role is treated differently somewhere: state is not learned at all, weights and tables
 * are {@linkplain #isRegularized() regularized}, and biases, gains and tables are the usual
 * parameter groups.
 */
public enum ParameterRole {
  /** Multiplies inputs; the units lie along the first axis. */
  WEIGHT,
  /** Is added. */
  BIAS,
  /** Scales what there is: the gain of a norm, the slope of a rectifier. */
  GAIN,
  /** Holds a vector for each entry of a vocabulary, along the first axis. */
  TABLE,
  /** Is kept, but not learned by gradients: running statistics, the state of optimizers. */
  STATE,
  /**
   * Not declared. Whatever depends on the role refuses such a parameter; see {@link
   * Parameter#declaredRole}.
   */
  UNDECLARED;

  /**
   * Whether weight decay, penalties and bounds on norms apply by default: true for {@link #WEIGHT}
   * and {@link #TABLE}. A large weight makes a function steep. A bias only shifts it, and a gain of
   * 0, which decay leads to, switches its channel off. To ask for a parameter, use {@link
   * Parameter#declaredRole}, which refuses one that is {@link #UNDECLARED}.
   */
  public boolean isRegularized() {
    return this == WEIGHT || this == TABLE;
  }
}
