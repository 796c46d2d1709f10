package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.autograd.internal.InputCotangents;
import io.github.wengert.ops.OpCases.OpCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fused operation computes in one go is what its pullbacks compute, to the bit. */
class FusedBackwardTest {
  static Stream<OpCase> fused() {
    return Stream.concat(OpCases.all().stream(), wide().stream())
        .filter(c -> c.op() instanceof FusedBackward<?>)
        .flatMap(c -> Stream.of(c, inSinglePrecision(c)));
  }

  /** Sizes for which products take other ways than for those of the gradient suite. */
  private static List<OpCase> wide() {
    List<OpCase> cases = new ArrayList<>();
    for (FusedActivation function : FusedActivation.values()) {
      for (int[] sizes :
          new int[][] {{1, 2, 16}, {1, 16, 16}, {1, 16, 1}, {1, 40, 33}, {20, 30, 25}}) {
        cases.add(
            new OpCase(
                new Linear(function),
                List.of(),
                List.of(
                    Samples.smooth(1, sizes[0], sizes[1]),
                    Samples.smooth(2, sizes[2], sizes[1]),
                    Samples.smooth(3, sizes[2]))));
      }
    }
    return cases;
  }

  private static OpCase inSinglePrecision(OpCase c) {
    return new OpCase(c.op(), inSinglePrecision(c.constants()), inSinglePrecision(c.inputs()));
  }

  private static List<Tensor> inSinglePrecision(List<Tensor> tensors) {
    return tensors.stream().map(x -> x.to(DType.F32)).toList();
  }

  @ParameterizedTest
  @MethodSource("fused")
  void both_ways_give_the_same_bits(OpCase c) {
    Tensor y = c.function().apply(c.inputs());
    Tensor g = Samples.smooth(9, y.shape().toArray()).to(y.dtype());
    List<Tensor> inOneGo = Autograd.vjp(c.function(), c.inputs()).pullback(g);
    List<Tensor> one = new ArrayList<>();
    // A sweep that an outer scope records runs the pullbacks.
    Tensor slope =
        Autograd.grad(
                (Tensor cotangent) -> {
                  one.addAll(Autograd.vjp(c.function(), c.inputs()).pullback(cotangent));
                  return Ops.sum(cotangent);
                })
            .apply(g);
    assertThat(slope.shape()).isEqualTo(g.shape());
    assertThat(inOneGo).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(inOneGo.get(i).hasSameBits(one.get(i))).as("input %d", i).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("fused")
  void only_what_is_needed_is_computed(OpCase c) {
    List<Tensor> inputs = c.inputs();
    if (!c.constants().isEmpty()) {
      return;
    }
    Tensor y = c.function().apply(inputs);
    List<Tensor> all = Autograd.vjp(c.function(), inputs).pullback(y);
    for (int i = 0; i < inputs.size(); i++) {
      Only only = new Only(i);
      pullBack(c.op(), inputs, y, only);
      Tensor cotangent = only.cotangent;
      assertThat(cotangent).as("input %d", i).isNotNull();
      assertThat(cotangent.hasSameBits(all.get(i))).as("input %d", i).isTrue();
    }
  }

  @SuppressWarnings("unchecked") // operations compute with tensors
  private static void pullBack(BuiltinOp op, List<Tensor> inputs, Tensor y, Only only) {
    ((FusedBackward<Tensor>) op).pullBack(inputs, y, y, only);
  }

  /** Needs the cotangent of one input, and refuses others. */
  private static final class Only implements InputCotangents<Tensor> {
    private final int input;
    private @Nullable Tensor cotangent;

    Only(int input) {
      this.input = input;
    }

    @Override
    public boolean isNeeded(int other) {
      return other == input;
    }

    @Override
    public void add(int other, Tensor added) {
      assertThat(other).isEqualTo(input);
      cotangent = added;
    }
  }

  @Test
  void every_fused_operation_is_held_against_its_pullbacks() {
    Function<Stream<? extends Class<?>>, List<String>> names =
        classes -> classes.map(OpNames::of).distinct().sorted().toList();
    assertThat(names.apply(fused().map(c -> c.op().getClass())))
        .isEqualTo(
            names.apply(
                OpGradientTest.operations(BuiltinOp.class)
                    .filter(FusedBackward.class::isAssignableFrom)))
        .contains("Linear");
  }
}
