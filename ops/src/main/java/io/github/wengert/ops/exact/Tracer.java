package io.github.wengert.ops.exact;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.LostScopeException;
import io.github.wengert.autograd.Scope;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the operations while a {@link Trace} is made.
 *
 * <p>A value is told by the array that holds it, not by the tensor around: so a value at which
 * derivatives stop, a reshaped one and the leaf of a scope are what they were made of. As long as
 * the trace is open it holds on to the arrays of all values that it knows; one that is used again,
 * as buffers are, holds what was computed into it last.
 *
 * <p>Operations tell what they compute, and all else in the library that makes numbers of elements
 * tells that too. What depends on the inputs and cannot be followed makes the trace opaque.
 *
 * <p>The parts of {@link io.github.wengert.autograd.Autograd#parallel} have tracers of their own,
 * whose steps are appended in the parts' order. A thread that is no part of the computation meets a
 * <em>bystander</em>: it has nothing to tell, unless it touches a value that depends on an input of
 * some trace, which is opaque then.
 */
public final class Tracer {
  private static final Scope<Tracer> SCOPE =
      Scope.forking("scope that traces", Tracer::new, Tracer::addAll);

  /** How many traces are open, on any thread: all that operations look at otherwise. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** Stands for the trace that a thread is no part of. */
  private static final Tracer BYSTANDER = new Tracer();

  /** The tracers of all traces that are open. */
  private static final Set<Tracer> ALL = ConcurrentHashMap.newKeySet();

  /** Guards this tracer and those of all parts. */
  private final Object lock;

  private final @Nullable Tracer whole;
  private final IdentityHashMap<Object, TraceValue> values = new IdentityHashMap<>();
  private final List<TraceValue.Step> steps = new ArrayList<>();
  private long operations;
  private @Nullable String opaque;

  /** Takes the array of the next read, while inputs and result are told. */
  private @Nullable Captured captured;

  /**
   * An array that an operation reads.
   *
   * @param array the array
   * @param shape the shape that it is read in
   */
  public record Operand(Object array, Shape shape) {}

  /** An array, and a copy of what it held. */
  private static final class Captured {
    private @Nullable Object array;
    private double[] elements = {};

    Object array() {
      return requireNonNull(array);
    }
  }

  /** Makes the tracer of a whole computation. */
  private Tracer() {
    whole = null;
    lock = new Object();
  }

  /** Makes the tracer of a part. */
  private Tracer(Tracer whole) {
    this.whole = whole;
    lock = whole.lock;
    ALL.add(this);
  }

  /** Returns whom to tell, or null if no trace is open anywhere. */
  public static @Nullable Tracer current() {
    return OPEN.get() == 0 ? null : ofThread();
  }

  private static Tracer ofThread() {
    Tracer own = SCOPE.current();
    return own == null ? BYSTANDER : own;
  }

  /** Whether what this thread computes is being traced. */
  public static boolean isTracing() {
    return OPEN.get() != 0 && SCOPE.current() != null;
  }

  private boolean isBystander() {
    return this == BYSTANDER;
  }

  // ---------------------------------------------------------------------------------- making one

  static Trace trace(Supplier<Tensor> computation, List<? extends Tensor> inputs) {
    Tracer outer = current();
    if (outer != null && !outer.isBystander()) {
      outer.makeOpaque("another trace is made within");
    }
    Tracer tracer = new Tracer();
    ALL.add(tracer);
    OPEN.incrementAndGet();
    try {
      return SCOPE.in(tracer, () -> tracer.run(computation, inputs));
    } catch (LostScopeException lost) { // the computation knows threads of its own
      return Trace.opaque(shapes(inputs), String.valueOf(lost.getMessage()));
    } finally {
      OPEN.decrementAndGet();
      ALL.removeIf(open -> open.root() == tracer);
    }
  }

  private Trace run(Supplier<Tensor> computation, List<? extends Tensor> inputs) {
    List<double[]> point = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      point.add(name(inputs.get(i), i));
    }
    Tensor result =
        requireNonNull(computation.get(), "trace: the computation must not return null");
    Captured output = capture(result);
    synchronized (lock) {
      TraceValue value = valueOf(output.array());
      return opaque == null
          ? Trace.of(shapes(inputs), point, steps, value, result.shape(), output.elements)
          : Trace.opaque(shapes(inputs), opaque);
    }
  }

  /** Learns the array of an input, and returns a copy of what it holds. */
  private double[] name(Tensor input, int position) {
    Captured named = capture(input);
    synchronized (lock) {
      if (isSingle(named.array())) {
        makeOpaque("input %d is in single precision".formatted(position));
      }
      boolean isNew = values.put(named.array(), new TraceValue.Input(position)) == null;
      if (!isNew && named.elements.length > 0) {
        makeOpaque("input %d shares its elements with another".formatted(position));
      }
    }
    return named.elements;
  }

  private static List<Shape> shapes(List<? extends Tensor> tensors) {
    return tensors.stream().map(Tensor::shape).toList();
  }

  private Captured capture(Tensor tensor) {
    Captured reading = new Captured();
    captured = reading;
    try {
      reading.elements = tensor.toDoubleArray();
      return reading;
    } finally {
      captured = null;
    }
  }

  // ------------------------------------------------------------------------ what operations tell

  /**
   * An operation has computed an array.
   *
   * @param operands what it read
   * @param out the array that holds its result
   * @param to the shape of the result
   */
  public void computed(ExactOp op, List<Operand> operands, Object out, Shape to) {
    if (isBystander()) {
      operands.forEach(operand -> touched(operand.array(), op.name()));
    } else if (to.elements() > 0) {
      synchronized (lock) {
        if (opaque == null) {
          put(op, operands, out, to);
        }
      }
    }
  }

  private void put(ExactOp op, List<Operand> operands, Object out, Shape to) {
    List<TraceValue.Operand> read = new ArrayList<>(operands.size());
    boolean isDependent = false;
    boolean isSingle = isSingle(out);
    for (Operand operand : operands) {
      TraceValue value = valueOf(operand.array());
      read.add(new TraceValue.Operand(value, operand.shape()));
      isDependent |= value.isDependent();
      isSingle |= isSingle(operand.array());
    }
    if (!isDependent) {
      forget(out);
      return;
    }
    if (isSingle) {
      makeOpaque("%s: computed in single precision%s".formatted(op.name(), caller()));
    }
    TraceValue.Step step = new TraceValue.Step(op, List.copyOf(read), to);
    steps.add(step);
    values.put(out, step);
    operations += op.operations(operands.stream().map(Operand::shape).toList(), to);
    if (operations > Trace.MOST_OPERATIONS) {
      makeOpaque(
          "%s: the computation is too long%s (more than %d operations)"
              .formatted(op.name(), caller(), Trace.MOST_OPERATIONS));
    }
  }

  /** An array was computed of operands in a way that cannot be followed. */
  public void hidden(String what, List<Operand> operands, Object out) {
    if (isBystander()) {
      operands.forEach(operand -> touched(operand.array(), what));
      return;
    }
    synchronized (lock) {
      boolean isDependent =
          operands.stream().anyMatch(operand -> valueOf(operand.array()).isDependent());
      if (isDependent) {
        values.put(out, new TraceValue.Hidden(what + caller()));
      } else {
        forget(out);
      }
    }
  }

  /** Plain numbers are taken from an array. */
  public void read(Object array, Tensor tensor, String method) {
    if (isBystander()) {
      touched(array, method);
      return;
    }
    synchronized (lock) {
      if (captured != null) {
        captured.array = array;
      } else if (opaque == null && valueOf(array).isDependent()) {
        makeOpaque("%s of %s%s%s".formatted(method, tensor.dtype(), tensor.shape(), caller()));
      }
    }
  }

  /** An array was filled with the content of another. */
  public void copied(Object from, Object to) {
    if (isBystander()) {
      touched(from, "copy");
      return;
    }
    synchronized (lock) {
      values.put(to, valueOf(from));
    }
  }

  /** A parameter was filled with the content of another array. */
  public void assigned(Object parameter, Object content, String name) {
    if (isBystander()) {
      touched(parameter, "assign");
      touched(content, "assign");
      return;
    }
    synchronized (lock) {
      if (valueOf(parameter) instanceof TraceValue.Input) {
        makeOpaque("%s is changed within%s".formatted(name, caller()));
      }
      values.put(parameter, valueOf(content));
    }
  }

  /** A parameter was changed in another way. */
  public void changed(Object parameter, String name) {
    if (isBystander()) {
      touched(parameter, "change");
      return;
    }
    synchronized (lock) {
      makeOpaque("%s is changed within%s".formatted(name, caller()));
      forget(parameter);
    }
  }

  /** An array holds a constant now, whatever it held before. */
  private void forget(Object array) {
    values.remove(array);
    if (whole != null && whole.isKnown(array)) {
      values.put(array, new TraceValue.Constant(elements(array)));
    }
  }

  private boolean isKnown(Object array) {
    return values.containsKey(array) || (whole != null && whole.isKnown(array));
  }

  /** Makes all traces opaque in which an array depends on an input: their thread is another. */
  private static void touched(Object array, String what) {
    for (Tracer tracer : ALL) {
      synchronized (tracer.lock) {
        TraceValue value = tracer.values.get(array);
        if (value != null && value.isDependent()) {
          tracer.root().makeOpaque("%s by another thread%s".formatted(what, caller()));
        }
      }
    }
  }

  private Tracer root() {
    return whole == null ? this : whole.root();
  }

  private void makeOpaque(String reason) {
    if (opaque == null) {
      opaque = reason;
    }
  }

  /** Returns the value that an array holds: a constant if nobody has said what. */
  private TraceValue valueOf(Object array) {
    for (Tracer tracer = this; tracer != null; tracer = tracer.whole) {
      TraceValue value = tracer.values.get(array);
      if (value != null) {
        return value;
      }
    }
    TraceValue constant = new TraceValue.Constant(elements(array));
    values.put(array, constant);
    return constant;
  }

  private static double[] elements(Object array) {
    return array instanceof float[] floats
        ? IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray()
        : ((double[]) array).clone();
  }

  private static boolean isSingle(Object array) {
    return array instanceof float[];
  }

  /** Appends what a part of a parallel computation has told. */
  private void addAll(Tracer part) {
    synchronized (lock) {
      values.putAll(part.values);
      steps.addAll(part.steps);
      operations += part.operations;
      if (part.opaque != null) {
        makeOpaque(part.opaque);
      }
      ALL.remove(part);
    }
  }

  /** Returns the line of code that called the library, such as {@code at Net.loss(Net.java:12)}. */
  private static String caller() {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> !isOfLibrary(frame.getDeclaringClass()))
            .findFirst()
            .map(frame -> " at " + frame.toStackTraceElement())
            .orElse(""));
  }

  private static boolean isOfLibrary(Class<?> type) {
    String name = type.getPackageName();
    return type == Tracer.class
        || type == Trace.class
        || name.equals(Tensor.class.getPackageName())
        || name.equals(Scope.class.getPackageName())
        || type.getClassLoader() == null; // of the JDK, which runs the body of a scope
  }
}
