package io.github.wengert.ops;

import io.github.wengert.ops.exact.Jet;
import io.github.wengert.ops.exact.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What only moves elements, or adds those that meet, in reference arithmetic. */
final class ReferenceShapes {
  private ReferenceShapes() {}

  static Reference permute(Permute op, Reference x, Shape to) {
    return Reference.generate(
        to,
        i -> {
          int[] index = Reference.index(to, i);
          int[] source = new int[index.length];
          for (int axis = 0; axis < index.length; axis++) {
            source[op.order().get(axis)] = index[axis];
          }
          return x.at(source);
        });
  }

  static Reference broadcast(Reference x, Shape to) {
    int added = to.rank() - x.shape().rank();
    return Reference.generate(
        to,
        i -> {
          int[] index = Reference.index(to, i);
          int[] source = new int[x.shape().rank()];
          for (int axis = 0; axis < source.length; axis++) {
            source[axis] = x.shape().size(axis) == 1 ? 0 : index[axis + added];
          }
          return x.at(source);
        });
  }

  static Reference concat(int axis, List<Reference> operands, Shape to) {
    return Reference.generate(
        to,
        i -> {
          int[] index = Reference.index(to, i);
          int operand = 0;
          while (index[axis] >= operands.get(operand).shape().size(axis)) {
            index[axis] -= operands.get(operand++).shape().size(axis);
          }
          return operands.get(operand).at(index);
        });
  }

  /** Where an element along an axis comes from, or goes to. */
  interface Along {
    int at(int position);
  }

  static Reference moved(Reference x, Shape to, int axis, Along source) {
    return Reference.generate(
        to,
        i -> {
          int[] index = Reference.index(to, i);
          index[axis] = source.at(index[axis]);
          return x.at(index);
        });
  }

  /** Adds each element of x where its position along {@code axis} says. */
  static Reference spread(Reference x, Shape to, int axis, Along target) {
    List<List<Jet>> received = empty(to);
    for (int i = 0; i < x.size(); i++) {
      int[] index = Reference.index(x.shape(), i);
      index[axis] = target.at(index[axis]);
      received.get(Reference.position(to, index)).add(x.get(i));
    }
    return Reference.generate(to, i -> added(received.get(i)));
  }

  private static List<List<Jet>> empty(Shape shape) {
    return IntStream.range(0, shape.elements())
        .<List<Jet>>mapToObj(_ -> new ArrayList<>())
        .toList();
  }

  /** Elements that are added one by one to a 0. */
  private static Jet added(List<Jet> elements) {
    return Jet.sum(elements, Math.max(0, elements.size() - 1));
  }

  static int[] source(Gather gather, int position) {
    int[] index = Reference.index(gather.indices().shape(), position);
    index[gather.axis()] = gather.indices().get(position);
    return index;
  }

  static Reference scatterAdd(Gather gather, Reference x, Shape to) {
    List<List<Jet>> received = empty(to);
    for (int i = 0; i < x.size(); i++) {
      received.get(Reference.position(to, source(gather, i))).add(x.get(i));
    }
    return Reference.generate(to, i -> added(received.get(i)));
  }
}
