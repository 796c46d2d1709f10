package io.github.wengert.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import io.github.wengert.autograd.internal.EngineAccess;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine as Wengert's own modules reach it. */
class EngineAccessTest {
  @Test
  void a_second_engine_is_refused() {
    EngineAccess engine = EngineAccess.engine();
    assertThatThrownBy(() -> EngineAccess.install(new EngineAccessImpl()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("engineAccess: the engine is installed already");
    assertThat(EngineAccess.engine()).isSameAs(engine);
  }

  @Test
  void the_engine_is_there_before_any_other_class_of_it_is_used() throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry :
        Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      path.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader fresh =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> access = fresh.loadClass(EngineAccess.class.getName());
      assertThat(access).isNotSameAs(EngineAccess.class);
      assertThat(access.getMethod("engine").invoke(null)).isNotNull();
    }
  }
}
