package io.github.wengert.optim;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.Iterables;
import io.github.wengert.ops.Key;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A data set cut into mini-batches, in a new random order for each epoch.
 *
 * @param data the samples
 * @param size the number of samples in a batch, at least 1
 * @param key what the orders are a function of, together with the epoch
 * @param last what happens to the samples at the end of an epoch that do not fill a batch
 */
public record Batches(Dataset data, int size, Key key, LastBatch last) {
  /**
   * Checks the size.
   *
   * @throws HyperparameterException if {@code size} is below 1, or if the last batch is left out
   *     and there is no other
   */
  public Batches {
    Nulls.require(data, "batches", "data");
    Nulls.require(key, "batches", "key");
    Nulls.require(last, "batches", "last");
    HyperparameterException.require(size >= 1, "batches", "batch size", size, "[1, ∞)");
    if (last.count(data.size(), size) == 0) {
      throw new HyperparameterException(
          "batches: without the last batch there is none: batch size %d, LastBatch.DROP"
                  .formatted(size)
              + " (%d samples < %d)".formatted(data.size(), size));
    }
  }

  /**
   * Makes batches of which the last one of an epoch is smaller if the samples do not come out even;
   * a single sample goes into the batch before: {@link LastBatch#MERGE_SINGLE}.
   *
   * @throws HyperparameterException if {@code size} is below 1
   */
  public Batches(Dataset data, int size, Key key) {
    this(data, size, key, LastBatch.MERGE_SINGLE);
  }

  /**
   * Returns this with another choice for the samples that do not fill a batch.
   *
   * @throws HyperparameterException if they are left out and there are no others
   */
  public Batches withLast(LastBatch changed) {
    Nulls.require(changed, "batches", "changed");
    return new Batches(data, size, key, changed);
  }

  /** Returns the number of batches in an epoch. */
  public int count() {
    return last.count(data.size(), size);
  }

  /** Returns the batches of an epoch: the same ones each time that the same epoch is asked for. */
  public Iterable<Dataset> epoch(int epoch) {
    return Iterables.transform(positions(epoch), data::select);
  }

  /** Returns the positions in the data set of the samples of each batch of an epoch. */
  Iterable<int[]> positions(int epoch) {
    int[] order = key.split(epoch).permutation(data.size());
    int count = count();
    int end = last.samples(data.size(), size);
    return () ->
        new AbstractIterator<>() {
          private int batch;

          @Override
          protected int @Nullable [] computeNext() {
            if (batch == count) {
              return endOfData();
            }
            int from = batch * size; // below the number of samples
            batch++;
            return Arrays.copyOfRange(order, from, batch == count ? end : from + size);
          }
        };
  }

  /**
   * Returns the numbers of samples, such as {@code Batches(1438 samples, size 32, MERGE_SINGLE)}.
   */
  @Override
  public String toString() {
    return "Batches(%d samples, size %d, %s)".formatted(data.size(), size, last);
  }
}
