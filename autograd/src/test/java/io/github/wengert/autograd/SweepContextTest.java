package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.autograd.internal.SweepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a sweep carries is found in that sweep, and nowhere else. */
class SweepContextTest {
  private final SweepContext context = new SweepContext() {};
  private final List<String> found = new ArrayList<>();
  private final Scalar x = scalar(2);

  private void look(String where) {
    found.add(
        where + (context.equals(EngineAccess.engine().sweepContext()) ? ": found" : ": nothing"));
  }

  /** Differentiates a loss by {@code x} in a sweep that carries the context. */
  private Gradients<Scalar> differentiate(Supplier<Scalar> loss) {
    return EngineAccess.engine()
        .<Scalar, String>differentiate(
            List.of(x), () -> new WithAuxiliary<>(loss.get(), "loss"), Unused.REJECT, context)
        .result();
  }

  /** {@code y = x}, which looks for what the sweep carries. */
  private class Looking implements Primitive<Scalar> {
    private final boolean selfContained;

    Looking(boolean selfContained) {
      this.selfContained = selfContained;
    }

    @Override
    public String name() {
      return "looking";
    }

    @Override
    public Scalar forward(List<Scalar> inputs) {
      look("forward");
      return scalar(inputs.getFirst().value());
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
      return List.of(g -> {
        look("pullback");
        CompletableFuture.runAsync(() -> look("other thread")).join();
        return g;
      });
    }

    @Override
    public boolean isSelfContained() {
      return selfContained;
    }
  }

  @Test
  void it_is_found_while_the_tape_is_swept() {
    differentiate(() -> Autograd.apply(new Looking(true), x));
    look("afterwards");
    assertThat(found)
        .containsExactly(
            "forward: nothing", "pullback: found", "other thread: nothing", "afterwards: nothing");
  }

  @Test
  void it_is_not_found_if_a_primitive_may_keep_what_it_sees() {
    differentiate(() -> Autograd.apply(new Looking(false), x));
    assertThat(found).contains("pullback: nothing").doesNotContain("pullback: found");
  }

  @Test
  void it_is_not_found_if_an_outer_scope_records_the_sweep() {
    Autograd.differentiate(
        List.of(x), () -> differentiate(() -> Autograd.apply(new Looking(true), x)).value());
    assertThat(found).contains("pullback: nothing").doesNotContain("pullback: found");
  }

  @Test
  void it_is_gone_after_a_sweep_that_failed() {
    Primitive<Scalar> failing =
        new Looking(true) {
          @Override
          public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
            look("vjp");
            throw new IllegalStateException("planted");
          }
        };
    assertThatThrownBy(() -> differentiate(() -> Autograd.apply(failing, x))).hasMessage("planted");
    look("afterwards");
    assertThat(found).containsExactly("forward: nothing", "vjp: found", "afterwards: nothing");
  }
}
