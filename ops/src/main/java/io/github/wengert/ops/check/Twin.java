package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.DTypeException;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is checked, in double precision, and the same in single precision if the user computes in
 * that: at the very same point.
 *
 * @param single null if the user computes in double precision
 */
record Twin(Subject exact, @Nullable Subject single) {
  /** How far away another point is, as a share of each element's size. */
  private static final double ELSEWHERE = 0x1p-10;

  static Twin of(
      Function<List<Tensor>, Tensor> f, ImmutableList<String> names, List<Tensor> inputs) {
    ImmutableList<Tensor> wide =
        inputs.stream().map(x -> Ops.to(x, DType.F64)).collect(ImmutableList.toImmutableList());
    Subject exact = new FunctionSubject(f, names, wide);
    return isSingle(inputs)
        ? new Twin(exact, new FunctionSubject(f, names, ImmutableList.copyOf(inputs)))
        : new Twin(exact, null);
  }

  private static boolean isSingle(List<? extends Tensor> inputs) {
    return inputs.stream().anyMatch(x -> x.dtype() == DType.F32);
  }

  /** A closure knows its parameters by identity, so that it has no twin of another type. */
  static Twin of(String name, ImmutableList<Parameter> parameters, Supplier<Tensor> loss) {
    for (Parameter parameter : parameters) {
      if (parameter.dtype() != DType.F64) {
        throw new IllegalArgumentException(
            ("gradient check: %s: parameter \"%s\" must be in double precision: (%s ≠ %s); to check"
                    + " single precision hand over how to build it: check(name, dtype -> network,"
                    + " x, loss), or a function of tensors")
                .formatted(name, parameter.name(), parameter.dtype(), DType.F64));
      }
    }
    return new Twin(ParameterSubject.of(parameters, loss), null);
  }

  static Twin of(
      String name, Function<DType, ? extends Model> network, Tensor x, UnaryOperator<Tensor> loss) {
    Model narrow = built(name, network, DType.F32);
    Model wide = built(name, network, DType.F64);
    requireAlike(name, narrow.parameters(), wide.parameters());
    for (int i = 0; i < narrow.parameters().size(); i++) {
      wide.parameters().get(i).assign(Ops.to(narrow.parameters().get(i), DType.F64));
    }
    Tensor narrowX = Ops.to(x, DType.F32);
    return new Twin(
        ParameterSubject.of(wide, Ops.to(narrowX, DType.F64), loss),
        ParameterSubject.of(narrow, narrowX, loss));
  }

  private static Model built(String name, Function<DType, ? extends Model> network, DType dtype) {
    Model model =
        requireNonNull(network.apply(dtype), "gradient check: network must not return null");
    for (Parameter parameter : model.parameters()) {
      if (parameter.dtype() != dtype) {
        throw new IllegalArgumentException(
            "gradient check: %s: the network for %s has a parameter \"%s\" of another type: (%s ≠ %s)"
                .formatted(name, dtype, parameter.name(), parameter.dtype(), dtype));
      }
    }
    return model;
  }

  private static void requireAlike(String name, List<Parameter> narrow, List<Parameter> wide) {
    List<String> inSingle = narrow.stream().map(Twin::describe).toList();
    List<String> inDouble = wide.stream().map(Twin::describe).toList();
    if (!inSingle.equals(inDouble)) {
      throw new IllegalArgumentException(
          "gradient check: %s: the networks for F32 and F64 have other parameters: (%s ≠ %s)"
              .formatted(name, inSingle, inDouble));
    }
  }

  private static String describe(Parameter parameter) {
    return parameter.name() + parameter.shape();
  }

  /** Returns the same, evaluated within limits. */
  Twin within(Budget budget, Domain domain) {
    return new Twin(
        new LimitedSubject(exact, budget, domain),
        single == null ? null : new LimitedSubject(single, budget, domain));
  }

  /** Puts back what an evaluation changed that was given up. */
  void restore() {
    exact.restore();
    if (single != null) {
      single.restore();
    }
  }

  /** Returns the element type that the user computes in. */
  DType dtype() {
    return single == null ? DType.F64 : DType.F32;
  }

  /**
   * Computes it elsewhere: what a first call may have captured must not be the point itself.
   *
   * @throws IllegalArgumentException if it captures tensors of single precision
   */
  void warmUp(String name) {
    if (single != null) {
      elsewhere(single);
    }
    try {
      elsewhere(exact);
    } catch (DTypeException e) {
      if (single == null) {
        throw e;
      }
      throw new IllegalArgumentException(
          ("gradient check: %s: cannot be computed in double precision, to compare with: %s;"
                  + " convert what it captures to the type of its input: to(c, x.dtype())")
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private static void elsewhere(Subject subject) {
    List<double[]> point = subject.point().stream().map(Tensor::toDoubleArray).toList();
    List<double[]> sizes = new Directions(point, Key.of(0), subject.domain()).even();
    List<Tensor> moved = new ArrayList<>();
    for (int input = 0; input < point.size(); input++) {
      double[] x = point.get(input);
      for (int i = 0; i < x.length; i++) {
        x[i] += ELSEWHERE * sizes.get(input)[i];
      }
      Tensor at = subject.point().get(input);
      moved.add(Ops.to(Tensor.of(DType.F64, at.shape(), x), at.dtype()));
    }
    try {
      subject.at(moved);
    } catch (DTypeException e) {
      throw e;
    } catch (RuntimeException outsideOfTheDomain) {
      // What it is at the point counts, and is said there.
    }
  }

  /**
   * Returns a random cotangent of the function's value, in double precision; if single precision is
   * compared, with numbers of that.
   */
  Tensor cotangent(Key key) {
    Tensor random = cotangent(exact.at(exact.point()).shape(), key);
    return single == null ? random : Ops.to(Ops.to(random, DType.F32), DType.F64);
  }

  static Tensor cotangent(Shape shape, Key key) {
    return RandomTensors.normal(key, DType.F64, shape, 0, 1);
  }

  Twin contracted(Tensor cotangent, Key key) {
    Subject narrow = single;
    if (narrow == null) {
      return new Twin(exact.contracted(cotangent, key), null);
    }
    DType type = narrow.at(narrow.point()).dtype();
    return new Twin(
        exact.contracted(cotangent, key), narrow.contracted(Ops.to(cotangent, type), key));
  }
}
