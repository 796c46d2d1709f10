package io.github.wengert.ops.check.contract;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import java.util.List;
import java.util.stream.Stream;

/** A rule that operations keep, and that {@link OpContract} checks. */
public enum ContractRule {
  /** It computes a result and the cotangents of its inputs, without an exception. */
  COMPUTES("it computes a result and cotangents"),
  /** The result has the shape that the rule says, in each element type, recorded or not. */
  SHAPE("the result has the shape that the rule says"),
  /** The result has the element type that the rule says: that of the inputs, unless told. */
  ELEMENT_TYPE("the result has the element type that the rule says"),
  /** The result is a new tensor: neither an input nor the result of another call. */
  NEW_RESULT("the result is a new tensor"),
  /** The result stays as it is when a parameter that was an input changes. */
  PARAMETER("the result does not change with a parameter"),
  /** Neither the computation nor its pullbacks change an input, or a parameter's version. */
  INPUTS_UNTOUCHED("inputs are untouched"),
  /** The pullbacks do not change the result. */
  RESULT_UNTOUCHED("the result is untouched by pullbacks"),
  /** Each call gives the same bits. */
  DETERMINISTIC("each call gives the same bits"),
  /** Calls with other inputs in between, and pullbacks in another order, change nothing. */
  STATELESS("calls in between change nothing"),
  /** Recorded, unrecorded, and in a nested scope, it gives the same bits. */
  RECORDING("it gives the same bits recorded and unrecorded"),
  /** On other threads, several at once, it gives the same bits. */
  THREADS("it gives the same bits on other threads"),
  /** There is one pullback, or a null, for each input. */
  ONE_PULLBACK_PER_INPUT("there is one pullback for each input"),
  /** Each cotangent has the shape and the element type of its input. */
  COTANGENT_SPACE("cotangents have the shape and the element type of their input"),
  /** Pullbacks do not change the cotangent that they are given: it is borrowed. */
  COTANGENT_UNTOUCHED("the cotangent is untouched"),
  /** {@code p(a g + b h) = a p(g) + b p(h)}, and {@code p(0) = 0}. */
  LINEAR("pullbacks are linear in the cotangent"),
  /** Pullbacks are made of differentiable operations: they are recorded like anything else. */
  DIFFERENTIABLE("pullbacks can be differentiated"),
  /** The gradient by a value that is used several times is the sum over its uses. */
  ACCUMULATION("uses of one value add up"),
  /** In single precision it gives what it gives in double precision, up to rounding. */
  PRECISION("single precision agrees with double precision");

  /** How the words begin if an exception ended the check of a rule. */
  static final String THREW = "it threw ";

  private final String words;

  ContractRule(String words) {
    this.words = words;
  }

  /** Returns the rule, in a few words. */
  public String words() {
    return words;
  }

  /** Returns the rules for an element type; {@link #PRECISION} is one of single precision only. */
  public static List<ContractRule> of(DType dtype) {
    requireNonNull(dtype, "contract: dtype must not be null");
    return Stream.of(values()).filter(rule -> rule != PRECISION || dtype == DType.F32).toList();
  }

  /** An exception breaks the rule. */
  RuleOutcome check(OpAtPoint op) {
    try {
      return apply(op);
    } catch (RuntimeException | AssertionError e) {
      return RuleOutcome.no(THREW + e);
    }
  }

  private RuleOutcome apply(OpAtPoint op) {
    return switch (this) {
      case COMPUTES -> ForwardRules.computes(op);
      case SHAPE -> ForwardRules.shape(op);
      case ELEMENT_TYPE -> ForwardRules.elementType(op);
      case NEW_RESULT -> ForwardRules.newResult(op);
      case PARAMETER -> ForwardRules.parameter(op);
      case INPUTS_UNTOUCHED -> ForwardRules.inputsUntouched(op);
      case RESULT_UNTOUCHED -> PullbackRules.resultUntouched(op);
      case DETERMINISTIC -> IndependenceRules.deterministic(op);
      case STATELESS -> IndependenceRules.stateless(op);
      case RECORDING -> IndependenceRules.recording(op);
      case THREADS -> IndependenceRules.threads(op);
      case ONE_PULLBACK_PER_INPUT -> PullbackRules.onePerInput(op);
      case COTANGENT_SPACE -> PullbackRules.space(op);
      case COTANGENT_UNTOUCHED -> PullbackRules.cotangentUntouched(op);
      case LINEAR -> PullbackRules.linear(op);
      case DIFFERENTIABLE -> PullbackRules.differentiable(op);
      case ACCUMULATION -> PullbackRules.accumulation(op);
      case PRECISION -> IndependenceRules.precision(op);
    };
  }
}
