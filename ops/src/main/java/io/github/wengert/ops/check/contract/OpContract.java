package io.github.wengert.ops.check.contract;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the engine requires of an operation, beyond a right gradient: that it is pure, that
 * its pullbacks are linear and modify nothing, that it works in both element types, recorded or
 * not, on any thread. {@link ContractRule} lists the rules.
 *
 * <pre>
 *   OpContract.DEFAULT
 *       .check("swish", new Swish(), Tensor.of(DType.F64, 0.5, -1.5), Tensor.scalar(DType.F64, 2))
 *       .orThrow();
 * </pre>
 *
 * <p>The contract is checked at the given inputs only. Include scalars, axes of length 1, empty
 * tensors and shapes that broadcast if the operation accepts them. Whether the gradient is right is
 * the question of a gradient check. An operation that is random on purpose breaks the contract: its
 * randomness belongs in an attribute, as a {@link io.github.wengert.ops.Key}.
 *
 * @param seed the source of random cotangents
 * @param shapeRule the shape of the result; null if no rule is stated
 * @param typeRule the element type of the result; null if it is that of the inputs
 */
public record OpContract(
    long seed,
    @Nullable Function<List<Tensor>, Shape> shapeRule,
    @Nullable Function<List<Tensor>, DType> typeRule) {
  /** Seed 1; any shape; the element type of the inputs. */
  public static final OpContract DEFAULT = new OpContract(1, null, null);

  /** Returns this contract with another seed. */
  public OpContract withSeed(long changed) {
    return new OpContract(changed, shapeRule, typeRule);
  }

  /** Returns this contract with a rule for the shape of the result. */
  public OpContract withShapeRule(Function<List<Tensor>, Shape> rule) {
    return new OpContract(seed, requireNonNull(rule, "contract: rule must not be null"), typeRule);
  }

  /** Returns this contract with a rule for the element type of the result. */
  public OpContract withTypeRule(Function<List<Tensor>, DType> rule) {
    return new OpContract(seed, shapeRule, requireNonNull(rule, "contract: rule must not be null"));
  }

  /**
   * Checks an operation at one point, in both element types.
   *
   * @param name what the report calls the operation
   * @param operation the operation
   * @param inputs its operands, of any element type
   */
  public ContractReport check(String name, Primitive<Tensor> operation, Tensor... inputs) {
    requireNonNull(inputs, "contract: inputs must not be null");
    return check(name, operation, List.of(Arrays.asList(inputs)));
  }

  /**
   * Checks an operation at several points, in both element types.
   *
   * @param name what the report calls the operation
   * @param operation the operation
   * @param points the operands at each point, of any element type
   */
  public ContractReport check(
      String name, Primitive<Tensor> operation, List<? extends List<? extends Tensor>> points) {
    requireNonNull(name, "contract: name must not be null");
    requireNonNull(operation, "contract: operation must not be null");
    return check(name, ContractedOp.of(operation), points);
  }

  /**
   * Checks a function at one point; see {@link #check(String, Function, List)}.
   *
   * @param name what the report calls the function
   * @param f the function
   * @param inputs its arguments, of any element type
   */
  public ContractReport check(String name, Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    requireNonNull(inputs, "contract: inputs must not be null");
    return check(name, f, List.of(Arrays.asList(inputs)));
  }

  /**
   * Checks a function of tensors, such as one that applies a {@link io.github.wengert.ops.CustomOp}
   * or several operations. Unlike an operation it may return an input.
   *
   * @param name what the report calls the function
   * @param f the function
   * @param points the arguments at each point, of any element type
   */
  public ContractReport check(
      String name,
      Function<List<Tensor>, Tensor> f,
      List<? extends List<? extends Tensor>> points) {
    requireNonNull(name, "contract: name must not be null");
    requireNonNull(f, "contract: f must not be null");
    return check(name, new ContractedOp(f, null), points);
  }

  private ContractReport check(
      String name, ContractedOp operation, List<? extends List<? extends Tensor>> points) {
    requireAll("points", points);
    points.forEach(inputs -> requireAll("inputs", inputs));
    List<ContractOutcome> outcomes = new ArrayList<>();
    for (List<? extends Tensor> inputs : points) {
      for (DType dtype : DType.values()) {
        outcomes.addAll(check(operation, dtype, inputs));
      }
    }
    return new ContractReport(name, seed, outcomes);
  }

  /**
   * If the operation cannot be computed, many rules fail by an exception. Only those that saw
   * something else are kept then.
   */
  private List<ContractOutcome> check(
      ContractedOp operation, DType dtype, List<? extends Tensor> inputs) {
    List<ContractOutcome> outcomes =
        ContractRule.of(dtype).stream().map(rule -> check(rule, operation, dtype, inputs)).toList();
    return outcomes.getFirst().holds()
        ? outcomes
        : outcomes.stream()
            .filter(outcome ->
                outcome.rule() == ContractRule.COMPUTES
                    || !outcome.words().startsWith(ContractRule.THREW))
            .toList();
  }

  /**
   * Checks one rule at one point.
   *
   * @param rule the rule
   * @param operation the operation
   * @param dtype the element type that the inputs are converted to
   * @param inputs the operands
   */
  public ContractOutcome checkRule(
      ContractRule rule, Primitive<Tensor> operation, DType dtype, List<? extends Tensor> inputs) {
    requireNonNull(rule, "contract: rule must not be null");
    requireNonNull(operation, "contract: operation must not be null");
    requireNonNull(dtype, "contract: dtype must not be null");
    requireAll("inputs", inputs);
    return check(rule, ContractedOp.of(operation), dtype, inputs);
  }

  private ContractOutcome check(
      ContractRule rule, ContractedOp operation, DType dtype, List<? extends Tensor> inputs) {
    RuleOutcome outcome = rule.check(new OpAtPoint(this, operation, inputs, dtype));
    List<Shape> shapes = inputs.stream().<Shape>map(Tensor::shape).toList();
    return new ContractOutcome(rule, dtype, shapes, outcome.holds(), outcome.words());
  }

  private static void requireAll(String what, List<?> values) {
    requireNonNull(values, "contract: " + what + " must not be null");
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        throw new NullPointerException("contract: %s[%d] must not be null".formatted(what, i));
      }
    }
  }

  /** Returns the seed, and whether rules for shape and element type are stated. */
  @Override
  public String toString() {
    return "OpContract[seed=%d, shapeRule=%s, typeRule=%s]"
        .formatted(
            seed,
            shapeRule == null ? "none" : "stated",
            typeRule == null ? "that of the inputs" : "stated");
  }
}
