package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number that knows whether code outside the engine has seen it, and refuses to be written to if
 * so. Each probe counts the additions it took part in through the {@link Log} that they all share.
 */
final class Probe extends Traceable<Probe> {
  private final Log log;
  private double value;
  private boolean seen;

  Probe(Log log, double value) {
    this.log = log;
    this.value = value;
  }

  /** What was asked of the vector space. */
  static final class Log {
    private final List<String> calls = new ArrayList<>();

    List<String> calls() {
      return calls;
    }
  }

  double value() {
    return value;
  }

  Probe add(Probe that) {
    return Autograd.apply(new Add(), this, that);
  }

  Probe scale(double factor) {
    return Autograd.apply(new Scale(factor), this);
  }

  @Override
  protected VectorSpace<Probe> space() {
    return Space.SPACE;
  }

  private Probe seen() {
    seen = true;
    return this;
  }

  /** A pullback whose cotangents have been seen: it may have kept both. */
  private static Pullback<Probe> keeping(Pullback<Probe> rule) {
    return g -> rule.apply(g.seen()).seen();
  }

  /** {@code y = a + b}, which hands the very cotangent it got to both operands. */
  private record Add() implements Primitive<Probe> {
    @Override
    public String name() {
      return "add";
    }

    @Override
    public Probe forward(List<Probe> inputs) {
      return new Probe(inputs.get(0).log, inputs.get(0).value + inputs.get(1).value);
    }

    @Override
    public List<@Nullable Pullback<Probe>> vjp(List<Probe> inputs, Probe output) {
      return List.of(keeping(g -> g), keeping(g -> g));
    }
  }

  private record Scale(double factor) implements Primitive<Probe> {
    @Override
    public String name() {
      return "scale";
    }

    @Override
    public Probe forward(List<Probe> inputs) {
      return new Probe(inputs.getFirst().log, inputs.getFirst().value * factor);
    }

    @Override
    public List<@Nullable Pullback<Probe>> vjp(List<Probe> inputs, Probe output) {
      return List.of(keeping(g -> g.scale(factor)));
    }
  }

  private enum Space implements VectorSpace<Probe> {
    SPACE;

    @Override
    public Probe zero(Probe like) {
      return new Probe(like.log, 0);
    }

    @Override
    public int dimension(Probe value) {
      return 1;
    }

    @Override
    public Probe basis(Probe like, int index) {
      return new Probe(like.log, 1).seen(); // it might come from the user
    }

    @Override
    public Probe add(Probe a, Probe b) {
      a.log.calls.add("add");
      return a.add(b);
    }

    @Override
    public void addInto(Probe accumulator, Probe addend) {
      if (accumulator.seen) {
        throw new AssertionError("written to a cotangent that other code has seen");
      }
      accumulator.log.calls.add("addInto");
      accumulator.value += addend.value;
    }

    @Override
    public Probe alias(Probe value) {
      return new Probe(value.log, value.value);
    }

    @Override
    public boolean sameSpace(Probe primal, Probe cotangent) {
      return true;
    }

    @Override
    public String describe(Probe value) {
      return "probe";
    }
  }
}
