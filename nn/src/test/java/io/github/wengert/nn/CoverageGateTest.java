package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * No layer and no activation goes without a value test, gradient tests of first and of second
 * order, and error cases: whoever adds one is told what it lacks.
 */
final class CoverageGateTest {
  private static final String NOTHING = "—";

  /** What there is for a layer: a cell for each of {@link #COLUMNS}. */
  private record Row(String layer, List<String> cells) {
    List<String> gaps() {
      List<String> gaps = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        if (cells.get(i).equals(NOTHING)) {
          gaps.add("%s: no %s case".formatted(layer, COLUMNS.get(i)));
        }
      }
      return gaps;
    }
  }

  private static final List<String> COLUMNS = List.of("forward", "gradient", "2nd order", "errors");

  private static Row ofLayer(Class<?> layer) {
    boolean forward =
        layer == Activation.class
            || LayerCases.forward().stream().anyMatch(c -> c.layer().getClass() == layer);
    boolean gradient = LayerCases.gradients().anyMatch(c -> c.layer().getClass() == layer);
    boolean errors = LayerCases.misuses().stream().anyMatch(misuse -> misuse.layer() == layer);
    return row(layer.getSimpleName(), forward, gradient, errors ? "refused" : NOTHING);
  }

  private static Row ofActivation(Member member) {
    String own = nameOf(member);
    Function<Activation, String> name = activation -> activation.label().replaceAll("\\(.*", "");
    boolean forward =
        ActivationTest.formulas()
            .map(formula -> name.apply((Activation) formula.get()[0]))
            .anyMatch(own::equals);
    boolean gradient =
        LayerCases.gradients()
            .map(LayerCases.Gradient::layer)
            .filter(Activation.class::isInstance)
            .map(layer -> name.apply((Activation) layer))
            .anyMatch(own::equals);
    boolean errors =
        LayerCases.misuses().stream().anyMatch(misuse -> misuse.message().startsWith(own + ": "));
    String none = member instanceof Field ? "no misuse" : NOTHING;
    return row("Activation." + own, forward, gradient, errors ? "refused" : none);
  }

  /** Returns the name of a constant as labels have it, or that of a method. */
  private static String nameOf(Member member) {
    return member instanceof Field
        ? CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, member.getName())
        : member.getName();
  }

  private static Row row(String name, boolean forward, boolean gradient, String errors) {
    boolean second = gradient && LayerGradientTest.CHECK.settings().order() >= 2;
    return new Row(
        name,
        List.of(
            forward ? "formula" : NOTHING,
            gradient ? "checked" : NOTHING,
            second ? "checked" : NOTHING,
            errors));
  }

  /** Returns every class of the package that is a layer, as the compiler left them. */
  static Set<Class<?>> layers() {
    return Stream.of(Objects.requireNonNull(folder().toFile().listFiles()))
        .map(File::getName)
        .filter(name -> name.endsWith(".class"))
        .map(name -> load(name.replace(".class", "")))
        .filter(type -> Layer.class.isAssignableFrom(type) && !type.isInterface())
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .collect(Collectors.toSet());
  }

  private static Path folder() {
    try {
      return Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolve(Layer.class.getPackageName().replace('.', '/'));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(Layer.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Member> activations() {
    Stream<Member> constants =
        Stream.<Field>of(Activation.class.getDeclaredFields())
            .filter(field -> field.getType() == Activation.class)
            .map(field -> field);
    Stream<Member> factories =
        Stream.<Method>of(Activation.class.getDeclaredMethods())
            .filter(method -> method.getReturnType() == Activation.class)
            .map(method -> method);
    return Stream.concat(constants, factories)
        .filter(member -> Modifier.isStatic(member.getModifiers()))
        .filter(member -> Modifier.isPublic(member.getModifiers()));
  }

  @Test
  void all_activations_are_found() {
    assertThat(activations().map(CoverageGateTest::nameOf))
        .contains("identity", "relu", "geluTanh", "leakyRelu", "elu")
        .hasSize(11);
  }

  private static List<Row> table() {
    return Stream.concat(
            layers().stream().map(CoverageGateTest::ofLayer),
            activations().map(CoverageGateTest::ofActivation))
        .sorted((a, b) -> a.layer().compareTo(b.layer()))
        .toList();
  }

  @Test
  void every_layer_has_forward_gradient_and_error_cases() {
    assertThat(table()).hasSizeGreaterThan(14);
    assertThat(table()).flatExtracting(Row::gaps).isEmpty();
  }

  @Test
  void all_layers_are_found() {
    assertThat(layers())
        .extracting(Class::getSimpleName)
        .contains("Activation", "Dense", "Maxout", "Mlp", "Neuron", "Residual", "Sequential")
        .doesNotContain("Layer", "Affine");
  }

  private record Planted() {}

  @Test
  void a_layer_without_cases_is_named_with_what_it_lacks() {
    assertThat(ofLayer(Planted.class).gaps())
        .containsExactly(
            "Planted: no forward case",
            "Planted: no gradient case",
            "Planted: no 2nd order case",
            "Planted: no errors case");
  }

  static Activation planted(double slope) {
    return Activation.leakyRelu(slope);
  }

  @Test
  void an_activation_without_cases_is_named_with_what_it_lacks() throws NoSuchMethodException {
    assertThat(
            ofActivation(CoverageGateTest.class.getDeclaredMethod("planted", double.class)).gaps())
        .contains("Activation.planted: no forward case", "Activation.planted: no errors case")
        .hasSize(4);
  }

  /** Once, though the suite runs twice: with and without the vector kernels. */
  @AfterAll
  static void print() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      System.out.printf("%n%s", line("layer", COLUMNS));
      table().forEach(row -> System.out.print(line(row.layer(), row.cells())));
    }
  }

  private static String line(String name, List<String> cells) {
    return "%-22s  %-8s  %-8s  %-9s  %s%n"
        .formatted(name, cells.get(0), cells.get(1), cells.get(2), cells.get(3));
  }
}
