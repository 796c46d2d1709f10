package io.github.wengert.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table holds what a hash table by identity holds, however many entries it has. */
class IdentityTableTest {
  private record Key(int number) {}

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 40})
  void it_does_what_a_hash_table_by_identity_does(int expected) {
    SplittableRandom random = new SplittableRandom(expected);
    // Keys that are equal, but not the same.
    List<Key> keys = IntStream.range(0, 20).mapToObj(i -> new Key(i / 4)).toList();
    for (int most = 1; most <= keys.size(); most++) {
      IdentityTable<Key, Integer> table = new IdentityTable<>(expected);
      IdentityHashMap<Key, Integer> model = new IdentityHashMap<>();
      for (int step = 0; step < 60; step++) {
        Key key = keys.get(random.nextInt(most));
        if (random.nextInt(3) == 0) {
          table.remove(key);
          model.remove(key);
        } else {
          table.put(key, step);
          model.put(key, step);
        }
        assertThat(table.size()).isEqualTo(model.size());
        for (Key each : keys) {
          assertThat(table.get(each)).isEqualTo(model.get(each));
          assertThat(table.contains(each)).isEqualTo(model.containsKey(each));
        }
      }
    }
  }
}
