package io.github.wengert.ops.check.contract;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.text.TensorDifferences;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules about the result of an operation and its inputs. */
final class ForwardRules {
  private ForwardRules() {}

  static RuleOutcome computes(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    op.cotangents(inputs, op.random(y, 0));
    return RuleOutcome.yes("the result is " + y.dtype() + y.shape());
  }

  static RuleOutcome shape(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    Shape shape = op.result(inputs).shape();
    Function<List<Tensor>, Shape> rule = op.contract().shapeRule();
    if (rule != null && !rule.apply(inputs).equals(shape)) {
      return differ("the rule says another shape", shape, rule.apply(inputs));
    }
    Shape recorded = Autograd.vjp(op::result, inputs).value().shape();
    if (!recorded.equals(shape)) {
      return differ("the result has another shape if it is recorded", recorded, shape);
    }
    DType other = op.dtype() == DType.F32 ? DType.F64 : DType.F32;
    Shape inOther = op.in(other).result(op.in(other).inputs()).shape();
    return inOther.equals(shape)
        ? RuleOutcome.YES
        : differ("the result has another shape in " + other, inOther, shape);
  }

  private static RuleOutcome differ(String what, Object actual, Object expected) {
    return RuleOutcome.no("%s: (%s ≠ %s)".formatted(what, actual, expected));
  }

  static RuleOutcome elementType(OpAtPoint op) {
    List<Tensor> inputs = op.inputs();
    DType actual = op.result(inputs).dtype();
    Function<List<Tensor>, DType> rule = op.contract().typeRule();
    DType expected = rule == null ? typeOf(inputs) : rule.apply(inputs);
    return actual == expected
        ? RuleOutcome.YES
        : differ("the result has another element type", actual, expected);
  }

  private static DType typeOf(List<Tensor> inputs) {
    return inputs.isEmpty() ? DType.F64 : inputs.getFirst().dtype();
  }

  @SuppressWarnings("ReferenceEquality") // whether it is this very object is the question
  static RuleOutcome newResult(OpAtPoint op) {
    if (op.isFunction()) {
      return RuleOutcome.yes("a function may return an input");
    }
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) == y) {
        return RuleOutcome.no("the result is input %d itself".formatted(i));
      }
    }
    return op.result(inputs) == y ? RuleOutcome.no("two calls return one object") : RuleOutcome.YES;
  }

  static RuleOutcome parameter(OpAtPoint op) {
    if (op.isFunction()) {
      return RuleOutcome.yes("a function may return an input");
    }
    List<Parameter> parameters = op.parameters();
    Tensor y = op.result(parameters);
    Tensor before = TensorDifferences.copy(y);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      parameter.assign(Ops.add(TensorDifferences.copy(parameter), 1));
      String difference = TensorDifferences.difference(y, before);
      if (difference != null) {
        return RuleOutcome.no(
            "the result shares the array of input %d, a parameter that was changed: %s"
                .formatted(i, difference));
      }
    }
    return RuleOutcome.YES;
  }

  static RuleOutcome inputsUntouched(OpAtPoint op) {
    List<Tensor> original = op.inputs();
    List<Tensor> inputs = op.inputs();
    Tensor y = op.result(inputs);
    String forward = TensorDifferences.difference(inputs, original);
    if (forward != null) {
      return RuleOutcome.no("the computation changed an input: " + forward);
    }
    op.cotangents(inputs, op.random(y, 0));
    String backward = TensorDifferences.difference(inputs, original);
    if (backward != null) {
      return RuleOutcome.no("a pullback changed an input: " + backward);
    }
    return RuleOutcome.ofDifference("with parameters", parametersTouched(op, original));
  }

  private static @Nullable String parametersTouched(OpAtPoint op, List<Tensor> original) {
    List<Parameter> parameters = op.parameters();
    List<Integer> versions = parameters.stream().map(Parameter::version).toList();
    Tensor y = op.result(parameters);
    op.cotangents(parameters, op.random(y, 0));
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).version() != versions.get(i)) {
        return "input %d, a parameter, was changed: (version %d ≠ %d)"
            .formatted(i, parameters.get(i).version(), versions.get(i));
      }
    }
    return TensorDifferences.difference(parameters, original);
  }
}
