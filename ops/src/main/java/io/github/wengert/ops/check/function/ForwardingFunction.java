package io.github.wengert.ops.check.function;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.settings.Domain;
import io.github.wengert.ops.exact.Trace;
import java.util.List;

/** A function that delegates to another one, except for the point. */
public interface ForwardingFunction extends CheckedFunction {
  /** Returns the other function. */
  CheckedFunction checked();

  @Override
  default List<String> names() {
    return checked().names();
  }

  @Override
  default int arguments() {
    return checked().arguments();
  }

  @Override
  default Domain domain() {
    return checked().domain();
  }

  @Override
  default Tensor at(List<Tensor> inputs) {
    return checked().at(inputs);
  }

  @Override
  default Trace trace() {
    return checked().trace();
  }

  @Override
  default Trace trace(Tensor cotangent, List<Tensor> direction) {
    return checked().trace(cotangent, direction);
  }

  @Override
  default List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
    return checked().pullback(inputs, cotangent);
  }

  @Override
  default Applications<Tensor> applications(List<Tensor> inputs) {
    return checked().applications(inputs);
  }

  @Override
  default void restore() {
    checked().restore();
  }
}
