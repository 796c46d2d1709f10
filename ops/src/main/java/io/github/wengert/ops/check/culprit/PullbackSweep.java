package io.github.wengert.ops.check.culprit;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.autograd.internal.Applications;
import io.github.wengert.autograd.internal.Applications.Application;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backward sweep over a function's applications that does nothing but call each operation's own
 * {@code vjp}: it tells the cotangent that each of them gets, and is a second opinion on the
 * engine's sweep.
 *
 * @param steps the applications that the result depends on, in the order of the data flow
 * @param gradients the cotangent of each leaf, null where the result does not depend on it
 */
record PullbackSweep(ImmutableList<SweptApplication> steps, List<@Nullable Tensor> gradients) {
  static PullbackSweep of(Applications<Tensor> applications, Tensor cotangent) {
    Set<Tensor> active = Collections.newSetFromMap(new IdentityHashMap<>());
    active.addAll(applications.leaves());
    applications.list().forEach(application -> active.add(application.result()));
    IdentityHashMap<Tensor, Tensor> cotangents = new IdentityHashMap<>();
    cotangents.put(applications.result(), cotangent);
    List<SweptApplication> steps = new ArrayList<>();
    for (int number = applications.list().size() - 1; number >= 0; number--) {
      Application<Tensor> application = applications.list().get(number);
      Tensor own = cotangents.get(application.result());
      if (own != null) {
        SweptApplication step = step(number, application, active, own);
        add(step, cotangents);
        steps.add(step);
      }
    }
    List<@Nullable Tensor> gradients = new ArrayList<>();
    applications.leaves().forEach(leaf -> gradients.add(cotangents.get(leaf)));
    return new PullbackSweep(
        ImmutableList.copyOf(steps.reversed()), Collections.unmodifiableList(gradients));
  }

  private static SweptApplication step(
      int number, Application<Tensor> application, Set<Tensor> active, Tensor cotangent) {
    List<Tensor> operands = application.operands();
    List<@Nullable Pullback<Tensor>> pullbacks =
        application.primitive().vjp(operands, application.result());
    ImmutableList.Builder<Integer> positions = ImmutableList.builder();
    List<@Nullable Tensor> results = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      boolean isActive = active.contains(operands.get(i));
      Pullback<Tensor> pullback = isActive ? pullbacks.get(i) : null;
      results.add(pullback == null ? null : pullback.apply(cotangent));
      if (isActive) {
        positions.add(i);
      }
    }
    return new SweptApplication(
        number, application, positions.build(), cotangent, Collections.unmodifiableList(results));
  }

  private static void add(SweptApplication step, IdentityHashMap<Tensor, Tensor> cotangents) {
    for (int i = 0; i < step.cotangents().size(); i++) {
      Tensor contribution = step.cotangents().get(i);
      if (contribution != null) {
        cotangents.merge(step.application().operands().get(i), contribution, Ops::add);
      }
    }
  }
}
