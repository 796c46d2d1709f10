package io.github.wengert.ops.check;

import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Trace;
import java.util.List;

/** A subject made of another one, which does what does not depend on the point. */
interface ForwardingSubject extends Subject {
  /** Returns the other one. */
  Subject subject();

  @Override
  default List<String> names() {
    return subject().names();
  }

  @Override
  default int arguments() {
    return subject().arguments();
  }

  @Override
  default Domain domain() {
    return subject().domain();
  }

  @Override
  default Tensor at(List<Tensor> inputs) {
    return subject().at(inputs);
  }

  @Override
  default Trace trace() {
    return subject().trace();
  }

  @Override
  default Trace trace(Tensor cotangent, List<Tensor> direction) {
    return subject().trace(cotangent, direction);
  }

  @Override
  default List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
    return subject().pullback(inputs, cotangent);
  }

  @Override
  default Applications<Tensor> applications(List<Tensor> inputs) {
    return subject().applications(inputs);
  }

  @Override
  default void restore() {
    subject().restore();
  }
}
