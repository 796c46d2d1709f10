package io.github.wengert.ops;

import io.github.wengert.autograd.Primitive;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is wrong in one region, to see whether the stress suite notices.
 *
 * @param op what it is apart from that
 * @param kind where and by how much
 */
record PlantedFault(BuiltinOp op, Kind kind) implements Primitive<Tensor> {
  /** A way to be wrong: what the exact result, or slope, at a position is replaced by. */
  enum Kind {
    /** Results between ½ and 1 lose the last bits. */
    BLURRED(false) {
      @Override
      double change(Tensor of, double value, int position) {
        return Math.abs(value) >= 0.5 && Math.abs(value) < 1 ? blurred(of, value) : value;
      }
    },
    /** The rest behind the last full vector is not computed. */
    WITHOUT_TAIL(false) {
      @Override
      double change(Tensor of, double value, int position) {
        return of.elements() > 8 && position >= of.elements() / 8 * 8 ? 0 : value;
      }
    },
    /** NaN becomes 0. */
    NAN_LOST(false) {
      @Override
      double change(Tensor of, double value, int position) {
        return Double.isNaN(value) ? 0 : value;
      }
    },
    /** Results beyond a sixteenth of the range overflow. */
    EARLY_OVERFLOW(false) {
      @Override
      double change(Tensor of, double value, int position) {
        double most = of.dtype() == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        return Math.abs(value) > most / 16 ? Math.copySign(Double.POSITIVE_INFINITY, value) : value;
      }
    },
    /** Results below 10⁻³⁰ are taken as 0. */
    EARLY_UNDERFLOW(false) {
      @Override
      double change(Tensor of, double value, int position) {
        return Math.abs(value) < 1e-30 ? 0 : value;
      }
    },
    /** Every seventh slope loses the last bits. */
    BLURRED_SLOPE(true) {
      @Override
      double change(Tensor of, double value, int position) {
        return position % 7 == 3 ? blurred(of, value) : value;
      }
    },
    /** Slopes of 3 and more have the other sign. */
    WRONG_SIGN(true) {
      @Override
      double change(Tensor of, double value, int position) {
        return value > 3 ? -value : value;
      }
    },
    /** A slope of 0 is NaN. */
    NAN_FOR_ZERO(true) {
      @Override
      double change(Tensor of, double value, int position) {
        return value == 0 ? Double.NaN : value;
      }
    },
    /** Slopes behind the 64th element belong to their neighbours in front. */
    SHIFTED(true) {
      @Override
      double change(Tensor of, double value, int position) {
        return position >= 64 ? of.get(position - 1) : value;
      }
    };

    private final boolean isOfSlopes;

    Kind(boolean isOfSlopes) {
      this.isOfSlopes = isOfSlopes;
    }

    abstract double change(Tensor of, double value, int position);

    /** Returns {@code value}, wrong by 2¹² units of roundoff. */
    private static double blurred(Tensor of, double value) {
      return value * (1 + (of.dtype() == DType.F32 ? 0x1p-12 : 0x1p-41));
    }

    private Tensor of(Tensor right) {
      double[] changed = new double[right.elements()];
      for (int i = 0; i < changed.length; i++) {
        changed[i] = change(right, right.get(i), i);
      }
      return Ops.to(Tensor.of(DType.F64, right.shape(), changed), right.dtype());
    }
  }

  @Override
  public String name() {
    return op.name();
  }

  @Override
  public Tensor forward(List<Tensor> inputs) {
    Tensor y = op.forward(inputs);
    return kind.isOfSlopes ? y : kind.of(y);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return op.vjp(inputs, output).stream().map(this::planted).toList();
  }

  private @Nullable Pullback<Tensor> planted(@Nullable Pullback<Tensor> right) {
    if (right == null || !kind.isOfSlopes) {
      return right;
    }
    return g -> kind.of(right.apply(g));
  }
}
