package io.github.wengert.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A module passes on to its users only what its signatures show. That it passes on all of that is
 * javac's to say (the lint {@code exports}).
 */
final class TransitiveRequirementsTest {
  private static final String ROOT = "io.github.wengert.";

  private static final Map<String, Path> LOCATIONS =
      RuntimePath.of(ROOT + "nn", ROOT + "optim").locations();

  @ParameterizedTest
  @ValueSource(strings = {"autograd", "ops", "nn", "optim"})
  void what_is_passed_on_is_shown(String name) throws ReflectiveOperationException, IOException {
    ModuleDescriptor module = descriptor(ROOT + name);
    Set<String> passedOn =
        module.requires().stream()
            .filter(requires -> requires.modifiers().contains(Requires.Modifier.TRANSITIVE))
            .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
            .map(Requires::name)
            .collect(Collectors.toSet());
    assertThat(shown(module)).containsAll(passedOn);
  }

  private static ModuleDescriptor descriptor(String name) {
    return reference(name).descriptor();
  }

  private static ModuleReference reference(String name) {
    return ModuleFinder.of(LOCATIONS.get(name)).find(name).orElseThrow();
  }

  /** The modules of all types in signatures that users of the module can see. */
  private static Set<String> shown(ModuleDescriptor module)
      throws ReflectiveOperationException, IOException {
    Set<String> packages =
        module.exports().stream()
            .filter(exported -> !exported.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    Set<Class<?>> types = new HashSet<>();
    for (Class<?> type : classes(module, packages)) {
      addSignatures(type, types);
    }
    Set<String> names = types.stream().map(Class::getPackageName).collect(Collectors.toSet());
    Set<String> modules = new TreeSet<>();
    for (String candidate : LOCATIONS.keySet()) {
      if (descriptor(candidate).packages().stream().anyMatch(names::contains)) {
        modules.add(candidate);
      }
    }
    return modules;
  }

  private static List<Class<?>> classes(ModuleDescriptor module, Set<String> packages)
      throws ReflectiveOperationException, IOException {
    List<String> names;
    try (ModuleReader reader = reference(module.name()).open(); // of a folder, or of a jar
        Stream<String> files = reader.list()) {
      names =
          files
              .map(file -> file.replace('/', '.'))
              .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
              .map(file -> file.substring(0, file.length() - ".class".length()))
              .filter(file -> packages.contains(file.substring(0, file.lastIndexOf('.'))))
              .toList();
    }
    List<Class<?>> visible = new ArrayList<>();
    for (String name : names) {
      Class<?> type = Class.forName(name, false, TransitiveRequirementsTest.class.getClassLoader());
      if (isVisible(type)) {
        visible.add(type);
      }
    }
    return visible;
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isShown(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void addSignatures(Class<?> type, Set<Class<?>> types) {
    add(type.getGenericSuperclass(), types);
    addAll(type.getGenericInterfaces(), types);
    addBounds(type.getTypeParameters(), types);
    for (Field field : type.getDeclaredFields()) {
      if (isShown(field)) {
        add(field.getGenericType(), types);
      }
    }
    Stream.<Executable>concat(
            Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
        .filter(TransitiveRequirementsTest::isShown)
        .forEach(executable -> {
          add(executable.getAnnotatedReturnType().getType(), types);
          addAll(executable.getGenericParameterTypes(), types);
          addAll(executable.getGenericExceptionTypes(), types);
          addBounds(executable.getTypeParameters(), types);
        });
  }

  private static boolean isShown(Member member) {
    return isShown(member.getModifiers()) && !member.isSynthetic();
  }

  private static void addBounds(TypeVariable<?>[] variables, Set<Class<?>> types) {
    for (TypeVariable<?> variable : variables) {
      for (Type bound : variable.getBounds()) {
        if (bound instanceof Class<?>) {
          add(bound, types);
        }
      }
    }
  }

  private static void addAll(Type[] shown, Set<Class<?>> types) {
    for (Type type : shown) {
      add(type, types);
    }
  }

  private static void add(Type type, Set<Class<?>> types) {
    switch (type) {
      case null -> {} // nothing is above an interface
      case Class<?> plain -> types.add(plain.isArray() ? plain.getComponentType() : plain);
      case ParameterizedType generic -> {
        add(generic.getRawType(), types);
        addAll(generic.getActualTypeArguments(), types);
      }
      case GenericArrayType array -> add(array.getGenericComponentType(), types);
      case WildcardType wildcard -> {
        addAll(wildcard.getUpperBounds(), types);
        addAll(wildcard.getLowerBounds(), types);
      }
      default -> {} // a variable: its bounds are looked at where it is declared
    }
  }
}
