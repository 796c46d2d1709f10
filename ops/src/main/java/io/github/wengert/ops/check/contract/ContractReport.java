package io.github.wengert.ops.check.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.StringJoiner;

/**
 * What an {@link OpContract} found.
 *
 * @param name the operation
 * @param seed where the random cotangents come from
 * @param outcomes one for each point, element type and rule; if an operation cannot be computed at
 *     all, rules whose check ends in an exception are left out
 */
public record ContractReport(String name, long seed, List<ContractOutcome> outcomes) {
  /** Refuses what is missing. */
  public ContractReport {
    requireNonNull(name, "contract report: name must not be null");
    outcomes = List.copyOf(requireNonNull(outcomes, "contract report: outcomes must not be null"));
  }

  /** Returns the outcomes of the rules that are broken. */
  public List<ContractOutcome> broken() {
    return outcomes.stream().filter(outcome -> !outcome.holds()).toList();
  }

  /** Whether every rule is kept. */
  public boolean isRight() {
    return outcomes.stream().allMatch(ContractOutcome::holds);
  }

  /**
   * Returns this report if every rule is kept.
   *
   * @throws BrokenContractError if one is broken
   */
  public ContractReport orThrow() {
    if (!isRight()) {
      throw new BrokenContractError(this);
    }
    return this;
  }

  /** Returns the counts, then the broken rules with what was seen, grouped by the inputs. */
  @Override
  public String toString() {
    List<ContractOutcome> broken = broken();
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add(
        broken.isEmpty()
            ? "%s: all %d checks of the contract are kept (seed %d)"
                .formatted(name, outcomes.size(), seed)
            : "%s: %d of %d checks of the contract are broken (seed %d)"
                .formatted(name, broken.size(), outcomes.size(), seed));
    String place = "";
    for (ContractOutcome outcome : broken) {
      if (!outcome.place().equals(place)) {
        place = outcome.place();
        lines.add("  " + place);
      }
      lines.add("    " + outcome);
    }
    return lines.toString();
  }
}
