/** Neurons, layers and networks that are built from the differentiable operations. */
module io.github.wengert.nn {
  requires transitive io.github.wengert.ops;

  exports io.github.wengert.nn;
}
