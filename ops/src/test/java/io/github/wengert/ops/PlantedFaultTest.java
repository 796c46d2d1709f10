package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stress suite notices an operation that is wrong in one region. */
class PlantedFaultTest {
  private static final long SEED = 2;
  private static final int ROUNDS = 4;

  @ParameterizedTest
  @EnumSource
  void every_kind_of_fault_is_noticed(PlantedFault.Kind kind) {
    String operation = operationFor(kind);
    assertThat(wrong(operation, kind))
        .as("%s (seed %d)", operation, SEED)
        .isGreaterThan(wrong(operation, null));
  }

  /** Returns an operation that can have the fault. */
  private static String operationFor(PlantedFault.Kind kind) {
    return switch (kind) {
      case BLURRED -> "softmax";
      case WITHOUT_TAIL -> "matmul";
      case NAN_LOST -> "sum";
      case EARLY_OVERFLOW -> "mul";
      case EARLY_UNDERFLOW -> "exp";
      case BLURRED_SLOPE -> "linear";
      case WRONG_SIGN -> "div";
      case NAN_FOR_ZERO -> "relu";
      case SHIFTED -> "permute";
    };
  }

  private static int wrong(String operation, PlantedFault.@Nullable Kind kind) {
    int[] wrong = new int[1];
    new StressSuite(SEED, ROUNDS, op -> kind == null ? op : new PlantedFault(op, kind))
        .run(operation, check -> wrong[0] += check.isWrong() ? 1 : 0);
    return wrong[0];
  }
}
