package io.github.wengert.optim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many samples of each class are held out, by the method of largest remainders: each class
 * gives the whole part of its share, and those with the largest remainders give one more each,
 * until the whole is reached. A class that has samples keeps one.
 *
 * <p>Computed in decimals: a tenth of 13 leaves the same remainder as a tenth of 3, which in binary
 * it does not.
 */
final class StratifiedCounts {
  private StratifiedCounts() {}

  /**
   * Returns the number for each class.
   *
   * @param share the share that is held out, in (0, 1)
   * @param sizes the number of samples of each class
   */
  static int[] of(double share, int... sizes) {
    int[] most = Arrays.stream(sizes).map(size -> Math.max(0, size - 1)).toArray();
    BigDecimal[] quotas =
        Arrays.stream(sizes).mapToObj(size -> part(share, size)).toArray(BigDecimal[]::new);
    int[] counts =
        IntStream.range(0, sizes.length)
            .map(c -> Math.min(most[c], quotas[c].setScale(0, RoundingMode.FLOOR).intValue()))
            .toArray();
    int left = rounded(part(share, Arrays.stream(sizes).sum())) - Arrays.stream(counts).sum();
    int[] byRemainder = // the sort is stable: of equal remainders, the first class
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(
                Comparator.comparing(
                    (Integer c) -> BigDecimal.valueOf(counts[c]).subtract(quotas[c])))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean isGiven = true;
    while (left > 0 && isGiven) { // more than once round if classes keep their last sample
      isGiven = false;
      for (int c : byRemainder) {
        if (left > 0 && counts[c] < most[c]) {
          counts[c]++;
          left--;
          isGiven = true;
        }
      }
    }
    return counts;
  }

  private static BigDecimal part(double share, int size) {
    return BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(size));
  }

  private static int rounded(BigDecimal number) {
    return number.setScale(0, RoundingMode.HALF_UP).intValue();
  }
}
