package io.github.wengert.optim;

import com.google.common.collect.Sets;
import io.github.wengert.ops.Parameter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses two things that should be about the same parameters and have none in common. */
final class OtherModel {
  /** How many parameters a message names. */
  private static final int NAMED = 3;

  private OtherModel() {}

  /**
   * Refuses {@code given} if it has none of the parameters {@code expected}, unless there are none.
   *
   * @param problem what is wrong, such as "nothing of the trained model is kept"
   */
  static void refuse(
      String operation, String problem, List<Parameter> expected, List<Parameter> given) {
    Set<Parameter> present = Sets.newIdentityHashSet();
    present.addAll(given);
    if (!expected.isEmpty() && expected.stream().noneMatch(present::contains)) {
      throw new HyperparameterException(
          "%s: %s: %s (0 of %d parameters); are they those of another model?"
              .formatted(operation, problem, names(expected), expected.size()));
    }
  }

  private static String names(List<Parameter> parameters) {
    String names =
        parameters.stream()
            .limit(NAMED)
            .map(parameter -> "\"" + parameter.name() + "\"")
            .collect(Collectors.joining(", "));
    return parameters.size() > NAMED ? names + ", …" : names;
  }
}
