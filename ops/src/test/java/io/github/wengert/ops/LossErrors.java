package io.github.wengert.ops;

import static io.github.wengert.ops.ErrorCase.F32_MATRIX;
import static io.github.wengert.ops.ErrorCase.MATRIX;
import static io.github.wengert.ops.ErrorCase.VECTOR;
import static io.github.wengert.ops.ErrorCase.attribute;
import static io.github.wengert.ops.ErrorCase.dtype;
import static io.github.wengert.ops.ErrorCase.index;
import static io.github.wengert.ops.ErrorCase.shape;

import io.github.wengert.autograd.Autograd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Misuses of losses. */
final class LossErrors {
  private static final Tensor NOTHING = Tensor.zeros(DType.F64, Shape.of(0, 3));
  private static final Tensor SIGNS = Tensor.of(DType.F64, 1.0, -1, 0.5);
  private static final Indices LABELS = Indices.of(0, 2);
  private static final CrossEntropyOptions DEFAULT = CrossEntropyOptions.DEFAULT;

  private LossErrors() {}

  private interface ElementLoss {
    Tensor apply(Tensor prediction, Tensor target, Reduction reduction);
  }

  private interface LabelLoss {
    Tensor apply(Tensor scores, Indices labels);
  }

  static List<ErrorCase> cases() {
    List<ErrorCase> cases = new ArrayList<>();
    addElementLoss(cases, "mse", "prediction", Losses::mse);
    addElementLoss(cases, "l1", "prediction", Losses::l1);
    addElementLoss(cases, "hinge", "scores", Losses::hinge);
    addElementLoss(cases, "klDivergence", "logProbabilities", Losses::klDivergence);
    addElementLoss(cases, "binaryCrossEntropy", "logits", Losses::binaryCrossEntropy);
    addElementLoss(
        cases,
        "huber",
        "(Tensor, Tensor, double, Reduction)",
        "prediction",
        (x, t, reduction) -> Losses.huber(x, t, 1, reduction));
    addElementLoss(
        cases,
        "binaryCrossEntropy",
        "(Tensor, Tensor, Tensor, Reduction)",
        "logits",
        (x, t, reduction) ->
            Losses.binaryCrossEntropy(x, t, Tensor.scalar(x.dtype(), 1), reduction));

    Map<String, LabelLoss> labelLosses = new LinkedHashMap<>();
    labelLosses.put("crossEntropy(Tensor, Indices)", Losses::crossEntropy);
    labelLosses.put(
        "crossEntropy(Tensor, Indices, CrossEntropyOptions)",
        (x, t) -> Losses.crossEntropy(x, t, DEFAULT.withReduction(Reduction.NONE)));
    labelLosses.put("nll(Tensor, Indices, Reduction)", (x, t) -> Losses.nll(x, t, Reduction.NONE));
    labelLosses.put(
        "multiMargin(Tensor, Indices, int, double, Reduction)",
        (x, t) -> Losses.multiMargin(x, t, 1, 1, Reduction.NONE));
    labelLosses.forEach((signature, loss) -> addLabelLoss(cases, signature, loss));
    addTargets(cases);
    cases.addAll(others());
    return cases;
  }

  private static void addElementLoss(
      List<ErrorCase> cases, String name, String first, ElementLoss loss) {
    addElementLoss(cases, name, "(Tensor, Tensor, Reduction)", first, loss);
  }

  private static void addElementLoss(
      List<ErrorCase> cases, String name, String parameters, String first, ElementLoss loss) {
    String second = name.equals("hinge") ? "labels" : "target";
    String signature = name + parameters;
    cases.add(
        shape(
            signature,
            "%s: %s and %s differ in shape: ([2, 3] ≠ [3])".formatted(name, first, second),
            () -> loss.apply(MATRIX, VECTOR, Reduction.MEAN)));
    cases.add(
        dtype(
            signature,
            name
                + ": element types differ: F64[2, 3] and F32[2, 3] (F64 ≠ F32); convert one with"
                + " to(F64)",
            () -> loss.apply(MATRIX, F32_MATRIX, Reduction.MEAN)));
    cases.add(
        shape(
            signature,
            name + ": there is nothing to take the mean of: [0, 3] (0 elements < 1)",
            () -> loss.apply(NOTHING, NOTHING, Reduction.MEAN)));
  }

  /** Each number outside a range, in each element type, constant or recorded, behind good ones. */
  private static void addTargets(List<ErrorCase> cases) {
    for (double bad : new double[] {-0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      addTarget(
          cases, "klDivergence(Tensor, Tensor, Reduction)", bad, "[0, ∞)", Losses::klDivergence);
      addTarget(
          cases, "crossEntropy(Tensor, Tensor, Reduction)", bad, "[0, ∞)", Losses::crossEntropy);
    }
    for (double bad : new double[] {-0.5, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      addTarget(
          cases,
          "binaryCrossEntropy(Tensor, Tensor, Reduction)",
          bad,
          "[0, 1]",
          Losses::binaryCrossEntropy);
      addTarget(
          cases,
          "binaryCrossEntropy(Tensor, Tensor, Tensor, Reduction)",
          bad,
          "[0, 1]",
          (x, t, reduction) ->
              Losses.binaryCrossEntropy(x, t, Tensor.scalar(x.dtype(), 2), reduction));
    }
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      cases.add(
          attribute(
              "binaryCrossEntropy(Tensor, Tensor, Tensor, Reduction)",
              "binaryCrossEntropy: a weight is out of range: weight 2 of [3] (%s not in (0, ∞))"
                  .formatted(bad),
              () ->
                  Losses.binaryCrossEntropy(
                      VECTOR,
                      Tensor.of(DType.F64, 0.0, 1, 1),
                      Tensor.of(DType.F64, 1, 1, bad),
                      Reduction.SUM)));
    }
    for (double bad : new double[] {-1, Double.NaN}) {
      cases.add(
          attribute(
              "crossEntropy(Tensor, Indices, CrossEntropyOptions)",
              "crossEntropy: a weight is out of range: weight 1 of [3] (%s not in [0, ∞])"
                  .formatted(bad),
              () ->
                  Losses.crossEntropy(
                      MATRIX, LABELS, DEFAULT.withClassWeights(Tensor.of(DType.F64, 1, bad, 1)))));
    }
  }

  private static void addTarget(
      List<ErrorCase> cases, String signature, double bad, String range, ElementLoss loss) {
    String name = signature.substring(0, signature.indexOf('('));
    String message =
        "%s: a target is out of range: target 4 of [2, 3] (%s not in %s)"
            .formatted(name, bad, range);
    Tensor target = Tensor.of(DType.F64, Shape.of(2, 3), 0.5, 0, 1, 0, bad, 1);
    cases.add(attribute(signature, message, () -> loss.apply(MATRIX, target, Reduction.SUM)));
    cases.add(
        attribute(
            signature,
            message,
            () -> loss.apply(F32_MATRIX, Ops.to(target, DType.F32), Reduction.NONE)));
    cases.add(
        attribute(
            signature,
            message,
            () -> {
              Tensor slope =
                  Autograd.grad((Tensor t) -> loss.apply(MATRIX, t, Reduction.MEAN)).apply(target);
              throw new AssertionError(slope.toString());
            }));
  }

  private static void addLabelLoss(List<ErrorCase> cases, String signature, LabelLoss loss) {
    String name = signature.substring(0, signature.indexOf('('));
    cases.add(
        index(
            signature,
            name + ": a label is out of range: label 1 of [2] (3 not in [0, 3))",
            () -> loss.apply(MATRIX, Indices.of(0, 3))));
    cases.add(
        index(
            signature,
            name + ": a label is out of range: label 0 of [2] (-1 not in [0, 3))",
            () -> loss.apply(MATRIX, Indices.of(-1, 3))));
    cases.add(
        shape(
            signature,
            name + ": one label is needed for each sample: scores [2, 3], labels [3] (2 ≠ 3)",
            () -> loss.apply(MATRIX, Indices.of(0, 1, 2))));
    cases.add(
        shape(
            signature,
            name + ": labels must have the axis [n]: labels [1, 2] (2 axes ≠ 1)",
            () -> loss.apply(MATRIX, Indices.of(Shape.of(1, 2), 0, 1))));
    cases.add(
        shape(
            signature,
            name + ": scores must have the axes [n, classes]: [3] (1 axes ≠ 2)",
            () -> loss.apply(VECTOR, LABELS)));
  }

  private static List<ErrorCase> others() {
    String options = "crossEntropy(Tensor, Indices, CrossEntropyOptions)";
    String distributions = "crossEntropy(Tensor, Tensor, Reduction)";
    String margin = "multiMargin(Tensor, Indices, int, double, Reduction)";
    return List.of(
        shape(
            "crossEntropy(Tensor, Indices)",
            "crossEntropy: no sample is left to take the mean of: the sum of weights (0.0 ≤ 0)",
            () -> Losses.crossEntropy(NOTHING, Indices.of())),
        shape(
            "crossEntropy(Tensor, Indices)",
            "crossEntropy: there must be a class: logits [0, 0] (0 classes < 1)",
            () -> Losses.crossEntropy(Tensor.zeros(DType.F64, Shape.of(0, 0)), Indices.of())),
        shape(
            options,
            "crossEntropy: no sample is left to take the mean of: the sum of weights (0.0 ≤ 0)",
            () -> Losses.crossEntropy(MATRIX, Indices.of(9, 9), DEFAULT.withIgnoredLabel(9))),
        shape(
            options,
            "crossEntropy: one weight is needed for each class: weights [2], logits [2, 3] ([2] ≠"
                + " [3])",
            () ->
                Losses.crossEntropy(
                    MATRIX, LABELS, DEFAULT.withClassWeights(Tensor.of(DType.F64, 1.0, 2)))),
        dtype(
            options,
            "crossEntropy: element types differ: F32[2, 3] and F64[3] (F32 ≠ F64); convert one with"
                + " to(F64)",
            () -> Losses.crossEntropy(F32_MATRIX, LABELS, DEFAULT.withClassWeights(VECTOR))),
        shape(
            distributions,
            "crossEntropy: logits and target distributions differ in shape: ([2, 3] ≠ [3])",
            () -> Losses.crossEntropy(MATRIX, VECTOR, Reduction.MEAN)),
        shape(
            distributions,
            "crossEntropy: logits must have the axes [n, classes]: [3] (1 axes ≠ 2)",
            () -> Losses.crossEntropy(VECTOR, VECTOR, Reduction.MEAN)),
        shape(
            distributions,
            "crossEntropy: there must be a class: logits [2, 0] (0 classes < 1)",
            () -> {
              Tensor none = Tensor.zeros(DType.F64, Shape.of(2, 0));
              Losses.crossEntropy(none, none, Reduction.SUM);
            }),
        shape(
            distributions,
            "crossEntropy: there is nothing to take the mean of: [0] (0 elements < 1)",
            () -> Losses.crossEntropy(NOTHING, NOTHING, Reduction.MEAN)),
        dtype(
            distributions,
            "crossEntropy: element types differ: F64[2, 3] and F32[2, 3] (F64 ≠ F32); convert one"
                + " with to(F64)",
            () -> Losses.crossEntropy(MATRIX, F32_MATRIX, Reduction.MEAN)),
        shape(
            "nll(Tensor, Indices, Reduction)",
            "nll: there is nothing to take the mean of: [0] (0 elements < 1)",
            () -> Losses.nll(NOTHING, Indices.of(), Reduction.MEAN)),
        attribute(
            margin,
            "multiMargin: the power must be 1 or 2: (3 not in {1, 2})",
            () -> Losses.multiMargin(MATRIX, LABELS, 3, 1, Reduction.MEAN)),
        attribute(
            margin,
            "multiMargin: the margin must not be negative: (-0.5 not in [0, ∞))",
            () -> Losses.multiMargin(MATRIX, LABELS, 1, -0.5, Reduction.MEAN)),
        attribute(
            margin,
            "multiMargin: the margin must not be negative: (NaN not in [0, ∞))",
            () -> Losses.multiMargin(MATRIX, LABELS, 1, Double.NaN, Reduction.MEAN)),
        shape(
            margin,
            "multiMargin: there is nothing to take the mean of: [0] (0 elements < 1)",
            () -> Losses.multiMargin(NOTHING, Indices.of(), 1, 1, Reduction.MEAN)),
        index(
            "hinge(Tensor, Tensor, Reduction)",
            "hinge: a label must be −1 or +1: label 2 (0.5 ≠ ±1)",
            () -> Losses.hinge(VECTOR, SIGNS, Reduction.MEAN)),
        attribute(
            "huber(Tensor, Tensor, double, Reduction)",
            "huber: delta must be positive: (0.0 not in (0, ∞])",
            () -> Losses.huber(VECTOR, VECTOR, 0, Reduction.MEAN)),
        attribute(
            "huber(Tensor, Tensor, double, Reduction)",
            "huber: delta must be positive: (NaN not in (0, ∞])",
            () -> Losses.huber(VECTOR, VECTOR, Double.NaN, Reduction.MEAN)),
        shape(
            "binaryCrossEntropy(Tensor, Tensor, Tensor, Reduction)",
            "binaryCrossEntropy: shapes cannot be broadcast together: [2] and [3], at axis -1 (2 ≠"
                + " 3)",
            () ->
                Losses.binaryCrossEntropy(
                    VECTOR, VECTOR, Tensor.of(DType.F64, 1.0, 2), Reduction.MEAN)),
        shape(
            "binaryCrossEntropy(Tensor, Tensor, Tensor, Reduction)",
            "binaryCrossEntropy: the weight must not outgrow the logits: weight [2, 3], logits [3]"
                + " (6 > 3)",
            () -> Losses.binaryCrossEntropy(VECTOR, VECTOR, MATRIX, Reduction.MEAN)),
        dtype(
            "binaryCrossEntropy(Tensor, Tensor, Tensor, Reduction)",
            "binaryCrossEntropy: element types differ: F64[3] and F32[3] (F64 ≠ F32); convert one"
                + " with to(F64)",
            () -> Losses.binaryCrossEntropy(VECTOR, VECTOR, Tensor.of(1f, 2, 3), Reduction.MEAN)));
  }
}
