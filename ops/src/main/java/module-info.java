/** Tensors and the differentiable operations on them. */
module io.github.wengert.ops {
  requires transitive com.google.common;
  requires transitive io.github.wengert.autograd;
  requires static jdk.incubator.vector;

  exports io.github.wengert.ops;
  exports io.github.wengert.ops.check;
}
