package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.testing.HostileCalls;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever layers, networks and initialisers are called with, they say what is wrong with it. */
class RefusalsTest {
  private static final HostileCalls CALLS =
      new HostileCalls(HostileArguments::of, HostileArguments::objectsOf);

  private static List<Class<?>> classes() {
    return HostileCalls.publicClassesBeside(Layer.class);
  }

  @TestFactory
  Stream<DynamicTest> nothing_is_thrown_but_what_says_why() {
    return CALLS.testsOf(classes());
  }

  @Test
  void all_layers_are_called() {
    assertThat(classes())
        .contains(Dense.class, Mlp.Builder.class, Summary.Row.class, Penalty.class);
  }
}
