package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.autograd.internal.SweepContext;
import io.github.wengert.testing.HostileCalls;
import io.github.wengert.testing.HostileValues;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the public functions of the engine are called with, they say what is wrong with it. */
class RefusalsTest {
  private static final HostileCalls CALLS =
      new HostileCalls(RefusalsTest::valuesOf, RefusalsTest::receiversOf);

  @TestFactory
  Stream<DynamicTest> nothing_is_thrown_but_what_says_why() {
    return CALLS.testsOf(HostileCalls.publicClassesBeside(Autograd.class));
  }

  @Test
  void all_classes_of_the_engine_are_called() {
    assertThat(HostileCalls.publicClassesBeside(Autograd.class))
        .contains(Autograd.class, Graph.Kind.class, Vjp.class, EngineAccess.class)
        .doesNotContain(Tape.class);
  }

  private static List<?> valuesOf(Parameter parameter) {
    String type = parameter.getParameterizedType().getTypeName();
    if (type.contains("WithAuxiliary<V, A>")) {
      return List.<Supplier<?>>of(() -> new WithAuxiliary<>(scalar(1), "aux"), () -> null);
    }
    if (parameter.getName().equals("count")) {
      return List.of(2, 1, 0, -1, Integer.MIN_VALUE);
    }
    if (type.equals("int")) {
      return List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }
    if (parameter.getType() == IntFunction.class) {
      return List.<IntFunction<?>>of(part -> part);
    }
    if (parameter.getType() == Predicate.class) {
      return List.<Predicate<?>>of(leaf -> true, leaf -> false);
    }
    if (parameter.getType() == Executor.class) {
      return List.<Executor>of(Runnable::run, work -> {});
    }
    if (parameter.getType() == BiConsumer.class) {
      return List.<BiConsumer<?, ?>>of((whole, part) -> {});
    }
    if (parameter.getType() == StackTraceElement.class) {
      return List.of(new Throwable().getStackTrace()[0]);
    }
    if (parameter.getType() == Supplier.class) {
      return List.<Supplier<Scalar>>of(() -> scalar(1).times(2), () -> null);
    }
    if (parameter.getType() == UnaryOperator.class) {
      return List.<UnaryOperator<Scalar>>of(x -> x.times(x), x -> null, x -> scalar(3));
    }
    if (parameter.getType() == BinaryOperator.class) {
      return List.<BinaryOperator<Scalar>>of(Scalar::times, (a, b) -> null);
    }
    if (parameter.getType() == Function.class) {
      return List.<Function<List<Scalar>, Scalar>>of(
          xs -> xs.isEmpty() ? scalar(1) : xs.getFirst().sin(), xs -> null);
    }
    if (parameter.getType() == List.class || parameter.getType() == Iterable.class) {
      return List.of(
          List.of(scalar(2)), List.of(), Arrays.asList(scalar(2), null), Arrays.asList(null, null));
    }
    return receiversOf(parameter.getType());
  }

  private static List<?> receiversOf(Class<?> type) {
    List<?> values = HostileValues.of(type);
    if (!values.isEmpty()) {
      return values;
    }
    if (type == Primitive.class) {
      return List.of(new Plain("plain"), new Nothing("nothing"));
    }
    if (type == Traceable.class || type == Object.class) {
      return List.of(scalar(2), new MutableScalar("w", 1));
    }
    if (type == SweepContext.class) {
      return List.of(new SweepContext() {});
    }
    if (type == EngineAccess.class) {
      return List.of(EngineAccess.engine());
    }
    if (type == Scope.class) {
      return List.of(Scope.shared("scope"));
    }
    if (type == ReadLog.Logged.class) {
      return List.of(ReadLog.logging(() -> 1));
    }
    if (type == ReadLog.Read.class) {
      return List.of(new ReadLog.Read("item", "x", new Throwable().getStackTrace()[0]));
    }
    if (type == Applications.class) {
      return List.of(applications());
    }
    if (type == Applications.Application.class) {
      return applications().list();
    }
    if (type == Applications.Stop.class) {
      return List.of(new Applications.Stop("x", new Throwable().getStackTrace()[0]));
    }
    if (type == Graph.class) {
      Scalar x = scalar(1);
      return List.of(Graph.record(List.of(x), () -> x.times(x)));
    }
    if (type == Graph.Node.class) {
      return List.of(
          new Graph.Node(0, Graph.Kind.LEAF, "leaf", "x"),
          new Graph.Node(7, Graph.Kind.LEAF, "leaf", "x"),
          new Graph.Node(-1, Graph.Kind.LEAF, "leaf", "x"));
    }
    if (type == Gradients.class) {
      Scalar x = scalar(1);
      return List.of(Autograd.differentiate(List.of(x), () -> x.times(x)));
    }
    if (type == Vjp.class) {
      return List.of(Autograd.vjp(Scalar::sin, scalar(1)));
    }
    if (type == Jvp.class) {
      return List.of(Autograd.jvp(Scalar::sin, scalar(1), scalar(1)));
    }
    if (type == ValueAndGradient.class) {
      return List.of(new ValueAndGradient<>(scalar(1), scalar(2)));
    }
    if (type == WithAuxiliary.class) {
      return List.of(new WithAuxiliary<>(scalar(1), "aux"));
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return List.of(new PullbackException("x"));
    }
    return List.of();
  }

  private static Applications<Scalar> applications() {
    Scalar x = scalar(1);
    return EngineAccess.engine().applications(List.of(x), () -> x.times(x));
  }

  /** {@code y = 1}, of any number of inputs. */
  private record Plain(String name) implements Primitive<Scalar> {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return scalar(1);
    }

    @Override
    public List<Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return inputs.stream().<Pullback<Scalar>>map(input -> g -> g).toList();
    }
  }

  /** A primitive that returns null from everything. */
  private record Nothing(String name) implements Primitive<Scalar> {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return null;
    }

    @Override
    public List<Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return null;
    }
  }
}
