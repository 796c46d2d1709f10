package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Modules share no test code; a copy of the calls that strays would test less here. */
  @Test
  void the_calls_are_those_that_the_engine_is_tested_by() throws IOException {
    Path here = Path.of("src/test/java/io/github/wengert/nn/HostileCalls.java");
    Path there = Path.of("../autograd/src/test/java/io/github/wengert/autograd/HostileCalls.java");
    assertThat(Files.readString(here).replace("wengert.nn;", "wengert.autograd;"))
        .isEqualTo(Files.readString(there));
  }
}
