package io.github.wengert.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the design about modules and packages. */
final class ArchitectureTest {
  private static final String ROOT = "io.github.wengert.";
  private static final String AUTOGRAD = ROOT + "autograd..";
  private static final String OPS = ROOT + "ops..";
  private static final String NN = ROOT + "nn..";
  private static final String OPTIM = ROOT + "optim..";
  private static final String EXAMPLES = ROOT + "examples..";

  /** What only tests depend on. */
  private static final String TESTKIT = ROOT + "testkit..";

  private static final String CHECK = ROOT + "ops.check";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.wengert");

  private static ArchRule independent(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  @ParameterizedTest
  @ValueSource(strings = {AUTOGRAD, OPS, TESTKIT, NN, OPTIM, EXAMPLES})
  void every_module_is_looked_at(String module) {
    assertThat(CLASSES.that(resideInAPackage(module))).isNotEmpty();
  }

  @Test
  void the_engine_knows_no_arrays() {
    independent(AUTOGRAD, OPS, NN, OPTIM, EXAMPLES).check(CLASSES);
  }

  @Test
  void operations_know_no_networks() {
    independent(OPS, NN, OPTIM, EXAMPLES).check(CLASSES);
  }

  @Test
  void nothing_but_tests_depends_on_the_testkit() {
    independent(AUTOGRAD, TESTKIT).check(CLASSES);
    independent(OPS, TESTKIT).check(CLASSES);
    independent(NN, TESTKIT).check(CLASSES);
    independent(OPTIM, TESTKIT).check(CLASSES);
    independent(EXAMPLES, TESTKIT).check(CLASSES);
  }

  @Test
  void networks_and_optimizers_do_not_see_each_other() {
    independent(NN, OPTIM, EXAMPLES).check(CLASSES);
    independent(OPTIM, NN, EXAMPLES).check(CLASSES);
  }

  @Test
  void only_operations_use_the_kernels() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OPS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "ops.kernel..")
        .check(CLASSES);
  }

  @Test
  void only_optimizers_reach_the_internals_of_operations() {
    noClasses()
        .that()
        .resideOutsideOfPackages(OPS, OPTIM)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "ops.internal..")
        .check(CLASSES);
  }

  @Test
  void the_library_depends_on_the_agreed_libraries_only() {
    classes()
        .that()
        .resideOutsideOfPackages(EXAMPLES, TESTKIT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "jdk.incubator.vector..",
            "com.google.common..",
            "org.jspecify.annotations..",
            "io.github.wengert..")
        .check(CLASSES);
  }

  @Test
  void only_the_testkit_knows_JUnit() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TESTKIT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.junit..")
        .check(CLASSES);
  }

  @Test
  void only_examples_print() {
    noClasses()
        .that()
        .resideOutsideOfPackage(EXAMPLES)
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void nothing_is_serialized_by_java() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ObjectOutputStream.class, ObjectInputStream.class, Externalizable.class)
        .check(CLASSES);
    // Exceptions and enums are serializable by birth; nobody else shall be.
    assertThat(CLASSES.stream().filter(ArchitectureTest::declaresSerializable)).isEmpty();
  }

  private static boolean declaresSerializable(JavaClass type) {
    return type.getRawInterfaces().stream()
        .anyMatch(implemented -> implemented.isEquivalentTo(Serializable.class));
  }

  @Test
  void every_package_is_null_marked() {
    Stream<String> packages =
        CLASSES.stream()
            .filter(type -> !type.getSimpleName().equals("module-info"))
            .map(JavaClass::getPackageName)
            .distinct();
    assertThat(packages)
        .allSatisfy(name ->
            assertThat(CLASSES.getPackage(name).isAnnotatedWith(NullMarked.class))
                .as(name)
                .isTrue());
  }

  @Test
  void the_rooms_of_the_checker_form_no_loop() {
    slices().matching(ROOT + "ops.check.(*)..").should().beFreeOfCycles().check(CLASSES);
    // The entry is above all rooms, and the contract of operations shares nothing but words.
    noClasses()
        .that()
        .resideInAPackage(CHECK + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CHECK)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(CHECK + ".contract")
        .should()
        .dependOnClassesThat(
            resideInAPackage(CHECK + "..")
                .and(resideOutsideOfPackages(CHECK + ".contract", CHECK + ".text")))
        .check(CLASSES);
  }

  @Test
  void a_broken_rule_is_caught() {
    ArchRule wrong = independent(OPTIM, OPS);
    assertThatThrownBy(() -> wrong.check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("io.github.wengert.optim.Sgd");
  }
}
