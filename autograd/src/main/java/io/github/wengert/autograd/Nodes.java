package io.github.wengert.autograd;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a tape, indexed by node, and by input of a node.
 *
 * <p>Plain arrays that grow together: every operation appends a node.
 */
final class Nodes<V extends Traceable<V>> {
  // One entry for each node. A leaf has the primitive null and no inputs.
  private @Nullable Object[] primitives;
  private @Nullable Object[] inputs;
  private @Nullable Object[] outputs;
  private int[] firstReferences;
  private int size;

  // One entry for each input of each node.
  private int[] references;
  private int referenceCount;

  /** Creates columns with room for {@code capacity} nodes of two inputs each. */
  Nodes(int capacity) {
    primitives = new Object[capacity];
    inputs = new Object[capacity];
    outputs = new Object[capacity];
    firstReferences = new int[capacity];
    references = new int[2 * capacity];
  }

  int size() {
    return size;
  }

  /** Appends a node whose references start at {@code firstReference}. */
  void append(@Nullable Primitive<V> primitive, List<V> operands, V output, int firstReference) {
    if (size == outputs.length) {
      int capacity = grown(size);
      primitives = Arrays.copyOf(primitives, capacity);
      inputs = Arrays.copyOf(inputs, capacity);
      outputs = Arrays.copyOf(outputs, capacity);
      firstReferences = Arrays.copyOf(firstReferences, capacity);
    }
    primitives[size] = primitive;
    inputs[size] = operands;
    outputs[size] = output;
    firstReferences[size] = firstReference;
    size++;
  }

  /** Appends a reference of the node that is appended next. */
  void appendReference(int reference) {
    if (referenceCount == references.length) {
      references = Arrays.copyOf(references, grown(referenceCount));
    }
    references[referenceCount++] = reference;
  }

  private static int grown(int capacity) {
    return Math.addExact(capacity, capacity >> 1);
  }

  int referenceCount() {
    return referenceCount;
  }

  /**
   * Appends all nodes of a part. Their numbers, and those of their guards, are shifted.
   *
   * @param base the number of the part's first node
   * @param shift the difference between the new and the old number of each of its nodes
   * @param guardShift the number of guards that precede those of the part
   */
  void appendAll(Nodes<V> part, int base, int shift, int guardShift) {
    int shiftOfReferences = referenceCount;
    for (int i = 0; i < part.referenceCount; i++) {
      int reference = part.references[i];
      if (reference >= base) {
        appendReference(reference + shift);
      } else {
        appendReference(reference <= Guards.FIRST ? reference - guardShift : reference);
      }
    }
    for (int node = 0; node < part.size; node++) {
      append(
          part.primitive(node),
          part.inputs(node),
          part.output(node),
          shiftOfReferences + part.firstReferences[node]);
    }
  }

  /** Drops the references from {@code first} on, of a node that was not appended after all. */
  void dropReferences(int first) {
    referenceCount = first;
  }

  /** Returns the primitive of {@code node}, or null for a leaf. */
  @SuppressWarnings("unchecked") // only primitives are stored
  @Nullable Primitive<V> primitive(int node) {
    return (Primitive<V>) primitives[node];
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // there is a list for each node
  List<V> inputs(int node) {
    return (List<V>) inputs[node];
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // there is a value for each node
  V output(int node) {
    return (V) outputs[node];
  }

  /** Returns the reference of input {@code position} of {@code node}. */
  int reference(int node, int position) {
    return references[firstReferences[node] + position];
  }
}
