package io.github.wengert.autograd;

/** The operations of a {@link Program}, over whatever kind of number it is evaluated with. */
interface Arithmetic<T> {
  T constant(double value);

  T add(T a, T b);

  T subtract(T a, T b);

  T multiply(T a, T b);

  T negate(T x);

  T sin(T x);

  T cos(T x);

  T exp(T x);

  T tanh(T x);

  /** The engine under test. */
  enum Scalars implements Arithmetic<Scalar> {
    ENGINE;

    @Override
    public Scalar constant(double value) {
      return new Scalar(value);
    }

    @Override
    public Scalar add(Scalar a, Scalar b) {
      return a.plus(b);
    }

    @Override
    public Scalar subtract(Scalar a, Scalar b) {
      return a.minus(b);
    }

    @Override
    public Scalar multiply(Scalar a, Scalar b) {
      return a.times(b);
    }

    @Override
    public Scalar negate(Scalar x) {
      return x.negate();
    }

    @Override
    public Scalar sin(Scalar x) {
      return x.sin();
    }

    @Override
    public Scalar cos(Scalar x) {
      return x.cos();
    }

    @Override
    public Scalar exp(Scalar x) {
      return x.exp();
    }

    @Override
    public Scalar tanh(Scalar x) {
      return x.tanh();
    }
  }
}
