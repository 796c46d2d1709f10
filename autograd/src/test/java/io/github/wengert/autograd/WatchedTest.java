package io.github.wengert.autograd;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.autograd.Autograd.grad;
import static io.github.wengert.autograd.Autograd.parallel;
import static io.github.wengert.autograd.Autograd.watched;
import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A function can ask what the closures around it differentiate by. */
@SuppressWarnings("ReferenceEquality") // leaves are known by identity
class WatchedTest {
  private final Scalar x = scalar(2);
  private final Scalar y = scalar(3);

  private static boolean isWatched(Scalar value) {
    return watched(leaf -> leaf == value).isPresent();
  }

  @Test
  void leaves_are_watched_while_their_scope_records() {
    assertThat(isWatched(x)).isFalse();
    differentiate(
        List.of(x),
        () -> {
          assertThat(isWatched(x)).isTrue();
          assertThat(isWatched(y)).isFalse();
          return x.times(2);
        });
    assertThat(isWatched(x)).isFalse();
  }

  @Test
  void an_inner_scope_adds_its_leaves_until_it_ends() {
    differentiate(
        List.of(x),
        () -> {
          Scalar inner =
              differentiate(
                      List.of(y),
                      () -> {
                        assertThat(isWatched(x) && isWatched(y)).isTrue();
                        return y.times(x);
                      })
                  .of(y);
          assertThat(isWatched(y)).isFalse();
          return inner;
        });
  }

  @Test
  void parts_see_what_the_whole_watches_and_their_own() {
    differentiate(
        List.of(x),
        () ->
            parallel(
                    3,
                    p ->
                        differentiate(
                                List.of(y),
                                () -> {
                                  assertThat(isWatched(x) && isWatched(y)).isTrue();
                                  return y.times(x);
                                })
                            .of(y))
                .getFirst());
  }

  @Test
  void arguments_of_functions_are_copies_and_not_watched() {
    Scalar slope =
        grad(
                (Scalar v) -> {
                  assertThat(isWatched(x)).isFalse();
                  assertThat(watched(leaf -> true)).isEmpty();
                  return v.times(v);
                })
            .apply(x);
    assertThat(slope.value()).isEqualTo(4);
  }

  @Test
  void of_several_leaves_the_first_is_returned() {
    List<Scalar> many = IntStream.range(0, 20).mapToObj(Scalar::scalar).toList();
    differentiate(
        many,
        () -> {
          assertThat(watched(leaf -> leaf != many.getFirst()))
              .hasValueSatisfying(leaf -> assertThat(leaf).isSameAs(many.get(1)));
          return many.stream().reduce(Scalar::plus).orElseThrow();
        });
  }
}
