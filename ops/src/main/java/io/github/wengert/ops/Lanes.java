package io.github.wengert.ops;

/**
 * The groups of a reduction where they lie in memory: the middle of {@code [outer, length, inner]}.
 *
 * @param x the operand, or a copy of it whose reduced axes are neighbours
 * @param outer the number of elements along the axes in front of the reduced ones
 * @param length the number of elements of a group
 * @param inner the number of elements along the axes behind them, which is the distance of
 *     neighbours of a group
 */
record Lanes(Tensor x, int outer, int length, int inner) {
  /** Called once for each group. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Visits a group.
     *
     * @param group the position of the group's result
     * @param from the position of its first element
     */
    void visit(int group, int from);
  }

  static Lanes of(Axes axes, Tensor operand) {
    Tensor x = axes.lastIfScattered(operand);
    int[] sorted = axes.positionsIn(x.shape());
    int first = sorted.length == 0 ? x.rank() : sorted[0];
    int last = first + sorted.length;
    return new Lanes(
        x,
        x.shape().elements(0, first),
        x.shape().elements(first, last),
        x.shape().elements(last, x.rank()));
  }

  void forEach(Visitor visitor) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        visitor.visit(o * inner + i, o * length * inner + i);
      }
    }
  }
}
