package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gather and scatter against index arithmetic. */
class StridedKernelsTest {
  private static final class Layout {
    private final int offset;
    private final int[] strides;
    private final int[] extents;

    Layout(int offset, int[] strides, int... extents) {
      this.offset = offset;
      this.strides = strides;
      this.extents = extents;
    }

    int elements() {
      return Arrays.stream(extents).reduce(1, (a, b) -> a * b);
    }

    /** Returns where element {@code i}, counted row by row, stands. */
    int position(int i) {
      int position = offset;
      int rest = i;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        position += strides[axis] * (rest % extents[axis]);
        rest /= extents[axis];
      }
      return position;
    }

    boolean repeats() {
      for (int axis = 0; axis < extents.length; axis++) {
        if (strides[axis] == 0 && extents[axis] > 1) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "%d + %s × %s".formatted(offset, Arrays.toString(strides), Arrays.toString(extents));
    }
  }

  private static final List<Layout> LAYOUTS =
      List.of(
          new Layout(7, new int[0]),
          new Layout(0, new int[] {1}, 1),
          new Layout(3, new int[] {1}, 17),
          new Layout(1, new int[] {3}, 9),
          new Layout(0, new int[] {0}, 5),
          new Layout(0, new int[] {1, 5}, 5, 8),
          new Layout(2, new int[] {8, 1}, 4, 8),
          new Layout(0, new int[] {0, 1}, 3, 7),
          new Layout(0, new int[] {1, 0}, 7, 3),
          new Layout(4, new int[] {1, 2, 8}, 2, 4, 5),
          new Layout(0, new int[] {20, 4, 1}, 2, 1, 3),
          new Layout(5, new int[] {0, 7, 0, 1}, 2, 3, 4, 7),
          new Layout(0, new int[] {1, 2, 4, 8}, 2, 2, 2, 2));

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void gather_takes_each_element_from_its_position(ElementType<A> type) {
    double[] x = type.randomWithSpecials(1, 100);
    for (Layout layout : LAYOUTS) {
      A y = type.garbage(layout.elements());
      type.kernels().gather(type.array(x), layout.offset, layout.strides, layout.extents, y);
      double[] expected = new double[layout.elements()];
      Arrays.setAll(expected, i -> x[layout.position(i)]);
      assertThat(type.read(y)).as("%s", layout).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void scatter_puts_each_element_in_its_position(ElementType<A> type) {
    for (Layout layout : LAYOUTS) {
      if (layout.repeats()) {
        continue; // several elements for one position: scatter is not asked for that
      }
      double[] x = type.randomWithSpecials(2, layout.elements());
      A y = type.garbage(100);
      type.kernels().scatter(type.array(x), y, layout.offset, layout.strides, layout.extents);
      double[] expected = type.read(type.garbage(100));
      for (int i = 0; i < x.length; i++) {
        expected[layout.position(i)] = x[i];
      }
      assertThat(type.read(y)).as("%s", layout).isEqualTo(expected);
    }
  }
}
