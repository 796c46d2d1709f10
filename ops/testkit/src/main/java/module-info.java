/**
 * Gradient checks and contract checks in JUnit Jupiter tests.
 *
 * <p>A dependency of tests: the library itself needs no test framework.
 */
module io.github.wengert.testkit {
  requires transitive io.github.wengert.ops;
  requires transitive org.junit.jupiter.api;

  exports io.github.wengert.testkit;
}
