package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever the public functions of this module are called with, they say what is wrong with it. */
class RefusalsTest {
  private static final HostileCalls CALLS =
      new HostileCalls(HostileArguments::of, HostileArguments::objectsOf);

  private static final int THREADS = Parallelism.threads();

  @AfterAll
  static void put_back_what_is_global() {
    Parallelism.threads(THREADS);
  }

  @TestFactory
  Stream<DynamicTest> nothing_is_thrown_but_what_says_why() {
    return CALLS.testsOf(HostileCalls.publicClassesBeside(Ops.class));
  }

  @Test
  void all_exported_classes_are_called() {
    assertThat(HostileCalls.publicClassesBeside(Ops.class))
        .contains(Ops.class, Losses.class, BranchLog.Logged.class)
        .doesNotContain(Add.class)
        .noneMatch(type -> type.getName().contains(".kernel."));
  }

  /** Modules share no test code; a copy of the calls that strays would test less here. */
  @Test
  void the_calls_are_those_that_the_engine_is_tested_by() throws IOException {
    Path here = Path.of("src/test/java/io/github/wengert/ops/HostileCalls.java");
    Path there = Path.of("../autograd/src/test/java/io/github/wengert/autograd/HostileCalls.java");
    assertThat(Files.readString(here).replace("wengert.ops;", "wengert.autograd;"))
        .isEqualTo(Files.readString(there));
  }
}
