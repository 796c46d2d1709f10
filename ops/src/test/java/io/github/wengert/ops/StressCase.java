package io.github.wengert.ops;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.exact.Conditioned;
import io.github.wengert.ops.exact.Dd;
import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An operation at one point: its result and its pullbacks, held against the reference.
 *
 * @param op the operation, whose reference counts
 * @param subject what is run: the operation itself, or one that is planted in its place
 * @param constants how many operands in front have no derivative
 * @param operands all operands
 * @param cotangent what is pulled back
 * @param origin how the operands were drawn
 */
record StressCase(
    BuiltinOp op,
    Primitive<Tensor> subject,
    int constants,
    List<Tensor> operands,
    Tensor cotangent,
    String origin) {
  /** Takes the verdict on one number. */
  interface Listener {
    void accept(Check check);
  }

  /**
   * One number that was held against its reference.
   *
   * @param isSlope whether it is of a pullback
   * @param operand of which operand's, if so
   * @param position its position in the result, or in the operand
   */
  record Check(
      StressCase of,
      boolean isSlope,
      int operand,
      int position,
      double actual,
      Dd expected,
      StressJudge.Score score) {
    /** Whether any number would have been right. */
    @SuppressWarnings("ReferenceEquality") // it is one object
    boolean isUndecided() {
      return score == StressJudge.Score.UNDECIDED;
    }

    boolean isWrong() {
      return !(score.share() <= 1);
    }

    @Override
    public String toString() {
      return "%s %s %s: %s[%d] = %s, but it is %s: %.3g times the bound, %.3g ulp; %s"
          .formatted(
              of.op,
              of.cotangent.dtype(),
              of.operands.stream().map(x -> x.shape().toString()).toList(),
              isSlope ? "slope by operand " + operand : "value",
              position,
              actual,
              expected,
              score.share(),
              score.ulps(),
              of.describe(isSlope, position));
    }
  }

  private String describe(boolean isSlope, int position) {
    StringBuilder text = new StringBuilder(origin);
    boolean isElementwise = isElementwise();
    for (int i = 0; i < operands.size(); i++) {
      text.append(", operand ")
          .append(i)
          .append(": ")
          .append(some(operands.get(i), isElementwise, position));
    }
    if (isSlope) {
      text.append(", cotangent: ").append(some(cotangent, isElementwise, position));
    }
    return text.toString();
  }

  private static String some(Tensor x, boolean isOne, int position) {
    if (isOne) {
      double value = x.get(position);
      return value + " (" + Double.toHexString(value) + ")";
    }
    return IntStream.range(0, Math.min(12, x.elements())).mapToObj(x::get).toList()
        + (x.elements() > 12 ? "…" : "");
  }

  /** Whether each element of the result depends on the elements at its position alone. */
  private boolean isElementwise() {
    return op instanceof UnaryOp || op instanceof BinaryOp || op instanceof Where;
  }

  private StressBounds bounds() {
    return StressBounds.of(op, operands.getLast().dtype());
  }

  private List<Reference> references() {
    return operands.stream().map(Reference::of).toList();
  }

  /** Judges the result. */
  void checkValues(Listener listener) {
    Tensor actual = subject.forward(operands);
    Reference expected = References.of(op, references(), actual.shape());
    StressJudge judge = new StressJudge(actual.dtype());
    for (int i = 0; i < actual.elements(); i++) {
      Jet e = expected.get(i);
      StressJudge.Score score =
          judge.judge(
              actual.get(i),
              e.value(),
              e.error(),
              bounds().value(),
              isElementwise() ? StressBounds.lossOfUnderflow(op, operands, i) - 1 : quanta(),
              isElementwise() ? 0 : terms());
      listener.accept(new Check(this, false, 0, i, actual.get(i), e.value(), score));
    }
  }

  /** Each term of a sum may lose one to underflow. */
  private double quanta() {
    double loss =
        operands.getFirst().elements() == 0 ? 1 : StressBounds.lossOfUnderflow(op, operands, 0);
    return (8 + 8.0 * terms()) * (Double.isFinite(loss) ? loss : 1);
  }

  private int terms() {
    return operands.stream().mapToInt(Tensor::elements).max().orElse(0);
  }

  /**
   * Judges the pullbacks.
   *
   * @param random which elements are judged, if not all are
   * @param most how many elements of each operand
   */
  void checkSlopes(Random random, int most, Listener listener) {
    List<Tensor> leaves = operands.subList(constants, operands.size());
    List<Tensor> actual =
        Autograd.vjp(
                xs ->
                    Autograd.apply(
                        subject,
                        ImmutableList.<Tensor>builder()
                            .addAll(operands.subList(0, constants))
                            .addAll(xs)
                            .build()),
                leaves)
            .pullback(cotangent);
    for (int i = 0; i < leaves.size(); i++) {
      if (isElementwise()) {
        checkElementwise(constants + i, actual.get(i), listener);
      } else {
        int elements = leaves.get(i).elements();
        int[] positions =
            elements <= most
                ? IntStream.range(0, elements).toArray()
                : random.ints(most, 0, elements).toArray();
        for (int position : positions) {
          checkSlope(constants + i, position, actual.get(i), listener);
        }
      }
    }
  }

  private void checkElementwise(int operand, Tensor actual, Listener listener) {
    List<Reference> varied = new ArrayList<>(references());
    varied.set(operand, varied.get(operand).varyingAll());
    Reference expected = References.of(op, varied, cotangent.shape());
    StressJudge judge = new StressJudge(actual.dtype());
    for (int i = 0; i < actual.elements(); i++) {
      double g = cotangent.get(i);
      Conditioned slope = expected.get(i).slope();
      Dd product = expected.get(i).isVariable() ? slope.value().mul(g) : Dd.ZERO;
      Dd error = times(slope, Dd.of(g)).error();
      StressJudge.Score score =
          judge.judge(actual.get(i), product, error, bounds().slope(), quanta(i, g), 0);
      listener.accept(new Check(this, true, operand, i, actual.get(i), product, score));
    }
  }

  /** A slope below the normal numbers is rounded there, before it is multiplied. */
  private double quanta(int position, double g) {
    double factor = StressBounds.lossOfUnderflow(op, operands, position);
    return Double.isFinite(g) && Double.isFinite(factor) ? 2 + 2 * Math.abs(g) * factor : 0;
  }

  private void checkSlope(int operand, int position, Tensor actual, Listener listener) {
    List<Reference> varied = new ArrayList<>(references());
    varied.set(operand, varied.get(operand).varying(position));
    Reference result = References.of(op, varied, cotangent.shape());
    List<Jet> terms = new ArrayList<>();
    for (int i = 0; i < result.size(); i++) {
      if (result.get(i).isVariable()) {
        Conditioned slope = result.get(i).slope();
        Dd g = Dd.of(cotangent.get(i));
        terms.add(new Jet(List.of(times(slope, g))));
      }
    }
    Jet expected = isChain() ? Jet.sum(terms, terms.size()) : Jet.sum(terms);
    StressJudge.Score score =
        new StressJudge(actual.dtype())
            .judge(
                actual.get(position),
                expected.value(),
                expected.error(),
                bounds().slope(),
                quanta(),
                terms());
    listener.accept(
        new Check(this, true, operand, position, actual.get(position), expected.value(), score));
  }

  private static Conditioned times(Conditioned slope, Dd g) {
    return slope.mul(Conditioned.of(g));
  }

  /** Whether the pullback adds one term after the other. */
  private boolean isChain() {
    return switch (op) {
      case MatMul _, Linear _, Conv2d _, Conv2d.InputVjp _, Conv2d.WeightVjp _ -> true;
      case Gather _, IndexSelect _, MaxPool2d _, AvgPool2d _ -> true;
      default -> false;
    };
  }
}
