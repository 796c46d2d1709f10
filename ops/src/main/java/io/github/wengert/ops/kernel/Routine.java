package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A loop that exists twice, plain and by vectors, with the same bits. Whoever needs it asks whether
 * the vectors are {@linkplain #isReady ready}, and takes the plain loop until they are.
 *
 * <p>Vectors are a hundred times slower than plain loops until the compiler has seen to them, which
 * takes it a tenth of a second for each loop. So a routine is compiled by use: once the program has
 * put more time into the plain loop than compiling the other one takes, it is wanted, and {@link
 * Warmup} sees to it.
 *
 * <p>The question is asked in the innermost loops of small nets. So its answer is a plain field: a
 * thread that sees it late computes the same. Counts may miss some of what other threads add.
 */
abstract class Routine {
  /** A routine that nobody has to wait for. */
  static final Routine READY = new Ready();

  /** So many times as long as before do plain loops go on when vectors were no faster. */
  private static final int PATIENCE = 64;

  private final String name;
  private final int picosOfElement;
  private final @Nullable Warmup warmup;

  private long threshold;
  private boolean ready;
  private boolean asked;
  private long picos;
  private int size;

  /**
   * Makes a routine that is not ready.
   *
   * @param name what the log calls it
   * @param picosOfElement how long the plain loop takes for an element, about
   * @param thresholdNanos how much time the plain loop takes until vectors are wanted
   * @param warmup who is asked for them
   */
  Routine(String name, int picosOfElement, long thresholdNanos, Warmup warmup) {
    this.name = name;
    this.picosOfElement = picosOfElement;
    this.threshold = 1000 * thresholdNanos;
    this.warmup = warmup;
  }

  private Routine() {
    name = "ready";
    picosOfElement = 0;
    threshold = 0;
    warmup = null;
    ready = true;
  }

  /**
   * Whether vectors are compiled and faster. If they are not, the plain loop is going to run.
   *
   * @param elements how many elements there are
   */
  final boolean isReady(int elements) {
    return ready || isReady(elements, elements);
  }

  /**
   * Whether vectors are compiled and faster. If they are not, the plain loop is going to run.
   *
   * @param elements how many elements there are
   * @param size how long a loop is, for the sample
   */
  final boolean isReady(long elements, int size) {
    if (ready) {
      return true;
    }
    this.size = size;
    picos += elements * picosOfElement;
    if (!asked && picos >= threshold) {
      askForVectors();
    }
    return false;
  }

  private void askForVectors() {
    asked = true;
    if (warmup != null) {
      warmup.ask(this);
    }
  }

  /** Makes a sample of what the program computes at the moment. */
  abstract Sample sample();

  /** Returns how long a loop was when the program last asked. */
  final int size() {
    return size;
  }

  /** Returns how much time the plain loop has taken, about, in picoseconds. */
  final long picos() {
    return picos;
  }

  /**
   * Has plain loops go on, until they have taken many times as long again as it took to ask for
   * vectors: these are wanted again then.
   */
  void setPlain() {
    threshold *= PATIENCE;
    picos = 0;
    asked = false;
  }

  /** Has vectors compute from now on. */
  void setReady() {
    ready = true;
  }

  @Override
  public final String toString() {
    return name;
  }

  private static final class Ready extends Routine {
    @Override
    Sample sample() {
      throw new IllegalStateException("a routine that is ready needs no trial");
    }
  }
}
