package io.github.wengert.examples.bench;

/**
 * A program that builds {@link PixelsNet}, does one step by 32 samples and tells the loss; or, when
 * it is asked for nothing, does nothing.
 */
final class FirstStep {
  /** The argument for nothing. */
  static final String NOTHING = "nothing";

  private static final int BATCH = 32;

  private FirstStep() {}

  /**
   * Does the step.
   *
   * @param args none, or {@link #NOTHING}
   */
  public static void main(String[] args) {
    System.out.println(args.length > 0 ? NOTHING : "loss " + new PixelsNet(BATCH).step());
  }
}
