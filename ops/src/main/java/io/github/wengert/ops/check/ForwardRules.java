package io.github.wengert.ops.check;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an operation promises about its result and its inputs. */
final class ForwardRules {
  private ForwardRules() {}

  static Answer computes(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    trial.cotangents(inputs, trial.random(y, 0));
    return Answer.yes("the result is " + y.dtype() + y.shape());
  }

  static Answer shape(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    Shape shape = trial.result(inputs).shape();
    Function<List<Tensor>, Shape> rule = trial.contract().shapeRule();
    if (rule != null && !rule.apply(inputs).equals(shape)) {
      return differ("the rule says another shape", shape, rule.apply(inputs));
    }
    Shape recorded = Autograd.vjp(trial::result, inputs).value().shape();
    if (!recorded.equals(shape)) {
      return differ("the result has another shape if it is recorded", recorded, shape);
    }
    DType other = trial.dtype() == DType.F32 ? DType.F64 : DType.F32;
    Shape inOther = trial.in(other).result(trial.in(other).inputs()).shape();
    return inOther.equals(shape)
        ? Answer.YES
        : differ("the result has another shape in " + other, inOther, shape);
  }

  private static Answer differ(String what, Object actual, Object expected) {
    return Answer.no("%s: (%s ≠ %s)".formatted(what, actual, expected));
  }

  static Answer elementType(Trial trial) {
    List<Tensor> inputs = trial.inputs();
    DType actual = trial.result(inputs).dtype();
    DType expected = trial.contract().typeRule().apply(inputs);
    return actual == expected
        ? Answer.YES
        : differ("the result has another element type", actual, expected);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is this very object is the question
  static Answer newResult(Trial trial) {
    if (trial.contract().primitive() == null) {
      return Answer.yes("a function may return an input");
    }
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) == y) {
        return Answer.no("the result is input %d itself".formatted(i));
      }
    }
    return trial.result(inputs) == y ? Answer.no("two calls return one object") : Answer.YES;
  }

  static Answer parameter(Trial trial) {
    if (trial.contract().primitive() == null) {
      return Answer.yes("a function may return an input");
    }
    List<Parameter> parameters = trial.parameters();
    Tensor y = trial.result(parameters);
    Tensor before = Bits.copy(y);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      parameter.assign(Ops.add(Bits.copy(parameter), 1));
      String difference = Bits.difference(y, before);
      if (difference != null) {
        return Answer.no(
            "the result shares the array of input %d, a parameter that was changed: %s"
                .formatted(i, difference));
      }
    }
    return Answer.YES;
  }

  static Answer inputsUntouched(Trial trial) {
    List<Tensor> original = trial.inputs();
    List<Tensor> inputs = trial.inputs();
    Tensor y = trial.result(inputs);
    String forward = Bits.difference(inputs, original);
    if (forward != null) {
      return Answer.no("the computation changed an input: " + forward);
    }
    trial.cotangents(inputs, trial.random(y, 0));
    String backward = Bits.difference(inputs, original);
    if (backward != null) {
      return Answer.no("a pullback changed an input: " + backward);
    }
    return Answer.ofDifference("with parameters", parametersTouched(trial, original));
  }

  private static @Nullable String parametersTouched(Trial trial, List<Tensor> original) {
    List<Parameter> parameters = trial.parameters();
    List<Integer> versions = parameters.stream().map(Parameter::version).toList();
    Tensor y = trial.result(parameters);
    trial.cotangents(parameters, trial.random(y, 0));
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).version() != versions.get(i)) {
        return "input %d, a parameter, was changed: (version %d ≠ %d)"
            .formatted(i, parameters.get(i).version(), versions.get(i));
      }
    }
    return Bits.difference(parameters, original);
  }
}
