package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.NetOperation.BIAS;
import static io.github.wengert.ops.check.NetOperation.CROSS_ENTROPY;
import static io.github.wengert.ops.check.NetOperation.MATMUL;
import static io.github.wengert.ops.check.NetOperation.MAX_POOL;
import static io.github.wengert.ops.check.NetOperation.MEAN_POOL;
import static io.github.wengert.ops.check.NetOperation.NORM;
import static io.github.wengert.ops.check.NetOperation.RESIDUAL;
import static io.github.wengert.ops.check.NetOperation.SILU;
import static io.github.wengert.ops.check.NetOperation.SOFTPLUS;
import static io.github.wengert.ops.check.NetOperation.SQUARED_ERROR;
import static io.github.wengert.ops.check.NetOperation.TANH;

import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A net of six layers, from the input [batch, widths₀] to a loss:
 *
 * <pre>
 *   matmul – bias – norm (2, 4) – unit (1–5) – residual (3, 5) – pool (1, 4) – … – loss (6)
 * </pre>
 *
 * @param byRules whether every operation has a name and rules of its own, and not the wrong one
 *     only
 * @param replaced what stands in the net instead of the operation of that name
 */
record SixLayers(
    int batch, List<Integer> widths, boolean byRules, Map<String, NetOperation> replaced) {
  static final SixLayers CLASSIFIER =
      new SixLayers(3, List.of(4, 8, 5, 5, 8, 4, 3), true, Map.of());
  static final SixLayers REGRESSION =
      new SixLayers(5, List.of(3, 6, 7, 7, 6, 3, 5), false, Map.of());
  static final SixLayers SMALL = new SixLayers(2, List.of(3, 6, 4, 4, 8, 4, 4), true, Map.of());

  private static final List<NetOperation> UNITS = List.of(TANH, SILU, TANH, SOFTPLUS, TANH);
  private static final List<Integer> POOLED = List.of(1, 4);
  private static final List<Integer> NORMALIZED = List.of(2, 4);
  private static final List<Integer> RESIDUALS = List.of(3, 5);

  /** Returns the net with an operation, right or wrong, at the place of its kind. */
  SixLayers with(int layer, NetOperation operation) {
    Map<String, NetOperation> changed = new HashMap<>(replaced);
    changed.put(slot(layer, operation), operation);
    return new SixLayers(batch, widths, byRules, ImmutableMap.copyOf(changed));
  }

  private static String slot(int layer, NetOperation operation) {
    String kind =
        switch (operation.name()) {
          case "matmul", "bias", "residual", "norm" -> operation.name();
          case "maxPool", "meanPool" -> "pool";
          case "crossEntropy", "squaredError" -> "loss";
          default -> "unit";
        };
    return kind + layer;
  }

  Points points() {
    List<Points> all = new ArrayList<>(List.of(Points.normal(batch, widths.getFirst())));
    for (int layer = 1; layer <= 6; layer++) {
      int in = pooledWidth(layer - 1);
      int out = widths.get(layer);
      all.add(Points.scaled(1.2 / Math.sqrt(in), Points.normal(in, out)));
      all.add(Points.scaled(0.3, Points.normal(out)));
    }
    return Points.all(all.toArray(Points[]::new));
  }

  private int pooledWidth(int layer) {
    return POOLED.contains(layer) ? widths.get(layer) / 2 : widths.get(layer);
  }

  /** Returns the loss as a function of the input, and of the weights and bias of each layer. */
  Function<List<Tensor>, Tensor> function() {
    return xs -> {
      Tensor h = xs.getFirst();
      for (int layer = 1; layer <= 6; layer++) {
        Tensor z = apply(MATMUL, layer, h, xs.get(2 * layer - 1));
        z = apply(BIAS, layer, z, xs.get(2 * layer));
        z = NORMALIZED.contains(layer) ? apply(NORM, layer, z) : z;
        z = layer < 6 ? apply(UNITS.get(layer - 1), layer, z) : z;
        z = RESIDUALS.contains(layer) ? apply(RESIDUAL, layer, h, z) : z;
        h = POOLED.contains(layer) ? apply(layer == 1 ? MAX_POOL : MEAN_POOL, layer, z) : z;
      }
      return apply(byRules ? CROSS_ENTROPY : SQUARED_ERROR, 6, h);
    };
  }

  private Tensor apply(NetOperation usual, int layer, Tensor... xs) {
    NetOperation other = replaced.get(slot(layer, usual));
    if (other != null) {
      return other.byRules(layer, xs);
    }
    return byRules ? usual.byRules(layer, xs) : usual.byLibrary(xs);
  }
}
