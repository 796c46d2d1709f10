package io.github.wengert.ops.check.culprit;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.ops.CustomOp;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.function.CheckedFunction;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what changes between two runs of a function although no derivative goes there: an operand
 * that is a constant to the tape, or an attribute of an operation.
 *
 * @param application where the first such constant is used
 * @param what which one it is, such as {@code operand 1}
 */
record ChangingConstants(Application<Tensor> application, String what) {
  /** How far inputs are moved: so little that branches are likely to stay. */
  private static final double[] MOVES = {1e-6, 1e-4, 1e-2};

  /** Returns what differs between two runs at the very same inputs, or null. */
  static @Nullable ChangingConstants byChance(CheckedFunction checked) {
    return between(checked.applications(checked.point()), checked.applications(checked.point()));
  }

  /** Returns what differs between two runs at different inputs, or null. */
  static @Nullable ChangingConstants withTheInputs(CheckedFunction checked) {
    Applications<Tensor> here = checked.applications(checked.point());
    for (double move : MOVES) {
      List<Tensor> moved =
          checked.point().stream()
              .map(x -> Ops.add(x, Ops.add(Ops.mul(Ops.abs(x), move), move)))
              .collect(ImmutableList.toImmutableList());
      ChangingConstants change = between(here, checked.applications(moved));
      if (change != null) {
        return change;
      }
    }
    return null;
  }

  private static @Nullable ChangingConstants between(
      Applications<Tensor> a, Applications<Tensor> b) {
    Set<Tensor> active = Collections.newSetFromMap(new IdentityHashMap<>());
    active.addAll(a.leaves());
    for (int i = 0; i < Math.min(a.list().size(), b.list().size()); i++) {
      Application<Tensor> here = a.list().get(i);
      Application<Tensor> there = b.list().get(i);
      if (!here.primitive().name().equals(there.primitive().name())
          || here.operands().size() != there.operands().size()) {
        return null; // another branch: nothing can be compared from here on
      }
      if (isAnotherBuiltin(here.primitive(), there.primitive())) {
        return new ChangingConstants(here, "a number or a setting of it");
      }
      for (int operand = 0; operand < here.operands().size(); operand++) {
        Tensor x = here.operands().get(operand);
        if (!active.contains(x)
            && !(x instanceof Parameter)
            && !x.hasSameBits(there.operands().get(operand))) {
          return new ChangingConstants(here, "operand " + operand);
        }
      }
      active.add(here.result());
    }
    return null;
  }

  /** Only operations of the library are known to be equal if all their attributes are. */
  private static boolean isAnotherBuiltin(Primitive<Tensor> a, Primitive<Tensor> b) {
    return a.getClass() == b.getClass()
        && a.getClass().isRecord()
        && a.getClass().getPackageName().equals(Tensor.class.getPackageName())
        && a.getClass().getNestHost() != CustomOp.class
        && !a.equals(b);
  }
}
