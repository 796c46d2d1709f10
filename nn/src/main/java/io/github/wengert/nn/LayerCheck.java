package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Sets;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.UnusedLeafException;
import io.github.wengert.autograd.internal.EngineAccess;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a layer's {@link Model#parameters()} and {@link Model#buffers()} are what {@link
 * Model#apply} uses: the test for a layer of one's own.
 *
 * <pre>{@code
 * LayerCheck.of(mine).on(Shape.of(5, 3)).orThrow();
 * }</pre>
 *
 * <p>A parameter that the list forgets is a constant to every optimizer: it is never learned, and
 * nothing else says so; a buffer that is forgotten is missing from every file. The check applies
 * the layer and looks at the operands of what was computed, not at fields: these may be private,
 * nested, or hold parameters of others. A layer that does something else while it is trained is
 * checked within that scope, and one that branches is checked by an input for each branch.
 *
 * @param model the layer or network
 */
public record LayerCheck(Model model) {
  private static final Key KEY = Key.of(1);

  /** Refuses null. */
  public LayerCheck {
    requireNonNull(model, "layerCheck: model must not be null");
  }

  /** Returns the check of a layer or network. */
  public static LayerCheck of(Model model) {
    return new LayerCheck(model);
  }

  /**
   * Checks the layer on normal numbers of the parameters' element type.
   *
   * @param input the shape of an input, batch axis included
   */
  public LayerReport on(Shape input) {
    requireNonNull(input, "layerCheck: input must not be null");
    List<Parameter> listed = model.parameters();
    DType dtype = listed.isEmpty() ? DType.F32 : listed.getFirst().dtype();
    return on(RandomTensors.normal(KEY, dtype, input, 0, 1));
  }

  /** Checks the layer on an input. */
  public LayerReport on(Tensor input) {
    requireNonNull(input, "layerCheck: input must not be null");
    return Training.isDecided()
        ? report(input)
        : Training.evaluate(() -> report(input)); // where nothing else is said, as anywhere
  }

  private LayerReport report(Tensor input) {
    List<Parameter> listed = model.parameters();
    List<Parameter> distinct = ParameterNames.distinct(listed.stream());
    List<Parameter> buffers = model.buffers();
    ImmutableList<Parameter> used =
        EngineAccess.engine().<Tensor>mutableOperands(() -> model.apply(input)).stream()
            .filter(Parameter.class::isInstance)
            .map(Parameter.class::cast)
            .collect(ImmutableList.toImmutableList());
    return new LayerReport(
        model instanceof Layer layer ? layer.label() : model.getClass().getSimpleName(),
        distinct.size(),
        without(without(used, distinct), buffers),
        unused(distinct, () -> Ops.sum(model.apply(input))),
        repeated(listed),
        ambiguous(Iterables.concat(distinct, buffers)),
        isSame(listed, model.parameters()));
  }

  private static ImmutableList<Parameter> without(List<Parameter> all, List<Parameter> known) {
    Set<Parameter> excluded = Sets.newIdentityHashSet();
    excluded.addAll(known);
    return all.stream()
        .filter(parameter -> !excluded.contains(parameter))
        .collect(ImmutableList.toImmutableList());
  }

  /** Bisects, since the exception of a whole list need not name all unused parameters. */
  private static ImmutableList<Parameter> unused(List<Parameter> listed, Supplier<Tensor> sum) {
    ImmutableList.Builder<Parameter> unused = ImmutableList.builder();
    addUnused(listed, sum, unused);
    return unused.build();
  }

  /** Applies the layer once if all take part, which is the usual case. */
  private static void addUnused(
      List<Parameter> listed, Supplier<Tensor> sum, ImmutableList.Builder<Parameter> unused) {
    if (listed.isEmpty() || takePart(listed, sum)) {
      return;
    }
    if (listed.size() == 1) {
      unused.add(listed.getFirst());
      return;
    }
    int half = listed.size() / 2;
    addUnused(listed.subList(0, half), sum, unused);
    addUnused(listed.subList(half, listed.size()), sum, unused);
  }

  private static boolean takePart(List<Parameter> parameters, Supplier<Tensor> sum) {
    try {
      Autograd.<Tensor>differentiate(parameters, sum);
      return true;
    } catch (UnusedLeafException e) {
      return false;
    }
  }

  private static ImmutableList<Parameter> repeated(List<Parameter> listed) {
    Set<Parameter> seen = Sets.newIdentityHashSet();
    Set<Parameter> told = Sets.newIdentityHashSet();
    return listed.stream()
        .filter(parameter -> !seen.add(parameter) && told.add(parameter))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> ambiguous(Iterable<Parameter> all) {
    Multiset<String> names = LinkedHashMultiset.create();
    all.forEach(parameter -> names.add(parameter.name()));
    return names.elementSet().stream()
        .filter(name -> names.count(name) > 1)
        .collect(ImmutableList.toImmutableList());
  }

  @SuppressWarnings("ReferenceEquality") // a copy of a parameter is another parameter
  private static boolean isSame(List<Parameter> first, List<Parameter> second) {
    if (first.size() != second.size()) {
      return false;
    }
    for (int i = 0; i < first.size(); i++) {
      if (first.get(i) != second.get(i)) {
        return false;
      }
    }
    return true;
  }
}
