package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.internal.EngineAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Derivatives of functions that are written as plain code.
 *
 * <p>There are two styles. In the <em>closure</em> style, {@link #differentiate(Iterable,
 * Supplier)}, the leaves are objects that the code mentions, such as the parameters of a network.
 * In the <em>functional</em> style ({@link #grad}, {@link #vjp}, {@link #jvp}, {@link #hvp}, {@link
 * #jacobian}, {@link #hessian}) they are the arguments of a function. Scopes nest to any depth,
 * which gives derivatives of any order; there is nothing to reset, to retain or to close.
 *
 * <p>Values computed before a scope opened are constants in it. The values that a scope returns are
 * constants outside it, unless an outer scope is recording.
 *
 * <p>Any number of threads may differentiate at the same time: each outermost scope has a tape of
 * its own. A scope, however, records only on the thread that opened it; {@link #parallel} moves
 * parts of its work to other threads. A value that another thread computed from a leaf without
 * recording it is refused when it comes back into the scope.
 */
public final class Autograd {
  static {
    EngineAccess.install(new EngineAccessImpl());
  }

  private Autograd() {}

  // ------------------------------------------------------------------------- applying primitives

  /**
   * Computes {@code primitive(a)} and records it if a scope is open and {@code a} depends on a
   * leaf.
   *
   * @throws ForeignTapeException if another open tape is recording an operand, or if this thread
   *     did not open the tape that it would record on
   * @throws LostScopeException if an operand was computed outside a scope that it belongs to
   * @throws NullPointerException if an operand, or the primitive's result, is null
   * @throws StaleValueException if an operand is a leaf that has changed since its scope opened
   */
  public static <V extends Traceable<V>> V apply(Primitive<V> primitive, V a) {
    if (a == null) {
      throw NullChecks.operand(primitive, 0);
    }
    return apply(primitive, List.of(a));
  }

  /**
   * Computes {@code primitive(a, b)} and records it if necessary; see {@link #apply(Primitive,
   * Traceable)}.
   */
  public static <V extends Traceable<V>> V apply(Primitive<V> primitive, V a, V b) {
    if (a == null || b == null) {
      throw NullChecks.operand(primitive, a == null ? 0 : 1);
    }
    return apply(primitive, List.of(a, b));
  }

  /**
   * Computes {@code primitive(a, b, c)} and records it if necessary; see {@link #apply(Primitive,
   * Traceable)}.
   */
  public static <V extends Traceable<V>> V apply(Primitive<V> primitive, V a, V b, V c) {
    if (a == null || b == null || c == null) {
      throw NullChecks.operand(primitive, a == null ? 0 : b == null ? 1 : 2);
    }
    return apply(primitive, List.of(a, b, c));
  }

  /**
   * Computes {@code primitive(operands)} and records it if necessary; see {@link #apply(Primitive,
   * Traceable)}.
   *
   * @param operands the operands
   */
  public static <V extends Traceable<V>> V apply(Primitive<V> primitive, List<V> operands) {
    @SuppressWarnings("unchecked") // a tape holds whatever is recorded in its scope
    Tape<V> tape = (Tape<V>) Tape.recording();
    return tape != null
        ? tape.record(primitive, operands)
        : Unrecorded.compute(primitive, operands);
  }

  /** Returns {@code value} as a constant: derivatives of any order stop here. */
  public static <V extends Traceable<V>> V stopGradient(V value) {
    requireNonNull(value, "stopGradient: value must not be null");
    Tape<V> tape = Tape.ownRecording();
    if (tape != null && tape.listeners().logApplications() && tape.depends(value)) {
      tape.listeners().stopped(value);
    }
    return value.space().alias(value);
  }

  /**
   * Returns a value that is differentiated by in the closure style, by a scope that is open here,
   * if there is one of this kind: for functions whose meaning depends on what is learned.
   *
   * @param kind whether a value is of the kind in question
   */
  public static Optional<Traceable<?>> watched(Predicate<? super Traceable<?>> kind) {
    requireNonNull(kind, "watched: kind must not be null");
    return Optional.ofNullable(Tape.watched(kind));
  }

  // ------------------------------------------------------------------------------ several threads

  /**
   * Computes parts on several threads, in the scopes of the calling thread, and returns their
   * results in order; for example, the losses of the samples of a batch.
   *
   * <pre>
   *   differentiate(net.parameters(), () -&gt; {
   *     List&lt;Tensor&gt; losses = parallel(4, p -&gt; loss(net.apply(x.get(p)), y.get(p)));
   *     …
   *   });
   * </pre>
   *
   * <p>Each part is recorded separately; then the recordings are joined in the order of the parts,
   * as if they had run one after the other. The backward sweep runs in parallel, too. All results
   * depend only on the parts: they are the same bits on any number of threads. A part may use
   * values that the calling thread has computed, but none of another part; parts may nest.
   *
   * <p>Other scopes are carried along: a part draws its random numbers from a key of its own, split
   * off in the order of the parts, and logs are joined in that order. A part must close each scope
   * that it opens.
   *
   * <p>Threads of the {@linkplain ForkJoinPool#commonPool() common pool} help the calling thread.
   * After a failure no further part starts, and the exception of the first part that failed is
   * thrown.
   *
   * @param count the number of parts, at least 1
   * @param part computes a part, of 0, 1, …, {@code count} − 1
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public static <R> List<R> parallel(int count, IntFunction<? extends R> part) {
    return parallel(count, part, ForkJoinPool.commonPool());
  }

  /**
   * Like {@link #parallel(int, IntFunction)}, on threads of {@code executor}.
   *
   * @param executor runs up to {@code count} − 1 helpers; the calling thread computes parts, too,
   *     and does all the work if the executor provides no thread
   */
  public static <R> List<R> parallel(int count, IntFunction<? extends R> part, Executor executor) {
    requireNonNull(part, "parallel: part must not be null");
    requireNonNull(executor, "parallel: executor must not be null");
    if (count < 1) {
      throw new IllegalArgumentException(
          "parallel: there must be a part: (%d < 1)".formatted(count));
    }
    return Parallel.run(Tape.toFork("parallel"), count, part, executor);
  }

  // ------------------------------------------------------------------------------- closure style

  /**
   * Returns the value of {@code loss} and its gradient with respect to each leaf.
   *
   * @param leaves the values to differentiate by; one that is named twice counts once
   * @param loss computes a scalar from the leaves
   * @throws NonScalarException if the loss does not have exactly one element
   * @throws UnusedLeafException if the loss does not depend on one of the leaves
   * @throws StaleValueException if a mutable value has changed since the loss used it
   */
  public static <V extends Traceable<V>> Gradients<V> differentiate(
      Iterable<? extends V> leaves, Supplier<? extends V> loss) {
    return differentiate(leaves, loss, Unused.REJECT);
  }

  /**
   * Like {@link #differentiate(Iterable, Supplier)}, with a choice for leaves that take no part in
   * the loss.
   */
  public static <V extends Traceable<V>> Gradients<V> differentiate(
      Iterable<? extends V> leaves, Supplier<? extends V> loss, Unused unused) {
    requireNonNull(loss, "differentiate: loss must not be null");
    requireNonNull(unused, "differentiate: unused must not be null");
    return Autograd.<V, Unused>differentiateWithAuxiliary(
            leaves,
            () ->
                new WithAuxiliary<>(
                    requireNonNull(loss.get(), "differentiate: loss must not return null"), unused),
            unused)
        .result();
  }

  /**
   * Like {@link #differentiate(Iterable, Supplier, Unused)}, for a function that also returns an
   * auxiliary result, such as the logits.
   */
  public static <V extends Traceable<V>, A>
      WithAuxiliary<Gradients<V>, A> differentiateWithAuxiliary(
          Iterable<? extends V> leaves, Supplier<WithAuxiliary<V, A>> loss, Unused unused) {
    return Differentiation.withAuxiliary(leaves, loss, unused, null);
  }

  // ---------------------------------------------------------------------------- functional style

  /**
   * Returns the function {@code x ↦ ∇f(x)}, which can be differentiated again.
   *
   * @param f a scalar function; where it does not depend on {@code x}, the gradient is zero
   */
  public static <V extends Traceable<V>> UnaryOperator<V> grad(UnaryOperator<V> f) {
    requireNonNull(f, "grad: f must not be null");
    return x -> valueAndGradient(f, x).gradient();
  }

  /**
   * Returns {@code f(x)} and {@code ∇f(x)}.
   *
   * @throws NonScalarException if {@code f(x)} does not have exactly one element
   */
  public static <V extends Traceable<V>> ValueAndGradient<V> valueAndGradient(
      UnaryOperator<V> f, V x) {
    requireNonNull(f, "grad: f must not be null");
    requireNonNull(x, "grad: x must not be null");
    Recording<V, V> recording =
        Recording.ofFunction("grad", List.of(x), xs -> f.apply(xs.getFirst()));
    try {
      V value = recording.result();
      return new ValueAndGradient<>(
          value, recording.sweepDense(value, SpaceChecks.unitCotangent("grad", value)).getFirst());
    } finally {
      recording.release();
    }
  }

  /** Returns {@code f(x)} and the pullback of {@code f} at {@code x}. */
  public static <V extends Traceable<V>> Vjp<V> vjp(UnaryOperator<V> f, V x) {
    requireNonNull(f, "vjp: f must not be null");
    requireNonNull(x, "vjp: x must not be null");
    return vjp(xs -> f.apply(xs.getFirst()), List.of(x));
  }

  /** Returns {@code f(x₁, …, xₙ)} and the pullback of {@code f} at that point. */
  public static <V extends Traceable<V>> Vjp<V> vjp(Function<List<V>, V> f, List<? extends V> xs) {
    requireNonNull(f, "vjp: f must not be null");
    return new Vjp<>(Recording.ofFunction("vjp", NullChecks.copy("vjp", "xs", xs), f));
  }

  /** Returns {@code cotangent · ∂f/∂x}, the vector-Jacobian product at {@code x}. */
  public static <V extends Traceable<V>> V vjp(UnaryOperator<V> f, V x, V cotangent) {
    requireNonNull(cotangent, "vjp: cotangent must not be null");
    Vjp<V> vjp = vjp(f, x);
    try {
      return vjp.pullback(cotangent).getFirst();
    } finally {
      vjp.release();
    }
  }

  /**
   * Returns {@code f(x)} and {@code J(x)·v}, the directional derivative of {@code f} along {@code
   * v}.
   *
   * @throws IllegalArgumentException if {@code v} is not in the space of {@code x}
   */
  public static <V extends Traceable<V>> Jvp<V> jvp(UnaryOperator<V> f, V x, V v) {
    requireNonNull(f, "jvp: f must not be null");
    requireNonNull(x, "jvp: x must not be null");
    requireNonNull(v, "jvp: v must not be null");
    return jvp(xs -> f.apply(xs.getFirst()), List.of(x), List.of(v));
  }

  /**
   * Returns {@code f(x₁, …, xₙ)} and {@code Σ ∂f/∂xᵢ · vᵢ}.
   *
   * <p>The pullback {@code u ↦ Jᵀu} is linear in {@code u}, so its own pullback is {@code v ↦ Jv}:
   * the derivative of a vector-Jacobian product with respect to its cotangent. Primitives need
   * rules for one direction only.
   *
   * @throws IllegalArgumentException if the tangents do not match the arguments
   */
  public static <V extends Traceable<V>> Jvp<V> jvp(
      Function<List<V>, V> f, List<? extends V> xs, List<? extends V> tangents) {
    requireNonNull(f, "jvp: f must not be null");
    NullChecks.copy("jvp", "xs", xs);
    NullChecks.copy("jvp", "tangents", tangents);
    if (xs.size() != tangents.size()) {
      throw new IllegalArgumentException(
          "jvp: one tangent is needed for each argument (%d ≠ %d)"
              .formatted(tangents.size(), xs.size()));
    }
    for (int i = 0; i < xs.size(); i++) {
      SpaceChecks.requireSame("jvp", "the tangent", tangents.get(i), "its argument", xs.get(i));
    }
    Vjp<V> vjp = vjp(f, xs);
    V value = vjp.value();
    Recording<V, List<V>> transposed =
        Recording.ofFunction(
            "jvp", List.of(value.space().zero(value)), us -> vjp.pullback(us.getFirst()));
    try {
      V sum = value.space().zero(value);
      for (int i = 0; i < tangents.size(); i++) {
        V cotangent = transposed.result().get(i);
        V part = transposed.sweepDense(cotangent, tangents.get(i)).getFirst();
        sum = i == 0 ? part : value.space().add(sum, part);
      }
      return new Jvp<>(value, sum);
    } finally {
      transposed.release();
      vjp.release();
    }
  }

  /**
   * Returns {@code H(x)·v}, the product of the Hessian of a scalar function with a vector.
   *
   * <p>The Hessian is symmetric, so this is the vector-Jacobian product of the gradient.
   *
   * @throws IllegalArgumentException if {@code v} is not in the space of {@code x}
   */
  public static <V extends Traceable<V>> V hvp(UnaryOperator<V> f, V x, V v) {
    requireNonNull(f, "hvp: f must not be null");
    requireNonNull(x, "hvp: x must not be null");
    requireNonNull(v, "hvp: v must not be null");
    SpaceChecks.requireSame("hvp", "the vector", v, "the argument", x);
    return vjp(grad(f), x, v);
  }

  /**
   * Returns the rows of the Jacobian: entry {@code i} is {@code ∂f(x)ᵢ/∂x}, in the space of {@code
   * x}.
   */
  public static <V extends Traceable<V>> List<V> jacobian(UnaryOperator<V> f, V x) {
    requireNonNull(f, "jacobian: f must not be null");
    requireNonNull(x, "jacobian: x must not be null");
    Vjp<V> vjp = vjp(f, x);
    try {
      V value = vjp.value();
      VectorSpace<V> space = value.space();
      List<V> rows = new ArrayList<>();
      for (int i = 0; i < space.dimension(value); i++) {
        rows.add(vjp.pullback(space.basis(value, i)).getFirst());
      }
      return List.copyOf(rows);
    } finally {
      vjp.release();
    }
  }

  /** Returns the rows of the Hessian of a scalar function: the Jacobian of its gradient. */
  public static <V extends Traceable<V>> List<V> hessian(UnaryOperator<V> f, V x) {
    requireNonNull(f, "hessian: f must not be null");
    requireNonNull(x, "hessian: x must not be null");
    return jacobian(grad(f), x);
  }
}
