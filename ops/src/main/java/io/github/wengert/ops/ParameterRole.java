package io.github.wengert.ops;

/**
 * What a parameter does in its layer. Weight decay, penalties and bounds on weights ask for it, so
 * that a gain of two axes is not taken for a weight, nor a weight of one axis for a bias.
 *
 * <p>There are as many roles as something treats differently: state is not learned at all, weights
 * and tables are {@linkplain #isRegularized() kept small}, and biases, gains and tables are what
 * groups of parameters are most often made of.
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
  /** Is kept, but not learned by gradients: running statistics, what optimizers remember. */
  STATE;

  /**
   * Whether weight decay, penalties and bounds on norms apply, unless they are told otherwise: true
   * for {@link #WEIGHT} and {@link #TABLE}. A large weight makes a function steep. A bias only
   * shifts it, and a gain of 0, which decay leads to, switches its channel off.
   */
  public boolean isRegularized() {
    return this == WEIGHT || this == TABLE;
  }
}
