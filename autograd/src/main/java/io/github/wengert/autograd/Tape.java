package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The Wengert list: one append-only record of primitives for each outermost scope.
 *
 * <p>A structure of arrays, one column for each fact about a node, indexed by the node's number. A
 * node's inputs always have smaller numbers than the node itself, so walking the columns downwards
 * is a topological order, and nothing here ever recurses.
 *
 * <p>Inputs are kept twice: as values (which pullbacks compute with) and as <em>references</em>
 * (which say where their cotangents go). A reference is
 *
 * <ul>
 *   <li>{@code ≥ 0}: the number of the node that computed the value,
 *   <li>{@link #CONSTANT}: the value is on no tape,
 *   <li>{@code ≤ -2}: the value is a mutable constant, whose version is {@linkplain Guards
 *       guarded}.
 * </ul>
 *
 * <p>Each part of a parallel computation has a tape of its own, which continues that of the whole:
 * its first node has the number that comes next there, and smaller numbers are nodes of the whole.
 * When all parts have ended, their nodes are appended to the whole in the order of the parts, as if
 * they had run one after the other. Meanwhile the whole records nothing.
 */
final class Tape<V extends Traceable<V>> extends Recorder {
  static final int CONSTANT = -1;

  /** As many nodes as a small network has: its tape never grows. */
  private static final int FIRST_CAPACITY = 16;

  /** The tape that this one continues, if this one is that of a part. */
  private final @Nullable Tape<V> whole;

  /** The number of the first node: the size of the whole, or 0. */
  private final int base;

  private Nodes<V> nodes = new Nodes<>(FIRST_CAPACITY);

  /** The parallel parts on this tape, by ascending node; null if there are none. */
  private @Nullable List<Fork> forks;

  /** The mark of this tape's leaves. */
  private final MissedScopes mark = new MissedScopes(this, null, null);

  private final Guards guards = new Guards();
  private LeafTable<V> leaves;
  private int leafCount;
  private boolean selfContained = true;
  private final Listeners<V> listeners;

  /** Creates a tape sized for {@code leafCount} leaves. */
  Tape(int leafCount) {
    super(null);
    leaves = new LeafTable<>(leafCount, null);
    listeners = new Listeners<>();
    whole = null;
    base = 0;
  }

  private Tape(Tape<V> whole) {
    super(whole);
    this.whole = whole;
    leaves = new LeafTable<>(0, whole.leaves);
    base = whole.size();
    listeners = whole.listeners.forPart();
  }

  /** Returns the tape on which the calling thread is recording, or null if it is not recording. */
  static @Nullable Tape<?> recording() {
    Recorder current = current();
    return current.isRecording() ? (Tape<?>) current : null;
  }

  /** Returns the tape on which the calling thread is recording, if this thread opened it. */
  @SuppressWarnings("unchecked") // a tape holds whatever is recorded in its scope
  static <V extends Traceable<V>> @Nullable Tape<V> ownRecording() {
    Tape<?> tape = recording();
    return tape != null && tape.isOwner() ? (Tape<V>) tape : null;
  }

  /** Drops everything that was recorded, so that a value that escaped does not keep it alive. */
  @Override
  void release() {
    super.release();
    nodes = new Nodes<>(0);
    guards.dropFrom(0);
    leaves = new LeafTable<>(0, null);
    forks = null;
  }

  // -------------------------------------------------------------------------------------- parts

  /** Returns the open tape of the calling thread, for parts to continue; null if there is none. */
  static @Nullable Tape<?> toFork(String operation) {
    Recorder current = current();
    if (!current.isOpen()) {
      return null;
    }
    current.requireOwner(operation);
    return (Tape<?>) current;
  }

  /** Opens the tape of a part, on the thread that computes it. */
  Tape<V> openPart() {
    return new Tape<>(this);
  }

  /** Appends the nodes of {@code parts}, in order. */
  void join(List<Tape<V>> parts, Executor executor) {
    if (forks == null) {
      forks = new ArrayList<>();
    }
    forks.add(new Fork(parts.stream().map(this::append).toList(), executor));
  }

  private Fork.Part append(Tape<V> part) {
    int start = size();
    nodes.appendAll(part.nodes, part.base, start - part.base, guards.size());
    guards.addAll(part.guards);
    for (int node = start; node < size(); node++) {
      V output = output(node);
      if (output.recorder == part) {
        output.recorder = this;
        output.node = node;
      }
    }
    leafCount += part.leafCount;
    selfContained &= part.selfContained;
    miss(part.missed());
    listeners.addAll(part.listeners);
    part.release();
    return new Fork.Part(start, size());
  }

  /** Returns the parallel parts on this tape, by ascending node. */
  List<Fork> forks() {
    return forks == null ? List.of() : forks;
  }

  // ---------------------------------------------------------------------------------- recording

  /** Computes {@code primitive} and appends a node, unless all its operands are constants. */
  V record(Primitive<V> primitive, List<V> operands) {
    if (!isOwner()) { // the name is for a message only
      requireOwner(primitive.name());
    }
    int first = nodes.referenceCount();
    int firstGuard = guards.size();
    boolean recorded = false;
    try {
      boolean traced = false;
      for (int i = 0; i < operands.size(); i++) {
        V operand = operands.get(i);
        if (operand == null) {
          throw NullChecks.operand(primitive, i);
        }
        int reference = referenceTo(primitive, operand);
        nodes.appendReference(reference);
        traced |= reference >= 0;
      }
      V output = forwardUnrecorded(primitive, operands);
      if (output == null) {
        throw NullChecks.result(primitive);
      }
      if (traced) {
        if (output.recorder != null || Unrecorded.isAmong(operands, output)) {
          output = output.space().alias(output);
        }
        output.recorder = this;
        output.node = size();
        output.missed = null; // what the primitive's own computation missed, the tape notes
        selfContained &= primitive.isSelfContained();
        // The caller may go on changing its list.
        nodes.append(primitive, List.copyOf(operands), output, first);
        recorded = true;
        miss(MissedLookups.ofThisThread());
        listeners.applied(primitive, operands, output);
        return output;
      }
      return Unrecorded.omitting(Unrecorded.missedBy(primitive, operands), operands, output);
    } finally {
      if (!recorded) {
        nodes.dropReferences(first);
        guards.dropFrom(firstGuard);
      }
    }
  }

  private V forwardUnrecorded(Primitive<V> primitive, List<V> operands) {
    suspend();
    try {
      return Unrecorded.forward(primitive, operands);
    } finally {
      resume();
    }
  }

  private int referenceTo(Primitive<V> primitive, V value) {
    if (holds(value)) {
      return value.node;
    }
    if (isForeign(value)) {
      throw foreign(primitive.name(), value);
    }
    LeafTable.Leaf leaf = leaves.get(value);
    if ((value.missed != null && !mark.isAllOf(value.missed)) || value.recorder != null) {
      inherit(primitive.name(), value);
    }
    int version = value.version();
    if (version != Traceable.IMMUTABLE) {
      listeners.used(value);
    }
    if (leaf != null) {
      Guards.requireVersion(value, leaf.version());
      return leaf.node();
    }
    if (version == Traceable.IMMUTABLE) {
      return CONSTANT;
    }
    return guards.add(version);
  }

  /** Whether {@code value} was recorded here, or by the tape that this one continues. */
  boolean holds(V value) {
    return value.recorder == this
        || (whole != null && value.recorder != null && whole.continues(value.recorder));
  }

  /** Whether a derivative of what is being recorded could go by {@code value}. */
  boolean depends(V value) {
    return continues(value.recorder) || leaves.get(value) != null;
  }

  @Override
  @SuppressWarnings("unchecked") // see depends
  void elementsRead(Traceable<?> value, String method) {
    V read = (V) value;
    if (isRecording() && isOwner() && depends(read)) {
      listeners.read(read, method);
    }
  }

  Listeners<V> listeners() {
    return listeners;
  }

  // ------------------------------------------------------------------------------------- leaves

  /** Returns the values that closures watch. */
  LeafTable<V> leaves() {
    return leaves;
  }

  /** Returns a watched leaf of the tape that is in use here and not yet sealed, or null. */
  static @Nullable Traceable<?> watched(Predicate<? super Traceable<?>> kind) {
    return Recorder.current() instanceof Tape<?> tape && tape.isOpen()
        ? tape.leaves.find(kind)
        : null;
  }

  /** Appends a leaf node for {@code value}, and returns its number. */
  int appendLeaf(V value) {
    leafCount++;
    nodes.append(null, List.of(), value, nodes.referenceCount());
    return size() - 1;
  }

  /** Marks {@code value} as a leaf of this tape. */
  void mark(V value) {
    if (!mark.isAllOf(value.missed)) {
      value.mark(mark);
    }
  }

  /** Returns how many leaf nodes were ever appended. */
  int leafCount() {
    return whole == null ? leafCount : whole.leafCount() + leafCount;
  }

  // ------------------------------------------------------------------------------------- reading

  int size() {
    return base + nodes.size();
  }

  /** Whether all recorded primitives are {@linkplain Primitive#isSelfContained self-contained}. */
  boolean isSelfContained() {
    return selfContained;
  }

  /** Returns the primitive of {@code node}, or null for a leaf. */
  @Nullable Primitive<V> primitive(int node) {
    return nodes.primitive(node - base);
  }

  List<V> inputs(int node) {
    return nodes.inputs(node - base);
  }

  V output(int node) {
    return nodes.output(node - base);
  }

  /** Returns the reference of input {@code position} of {@code node}. */
  int reference(int node, int position) {
    return nodes.reference(node - base, position);
  }

  /** Refuses mutable constants that have changed since {@code node} used them. */
  void requireGuards(int node) {
    if (guards.size() > 0) {
      List<V> operands = inputs(node);
      for (int i = 0; i < operands.size(); i++) {
        guards.require(operands.get(i), reference(node, i));
      }
    }
  }

  /**
   * Returns a value that a sweep of this tape computed, with the scopes that the sweep missed.
   *
   * @param value a cotangent
   */
  V omitting(V value) {
    MissedScopes all = MissedScopes.addAll(missed(), MissedLookups.ofThisThread());
    return all == null || value.recorder != null ? value : Unrecorded.copy(value, all);
  }

  /** Refuses {@code output}, which a scope on this tape returned, if it was computed elsewhere. */
  void requireOwn(String operation, V output) {
    for (MissedScopes entry = output.missedAltogether(); entry != null; entry = entry.next()) {
      if (entry.scope() == this && entry.by() != null) {
        throw entry.lost(operation, output);
      }
    }
  }
}
