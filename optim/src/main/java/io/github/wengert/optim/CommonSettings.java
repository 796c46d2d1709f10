package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.github.wengert.autograd.Unused;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What all optimizers can be told: which parameters to change, how fast, with which decay, in
 * groups or all alike, and how to clip their gradients.
 *
 * @param parameters the parameters to update, each once
 * @param defaults the settings of parameters that are in no group
 * @param groups parameters with settings of their own; the first that matches counts
 * @param clipping what is done to gradients first
 * @param refuseNonFinite whether a step is refused if a gradient is infinite or NaN
 * @param unused what happens to parameters that take no part in a loss
 * @param key what the random numbers of training are a function of, together with the step
 */
record CommonSettings(
    ImmutableList<Parameter> parameters,
    GroupSettings defaults,
    ImmutableList<Group> groups,
    Clipping clipping,
    boolean refuseNonFinite,
    Unused unused,
    Key key) {
  /**
   * Some parameters with settings of their own.
   *
   * @param members which parameters
   * @param change makes the group's settings of the others'
   */
  record Group(Predicate<Parameter> members, UnaryOperator<GroupSettings> change) {}

  /**
   * Returns settings without decay, groups and clipping; a parameter named twice counts once.
   *
   * @throws HyperparameterException if a parameter is state, which is not learned
   */
  static CommonSettings of(String optimizer, Iterable<Parameter> parameters, double learningRate) {
    ImmutableList<Parameter> learned = learned(optimizer, parameters);
    GroupSettings defaults =
        new GroupSettings(optimizer, step -> learningRate, 0, false).learningRate(learningRate);
    return new CommonSettings(
        learned, defaults, ImmutableList.of(), Clipping.NONE, false, Unused.REJECT, Key.of(0));
  }

  /** Returns each parameter once; refuses state. */
  static ImmutableList<Parameter> learned(String optimizer, Iterable<Parameter> parameters) {
    Set<Parameter> seen = Sets.newIdentityHashSet();
    ImmutableList.Builder<Parameter> distinct = ImmutableList.builder();
    for (Parameter parameter : Nulls.requireAll(parameters, optimizer, "parameters")) {
      if (parameter.role() == ParameterRole.STATE) {
        throw new HyperparameterException(
            "%s: a parameter is kept, but not learned: \"%s\" (%s); name parameters(), not buffers()"
                .formatted(optimizer, parameter.name(), parameter.role()));
      }
      if (seen.add(parameter)) {
        distinct.add(parameter);
      }
    }
    return distinct.build();
  }

  /** Refuses an optimizer that would do nothing, step by step. */
  static void requireParameters(String optimizer, List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      throw new HyperparameterException(
          "%s: there is nothing to change: (0 parameters < 1)".formatted(optimizer));
    }
  }

  CommonSettings with(GroupSettings changed) {
    return new CommonSettings(parameters, changed, groups, clipping, refuseNonFinite, unused, key);
  }

  CommonSettings with(Clipping changed) {
    return new CommonSettings(parameters, defaults, groups, changed, refuseNonFinite, unused, key);
  }

  CommonSettings with(Group added) {
    return new CommonSettings(
        parameters,
        defaults,
        ImmutableList.<Group>builder().addAll(groups).add(added).build(),
        clipping,
        refuseNonFinite,
        unused,
        key);
  }

  CommonSettings refusingNonFinite(boolean changed) {
    return new CommonSettings(parameters, defaults, groups, clipping, changed, unused, key);
  }

  CommonSettings with(Key changed) {
    return new CommonSettings(
        parameters, defaults, groups, clipping, refuseNonFinite, unused, changed);
  }

  CommonSettings with(Unused changed) {
    return new CommonSettings(
        parameters, defaults, groups, clipping, refuseNonFinite, changed, key);
  }

  /** Returns what messages call the optimizer. */
  String optimizer() {
    return defaults.optimizer();
  }

  /** Adds the words for all settings but the learning rate. */
  String describe(Description description) {
    int groupCount = groups.size();
    return description
        .unless(0, "weight decay", defaults.weightDecay())
        .flag("biases decayed", defaults.decayBiases())
        .text(groupCount > 0, groupCount == 1 ? "1 group" : groupCount + " groups")
        .text(!clipping.equals(Clipping.NONE), clipping.toString())
        .flag("non-finite gradients refused", refuseNonFinite)
        .flag("unused parameters allowed", unused == Unused.ZERO)
        .text(true, parameters.size() == 1 ? "1 parameter" : parameters.size() + " parameters")
        .toString();
  }
}
