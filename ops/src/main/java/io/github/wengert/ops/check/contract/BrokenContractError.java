package io.github.wengert.ops.check.contract;

/** An operation breaks its contract; the message is the {@linkplain ContractReport report}. */
public final class BrokenContractError extends AssertionError {
  private static final long serialVersionUID = 1L;

  BrokenContractError(ContractReport report) {
    super(report.toString());
  }
}
