/** The main job, the labs and the benchmarks against peers. Not published. */
module io.github.wengert.examples {
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires io.github.wengert.nn;
  requires io.github.wengert.optim;
  requires me.tongfei.progressbar;

  opens io.github.wengert.examples to
      info.picocli;
}
