package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
    Nulls.require(inputs, "dataset", "inputs");
    Nulls.require(labels, "dataset", "labels");
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
  public record Split(Dataset train, Dataset test) {
    /** Refuses null. */
    public Split {
      Nulls.require(train, "split", "train");
      Nulls.require(test, "split", "test");
    }
  }

  /** Returns the number of samples. */
  public int size() {
    return labels.elements();
  }

  /**
   * Returns this, if each input is a number: neither infinite nor NaN. A data set may hold others,
   * for a model that knows what to make of them.
   *
   * @throws DatasetException if an input is infinite or NaN; it names the first one
   */
  public Dataset requireFinite() {
    return requireFinite("dataset");
  }

  Dataset requireFinite(String operation) {
    NonFinite.firstOf(this)
        .ifPresent(found -> {
          throw new DatasetException(
              "%s: an input is not finite: %s; correct it, or leave the sample out"
                  .formatted(operation, found.describe()));
        });
    return this;
  }

  /**
   * Returns the samples at some positions, in that order.
   *
   * @throws IllegalArgumentException if a position is not in {@code [0, size)}, or there is none
   */
  public Dataset select(int... positions) {
    Nulls.require(positions, "select", "positions");
    Tensor selected = Ops.indexSelect(inputs, 0, Indices.of(positions));
    int[] selectedLabels = new int[positions.length];
    Arrays.setAll(selectedLabels, i -> labels.get(positions[i]));
    return new Dataset(selected, Indices.of(selectedLabels), classes);
  }

  /**
   * Holds a share of the samples out, {@code round(share · n)} in all, and of each class the same
   * share as nearly as whole samples allow: the classes with the largest remainders give one more,
   * of equal ones the first. Each class keeps a sample to learn from, so that fewer are held out if
   * there are no others left to hold out. Which samples are held out is random; both parts keep the
   * samples' order.
   *
   * <p>The largest remainders: A. Hamilton's method of apportionment.
   *
   * @param testShare the share that is held out, in (0, 1)
   * @param key what the choice is a function of
   * @throws HyperparameterException if {@code testShare} is not in (0, 1)
   * @throws DatasetException if no sample would be held out
   */
  public Split stratifiedSplit(double testShare, Key key) {
    Nulls.require(key, "stratifiedSplit", "key");
    HyperparameterException.require(
        testShare > 0 && testShare < 1, "stratifiedSplit", "share held out", testShare, "(0, 1)");
    ImmutableListMultimap<Integer, Integer> members = positionsByClass();
    ImmutableList<Integer> found = members.keySet().asList(); // there may be many more classes
    int[] counts =
        StratifiedCounts.of(
            testShare, found.stream().mapToInt(c -> members.get(c).size()).toArray());
    int held = Arrays.stream(counts).sum();
    if (held == 0) {
      throw new DatasetException(
          "stratifiedSplit: a part would be empty: a share of %s of %d samples (%d held out)"
              .formatted(testShare, size(), held));
    }
    boolean[] heldOut = new boolean[size()];
    for (int k = 0; k < counts.length; k++) {
      ImmutableList<Integer> ofClass = members.get(found.get(k));
      int[] order = key.split(found.get(k)).permutation(ofClass.size());
      for (int i = 0; i < counts[k]; i++) {
        heldOut[ofClass.get(order[i])] = true;
      }
    }
    return new Split(select(positions(heldOut, false)), select(positions(heldOut, true)));
  }

  /** Returns the positions of each class that has samples, in the order of the classes. */
  private ImmutableListMultimap<Integer, Integer> positionsByClass() {
    ImmutableListMultimap.Builder<Integer, Integer> positions = ImmutableListMultimap.builder();
    positions.orderKeysBy(Comparator.naturalOrder());
    for (int i = 0; i < size(); i++) {
      positions.put(labels.get(i), i);
    }
    return positions.build();
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

  /** Returns the shape of the inputs, and the number of classes. */
  @Override
  public String toString() {
    return "Dataset(%s%s, %d classes)".formatted(inputs.dtype(), inputs.shape(), classes);
  }
}
