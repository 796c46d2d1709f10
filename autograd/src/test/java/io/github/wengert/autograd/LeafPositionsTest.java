package io.github.wengert.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeafPositionsTest {
  @Test
  void leaves_that_begin_a_tape_stand_at_their_nodes() {
    LeafPositions positions = new LeafPositions(new int[] {0, 1, 2});
    assertThat(positions.count()).isEqualTo(3);
    assertThat(positions.of(2)).isEqualTo(2);
    assertThat(positions.contains(2)).isTrue();
    assertThat(positions.contains(3)).isFalse();
    assertThat(positions.contains(Tape.CONSTANT)).isFalse();
    assertThat(positions.contains(Guards.FIRST)).isFalse();
  }

  @Test
  void leaves_anywhere_on_a_tape_are_found() {
    LeafPositions positions = new LeafPositions(new int[] {0, 7, 3});
    assertThat(positions.count()).isEqualTo(3);
    assertThat(positions.of(3)).isEqualTo(1);
    assertThat(positions.of(7)).isEqualTo(2);
    assertThat(positions.contains(3)).isTrue();
    assertThat(positions.contains(1)).isFalse();
    assertThat(positions.contains(Tape.CONSTANT)).isFalse();
  }

  @Test
  void a_leaf_that_is_named_twice_counts_once() {
    LeafPositions positions = new LeafPositions(new int[] {0, 0});
    assertThat(positions.count()).isEqualTo(1);
    assertThat(positions.of(0)).isZero();
  }

  @Test
  void there_may_be_no_leaves() {
    LeafPositions positions = new LeafPositions(new int[0]);
    assertThat(positions.count()).isZero();
    assertThat(positions.contains(0)).isFalse();
  }
}
