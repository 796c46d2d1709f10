package io.github.wengert.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** The hostile calls find what is planted, and accept what refuses well. */
class HostileCallsTest {
  private static final HostileCalls CALLS =
      new HostileCalls(
          parameter ->
              parameter.getType() == int.class
                  ? List.of(1, 0)
                  : parameter.getType() == String.class ? List.of("good", "bad") : List.of(),
          type -> List.of());

  private static void call(Class<?> type) throws Throwable {
    List<DynamicTest> tests = testsOf(type).toList();
    assertThat(tests).hasSize(1);
    tests.getFirst().getExecutable().execute();
  }

  private static Stream<DynamicTest> testsOf(Class<?> type) {
    return CALLS.testsOf(List.of(type));
  }

  private static void assertFault(Class<?> type, String fault) {
    assertThatThrownBy(() -> call(type))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(fault);
  }

  @Test
  void refusals_with_a_message_are_accepted() throws Throwable {
    call(Refusing.class);
    call(Dereferencing.class);
    call(TakingNothing.class);
  }

  @Test
  void null_that_is_taken_is_a_fault_unless_it_may_be_null() {
    assertFault(TakingNull.class, "call(null) took null for value");
    assertFault(TakingElements.class, "call(null, good) took null for first");
  }

  @Test
  void a_null_pointer_exception_that_does_not_name_the_argument_is_a_fault() {
    assertFault(Mute.class, "call(null) threw java.lang.NullPointerException");
    assertFault(Behind.class, "call(bad) threw java.lang.NullPointerException");
  }

  @Test
  void an_exception_that_says_nothing_or_comes_from_inside_is_a_fault() {
    assertFault(Wordless.class, "call(0) threw java.lang.IllegalArgumentException");
    assertFault(Dividing.class, "call(0) threw java.lang.ArithmeticException: / by zero");
  }

  @Test
  void two_bad_arguments_meet() {
    assertFault(Meeting.class, "call(0, 0) threw java.lang.ArithmeticException");
  }

  @Test
  void a_parameter_without_values_and_a_class_without_objects_are_not_passed_over() {
    assertThatThrownBy(() -> call(Unknown.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no values for long");
    assertThatThrownBy(() -> call(Instance.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no objects of ");
  }

  public abstract static class Refusing {
    public static void call(String value) {
      if (value == null) {
        throw new NullPointerException("call: value must not be null");
      }
      if (value.equals("bad")) {
        throw new IllegalArgumentException("call: bad value");
      }
    }
  }

  public abstract static class Dereferencing {
    public static int call(String value) {
      return value.length();
    }
  }

  public abstract static class TakingNothing {
    public static boolean call(@Nullable String value) {
      return value == null;
    }
  }

  public abstract static class TakingNull {
    public static boolean call(String value) {
      return value == null;
    }
  }

  public abstract static class TakingElements {
    public static boolean call(String first, @Nullable String second) {
      return Objects.equals(first, second);
    }
  }

  public abstract static class Mute {
    public static void call(String value) {
      Objects.requireNonNull(value);
    }
  }

  public abstract static class Behind {
    public static int call(String value) {
      String behind = value.equals("bad") ? null : value;
      return behind.length();
    }
  }

  public abstract static class Wordless {
    public static void call(int count) {
      if (count == 0) {
        throw new IllegalArgumentException();
      }
    }
  }

  public abstract static class Dividing {
    public static int call(int count) {
      return 1 / count;
    }
  }

  public abstract static class Meeting {
    public static int call(int first, int second) {
      return 1 / (first + second);
    }
  }

  public abstract static class Unknown {
    public static long call(long count) {
      return count;
    }
  }

  public abstract static class Instance {
    public int call() {
      return 1;
    }
  }
}
