package io.github.wengert.ops.check;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks what an operation promises to the engine, beyond a right gradient: that it is pure, that
 * its pullbacks are linear and leave everything as it is, that it works in both element types,
 * recorded or not, on any thread. {@link ContractCheck} lists the promises.
 *
 * <pre>
 *   OpContract.of(new Swish()).check(Tensor.of(F64, 0.5, -1.5), Tensor.scalar(F64, 2)).orThrow();
 * </pre>
 *
 * <p>The contract is checked at the inputs that it is given, so give scalars, axes of length 1,
 * empty tensors and shapes that broadcast if the operation takes them. That the gradient is right
 * says {@link GradientCheck}. An operation whose result is random on purpose is none: the
 * randomness belongs into an attribute, as a {@link io.github.wengert.ops.Key}.
 */
public final class OpContract {
  private final String name;
  private final Function<List<Tensor>, Tensor> function;
  private final @Nullable Primitive<Tensor> primitive;
  private final @Nullable Function<List<Tensor>, Shape> shapeRule;
  private final Function<List<Tensor>, DType> typeRule;
  private final long seed;

  private OpContract(
      String name,
      Function<List<Tensor>, Tensor> function,
      @Nullable Primitive<Tensor> primitive,
      @Nullable Function<List<Tensor>, Shape> shapeRule,
      Function<List<Tensor>, DType> typeRule,
      long seed) {
    this.name = name;
    this.function = function;
    this.primitive = primitive;
    this.shapeRule = shapeRule;
    this.typeRule = typeRule;
    this.seed = seed;
  }

  /** Returns the contract of an operation. */
  public static OpContract of(Primitive<Tensor> operation) {
    requireNonNull(operation, "contract: operation must not be null");
    return new OpContract(
        operation.name(),
        inputs -> Autograd.apply(operation, inputs),
        operation,
        null,
        OpContract::typeOfInputs,
        1);
  }

  /**
   * Returns the contract of a function of tensors, such as one that applies a {@link
   * io.github.wengert.ops.CustomOp}, or several operations. It may return an input, unlike an
   * operation.
   *
   * @param name what reports call it
   */
  public static OpContract of(String name, Function<List<Tensor>, Tensor> function) {
    requireNonNull(name, "contract: name must not be null");
    requireNonNull(function, "contract: function must not be null");
    return new OpContract(name, function, null, null, OpContract::typeOfInputs, 1);
  }

  private static DType typeOfInputs(List<Tensor> inputs) {
    return inputs.isEmpty() ? DType.F64 : inputs.getFirst().dtype();
  }

  /** Returns this contract with a rule that says the shape of the result. */
  public OpContract withShapeRule(Function<List<Tensor>, Shape> rule) {
    requireNonNull(rule, "contract: rule must not be null");
    return new OpContract(name, function, primitive, rule, typeRule, seed);
  }

  /**
   * Returns this contract with a rule that says the element type of the result, instead of that of
   * the inputs.
   */
  public OpContract withTypeRule(Function<List<Tensor>, DType> rule) {
    requireNonNull(rule, "contract: rule must not be null");
    return new OpContract(name, function, primitive, shapeRule, rule, seed);
  }

  /** Returns this contract with another seed for the random cotangents; the default is 1. */
  public OpContract withSeed(long changed) {
    return new OpContract(name, function, primitive, shapeRule, typeRule, changed);
  }

  /** Returns what reports call the operation. */
  public String name() {
    return name;
  }

  /** Returns where the random cotangents come from. */
  public long seed() {
    return seed;
  }

  /** Checks the whole contract at one point, in both element types. */
  public ContractReport check(Tensor... inputs) {
    requireNonNull(inputs, "contract: inputs must not be null");
    return check(List.of(Arrays.asList(inputs)));
  }

  /**
   * Checks the whole contract.
   *
   * @param points lists of inputs, of any element type: each is taken in both
   */
  public ContractReport check(List<? extends List<? extends Tensor>> points) {
    requireAll("points", points);
    points.forEach(inputs -> requireAll("inputs", inputs));
    ImmutableList.Builder<ContractOutcome> outcomes = ImmutableList.builder();
    for (List<? extends Tensor> inputs : points) {
      for (DType dtype : DType.values()) {
        outcomes.addAll(check(dtype, inputs));
      }
    }
    return new ContractReport(name, seed, outcomes.build());
  }

  /** What cannot be computed fails many checks: then only those that saw something else count. */
  private List<ContractOutcome> check(DType dtype, List<? extends Tensor> inputs) {
    List<ContractOutcome> outcomes =
        ContractCheck.of(dtype).stream().map(check -> check(check, dtype, inputs)).toList();
    return outcomes.getFirst().holds()
        ? outcomes
        : outcomes.stream()
            .filter(outcome ->
                outcome.check() == ContractCheck.COMPUTES
                    || !outcome.words().startsWith(ContractCheck.THREW))
            .toList();
  }

  /**
   * Checks one promise at one point.
   *
   * @param dtype the element type that the inputs are converted to
   */
  public ContractOutcome check(ContractCheck check, DType dtype, List<? extends Tensor> inputs) {
    requireNonNull(check, "contract: check must not be null");
    requireNonNull(dtype, "contract: dtype must not be null");
    requireAll("inputs", inputs);
    Trial trial = new Trial(this, inputs, dtype);
    Answer answer = check.ask(trial);
    ImmutableList<Shape> shapes =
        inputs.stream().map(Tensor::shape).collect(ImmutableList.toImmutableList());
    return new ContractOutcome(check, dtype, shapes, answer.holds(), answer.words());
  }

  private static void requireAll(String what, List<?> values) {
    requireNonNull(values, "contract: " + what + " must not be null");
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        throw new NullPointerException("contract: %s[%d] must not be null".formatted(what, i));
      }
    }
  }

  Function<List<Tensor>, Tensor> function() {
    return function;
  }

  @Nullable Primitive<Tensor> primitive() {
    return primitive;
  }

  @Nullable Function<List<Tensor>, Shape> shapeRule() {
    return shapeRule;
  }

  Function<List<Tensor>, DType> typeRule() {
    return typeRule;
  }
}
