package io.github.wengert.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.testing.HostileCalls;
import io.github.wengert.testing.HostileValues;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the assertions are called with, they say what is wrong with it. */
class RefusalsTest {
  private static final HostileCalls CALLS =
      new HostileCalls(
          RefusalsTest::argumentsFor,
          type -> type == OpContractTest.class ? List.of(new CubeTest()) : List.of());

  private static final List<Class<?>> CLASSES =
      HostileCalls.publicClassesBeside(GradientAssertions.class);

  @TestFactory
  Stream<DynamicTest> nothing_is_thrown_but_what_says_why() {
    return CALLS.testsOf(CLASSES);
  }

  @Test
  void all_classes_are_called() {
    assertThat(CLASSES).containsExactlyInAnyOrder(GradientAssertions.class, OpContractTest.class);
  }

  private static List<?> argumentsFor(java.lang.reflect.Parameter parameter) {
    Class<?> type = parameter.getType();
    List<?> values = HostileValues.of(type);
    if (!values.isEmpty()) {
      return values;
    }
    if (type == Tensor.class) {
      return List.of(Tensor.of(DType.F64, 0.5, 2), Tensor.of(0.5f, 2));
    }
    if (type == Tensor[].class) {
      return List.of(
          new Tensor[] {Tensor.of(DType.F64, 1.0, 2)},
          new Tensor[0],
          new Tensor[] {Tensor.of(DType.F64, 1.0), null});
    }
    if (type == GradientCheck.class) {
      return List.of(GradientCheck.DEFAULT);
    }
    if (type == Function.class) {
      return List.<Function<List<Tensor>, Tensor>>of(
          xs -> xs.isEmpty() ? Tensor.of(DType.F64, 1.0) : Ops.square(xs.getFirst()), xs -> null);
    }
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 0.5, 2));
    if (type == Iterable.class) {
      return List.of(List.of(w), List.of(), Arrays.asList(w, null));
    }
    if (type == Supplier.class) {
      return List.<Supplier<Tensor>>of(() -> Ops.sum(Ops.square(w)), () -> null);
    }
    return type == Model.class ? List.of(model(DType.F64), model(DType.F32)) : List.of();
  }

  private static Model model(DType dtype) {
    Parameter w = Parameter.of("w", Tensor.full(dtype, Tensor.of(DType.F64, 0.5, 2).shape(), 0.5));
    return new Model() {
      @Override
      public Tensor apply(Tensor x) {
        return Ops.mul(x, Ops.sum(w));
      }

      @Override
      public List<Parameter> parameters() {
        return List.of(w);
      }
    };
  }
}
