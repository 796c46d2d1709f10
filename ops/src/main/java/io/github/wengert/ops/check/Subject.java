package io.github.wengert.ops.check;

import io.github.wengert.autograd.Applications;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.exact.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is checked: a function of tensors at a point, with the derivatives that the library gives.
 */
interface Subject {
  /** Returns the names of the inputs, for the report. */
  List<String> names();

  /** Returns the inputs. */
  List<Tensor> point();

  /** Returns how many of the inputs are not random cotangents: the first ones. */
  default int arguments() {
    return point().size();
  }

  /** Returns the value of the function at other inputs. */
  Tensor at(List<Tensor> inputs);

  /** Returns the value of the function with one element of one input replaced. */
  default Tensor at(int input, int element, double value) {
    Tensor x = point().get(input);
    double[] elements = x.toDoubleArray();
    elements[element] = value;
    List<Tensor> inputs = new ArrayList<>(point());
    inputs.set(input, Tensor.of(DType.F64, x.shape(), elements));
    return at(inputs);
  }

  /** Returns what the function computes, to be evaluated again in about 106 bits. */
  Trace trace();

  /**
   * Returns what the pullbacks compute of a cotangent, contracted with {@code direction}, to be
   * evaluated again in about 106 bits.
   */
  Trace trace(Tensor cotangent, List<Tensor> direction);

  /** Returns {@code cotangent · ∂f/∂xᵢ} for each input, at the point. */
  List<Tensor> pullback(Tensor cotangent);

  /** Returns {@code cotangent · ∂f/∂xᵢ} for each input, at other inputs. */
  List<Tensor> pullback(List<Tensor> inputs, Tensor cotangent);

  /**
   * Records the function at the point, and returns the pullback of that recording, to be called any
   * number of times; null where a recording is swept once only.
   */
  default @Nullable Function<Tensor, List<Tensor>> recorded() {
    return null;
  }

  /** Returns what the function applies at other inputs, by which it is recorded. */
  Applications<Tensor> applications(List<Tensor> inputs);

  /** Returns where the function may be evaluated. */
  default Domain domain() {
    return Domain.ALL;
  }

  /** Puts back what an evaluation changed that was given up. */
  default void restore() {}

  /**
   * Returns the function that contracts the derivatives of this one with random tensors, whose
   * derivatives are those of the next order.
   */
  Subject contracted(Tensor cotangent, Key key);
}
