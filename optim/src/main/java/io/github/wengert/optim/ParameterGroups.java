package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.ops.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which settings each parameter has.
 *
 * @param settings those of parameters in no group, then those of each group
 * @param numbers for each parameter, the position of its settings
 */
record ParameterGroups(ImmutableList<GroupSettings> settings, ImmutableIntArray numbers) {
  /**
   * Finds the group of each parameter: the first that it matches.
   *
   * @throws HyperparameterException if a group has no parameter, or settings out of range
   */
  static ParameterGroups of(CommonSettings common) {
    ImmutableList.Builder<GroupSettings> settings = ImmutableList.builder();
    settings.add(common.defaults());
    for (CommonSettings.Group group : common.groups()) {
      settings.add(
          Nulls.requireResult(
              group.change().apply(common.defaults()), common.optimizer(), "settings"));
    }
    ImmutableIntArray.Builder numbers = ImmutableIntArray.builder();
    Set<Integer> found = new HashSet<>();
    for (Parameter parameter : common.parameters()) {
      int number = numberOf(parameter, common.groups());
      numbers.add(number);
      found.add(number);
    }
    for (int number = 1; number <= common.groups().size(); number++) {
      if (!found.contains(number)) {
        throw new HyperparameterException(
            "%s: a group has no parameter: group %d of %d (0 of %d parameters)"
                .formatted(
                    common.optimizer(),
                    number,
                    common.groups().size(),
                    common.parameters().size()));
      }
    }
    return new ParameterGroups(settings.build(), numbers.build());
  }

  private static int numberOf(Parameter parameter, List<CommonSettings.Group> groups) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).members().test(parameter)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Returns the number of the group of a parameter, 0 if it is in none. */
  int number(int parameter) {
    return numbers.get(parameter);
  }

  /** Returns the settings of a parameter. */
  GroupSettings settings(int parameter) {
    return settings.get(number(parameter));
  }

  /** Returns the learning rate of each group; each schedule is asked once for each step. */
  double[] rates(long step) {
    double[] rates = new double[settings.size()];
    for (int number = 0; number < rates.length; number++) {
      rates[number] = settings.get(number).rate(step);
    }
    return rates;
  }
}
