package io.github.wengert.optim;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples with their classes.
 *
 * @param inputs the samples, {@code [n, ..]}
 * @param labels the class of each sample, {@code [n]}
 * @param classes the number of classes, at least 1; each label is below it
 */
public record Dataset(Tensor inputs, Indices labels, int classes) {
  /**
   * Checks that they fit.
   *
   * @throws DatasetException if there is no sample, not one label for each sample, or a label that
   *     is not in {@code [0, classes)}
   */
  public Dataset {
    int samples = inputs.rank() == 0 ? 0 : inputs.shape().size(0);
    if (samples == 0) {
      throw new DatasetException(
          "dataset: there must be a sample: inputs %s (0 samples < 1)".formatted(inputs.shape()));
    }
    if (labels.shape().rank() != 1 || labels.elements() != samples) {
      throw new DatasetException(
          "dataset: one label is needed for each sample: inputs %s, labels %s (%d ≠ %d)"
              .formatted(inputs.shape(), labels.shape(), samples, labels.elements()));
    }
    for (int i = 0; i < samples; i++) {
      if (labels.get(i) < 0 || labels.get(i) >= classes) {
        throw new DatasetException(
            "dataset: label %d is out of range: (%d not in [0, %d))"
                .formatted(i, labels.get(i), classes));
      }
    }
  }

  /**
   * Two parts of a data set.
   *
   * @param train the part to learn from
   * @param test the part that is held out
   */
  public record Split(Dataset train, Dataset test) {}

  /** Returns the number of samples. */
  public int size() {
    return labels.elements();
  }

  /**
   * Returns the samples at some positions, in that order.
   *
   * @throws IllegalArgumentException if a position is not in {@code [0, size)}, or there is none
   */
  public Dataset select(int... positions) {
    Tensor selected = Ops.indexSelect(inputs, 0, Indices.of(positions));
    int[] selectedLabels = new int[positions.length];
    Arrays.setAll(selectedLabels, i -> labels.get(positions[i]));
    return new Dataset(selected, Indices.of(selectedLabels), classes);
  }

  /**
   * Holds a share of the samples out, of each class the same share, rounded to whole samples. Which
   * ones is random; both parts keep the samples' order.
   *
   * @param testShare the share that is held out, in (0, 1)
   * @param key what the choice is a function of
   * @throws HyperparameterException if {@code testShare} is not in (0, 1)
   * @throws DatasetException if a part would be empty
   */
  public Split stratifiedSplit(double testShare, Key key) {
    HyperparameterException.require(
        testShare > 0 && testShare < 1, "stratifiedSplit", "share held out", testShare, "(0, 1)");
    boolean[] heldOut = new boolean[size()];
    int held = 0;
    for (int c = 0; c < classes; c++) {
      int[] members = positionsOf(c);
      int[] order = key.split(c).permutation(members.length);
      int count = (int) Math.round(testShare * members.length);
      for (int i = 0; i < count; i++) {
        heldOut[members[order[i]]] = true;
      }
      held += count;
    }
    if (held == 0 || held == size()) {
      throw new DatasetException(
          "stratifiedSplit: a part would be empty: a share of %s of %d samples (%d held out)"
              .formatted(testShare, size(), held));
    }
    return new Split(select(positions(heldOut, false)), select(positions(heldOut, true)));
  }

  private int[] positionsOf(int label) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (labels.get(i) == label) {
        found.add(i);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] positions(boolean[] flags, boolean flag) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < flags.length; i++) {
      if (flags[i] == flag) {
        found.add(i);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }
}
