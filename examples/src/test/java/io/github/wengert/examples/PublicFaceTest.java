package io.github.wengert.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.wengert.autograd.Autograd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users of the engine can see: its types, and those in their signatures. */
final class PublicFaceTest {
  private static final String ENGINE = "io.github.wengert.autograd";
  private static final String INTERNAL = ENGINE + ".internal";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.wengert");

  @Test
  void the_public_types_of_the_engine_are_these() {
    assertThat(publicTypes().map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            // What users call, and what it returns.
            "Autograd",
            "Gradients",
            "Jvp",
            "Unused",
            "ValueAndGradient",
            "Vjp",
            "WithAuxiliary",
            // What authors of operations, value types and layers implement or use.
            "Primitive",
            "Pullback",
            "Scope",
            "Traceable",
            "VectorSpace",
            // Views of a computation.
            "Graph",
            "Kind",
            "Node",
            "Logged",
            "Read",
            "ReadLog",
            // What is caught.
            "AutogradException",
            "ForeignTapeException",
            "LostScopeException",
            "NonScalarException",
            "PullbackException",
            "StaleValueException",
            "UnusedLeafException");
  }

  @Test
  void signatures_of_the_engine_show_guava_only_in_the_view_of_a_graph() {
    assertThat(
            publicSignatures()
                .filter(method -> mentions(method, "com.google.common."))
                .map(JavaCodeUnit::getName))
        .containsExactly("asValueGraph");
  }

  @Test
  void signatures_of_the_engine_show_no_internal_type() {
    assertThat(publicSignatures().filter(method -> mentions(method, INTERNAL))).isEmpty();
  }

  @Test
  void the_internal_package_of_the_engine_is_used_by_operations_and_networks_only() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ENGINE + "..", "io.github.wengert.ops..", "io.github.wengert.nn..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTERNAL + "..")
        .check(CLASSES);
  }

  @Test
  void the_internal_package_of_the_engine_is_exported_to_our_modules_only() {
    Optional<ModuleDescriptor> engine =
        ModuleFinder.of(locationOf(Autograd.class))
            .find(ENGINE)
            .map(ModuleReference::descriptor)
            .filter(descriptor -> !descriptor.isAutomatic());
    assumeTrue(engine.isPresent(), "the engine was compiled without its module descriptor");
    assertThat(engine.orElseThrow().exports())
        .filteredOn(exported -> !exported.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly(ENGINE);
    assertThat(engine.orElseThrow().exports())
        .filteredOn(ModuleDescriptor.Exports::isQualified)
        .allSatisfy(exported -> {
          assertThat(exported.source()).isEqualTo(INTERNAL);
          assertThat(exported.targets())
              .isEqualTo(Set.of("io.github.wengert.ops", "io.github.wengert.nn"));
        })
        .hasSize(1);
  }

  @Test
  void no_file_of_the_engine_has_more_than_400_lines() throws IOException {
    Path sources = Path.of("..", "autograd", "src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .isNotEmpty()
          .allSatisfy(
              file -> assertThat(linesOf(file)).as(file.toString()).isLessThanOrEqualTo(400));
    }
  }

  private static long linesOf(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<JavaClass> publicTypes() {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().equals(ENGINE))
        .filter(PublicFaceTest::isPublic);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicFaceTest::isPublic).orElse(true);
  }

  private static Stream<JavaCodeUnit> publicSignatures() {
    return publicTypes()
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit ->
            unit.getModifiers().contains(JavaModifier.PUBLIC)
                || unit.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static boolean mentions(JavaCodeUnit unit, String prefix) {
    Set<String> types =
        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    return types.stream().anyMatch(name -> name.startsWith(prefix));
  }
}
