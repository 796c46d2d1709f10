package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A primitive that counts what is asked of it and of its pullbacks, and otherwise is another one.
 */
final class Counting implements Primitive<Scalar> {
  private final Primitive<Scalar> counted;
  private final List<Integer> pullbacks = new ArrayList<>();
  private int vjps;

  Counting(Primitive<Scalar> counted) {
    this.counted = counted;
  }

  /** Returns how often {@link #vjp} was called. */
  int vjps() {
    return vjps;
  }

  /** Returns the inputs whose pullbacks ran, in the order in which they did. */
  List<Integer> pullbacks() {
    return List.copyOf(pullbacks);
  }

  @Override
  public String name() {
    return counted.name();
  }

  @Override
  public Scalar forward(List<Scalar> inputs) {
    return counted.forward(inputs);
  }

  @Override
  public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
    vjps++;
    List<@Nullable Pullback<Scalar>> result = new ArrayList<>();
    List<@Nullable Pullback<Scalar>> rules = counted.vjp(inputs, output);
    for (int i = 0; i < rules.size(); i++) {
      int position = i;
      Pullback<Scalar> rule = rules.get(i);
      result.add(
          rule == null
              ? null
              : g -> {
                pullbacks.add(position);
                return rule.apply(g);
              });
    }
    return result;
  }
}
