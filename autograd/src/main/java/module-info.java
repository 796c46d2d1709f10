/** The engine: records primitives on a tape and sweeps it backwards. */
@SuppressWarnings("module") // the modules that the internal package is exported to come later
module io.github.wengert.autograd {
  requires transitive com.google.common;
  requires static transitive org.jspecify;

  exports io.github.wengert.autograd;
  exports io.github.wengert.autograd.internal to
      io.github.wengert.nn,
      io.github.wengert.ops;
}
