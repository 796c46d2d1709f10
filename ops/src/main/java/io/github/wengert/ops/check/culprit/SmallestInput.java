package io.github.wengert.ops.check.culprit;

import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.report.Finding;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.text.Wording;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The words for a small input at which a derivative is wrong. */
final class SmallestInput {
  /** Of larger tensors the shape is told only. */
  private static final int MOST_SHOWN = 12;

  private static final int SHOWN_DIGITS = 6;
  private static final int MOST_DIGITS = 12;

  private SmallestInput() {}

  /** Returns an input, and what is wrong at it. */
  static String of(List<Tensor> inputs, Tensor cotangent, Finding finding) {
    String elements =
        inputs.stream().map(SmallestInput::describe).collect(Collectors.joining(", "));
    boolean isPlain =
        Arrays.stream(cotangent.toDoubleArray()).allMatch(g -> g == 1) || finding.order() > 1;
    String where = isPlain ? elements : elements + ", cotangent " + describe(cotangent);
    if (finding.verdict() == Verdict.NONDETERMINISTIC) {
      return where;
    }
    if (finding.verdict() == Verdict.NONFINITE) {
      return Double.isFinite(finding.analytic())
          ? where + " → the function is not finite"
          : where + " → the derivative is " + finding.analytic();
    }
    boolean isOnly =
        inputs.size() == 1 && inputs.getFirst().elements() == 1 && finding.order() == 1;
    return Wording.format(
        "%s → the derivative%s is %s, differences say %s",
        where, isOnly ? "" : " by " + finding.place(), numbers(finding)[0], numbers(finding)[1]);
  }

  /** Returns the derivative and what the differences say, with so many digits that they differ. */
  private static String[] numbers(Finding finding) {
    String[] numbers = new String[2];
    for (int digits = 3; digits <= MOST_DIGITS; digits++) {
      numbers[0] = number(finding.analytic(), digits);
      numbers[1] =
          Double.compare(finding.left(), finding.right()) != 0
              ? number(finding.left(), digits) + " … " + number(finding.right(), digits)
              : number(finding.numeric(), digits);
      if (!numbers[0].equals(numbers[1])) {
        break;
      }
    }
    return numbers;
  }

  /** Returns a number with so many significant digits, and no more than it has. */
  private static String number(double x, int digits) {
    double size = Math.abs(x);
    return x == 0 || (size >= 1e-4 && size < 1e6)
        ? new BigDecimal(x).round(new MathContext(digits)).stripTrailingZeros().toPlainString()
        : Wording.number(x, digits);
  }

  private static String describe(Tensor x) {
    if (x.elements() > MOST_SHOWN) {
      return x.dtype().toString() + x.shape();
    }
    return describe(x.toDoubleArray(), x.shape(), 0, 0);
  }

  private static String describe(double[] elements, Shape shape, int axis, int from) {
    if (axis == shape.rank()) {
      return number(elements[from], SHOWN_DIGITS);
    }
    int stride = 1;
    for (int inner = axis + 1; inner < shape.rank(); inner++) {
      stride *= shape.size(inner);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < shape.size(axis); i++) {
      parts.add(describe(elements, shape, axis + 1, from + i * stride));
    }
    return "[" + String.join(", ", parts) + "]";
  }
}
