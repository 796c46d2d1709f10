package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.testing.HostileCalls;
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
        .noneMatch(type -> type.getName().contains(".kernel."))
        .noneMatch(type -> type.getName().contains(".exact."));
  }
}
