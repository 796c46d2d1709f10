package io.github.wengert.autograd;

import static io.github.wengert.autograd.Vec.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients that are changed on their way to an optimizer. */
class GradientsMapTest {
  private final Vec a = vec(1, 2);
  private final Vec b = vec(3, 4);
  private final Gradients<Vec> gradients =
      Autograd.differentiate(List.of(a, b), () -> a.plus(b).plus(b).sum());

  @Test
  void each_gradient_is_mapped_with_its_leaf_and_the_others_stay() {
    Gradients<Vec> mapped = gradients.map((leaf, g) -> leaf == a ? g.plus(leaf) : g);
    assertThat(mapped.of(a).values()).containsExactly(2, 3);
    assertThat(mapped.of(b).values()).containsExactly(2, 2);
    assertThat(mapped.value()).isSameAs(gradients.value());
    assertThat(mapped.leaves()).containsExactly(a, b);
    assertThat(gradients.of(a).values()).containsExactly(1, 1);
  }

  @Test
  void a_gradient_of_another_space_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.map((leaf, g) -> vec(1, 2, 3)))
        .withMessage("gradients: a gradient is not in the space of its leaf: (vec[3] ≠ vec[2])");
  }
}
