package io.github.wengert.examples.bench;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jars and folders that modules need at run time, as their descriptors say: what a user of them
 * carries along, whatever else is on this JVM's paths.
 *
 * @param locations a location for each module, by its name
 */
record RuntimePath(Map<String, Path> locations) {
  /**
   * Finds modules and all that they require, optional ones left out, on this JVM's paths.
   *
   * @throws IllegalStateException if one of the modules to begin with is not there
   */
  static RuntimePath of(String... modules) {
    Map<String, ModuleReference> observable = observable();
    Map<String, Path> found = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(modules));
    while (!open.isEmpty()) {
      String name = open.remove();
      ModuleReference module = observable.get(name);
      if (module != null) {
        location(module).ifPresent(place -> found.putIfAbsent(name, place));
        module.descriptor().requires().stream()
            .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .filter(required -> !found.containsKey(required))
            .forEach(open::add);
      }
    }
    for (String module : modules) {
      if (!found.containsKey(module)) {
        throw new IllegalStateException("no module %s on the paths".formatted(module));
      }
    }
    return new RuntimePath(found);
  }

  private static Map<String, ModuleReference> observable() {
    Map<String, ModuleReference> observable = new HashMap<>();
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      Splitter.on(File.pathSeparatorChar)
          .omitEmptyStrings()
          .split(System.getProperty(property, ""))
          .forEach(place -> addModulesOf(Path.of(place), observable));
    }
    return observable;
  }

  private static void addModulesOf(Path place, Map<String, ModuleReference> observable) {
    try {
      for (ModuleReference module : ModuleFinder.of(place).findAll()) {
        observable.putIfAbsent(module.descriptor().name(), module);
      }
    } catch (FindException e) {
      // a jar that is no module is nothing that a module can require
    }
  }

  private static Optional<Path> location(ModuleReference module) {
    return module.location().map(Path::of);
  }

  /** Returns them as a class path, with a further location in front. */
  String classPath(Path first) {
    List<String> places = new ArrayList<>(List.of(first.toString()));
    locations.values().forEach(place -> places.add(place.toString()));
    return String.join(File.pathSeparator, places);
  }

  /** Returns the bytes of all jars; a folder counts as the jar that it would make. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Path place : locations.values()) {
      bytes += Files.isDirectory(place) ? bytesAsJar(place) : Files.size(place);
    }
    return bytes;
  }

  private static long bytesAsJar(Path folder) throws IOException {
    CountingStream counter = new CountingStream();
    try (JarOutputStream jar = new JarOutputStream(counter);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
    return counter.bytes;
  }

  /** Counts what is written and forgets it. */
  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
      bytes += length;
    }
  }
}
