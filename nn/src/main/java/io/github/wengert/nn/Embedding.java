package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A table of learned vectors, one for each entry of a vocabulary: {@code y = W_i}.
 *
 * <p>{@code [..] → [.., width]}. Positions are {@link Indices}. Networks, data sets and training
 * loops pass tensors on, so that the layer takes a tensor of whole numbers, too, and refuses one
 * that holds anything else. It has no derivative by positions.
 *
 * @param weight W, {@code [entries, width]}
 */
public record Embedding(Parameter weight) implements Layer {
  private static final String KIND = "embedding";

  /**
   * Makes a layer of an existing parameter.
   *
   * @throws LayerException if its shape is not {@code [entries, width]}
   */
  public Embedding {
    Affine.requirePresent(KIND, "weight", weight);
    if (weight.rank() != 2 || weight.elements() == 0) {
      throw new LayerException(
          "embedding: a table needs the axes [entries, width]: %s (%d axes, %d elements)"
              .formatted(weight.shape(), weight.rank(), weight.elements()));
    }
  }

  /**
   * Returns a new layer of type {@link DType#F32} whose vectors are normal with mean 0 and
   * deviation 1.
   *
   * @see #of(String, int, int, DType, Key)
   */
  public static Embedding of(String name, int entries, int width, Key key) {
    return of(name, entries, width, DType.F32, key);
  }

  /**
   * Returns a new layer whose vectors are normal with mean 0 and deviation 1.
   *
   * @param name the prefix of the parameter's name: {@code "words"} gives {@code words.weight}; may
   *     be empty
   * @param entries the number of entries, at least 1
   * @param width the length of the vectors, at least 1
   * @param dtype the element type of the vectors
   * @param key what the vectors are a function of, together with their name
   * @throws LayerException if a number is below 1
   */
  public static Embedding of(String name, int entries, int width, DType dtype, Key key) {
    Affine.requirePositive(KIND, name, "entries", entries);
    Affine.requirePositive(KIND, name, "elements of a vector", width);
    Affine.requirePresent(KIND, "dtype", dtype);
    Affine.requirePresent(KIND, "key", key);
    String full = name.isEmpty() ? "weight" : name + ".weight";
    Tensor initial = RandomTensors.normal(key.split(full), dtype, Shape.of(entries, width), 0, 1);
    return new Embedding(Parameter.of(full, ParameterRole.TABLE, initial));
  }

  private int entries() {
    return weight.shape().size(0);
  }

  private int width() {
    return weight.shape().size(1);
  }

  /**
   * Returns the vectors of some entries, {@code [..] → [.., width]}.
   *
   * @throws LayerException if an index is no entry
   */
  public Tensor apply(Indices indices) {
    for (int i = 0; i < indices.elements(); i++) {
      requireEntry(indices.get(i), i, indices.shape());
    }
    return Ops.embedding(weight, indices);
  }

  /**
   * Returns the vectors of some entries.
   *
   * @param x whole numbers in {@code [0, entries)}, {@code [..]}
   * @throws LayerException if an element is not one of them
   */
  @Override
  public Tensor apply(Tensor x) {
    double[] values = x.toDoubleArray();
    int[] indices = new int[values.length];
    for (int i = 0; i < indices.length; i++) {
      requireEntry(values[i], i, x.shape());
      indices[i] = (int) values[i];
      if (indices[i] != values[i]) {
        throw new LayerException(
            "%s: an index must be a whole number: index %d of %s (%s)"
                .formatted(title(), i, x.shape(), values[i]));
      }
    }
    return Ops.embedding(weight, Indices.of(x.shape(), indices));
  }

  private void requireEntry(Number index, int position, Shape shape) {
    if (!(index.doubleValue() >= 0 && index.doubleValue() < entries())) {
      throw new LayerException(
          "%s: an index is out of range: index %d of %s (%s not in [0, %d))"
              .formatted(title(), position, shape, index, entries()));
    }
  }

  private String title() {
    return KIND + " \"" + Affine.layerName(weight) + "\"";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }

  @Override
  public String label() {
    return "Embedding(%d → %d)".formatted(entries(), width());
  }

  @Override
  public OptionalInt outputs() {
    return OptionalInt.of(width());
  }

  @Override
  public Shape outputShape(Shape input) {
    int[] extents = new int[input.rank() + 1];
    for (int axis = 0; axis < input.rank(); axis++) {
      extents[axis] = input.size(axis);
    }
    extents[input.rank()] = width();
    return Shape.of(extents);
  }

  /** Returns the label and the name, such as {@code Embedding(1000 → 16) "words"}. */
  @Override
  public String toString() {
    return label() + " \"" + Affine.layerName(weight) + "\"";
  }
}
