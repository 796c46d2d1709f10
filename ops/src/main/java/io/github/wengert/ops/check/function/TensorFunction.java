package io.github.wengert.ops.check.function;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A function of tensors. */
public record TensorFunction(
    Function<List<Tensor>, Tensor> f, List<String> names, List<Tensor> point)
    implements CheckedFunction {
  @Override
  public Tensor at(List<Tensor> inputs) {
    return requireNonNull(f.apply(inputs), "gradient check: f must not return null");
  }

  @Override
  public Trace trace() {
    return Trace.of(f, point);
  }

  /** Sweeps while an outer scope records, so that the sweep consists of operations. */
  @Override
  public Trace trace(Tensor cotangent, List<Tensor> direction) {
    Function<List<Tensor>, Tensor> slope =
        xs -> Contraction.of(Autograd.vjp(f, xs).pullback(cotangent), direction);
    return Trace.of(xs -> Autograd.vjp(slope, xs).value(), point);
  }

  @Override
  public List<Tensor> pullback(Tensor cotangent) {
    return pullback(point, cotangent);
  }

  @Override
  public List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent) {
    return Autograd.vjp(f, inputs).pullback(cotangent);
  }

  @Override
  public Function<Tensor, List<Tensor>> recorded() {
    return Autograd.vjp(f, point)::pullback;
  }

  @Override
  public Applications<Tensor> applications(List<Tensor> inputs) {
    return EngineAccess.engine().applications(f, inputs);
  }

  /**
   * The cotangent becomes one more input: the derivative by it is the transpose of the pullback, so
   * that a pullback which is not linear in its cotangent is caught.
   */
  @Override
  public CheckedFunction contracted(Tensor cotangent, Key key) {
    int inputs = point.size();
    List<String> moreNames = new ArrayList<>(names);
    moreNames.add("cotangent " + (inputs - arguments() + 1));
    List<Tensor> morePoint = new ArrayList<>(point);
    morePoint.add(cotangent);
    return new TensorFunction(
        xs -> Contraction.of(Autograd.vjp(f, xs.subList(0, inputs)).pullback(xs.get(inputs)), key),
        List.copyOf(moreNames),
        List.copyOf(morePoint));
  }

  @Override
  public int arguments() {
    int count = 0;
    while (count < names.size() && !names.get(count).startsWith("cotangent ")) {
      count++;
    }
    return count;
  }
}
