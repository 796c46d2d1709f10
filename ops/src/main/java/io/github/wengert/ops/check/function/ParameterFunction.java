package io.github.wengert.ops.check.function;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.ops.exact.Trace;
import io.github.wengert.ops.internal.UpdateRules;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A loss that reads parameters. To evaluate it elsewhere they are changed for a moment, and put
 * back to the bit whatever happens.
 */
public record ParameterFunction(
    List<Parameter> parameters, Supplier<Tensor> loss, List<String> names, List<Tensor> point)
    implements CheckedFunction {
  public static ParameterFunction of(List<Parameter> parameters, Supplier<Tensor> loss) {
    return new ParameterFunction(
        parameters,
        Training.isDecided() ? loss : () -> evaluated(loss), // where nothing is said, as anywhere
        parameters.stream().map(Parameter::name).toList(),
        parameters.stream().map(Parameter::snapshot).toList());
  }

  /** Evaluates networks in the loss, unless it opens a training scope itself. */
  private static Tensor evaluated(Supplier<Tensor> loss) {
    return Training.evaluate(
        () -> requireNonNull(loss.get(), "gradient check: loss must not return null"));
  }

  /** A network's loss by its parameters and its input. */
  public static ParameterFunction of(Model model, Tensor x, UnaryOperator<Tensor> loss) {
    Parameter input = Parameter.of("x", x);
    List<Parameter> all = Stream.concat(model.parameters().stream(), Stream.of(input)).toList();
    return of(all, () -> loss.apply(model.apply(input)));
  }

  @Override
  public Tensor at(List<Tensor> inputs) {
    return moved(inputs, this::value);
  }

  private <R> R moved(List<Tensor> inputs, Supplier<R> computation) {
    try {
      for (int i = 0; i < inputs.size(); i++) {
        assign(i, inputs.get(i), inputs);
      }
      return computation.get();
    } finally {
      for (int i = 0; i < inputs.size(); i++) {
        assign(i, point.get(i), inputs);
      }
    }
  }

  /** Leaves alone what does not change: most of a network, mostly. */
  private void assign(int i, Tensor value, List<Tensor> inputs) {
    if (inputs.get(i) != point.get(i)) {
      parameters.get(i).assign(value);
    }
  }

  /** Changes this element only: copying a large parameter costs more than computing with it. */
  @Override
  public Tensor at(int input, int element, double value) {
    Parameter changed = parameters.get(input);
    double before = UpdateRules.rules().setElement(changed, element, value);
    try {
      return value();
    } finally {
      UpdateRules.rules().setElement(changed, element, before);
    }
  }

  /** Returns the loss as it is now, also if it is one of the parameters, which will be put back. */
  private Tensor value() {
    return frozen(requireNonNull(loss.get(), "gradient check: loss must not return null"));
  }

  private static Tensor frozen(Tensor value) {
    return value instanceof Parameter parameter ? parameter.snapshot() : value;
  }

  @Override
  public Trace trace() {
    return Trace.of(loss, parameters);
  }

  /** Sweeps while an outer scope records, so that the sweep consists of operations. */
  @Override
  public Trace trace(Tensor cotangent, List<Tensor> direction) {
    Supplier<Tensor> slope = () -> Contraction.of(pullback(cotangent), direction);
    return Trace.of(
        () -> Autograd.differentiate(parameters, slope, Unused.ZERO).value(), parameters);
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return gradients(() -> Ops.sum(Ops.mul(cotangent, loss.get())));
  }

  @Override
  public List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
    return moved(
        inputs, () -> pullback(cotangent).stream().map(ParameterFunction::frozen).toList());
  }

  @Override
  public Applications<Tensor> applications(List<Tensor> inputs) {
    return moved(inputs, () -> EngineAccess.engine().applications(parameters, loss));
  }

  private List<Tensor> gradients(Supplier<Tensor> scalar) {
    Gradients<Tensor> gradients = Autograd.differentiate(parameters, scalar, Unused.ZERO);
    return parameters.stream().map(gradients::of).toList();
  }

  @Override
  public void restore() {
    for (int i = 0; i < point.size(); i++) {
      parameters.get(i).assign(point.get(i));
    }
  }

  @Override
  public CheckedFunction contracted(Tensor cotangent, Key key) {
    return new ParameterFunction(
        parameters, () -> Contraction.of(pullback(cotangent), key), names, point);
  }
}
