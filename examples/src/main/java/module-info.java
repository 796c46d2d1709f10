/** The main job, the labs and the benchmarks against peers. Not published. */
@SuppressWarnings("requires-automatic") // fastutil-core has a name in its manifest, no descriptor
module io.github.wengert.examples {
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires io.github.wengert.nn;
  requires io.github.wengert.optim;
  requires it.unimi.dsi.fastutil.core;
  requires me.tongfei.progressbar;

  opens io.github.wengert.examples to
      info.picocli;
}
