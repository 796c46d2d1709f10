/**
 * The contract between an operation and the engine, and its check.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.contract.OpContract}; {@link
 * io.github.wengert.ops.check.contract.ContractRule} lists the rules.
 */
@NullMarked
package io.github.wengert.ops.check.contract;

import org.jspecify.annotations.NullMarked;
