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
 * Checks that a layer's {@link Model#parameters()} and {@link Model#buffers()} are what {@link
 * Model#apply} uses: the test for a custom layer.
 *
 * <pre>{@code
 * LayerCheck.DEFAULT.check("mine", mine, Shape.of(5, 3)).orThrow();
 * }</pre>
 *
 * <p>A parameter that is missing from the list is a constant to every optimizer: it is never
 * learned, and nothing else reports it. A buffer that is missing from the list is missing from
 * every file. The check applies the layer and inspects the operands of the recorded operations, not
 * fields, which may be private, nested, or hold parameters of other layers. Check a layer that
 * behaves differently in training within that scope, and a layer that branches with an input for
 * each branch.
 *
 * @param seed the source of random inputs
 */
public record LayerCheck(long seed) {
  /** The check with seed 1. */
  public static final LayerCheck DEFAULT = new LayerCheck(1);

  /** Returns this check with another seed. */
  public LayerCheck withSeed(long changed) {
    return new LayerCheck(changed);
  }

  /**
   * Checks a layer or network on normally distributed numbers of its parameters' element type.
   *
   * @param name what the report calls the layer
   * @param model the layer or network
   * @param input the shape of an input, batch axis included
   */
  public LayerReport check(String name, Model model, Shape input) {
    requireNonNull(name, "layerCheck: name must not be null");
    requireNonNull(model, "layerCheck: model must not be null");
    requireNonNull(input, "layerCheck: input must not be null");
    List<Parameter> listed = model.parameters();
    DType dtype = listed.isEmpty() ? DType.F32 : listed.getFirst().dtype();
    return check(name, model, RandomTensors.normal(Key.of(seed), dtype, input, 0, 1));
  }

  /**
   * Checks a layer or network on an input.
   *
   * @param name what the report calls the layer
   * @param model the layer or network
   * @param input a batch of inputs
   */
  public LayerReport check(String name, Model model, Tensor input) {
    requireNonNull(name, "layerCheck: name must not be null");
    requireNonNull(model, "layerCheck: model must not be null");
    requireNonNull(input, "layerCheck: input must not be null");
    return Training.isDecided()
        ? report(name, model, input)
        : Training.evaluate(
            () -> report(name, model, input)); // where nothing else is said, as anywhere
  }

  private static LayerReport report(String name, Model model, Tensor input) {
    List<Parameter> listed = model.parameters();
    List<Parameter> distinct = ParameterNames.distinct(listed.stream());
    List<Parameter> buffers = model.buffers();
    List<Parameter> used =
        EngineAccess.engine().<Tensor>mutableOperands(() -> model.apply(input)).stream()
            .filter(Parameter.class::isInstance)
            .map(Parameter.class::cast)
            .toList();
    return new LayerReport(
        name,
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
