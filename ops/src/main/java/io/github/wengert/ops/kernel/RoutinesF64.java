package io.github.wengert.ops.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops over {@code double[]} that exist by vectors, and samples of what they compute. */
final class RoutinesF64 {
  /** Four of the widest vectors. */
  private static final int LANES = ScalarRowsF64.LANES;

  /** What is left over behind the last vector, as in most arrays. */
  private static final int RAGGED = 3;

  /** So many short runs go before long ones: in the interpreter, each vector takes long. */
  private static final int SHORT_RUNS = 250;

  /** So many rows are computed together. */
  private static final int ROWS = 4;

  private static final int LONGEST_ROW = 8 * LANES;
  private static final int MOST_SUMS = 20;

  /** So many rows make several blocks, of which the last one lacks some. */
  private static final int MOST_DOTS = DotsF64.BAND - 1;

  private static final Step STEP = new Step(1, 1, 0, 0);

  /** After so much time in a plain loop, it is worth its compilation by vectors. */
  private static final long WORTH_NANOS = 50_000_000;

  /** Loops that are tried on samples of their own, and what an element takes by plain ones. */
  private enum Loop {
    EXP(4000),
    LOG(4000),
    TANH(4000),
    SIGMOID(4000),
    SOFTPLUS(8000),
    SILU(4000),
    SILU_VJP(4000),
    GELU(14_000),
    SELECT(700),
    RELU_VJP(700),
    ADD_ROW(700),
    ADD_ROWS(700),
    COPY_ROWS(300),
    SUM_OF_ROWS(700),
    SUM_OF_ROW(700),
    MAX_OF_ROW(1000),
    MIN_OF_ROW(1000),
    MAX_INTO_ROW(700),
    SUBTRACT(700),
    DIVIDE(1000),
    ADD_TO_LANES(1000),
    ADD_SQUARED_DEVIATIONS(1000),
    ADD_DEVIATIONS(1000),
    ADD_DEVIATIONS_OF_ROWS(1000),
    STANDARDIZE(700),
    PULL_BACK(700),
    SCALE_SHIFT(700),
    GRADIENT(700),
    DOTS_1(200),
    DOTS_2(200),
    DOTS_4(200),
    ROWS_TIMES_ROW(200),
    TRANSPOSE(1000),
    OUTER_PRODUCT(700),
    ROW_TIMES_MATRIX(300);

    final int picos;

    Loop(int picos) {
      this.picos = picos;
    }
  }

  final Routine exp;
  final Routine log;
  final Routine tanh;
  final Routine sigmoid;
  final Routine softplus;
  final Routine silu;
  final Routine siluVjp;
  final Routine gelu;
  final Routine select;
  final Routine reluVjp;
  final Routine addRow;
  final Routine addRows;
  final Routine copyRows;
  final Routine sumOfRows;
  final Routine sumOfRow;
  final Routine maxOfRow;
  final Routine minOfRow;
  final Routine maxIntoRow;
  final Routine subtract;
  final Routine divide;
  final Routine addToLanes;
  final Routine addSquaredDeviations;
  final Routine addDeviations;
  final Routine addDeviationsOfRows;
  final Routine standardize;
  final Routine pullBack;
  final Routine scaleShift;
  final Routine gradient;
  final Routine dots1;
  final Routine dots2;
  final Routine dots4;
  final Routine rowsTimesRow;
  final Routine transpose;
  final Routine outerProduct;
  final Routine rowTimesMatrix;
  final ProductBodiesF64 products;

  /**
   * Makes routines.
   *
   * @param warmup who is asked for them, or null if all are ready
   */
  RoutinesF64(@Nullable Warmup warmup) {
    exp = of(Loop.EXP, warmup);
    log = of(Loop.LOG, warmup);
    tanh = of(Loop.TANH, warmup);
    sigmoid = of(Loop.SIGMOID, warmup);
    softplus = of(Loop.SOFTPLUS, warmup);
    silu = of(Loop.SILU, warmup);
    siluVjp = of(Loop.SILU_VJP, warmup);
    gelu = of(Loop.GELU, warmup);
    select = of(Loop.SELECT, warmup);
    reluVjp = of(Loop.RELU_VJP, warmup);
    addRow = of(Loop.ADD_ROW, warmup);
    addRows = of(Loop.ADD_ROWS, warmup);
    copyRows = of(Loop.COPY_ROWS, warmup);
    sumOfRows = of(Loop.SUM_OF_ROWS, warmup);
    sumOfRow = of(Loop.SUM_OF_ROW, warmup);
    maxOfRow = of(Loop.MAX_OF_ROW, warmup);
    minOfRow = of(Loop.MIN_OF_ROW, warmup);
    maxIntoRow = of(Loop.MAX_INTO_ROW, warmup);
    subtract = of(Loop.SUBTRACT, warmup);
    divide = of(Loop.DIVIDE, warmup);
    addToLanes = of(Loop.ADD_TO_LANES, warmup);
    addSquaredDeviations = of(Loop.ADD_SQUARED_DEVIATIONS, warmup);
    addDeviations = of(Loop.ADD_DEVIATIONS, warmup);
    addDeviationsOfRows = of(Loop.ADD_DEVIATIONS_OF_ROWS, warmup);
    standardize = of(Loop.STANDARDIZE, warmup);
    pullBack = of(Loop.PULL_BACK, warmup);
    scaleShift = of(Loop.SCALE_SHIFT, warmup);
    gradient = of(Loop.GRADIENT, warmup);
    dots1 = of(Loop.DOTS_1, warmup);
    dots2 = of(Loop.DOTS_2, warmup);
    dots4 = of(Loop.DOTS_4, warmup);
    rowsTimesRow = of(Loop.ROWS_TIMES_ROW, warmup);
    transpose = of(Loop.TRANSPOSE, warmup);
    outerProduct = of(Loop.OUTER_PRODUCT, warmup);
    rowTimesMatrix = of(Loop.ROW_TIMES_MATRIX, warmup);
    products = new ProductBodiesF64(warmup);
  }

  private static Routine of(Loop loop, @Nullable Warmup warmup) {
    return warmup == null ? Routine.READY : new OfLoop(loop, warmup);
  }

  private static final class OfLoop extends Routine {
    private final Loop loop;

    OfLoop(Loop loop, Warmup warmup) {
      super(double[].class.getSimpleName() + ": " + loop, loop.picos, WORTH_NANOS, warmup);
      this.loop = loop;
    }

    @Override
    Sample sample() {
      boolean extreme = loop == Loop.MAX_OF_ROW || loop == Loop.MIN_OF_ROW;
      int size = extreme ? Math.max(size(), LANES / 4) : size(); // shorter rows have no vector
      return new ShortSample(new LongSample(body(loop), size));
    }
  }

  /** A loop, computed by one kind of kernels or the other on arrays of three. */
  @FunctionalInterface
  private interface Body {
    void run(ScalarKernelsF64 kernels, double[][] x, int n);
  }

  /** Returns a call of a loop. Each is a lambda of its own, so that they do not share a profile. */
  private static Body body(Loop loop) {
    return switch (loop) {
      case EXP -> (kernels, x, n) -> kernels.exp(x[0], x[2], n);
      case LOG -> (kernels, x, n) -> kernels.log(x[0], x[2], n);
      case TANH -> (kernels, x, n) -> kernels.tanh(x[0], x[2], n);
      case SIGMOID -> (kernels, x, n) -> kernels.sigmoid(x[0], x[2], n);
      case SOFTPLUS -> (kernels, x, n) -> kernels.softplus(x[0], x[2], n);
      case SILU -> (kernels, x, n) -> kernels.silu(x[0], x[2], n);
      case SILU_VJP -> (kernels, x, n) -> kernels.siluVjp(x[0], x[1], x[2], n);
      case GELU -> // both, which share a loop
          (kernels, x, n) -> {
            kernels.gelu(x[0], x[2], n);
            kernels.geluVjp(x[0], x[1], x[2], n);
          };
      case SELECT -> (kernels, x, n) -> kernels.select(x[1], x[0], x[1], x[2], n);
      case RELU_VJP -> (kernels, x, n) -> kernels.reluVjp(x[1], x[0], x[2], n);
      case ADD_ROW -> (kernels, x, n) -> kernels.addRow(x[0], 1, x[2], 2, n);
      case ADD_ROWS -> (kernels, x, n) -> kernels.addRows(x[0], 0, n, x[2], 0, n, ROWS, n);
      case COPY_ROWS -> (kernels, x, n) -> kernels.copyRows(x[0], 0, n, x[2], 0, n, ROWS, n);
      case SUM_OF_ROWS -> (kernels, x, n) -> kernels.sumOfRows(x[0], 0, ROWS, x[2], 0, n);
      case SUM_OF_ROW -> (kernels, x, n) -> x[2][0] = kernels.sumOfRow(x[0], 0, n, x[1]);
      case MAX_OF_ROW -> (kernels, x, n) -> x[2][0] = kernels.maxOfRow(x[0], 0, n);
      case MIN_OF_ROW -> (kernels, x, n) -> x[2][0] = kernels.minOfRow(x[0], 0, n);
      case MAX_INTO_ROW -> (kernels, x, n) -> kernels.maxIntoRow(x[0], 1, x[2], n);
      case SUBTRACT -> (kernels, x, n) -> kernels.subtract(x[0], 1, 2, x[2], 1, n);
      case DIVIDE -> (kernels, x, n) -> kernels.divide(x[2], 1, 2, n);
      case ADD_TO_LANES -> (kernels, x, n) -> kernels.addToLanes(x[0], 0, n, x[2]);
      case ADD_SQUARED_DEVIATIONS ->
          (kernels, x, n) -> kernels.addDeviationsToLanes(x[0], 0, x[0], 0, 0, n, x[1], x[2]);
      case ADD_DEVIATIONS ->
          (kernels, x, n) -> kernels.addDeviationsToLanes(x[0], 0, x[0], 1, 0, n, x[1], x[2]);
      case ADD_DEVIATIONS_OF_ROWS ->
          (kernels, x, n) ->
              kernels.addDeviationsOfRows(x[0], x[0], x[0], x[0], 0, ROWS, n, x[1], x[2]);
      case STANDARDIZE -> (kernels, x, n) -> kernels.standardizeRow(x[0], 1, 1, 2, 3, x[2], n);
      case PULL_BACK ->
          (kernels, x, n) -> kernels.pullRowBack(x[0], 1, x[1], 1, 1, 2, 2, 3, x[2], n);
      case SCALE_SHIFT -> (kernels, x, n) -> kernels.scaleShiftRow(x[0], 1, 2, 3, x[2], n);
      case GRADIENT -> {
        StepF64 step = StepF64.of(STEP);
        yield (kernels, x, n) -> kernels.gradient(x[2], x[0], 1, n + 1, step);
      }
      case DOTS_1 -> dots(1);
      case DOTS_2 -> dots(2);
      case DOTS_4 -> dots(4);
      case ROWS_TIMES_ROW ->
          (kernels, x, n) -> kernels.rowsTimesRow(MOST_SUMS, n, x[0], x[1], x[0], x[2]);
      case TRANSPOSE ->
          (kernels, x, n) -> kernels.transpose(new MatrixF64(x[0], 0, 1, n), MOST_SUMS, n, x[2]);
      case OUTER_PRODUCT ->
          (kernels, x, n) ->
              kernels.matmul(false, false, MOST_SUMS, 1, n, x[0], 0, x[1], 0, x[2], 0);
      case ROW_TIMES_MATRIX ->
          (kernels, x, n) -> kernels.matmul(false, false, 1, 8, n, x[0], 0, x[1], 0, x[2], 0);
    };
  }

  private static Body dots(int width) {
    DotsF64.Scratch scratch = new DotsF64.Scratch(DotsF64.WIDEST * DotsF64.BAND);
    return (kernels, x, n) -> {
      for (int j = 0; j < width; j++) {
        scratch.qAt[j] = j * n;
      }
      kernels.dots(MOST_DOTS, width, n, x[0], 0, n, x[1], scratch);
    };
  }

  /** Some runs on arrays of hardly more than one vector. */
  private record ShortSample(LongSample next) implements Sample {
    @Override
    public void runVector() {
      next.run(VectorSide.KERNELS, Math.min(next.n, LANES / 4 + RAGGED));
    }

    @Override
    public void runPlain() {
      next.run(LongSample.PLAIN, Math.min(next.n, LANES / 4 + RAGGED));
    }

    @Override
    public int enough() {
      return SHORT_RUNS;
    }
  }

  /** A loop over rows that are as long as those of the program, or a few vectors and the rest. */
  private static final class LongSample implements Sample {
    static final ScalarKernelsF64 PLAIN = new ScalarKernelsF64();

    private final Body body;
    private final int n;
    private final double[][] x = new double[3][MOST_SUMS * LONGEST_ROW];

    LongSample(Body body, int size) {
      this.body = body;
      this.n = size < 3 * LANES ? size : 2 * LANES + size % LANES;
      Arrays.fill(x[0], 1);
      Arrays.fill(x[1], -1);
    }

    @Override
    public void runVector() {
      run(VectorSide.KERNELS, n);
    }

    @Override
    public void runPlain() {
      run(PLAIN, n);
    }

    void run(ScalarKernelsF64 kernels, int length) {
      body.run(kernels, x, length);
    }
  }

  /** Loaded only where there are vectors. */
  private static final class VectorSide {
    static final ScalarKernelsF64 KERNELS = new VectorKernelsF64();
  }
}
