/** Tensors and the differentiable operations on them. */
@SuppressWarnings("module") // the module that the internal package is exported to comes later
module io.github.wengert.ops {
  requires transitive com.google.common;
  requires transitive io.github.wengert.autograd;
  requires static jdk.incubator.vector;

  exports io.github.wengert.ops;
  exports io.github.wengert.ops.check;
  exports io.github.wengert.ops.internal to
      io.github.wengert.optim;
  exports io.github.wengert.ops.check.contract;
  exports io.github.wengert.ops.check.report;
  exports io.github.wengert.ops.check.settings;
}
