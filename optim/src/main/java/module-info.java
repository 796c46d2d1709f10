/** Optimizers, data sets and the training loop. */
module io.github.wengert.optim {
  requires transitive io.github.wengert.ops;

  exports io.github.wengert.optim;
}
