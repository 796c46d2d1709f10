package io.github.wengert.optim;

/**
 * The treatment of samples that do not fill a batch at the end of an epoch.
 *
 * <p>Batch normalisation needs two elements in each channel: a batch of one sample has only one,
 * unless it is an image, and is refused. So by default a single sample is never a batch of its own.
 */
public enum LastBatch {
  /** A batch of their own; a single sample goes into the batch before. */
  MERGE_SINGLE,
  /** A batch of their own, be it a single sample. */
  KEEP,
  /** Part of the batch before, which has up to {@code 2 size − 1} samples then. */
  MERGE,
  /** Left out of this epoch; the next one has another order, and leaves others out. */
  DROP;

  /** Returns the number of batches in an epoch; with {@link #DROP} it may be 0. */
  int count(int samples, int size) {
    int full = samples / size;
    int left = samples % size;
    boolean isBatch =
        switch (this) {
          case MERGE_SINGLE -> left > 1 || full == 0;
          case KEEP -> left > 0;
          case MERGE -> full == 0;
          case DROP -> false;
        };
    return isBatch ? full + 1 : full;
  }

  /** Returns the number of samples in an epoch. */
  int samples(int samples, int size) {
    return this == DROP ? samples - samples % size : samples;
  }
}
