package io.github.wengert.examples.bits;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parallelism;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nets that are trained at once, and share the workers, become what they become alone. */
class ConcurrentTrainingTest {
  private static final int NETS = 8;

  private final int before = Parallelism.threads();

  @BeforeEach
  void shareWork() {
    Parallelism.threads(2);
  }

  @AfterEach
  void restore() {
    Parallelism.threads(before);
  }

  /** Nets of both kinds, whose products are large enough to be shared out. */
  private static List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    for (int i = 0; i < NETS; i++) {
      Recipe.Net net = i % 2 == 0 ? Recipe.Net.RELU : Recipe.Net.SMOOTH_WITH_MOMENTUM;
      recipes.add(new Recipe(net, ImmutableList.of(200 + i, 41 + i, 10), 48, 30, 100 + i));
    }
    return recipes;
  }

  private static List<Recipe.Outcome> alone() {
    return recipes().stream().map(Recipe::train).toList();
  }

  private static List<Recipe.Outcome> atOnce(Thread.Builder threads) throws Exception {
    CyclicBarrier start = new CyclicBarrier(NETS);
    List<FutureTask<Recipe.Outcome>> tasks = new ArrayList<>();
    for (Recipe recipe : recipes()) {
      FutureTask<Recipe.Outcome> task =
          new FutureTask<>(() -> {
            start.await();
            return recipe.train();
          });
      threads.start(task);
      tasks.add(task);
    }
    List<Recipe.Outcome> outcomes = new ArrayList<>();
    for (FutureTask<Recipe.Outcome> task : tasks) {
      outcomes.add(task.get());
    }
    return outcomes;
  }

  @Test
  void on_platform_threads() throws Exception {
    assertThat(atOnce(Thread.ofPlatform())).isEqualTo(alone());
  }

  @Test
  void on_virtual_threads() throws Exception {
    assertThat(atOnce(Thread.ofVirtual())).isEqualTo(alone());
  }

  @Test
  void alone_all_learn_and_differ() {
    List<Recipe.Outcome> outcomes = alone();
    assertThat(outcomes).allMatch(Recipe.Outcome::hasLearned);
    assertThat(outcomes.stream().map(Recipe.Outcome::checksum)).doesNotHaveDuplicates();
  }
}
