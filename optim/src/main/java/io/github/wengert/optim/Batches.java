package io.github.wengert.optim;

import com.google.common.collect.AbstractIterator;
import io.github.wengert.ops.Key;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A data set cut into mini-batches, in another random order in each epoch. The last batch of an
 * epoch is smaller if the samples do not come out even.
 *
 * @param data the samples
 * @param size the number of samples in a batch, at least 1
 * @param key what the orders are a function of, together with the epoch
 */
public record Batches(Dataset data, int size, Key key) {
  /**
   * Checks the size.
   *
   * @throws HyperparameterException if {@code size} is below 1
   */
  public Batches {
    HyperparameterException.require(size >= 1, "batches", "batch size", size, "[1, ∞)");
  }

  /** Returns the number of batches in an epoch. */
  public int count() {
    return (data.size() - 1) / size + 1;
  }

  /** Returns the batches of an epoch: the same ones each time that the same epoch is asked for. */
  public Iterable<Dataset> epoch(int epoch) {
    int[] order = key.split(epoch).permutation(data.size());
    return () ->
        new AbstractIterator<>() {
          private int next;

          @Override
          protected @Nullable Dataset computeNext() {
            if (next == order.length) {
              return endOfData();
            }
            int end = next + Math.min(size, order.length - next);
            Dataset batch = data.select(Arrays.copyOfRange(order, next, end));
            next = end;
            return batch;
          }
        };
  }
}
