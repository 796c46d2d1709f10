package io.github.wengert.optim;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.internal.UpdateRules;
import java.util.ArrayList;
import java.util.List;

/** Thrown when gradients do not fit the parameters of an optimizer. */
public final class GradientsException extends OptimException {
  private static final long serialVersionUID = 1L;

  GradientsException(String message) {
    super(message);
  }

  /** Refuses gradients that are infinite or NaN. */
  static void requireFinite(
      String operation, List<Parameter> parameters, Gradients<Tensor> gradients) {
    for (Parameter parameter : parameters) {
      double largest = UpdateRules.rules().largest(gradients.of(parameter));
      if (!Double.isFinite(largest)) {
        throw new GradientsException(
            "%s: a gradient is not finite: parameter \"%s\" (%s)"
                .formatted(operation, parameter.name(), largest));
      }
    }
  }

  /** Refuses gradients that lack a parameter. */
  static void requireAll(
      String operation, List<Parameter> parameters, Gradients<Tensor> gradients) {
    Nulls.require(gradients, operation, "gradients");
    if (gradients.leaves().equals(parameters)) { // in a step from a loss it is the same list
      return;
    }
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (!gradients.contains(parameter)) {
        missing.add("\"" + parameter.name() + "\"");
      }
    }
    if (!missing.isEmpty()) {
      throw new GradientsException(
          "%s: there is no gradient for a parameter: %s (%d of %d parameters);"
                  .formatted(
                      operation, String.join(", ", missing), missing.size(), parameters.size())
              + " differentiate by it, or leave it out");
    }
  }
}
