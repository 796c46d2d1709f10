package io.github.wengert.ops.check;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * A loss that reads parameters. To evaluate it elsewhere they are changed for a moment, and put
 * back to the bit whatever happens.
 */
record ParameterSubject(
    List<Parameter> parameters, Supplier<Tensor> loss, List<String> names, List<Tensor> point)
    implements Subject {
  static ParameterSubject of(List<Parameter> parameters, Supplier<Tensor> loss) {
    return new ParameterSubject(
        parameters,
        loss,
        parameters.stream().map(Parameter::name).toList(),
        parameters.stream().map(Parameter::snapshot).toList());
  }

  @Override
  public Tensor at(List<Tensor> inputs) {
    assign(inputs);
    try {
      return loss.get();
    } finally {
      assign(point);
    }
  }

  private void assign(List<Tensor> values) {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).assign(values.get(i));
    }
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return gradients(() -> Ops.sum(Ops.mul(cotangent, loss.get())));
  }

  private List<Tensor> gradients(Supplier<Tensor> scalar) {
    Gradients<Tensor> gradients = Autograd.differentiate(parameters, scalar, Unused.ZERO);
    return parameters.stream().map(gradients::of).toList();
  }

  @Override
  public Subject contracted(Tensor cotangent, Key key) {
    return new ParameterSubject(
        parameters, () -> Contraction.of(pullback(cotangent), key), names, point);
  }
}
