package io.github.wengert.ops;

/**
 * The ranges of what losses hold predictions against, and weigh them with: one pass, made before
 * anything is computed, whether or not the numbers are differentiated. Outside these ranges a loss
 * is finite but means nothing, and may have no minimum.
 */
final class Targets {
  private Targets() {}

  /** Refuses a probability outside [0, 1], and NaN. */
  static void requireProbabilities(String operation, Tensor target) {
    requireWithin(operation, "target", target, 0, 1, "[0, 1]");
  }

  /** Refuses a part of a distribution, or of a multiple of one, that is negative or not finite. */
  static void requireMasses(String operation, Tensor target) {
    requireWithin(operation, "target", target, 0, Double.MAX_VALUE, "[0, ∞)");
  }

  /** Refuses a weight that is negative, and NaN. */
  static void requireWeights(String operation, Tensor weights) {
    requireWithin(operation, "weight", weights, 0, Double.POSITIVE_INFINITY, "[0, ∞]");
  }

  /** Refuses a weight that is not positive, or not finite. */
  static void requirePositiveWeights(String operation, Tensor weights) {
    requireWithin(operation, "weight", weights, Double.MIN_VALUE, Double.MAX_VALUE, "(0, ∞)");
  }

  private static void requireWithin(
      String operation, String what, Tensor numbers, double least, double most, String range) {
    int position =
        numbers.array() instanceof float[] floats
            ? firstOutside(floats, least, most)
            : firstOutside((double[]) numbers.array(), least, most);
    if (position >= 0) {
      throw new AttributeException(
          "%s: a %s is out of range: %s %d of %s (%s not in %s)"
              .formatted(
                  operation, what, what, position, numbers.shape(), numbers.get(position), range));
    }
  }

  private static int firstOutside(float[] numbers, double least, double most) {
    for (int i = 0; i < numbers.length; i++) {
      if (!(numbers[i] >= least && numbers[i] <= most)) {
        return i;
      }
    }
    return -1;
  }

  private static int firstOutside(double[] numbers, double least, double most) {
    for (int i = 0; i < numbers.length; i++) {
      if (!(numbers[i] >= least && numbers[i] <= most)) {
        return i;
      }
    }
    return -1;
  }
}
