package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.StringJoiner;

/**
 * What an {@link OpContract} found.
 *
 * @param name the operation
 * @param seed where the random cotangents come from
 * @param outcomes one for each point, element type and check; if an operation cannot compute at
 *     all, checks that end in an exception too are left out
 */
public record ContractReport(String name, long seed, ImmutableList<ContractOutcome> outcomes) {
  /** Refuses what is missing. */
  public ContractReport {
    requireNonNull(name, "contract report: name must not be null");
    requireNonNull(outcomes, "contract report: outcomes must not be null");
  }

  /** Returns the promises that are broken. */
  public ImmutableList<ContractOutcome> broken() {
    return outcomes.stream()
        .filter(outcome -> !outcome.holds())
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether every promise is kept. */
  public boolean isKept() {
    return outcomes.stream().allMatch(ContractOutcome::holds);
  }

  /**
   * Returns this report if every promise is kept.
   *
   * @throws BrokenContractError if one is broken
   */
  public ContractReport orThrow() {
    if (!isKept()) {
      throw new BrokenContractError(this);
    }
    return this;
  }

  /** Returns the counts, then the broken promises with what was seen, grouped by the inputs. */
  @Override
  public String toString() {
    ImmutableList<ContractOutcome> broken = broken();
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
