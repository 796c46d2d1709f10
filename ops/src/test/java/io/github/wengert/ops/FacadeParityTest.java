package io.github.wengert.ops;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The two facades are one: what can be called as a function can be called as a method. */
class FacadeParityTest {
  /** Functions whose first operand is not what they are about, so that a method would mislead. */
  private static final Set<String> FUNCTIONS_ONLY =
      Set.of(
          "where", // condition.where(a, b) reads as if a and b were conditions
          "embedding"); // the table is the second thing one thinks of; indexSelect is the method

  private static final Tensor X =
      Tensor.of(DType.F64, Shape.of(3, 3), 0.5, 1.25, 2, 0.75, 1.5, 0.25, 3, 0.125, 1);
  private static final Tensor OTHER =
      Tensor.of(DType.F64, Shape.of(3, 3), 1.5, 1, 0.5, 2.25, 1.5, 0.75, 0.5, 2, 1.75);

  private static final Tensor IMAGE = OTHER.reshape(1, 1, 3, 3);
  private static final Tensor COLUMN = Tensor.of(DType.F64, 0.25, 0.5, 0.75);

  /** Arguments behind the first, where those that {@link #sample} makes do not fit. */
  private static final Map<String, List<Object>> ARGUMENTS =
      Map.ofEntries(
          entry("layerNorm(int, double)", List.of(2, 1e-5)),
          entry("layerNorm(Tensor, Tensor, double)", List.of(COLUMN, COLUMN, 1e-5)),
          entry("batchNorm(Tensor, Tensor, double)", List.of(COLUMN, COLUMN, 1e-5)),
          entry("scaleShift(Tensor, Tensor, int)", List.of(COLUMN, COLUMN, 0)),
          entry("linear(Tensor, Tensor)", List.of(OTHER, Tensor.of(DType.F64, 0.25, 0.5, 0.75))),
          entry(
              "linear(Tensor, Tensor, UnitFunction)",
              List.of(OTHER, Tensor.of(DType.F64, 0.25, 0.5, 0.75), UnitFunction.SIGMOID)),
          entry("conv2d(Tensor, Conv2dOptions)", List.of(IMAGE, Conv2dOptions.DEFAULT)),
          entry(
              "conv2d(Tensor, Tensor, Conv2dOptions)",
              List.of(IMAGE, Tensor.of(DType.F64, 0.25), Conv2dOptions.DEFAULT)),
          entry("prelu(Tensor)", List.of(Tensor.of(DType.F64, 0.25, 0.5, 0.75))),
          entry("maxout(int)", List.of(3)),
          entry("reshape(Shape)", List.of(Shape.of(9))),
          entry("reshape(int[])", List.of(new int[] {-1, 1, 3})),
          entry("permute(int[])", List.of(new int[] {1, 0})));

  private static Stream<Method> functions() {
    return Arrays.stream(Ops.class.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() > 0)
        .filter(method -> method.getParameterTypes()[0] == Tensor.class)
        .filter(method -> !FUNCTIONS_ONLY.contains(method.getName()));
  }

  private static Class<?>[] remaining(Method function) {
    return Arrays.copyOfRange(
        function.getParameterTypes(), 1, function.getParameterCount(), Class[].class);
  }

  private static String signature(String name, Class<?>... parameters) {
    List<String> names = Arrays.stream(parameters).map(Class::getSimpleName).toList();
    return "%s(%s)".formatted(name, String.join(", ", names));
  }

  @TestFactory
  Stream<DynamicTest> every_function_of_a_tensor_is_a_method_that_gives_the_same_bits() {
    return functions()
        .map(function -> {
          String signature = signature(function.getName(), remaining(function));
          return dynamicTest(signature, () -> assertParity(function, signature));
        });
  }

  private static void assertParity(Method function, String signature)
      throws ReflectiveOperationException {
    Method method = TensorMethods.class.getMethod(function.getName(), remaining(function));
    assertThat(method.getReturnType()).isEqualTo(function.getReturnType());
    assertThat(method.isVarArgs()).isEqualTo(function.isVarArgs());
    List<Object> arguments = ARGUMENTS.getOrDefault(signature, samples(function));
    Tensor x = operand(signature);
    Object byFunction =
        function.invoke(null, Stream.concat(Stream.of(x), arguments.stream()).toArray());
    assertSameBits(byFunction, method.invoke(x, arguments.toArray()));
  }

  private static Tensor operand(String signature) {
    if (signature.startsWith("squeeze")) {
      return Ops.expandDims(X, 0);
    }
    return signature.contains("2d(") ? X.reshape(1, 1, 3, 3) : X;
  }

  private static void assertSameBits(Object a, Object b) {
    if (a instanceof Tensor x && b instanceof Tensor y) {
      assertThat(x.hasSameBits(y)).as("%s = %s", x, y).isTrue();
    } else if (a instanceof Picked x && b instanceof Picked y) {
      assertSameBits(x.values(), y.values());
      assertSameBits(x.indices(), y.indices());
    } else if (a instanceof BatchNormalized x && b instanceof BatchNormalized y) {
      assertSameBits(x.values(), y.values());
      assertSameBits(x.mean(), y.mean());
      assertSameBits(x.variance(), y.variance());
    } else {
      assertThat(a).isInstanceOf(Indices.class).isEqualTo(b);
    }
  }

  private static List<Object> samples(Method function) {
    Deque<Integer> integers = new ArrayDeque<>(List.of(0, 1, 2, 1));
    Deque<Double> numbers = new ArrayDeque<>(List.of(0.75, 1.5));
    Deque<Boolean> flags = new ArrayDeque<>(List.of(false, true));
    return Arrays.stream(remaining(function))
        .map(type -> sample(type, integers, numbers, flags))
        .toList();
  }

  private static Object sample(
      Class<?> type, Deque<Integer> integers, Deque<Double> numbers, Deque<Boolean> flags) {
    return switch (type.getSimpleName()) {
      case "Tensor" -> OTHER;
      case "int" -> integers.removeFirst();
      case "double" -> numbers.removeFirst();
      case "boolean" -> flags.removeFirst();
      case "int[]" -> new int[] {1};
      case "Shape" -> Shape.of(2, 3, 3);
      case "DType" -> DType.F32;
      case "Conv2dOptions" -> Conv2dOptions.DEFAULT;
      case "Pool2dOptions" -> Pool2dOptions.of(2).withStride(1);
      case "UnitFunction" -> UnitFunction.SIGMOID;
      case "Indices" -> Indices.of(Shape.of(3, 3), 0, 2, 1, 1, 0, 2, 2, 2, 0);
      default -> throw new AssertionError("no sample of type " + type);
    };
  }

  @Test
  void every_method_is_a_function() {
    Stream<Method> methods =
        Arrays.stream(TensorMethods.class.getMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()));
    List<String> functions =
        functions().map(function -> signature(function.getName(), remaining(function))).toList();
    assertThat(methods.map(method -> signature(method.getName(), method.getParameterTypes())))
        .containsExactlyInAnyOrderElementsOf(functions);
  }

  @Test
  void exceptions_are_functions() {
    assertThat(Arrays.stream(Ops.class.getMethods()).map(Method::getName))
        .containsAll(FUNCTIONS_ONLY);
  }

  @Test
  void a_chain_of_methods_reads_as_the_formula() {
    Tensor w1 = Tensor.of(DType.F64, Shape.of(2, 3), 1.0, -2, 3, -4, 5, -6);
    Tensor x = Tensor.of(DType.F64, 1.0, 2, 3);
    assertThat(w1.matmul(x).relu().hasSameBits(Ops.max(0, Ops.matmul(w1, x)))).isTrue();
  }
}
