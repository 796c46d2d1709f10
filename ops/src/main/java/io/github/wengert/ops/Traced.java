package io.github.wengert.ops;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.internal.InputCotangents;
import io.github.wengert.ops.exact.Branches;
import io.github.wengert.ops.exact.ExactOp;
import io.github.wengert.ops.exact.Reference;
import io.github.wengert.ops.exact.Tracer;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reports to the open {@linkplain Tracer trace}, if there is one, what operations compute and where
 * else elements go. A trace identifies values by their arrays, which do not leave this package.
 */
final class Traced {
  private Traced() {}

  /** Reports that an operation has computed {@code out}. */
  static void computed(Tracer tracer, BuiltinOp op, List<Tensor> inputs, Tensor out) {
    if (op instanceof Linear(FusedActivation function) && function != FusedActivation.IDENTITY) {
      // In two steps, so that a kink of the second is told by its operand.
      Object scores = new double[0];
      tracer.computed(new Linear(FusedActivation.IDENTITY), operands(inputs), scores, out.shape());
      Tracer.Operand operand = new Tracer.Operand(scores, out.shape());
      tracer.computed(function.operation(), List.of(operand), out.array(), out.shape());
      return;
    }
    tracer.computed(op, operands(inputs), out.array(), out.shape());
  }

  private static List<Tracer.Operand> operands(List<Tensor> tensors) {
    return tensors.stream().map(x -> new Tracer.Operand(x.array(), x.shape())).toList();
  }

  /** Reports that a method takes plain numbers from {@code x}. */
  static void read(Tensor x, String method) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      tracer.read(x.array(), x, method);
    }
  }

  /** Reports that an array holds the numbers of another one. */
  static void copied(Object from, Object to) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      tracer.copied(from, to);
    }
  }

  /** Reports that a parameter has new content. */
  static void assigned(Parameter parameter, Tensor content) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      tracer.assigned(parameter.array(), content.array(), parameter.describe());
    }
  }

  /** Reports that a parameter was changed in place. */
  static void changed(Parameter parameter) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      tracer.changed(parameter.array(), parameter.describe());
    }
  }

  /** Reports that {@code addend} will be added to a tensor in place. */
  static void addedInto(Tensor accumulator, Tensor addend) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      computed(tracer, new Add(), List.of(accumulator, addend), accumulator);
    }
  }

  /** Reports that {@code outs} are computed from operands in a way that no trace can follow. */
  static void hidden(String what, List<Tensor> inputs, Tensor... outs) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      for (Tensor out : outs) {
        tracer.hidden(what, operands(inputs), out.array());
      }
    }
  }

  /** Reports that {@code mask} is {@code f(x)}, where f is constant but for its jumps. */
  static void masked(DoubleUnaryOperator f, Tensor x, Tensor mask) {
    masked((a, b) -> f.applyAsDouble(a), x, x, mask);
  }

  /** Reports that {@code mask} is {@code f(a, b)}, where f is constant but for its jumps. */
  static void masked(DoubleBinaryOperator f, Tensor a, Tensor b, Tensor mask) {
    Tracer tracer = Tracer.current();
    if (tracer != null) {
      tracer.computed(new Mask(f), operands(List.of(a, b)), mask.array(), mask.shape());
    }
  }

  /** Runs the pullbacks, which the trace can follow, in place of a fused way. */
  static void pullBack(
      Primitive<Tensor> op,
      List<Tensor> inputs,
      Tensor output,
      Tensor g,
      InputCotangents<Tensor> cotangents) {
    List<@Nullable Pullback<Tensor>> pullbacks = op.vjp(inputs, output);
    for (int i = 0; i < inputs.size(); i++) {
      Pullback<Tensor> pullback = cotangents.isNeeded(i) ? pullbacks.get(i) : null;
      if (pullback != null) {
        cotangents.add(i, pullback.apply(g));
      }
    }
  }

  /** A mask in reference arithmetic. */
  private record Mask(DoubleBinaryOperator f) implements ExactOp {
    @Override
    public String name() {
      return "mask";
    }

    @Override
    public Reference exact(List<Reference> operands, Shape to, Branches branches) {
      return Reference.generate(
          to,
          i ->
              ReferenceFunctions.mask(f, operands.get(0).get(i), operands.get(1).get(i), branches));
    }
  }
}
