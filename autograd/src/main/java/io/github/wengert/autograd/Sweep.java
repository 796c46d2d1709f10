package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.autograd.internal.InputCotangents;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One backward walk along a tape, from an output to the leaves.
 *
 * <p>Only nodes between a leaf and the output are visited, and only pullbacks whose input lies on
 * such a path are run. A node's cotangent is dropped as soon as it is consumed. The pullbacks run
 * in the caller's context: if an outer scope is recording, it records this sweep like any other
 * computation.
 *
 * <p><b>Borrowed and owned cotangents.</b> The first contribution to a node is kept as it is. It
 * may be the very object that another node received ({@code g -> g}), or one that a pullback
 * captured, so it is <em>borrowed</em> and never written to. A second contribution creates a new
 * sum, to which no other reference exists: it is <em>owned</em>, and later contributions are added
 * in place. While an outer scope is recording, every sum is a recorded operation instead.
 *
 * <p><b>Forks.</b> Each part of a parallel computation is swept separately, in parallel unless the
 * sweep is recorded. A part adds up its contributions to nodes before the fork, and these sums are
 * added to the nodes' cotangents from the last part to the first. So the result does not depend on
 * which thread sweeps which part.
 *
 * <p>A {@link FusedBackward} hands the cotangents of its inputs directly to the sweep.
 */
final class Sweep<V extends Traceable<V>> implements InputCotangents<V> {
  private final Tape<V> tape;
  private final int start;
  private final int end;

  /** The tape that records this sweep, if any. */
  private final @Nullable Tape<V> context;

  /** The size of {@link #context} when the swept scope began; -1 if it is not on that tape. */
  private final int age;

  /** The leaves, all of which precede {@link #start}. */
  private final LeafPositions leaves;

  /** The first node of the part that is swept; the smallest number if the whole is swept. */
  private final int floor;

  /** The part's contributions to nodes before {@link #floor}; null if the whole is swept. */
  private final @Nullable SortedMap<Integer, Older<V>> older;

  // One entry for each visited node, followed by one for each leaf. Parts share them.
  private final @Nullable Object[] cotangents;
  private final boolean[] owned;
  private final boolean @Nullable [] needed;

  /** The node that is being visited. */
  private int current;

  private Sweep(Tape<V> tape, int start, int end, int[] leaves) {
    this.tape = tape;
    this.start = start;
    this.end = end;
    this.context = context();
    this.age = context != null && context.continues(tape) ? start : -1;
    this.leaves = new LeafPositions(leaves);
    this.floor = Integer.MIN_VALUE;
    this.older = null;
    int visited = end - start;
    cotangents = new @Nullable Object[visited + leaves.length];
    owned = new boolean[visited + leaves.length];
    // A node is recorded only if it depends on a leaf. If these leaves are the only ones on the
    // tape,
    // and nothing else precedes the scope, every node depends on one of them.
    int count = this.leaves.count();
    boolean onlyThese = start == count && start == tape.leafCount();
    needed = onlyThese ? null : nodesThatDependOnALeaf();
  }

  /** The sweep of one part. */
  private Sweep(Sweep<V> whole, Fork.Part part) {
    tape = whole.tape;
    start = whole.start;
    end = whole.end;
    context = whole.context;
    age = whole.age;
    leaves = whole.leaves;
    floor = part.start();
    older = new TreeMap<>();
    cotangents = whole.cotangents;
    owned = whole.owned;
    needed = whole.needed;
  }

  /** The sum of a part's contributions to a node before the fork. */
  private static final class Older<V> {
    private V sum;
    private boolean owned;

    Older(V sum) {
      this.sum = sum;
    }
  }

  /**
   * Returns the cotangents of {@code leaves}, given the one of {@code output}.
   *
   * @param start the tape's size when the scope began: older nodes are constants of the scope
   * @param leaves the nodes of the leaves, all before {@code start}
   * @param output the node of the output, or {@link Tape#CONSTANT}
   * @return an entry for each leaf, null where {@code output} does not depend on it
   */
  static <V extends Traceable<V>> List<@Nullable V> run(
      Tape<V> tape, int start, int[] leaves, int output, V cotangent) {
    Sweep<V> sweep = new Sweep<>(tape, start, Math.max(start, output + 1), leaves);
    if (sweep.dependsOnALeaf(output)) {
      sweep.contribute(output, cotangent);
      sweep.walkDown(start, sweep.end, tape.forks());
    }
    return sweep.leafCotangents(leaves);
  }

  private boolean[] nodesThatDependOnALeaf() {
    boolean[] depends = new boolean[end - start];
    for (int node = start; node < end; node++) {
      int inputCount = tape.inputs(node).size();
      for (int i = 0; i < inputCount && !depends[node - start]; i++) {
        int reference = tape.reference(node, i);
        depends[node - start] =
            reference >= start ? depends[reference - start] : leaves.contains(reference);
      }
    }
    return depends;
  }

  @SuppressWarnings("unchecked") // a tape holds whatever is recorded in its scope
  private static <V extends Traceable<V>> @Nullable Tape<V> context() {
    return (Tape<V>) Tape.recording();
  }

  /** Visits the nodes from {@code to} down to {@code from}, among which there may be forks. */
  private void walkDown(int from, int to, List<Fork> forks) {
    int next = forks.size() - 1;
    int node = to - 1;
    while (node >= from) {
      while (next >= 0 && forks.get(next).start() > node) {
        next--;
      }
      if (next >= 0 && forks.get(next).end() > node) {
        Fork fork = forks.get(next);
        walkDown(fork, node + 1);
        node = fork.start() - 1;
      } else {
        V cotangent = cotangent(node - start);
        if (cotangent != null) {
          cotangents[node - start] = null;
          visit(node, cotangent);
        }
        node--;
      }
    }
  }

  /** Visits those nodes of a fork that precede {@code to}. */
  private void walkDown(Fork fork, int to) {
    List<Fork.Part> parts = fork.parts().stream().filter(part -> part.start() < to).toList();
    List<Sweep<V>> sweeps = parts.stream().map(part -> new Sweep<>(this, part)).toList();
    IntConsumer sweep =
        p -> {
          Fork.Part part = parts.get(p);
          sweeps.get(p).walkDown(part.start(), Math.min(part.end(), to), List.of());
        };
    if (context == null) {
      Parallel.run(
          null,
          parts.size(),
          p -> {
            sweep.accept(p);
            return p;
          },
          fork.executor());
    } else {
      for (int p = parts.size() - 1; p >= 0; p--) {
        sweep.accept(p);
      }
    }
    for (Sweep<V> part : sweeps.reversed()) {
      requireNonNull(part.older)
          .forEach((node, contribution) -> contribute(node, contribution.sum));
    }
  }

  private void visit(int node, V cotangent) {
    Primitive<V> primitive = tape.primitive(node);
    if (primitive == null) {
      return; // a leaf of another scope
    }
    List<V> inputs = tape.inputs(node);
    current = node;
    if (context == null && primitive instanceof FusedBackward<V> fused) {
      tape.requireGuards(node);
      fused.pullBack(inputs, tape.output(node), cotangent, this);
      return;
    }
    if (context != null && context.leaves().since() > age) {
      context.leaves().requireNotWatchedSince(age, tape.output(node));
      inputs.forEach(input -> context.leaves().requireNotWatchedSince(age, input));
    }
    if (context != null && !primitive.isSelfContained()) {
      pullBackWatched(context, primitive, inputs, node, cotangent);
    } else {
      pullBack(primitive, inputs, node, cotangent, null);
    }
  }

  /**
   * Runs the pullbacks of a primitive that may compute with plain numbers, which cannot be
   * differentiated.
   */
  private void pullBackWatched(
      Tape<V> recorder, Primitive<V> primitive, List<V> inputs, int node, V cotangent) {
    PullbackReads<V> reads = new PullbackReads<>();
    PullbackReads<V> before = recorder.listeners().noteReads(reads);
    ElementReads.beginWatching();
    try {
      pullBack(primitive, inputs, node, cotangent, reads);
    } finally {
      ElementReads.endWatching();
      recorder.listeners().noteReads(before);
    }
  }

  private void pullBack(
      Primitive<V> primitive,
      List<V> inputs,
      int node,
      V cotangent,
      @Nullable PullbackReads<V> reads) {
    List<@Nullable Pullback<V>> pullbacks = primitive.vjp(inputs, tape.output(node));
    if (pullbacks == null || pullbacks.size() != inputs.size()) {
      throw new PullbackException(
          "%s: vjp must return one pullback for each input (%s ≠ %d)"
              .formatted(
                  primitive.name(), pullbacks == null ? null : pullbacks.size(), inputs.size()));
    }
    tape.requireGuards(node);
    for (int i = 0; i < inputs.size(); i++) {
      Pullback<V> pullback = isNeeded(i) ? pullbacks.get(i) : null;
      if (pullback != null) {
        V result = pullback.apply(cotangent);
        add(i, reads == null ? result : declared(reads, primitive, result));
      }
    }
  }

  /** Records that a pullback's {@code result} depends on values that it read as plain numbers. */
  private V declared(PullbackReads<V> reads, Primitive<V> primitive, V result) {
    return reads.isEmpty() || result == null // which is refused next
        ? result
        : requireNonNull(context)
            .record(reads.dependence(primitive.name()), reads.operands(result));
  }

  @Override
  public boolean isNeeded(int input) {
    return dependsOnALeaf(tape.reference(current, input));
  }

  @Override
  public void add(int input, V cotangent) {
    int reference = tape.reference(current, input);
    if (dependsOnALeaf(reference)) {
      requireSameSpace(input, cotangent);
      contribute(reference, cotangent);
    }
  }

  private boolean dependsOnALeaf(int reference) {
    if (reference >= start) {
      return needed == null || needed[reference - start];
    }
    return leaves.contains(reference);
  }

  private void contribute(int node, V contribution) {
    if (node < floor) {
      contributeToOlder(requireNonNull(older), node, contribution);
      return;
    }
    int position = node >= start ? node - start : end - start + leaves.of(node);
    V sum = cotangent(position);
    if (sum == null) {
      cotangents[position] = contribution;
    } else if (owned[position]) {
      sum.space().addInto(sum, contribution);
    } else {
      cotangents[position] = sum.space().add(sum, contribution);
      owned[position] = context == null;
    }
  }

  private void contributeToOlder(SortedMap<Integer, Older<V>> older, int node, V contribution) {
    Older<V> known = older.get(node);
    if (known == null) {
      older.put(node, new Older<>(contribution));
    } else if (known.owned) {
      known.sum.space().addInto(known.sum, contribution);
    } else {
      known.sum = known.sum.space().add(known.sum, contribution);
      known.owned = context == null;
    }
  }

  @SuppressWarnings("unchecked") // only contributions are stored
  private @Nullable V cotangent(int position) {
    return (V) cotangents[position];
  }

  private List<@Nullable V> leafCotangents(int[] nodes) {
    List<@Nullable V> result = new ArrayList<>(nodes.length);
    for (int node : nodes) {
      result.add(cotangent(end - start + leaves.of(node)));
    }
    return result;
  }

  private void requireSameSpace(int position, V cotangent) {
    V input = tape.inputs(current).get(position);
    VectorSpace<V> space = input.space();
    if (cotangent == null) {
      throw new PullbackException(
          "%s: the pullback of input %d returned no cotangent (null ≠ %s)"
              .formatted(
                  requireNonNull(tape.primitive(current)).name(), position, space.describe(input)));
    }
    if (!space.sameSpace(input, cotangent)) {
      throw new PullbackException(
          "%s: the pullback of input %d returned a cotangent that is not in that input's space (%s ≠ %s)"
              .formatted(
                  requireNonNull(tape.primitive(current)).name(),
                  position,
                  space.describe(cotangent),
                  space.describe(input)));
    }
  }
}
