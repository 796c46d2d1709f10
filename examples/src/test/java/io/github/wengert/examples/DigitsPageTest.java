package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.CaseFormat;
import com.google.common.base.Splitter;
import io.github.wengert.nn.Activation;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.FirstOrderOptimizer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on the digits shows all combinations, and tells of the recipe that made it. */
final class DigitsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "digits.md");

  private static String withoutAccuracies(String page) {
    return page.replaceAll("(?<=\\| )\\d+\\.\\d(?= \\|)", "?");
  }

  @Test
  void the_page_is_what_the_program_writes_but_for_the_accuracies() throws IOException {
    String expected = DigitsPage.of(DigitsTableMain.RECIPE, (units, optimizer) -> 0.5);
    assertThat(withoutAccuracies(Files.readString(PAGE))).isEqualTo(withoutAccuracies(expected));
  }

  @ParameterizedTest
  @CsvSource({"RELU, MOMENTUM", "TANH, ADAM"})
  void an_accuracy_of_the_page_is_what_the_trainings_give(
      HiddenUnits units, DigitsOptimizer optimizer) throws IOException {
    double accuracy = DigitsTableMain.RECIPE.accuracy(Digits.samples(), units, optimizer);
    assertThat(cell(Files.readString(PAGE), units, optimizer))
        .isEqualTo(String.format(Locale.ROOT, "%.1f", 100 * accuracy));
  }

  @Test
  void the_page_is_what_the_program_writes() throws IOException {
    assumeTrue(
        "full".equals(System.getProperty("docs")), "trains for minutes; asked for by -Ddocs=full");
    Samples digits = Digits.samples();
    String expected =
        DigitsPage.of(
            DigitsTableMain.RECIPE,
            (units, optimizer) -> DigitsTableMain.RECIPE.accuracy(digits, units, optimizer));
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String cell(String page, HiddenUnits units, DigitsOptimizer optimizer) {
    String row =
        page.lines().filter(line -> line.startsWith("| " + units + " |")).findFirst().orElseThrow();
    int column = 2 + Arrays.asList(DigitsOptimizer.values()).indexOf(optimizer);
    return Splitter.on('|').trimResults().splitToList(row).get(column);
  }

  @Test
  void each_combination_has_a_cell() {
    String page = DigitsPage.of(DigitsTableMain.RECIPE, (units, optimizer) -> 0.983);
    assertThat(page.lines().filter(line -> line.contains("| 98.3 |")))
        .hasSize(HiddenUnits.values().length)
        .allSatisfy(line ->
            assertThat(line.split(" 98\\.3 ", -1)).hasSize(DigitsOptimizer.values().length + 1));
  }

  @Test
  void each_activation_of_the_library_is_a_kind_of_hidden_unit() {
    List<String> activations =
        Stream.concat(
                Arrays.stream(Activation.class.getFields())
                    .filter(field -> field.getType() == Activation.class)
                    .map(Field::getName),
                Arrays.stream(Activation.class.getMethods())
                    .filter(m -> Modifier.isStatic(m.getModifiers()))
                    .filter(m -> m.getReturnType() == Activation.class)
                    .map(Method::getName)
                    .map(name -> CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, name)))
            .toList();
    assertThat(activations).hasSizeGreaterThan(8);
    assertThat(Arrays.stream(HiddenUnits.values()).map(HiddenUnits::name))
        .containsAll(activations)
        .contains("MAXOUT");
  }

  @Test
  void each_optimizer_of_the_library_is_on_the_page() {
    Parameter w = Parameter.of("w", ParameterRole.WEIGHT, Tensor.scalar(DType.F32, 1));
    Set<Class<?>> shown =
        Arrays.stream(DigitsOptimizer.values())
            .map(optimizer -> optimizer.of(List.of(w), HiddenUnits.RELU).getClass())
            .collect(Collectors.toSet());
    assertThat(shown).contains(FirstOrderOptimizer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @EnumSource
  void each_optimizer_learns_with_each_kind_of_hidden_unit(DigitsOptimizer optimizer) {
    DigitsRecipe brief = new DigitsRecipe(32, 5, 32, 1);
    Samples digits = Digits.samples();
    assertThat(HiddenUnits.values())
        .allSatisfy(
            units -> assertThat(brief.accuracy(digits, units, optimizer)).isGreaterThan(0.8));
  }
}
