package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScratchPoolTest {
  private final AtomicInteger made = new AtomicInteger();
  private final ScratchPool<AtomicInteger> pool =
      new ScratchPool<>(() -> {
        made.incrementAndGet();
        return new AtomicInteger();
      });

  @Test
  void what_was_given_back_is_lent_again() {
    AtomicInteger first = pool.borrow();
    pool.giveBack(first);
    assertThat(pool.borrow()).isSameAs(first);
    assertThat(made).hasValue(1);
  }

  @Test
  void what_is_lent_is_lent_to_nobody_else() {
    Set<AtomicInteger> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 100; i++) {
      lent.add(pool.borrow());
    }
    assertThat(lent).hasSize(100);
  }

  @Test
  void more_is_given_back_than_is_kept() {
    List<AtomicInteger> lent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lent.add(pool.borrow());
    }
    lent.forEach(pool::giveBack);
    for (int i = 0; i < 100; i++) {
      pool.borrow();
    }
    assertThat(made.get()).isStrictlyBetween(100, 200);
  }

  @Test
  void threads_never_hold_the_same_object() throws Exception {
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 12; thread++) {
      FutureTask<Integer> task = new FutureTask<>(this::clashes);
      Thread.ofPlatform().start(task);
      tasks.add(task);
    }
    for (FutureTask<Integer> task : tasks) {
      assertThat(task.get()).isZero();
    }
  }

  private int clashes() {
    int clashes = 0;
    for (int i = 0; i < 20_000; i++) {
      AtomicInteger lent = pool.borrow();
      if (lent.incrementAndGet() != 1) {
        clashes++;
      }
      lent.decrementAndGet();
      pool.giveBack(lent);
    }
    return clashes;
  }
}
