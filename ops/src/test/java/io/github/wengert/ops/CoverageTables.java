package io.github.wengert.ops;

import io.github.wengert.ops.Coverage.Column;
import io.github.wengert.ops.fixtures.FixtureInventory;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The coverage of the functions of the facades and of the operations below them. Everything is
 * taken from the inventories that the suites walk, so what is named here has run.
 */
final class CoverageTables {
  private static final Set<String> REFERENCES = FixtureInventory.functions();
  private static final Set<String> FORMULAS = FormulaCases.all().keySet();
  private static final Map<String, FacadeCases.FacadeCase> GRADIENTS = FacadeCases.all();
  private static final Map<String, Long> ERRORS =
      ErrorMessagesTest.cases().stream()
          .collect(Collectors.groupingBy(ErrorCase::method, Collectors.counting()));

  /** Functions that have no derivative. */
  private static final Set<String> NO_GRADIENT =
      Set.of("argmax(Tensor, int)", "argmin(Tensor, int)", "stopGradient(Tensor)");

  private CoverageTables() {}

  /** Returns the signatures of all public functions of the facades. */
  static Set<String> functions() {
    return Stream.of(Ops.class, Losses.class)
        .flatMap(facade -> Stream.of(facade.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(FacadeGradientTest::signature)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names of all operations of the registry. */
  static Set<String> operations() {
    return OpGradientTest.operations(BuiltinOp.class)
        .map(OpNames::of)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Coverage ofFunctions(Collection<String> signatures) {
    Coverage coverage = new Coverage("function");
    signatures.forEach(signature -> coverage.add(signature, column -> cell(signature, column)));
    return coverage;
  }

  private static String cell(String signature, Column column) {
    return switch (column) {
      case FORWARD ->
          REFERENCES.contains(signature)
              ? "reference"
              : FORMULAS.contains(signature) ? "formula" : Coverage.GAP;
      case FIRST_ORDER -> gradient(signature, 1);
      case SECOND_ORDER -> gradient(signature, 2);
      case ERRORS ->
          ERRORS.containsKey(signature)
              ? ERRORS.get(signature) + (ERRORS.get(signature) == 1 ? " case" : " cases")
              : ErrorMessagesTest.CANNOT_BE_MISUSED.contains(signature)
                  ? "no misuse"
                  : Coverage.GAP;
    };
  }

  private static String gradient(String signature, int order) {
    if (NO_GRADIENT.contains(signature)) {
      return "none";
    }
    return GRADIENTS.containsKey(signature) && FacadeGradientTest.CHECK.settings().order() >= order
        ? "checked"
        : Coverage.GAP;
  }

  static Coverage ofOperations(Collection<String> operations) {
    Map<String, Set<String>> users = usersByOperation();
    Set<String> cases =
        OpCases.all().stream()
            .map(c -> c.op().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Coverage functions = ofFunctions(functions());
    Coverage coverage = new Coverage("operation");
    for (String operation : operations) {
      String name = operation.toLowerCase(Locale.ROOT);
      Set<String> via = users.getOrDefault(name, Set.of());
      coverage.add(
          operation,
          column ->
              switch (column) {
                case FORWARD, ERRORS -> best(name, via, user -> functions.cell(user, column));
                case FIRST_ORDER -> gradient(cases.contains(name), via, 1);
                case SECOND_ORDER -> gradient(cases.contains(name), via, 2);
              });
    }
    return coverage;
  }

  private static String gradient(boolean hasCase, Set<String> via, int order) {
    if (hasCase && OpGradientTest.CHECK.settings().order() >= order) {
      return "checked";
    }
    return via.isEmpty() || FacadeGradientTest.CHECK.settings().order() < order
        ? Coverage.GAP
        : "in use";
  }

  /**
   * Returns the evidence for an operation: that of the functions of its name, or if there are none,
   * that of any function that uses it.
   */
  private static String best(String name, Set<String> users, Function<String, String> cell) {
    List<String> own =
        users.stream()
            .filter(user -> user.toLowerCase(Locale.ROOT).startsWith(name + "("))
            .toList();
    List<String> cells =
        (own.isEmpty() ? users : own)
            .stream().map(cell).filter(c -> !c.equals(Coverage.GAP)).toList();
    if (cells.isEmpty()) {
      return Coverage.GAP;
    }
    return own.isEmpty() ? "in use" : cells.contains("reference") ? "reference" : cells.getFirst();
  }

  /** Returns, for each operation, the functions whose value or gradient is computed with it. */
  private static Map<String, Set<String>> usersByOperation() {
    Map<String, Set<String>> users = new TreeMap<>();
    GRADIENTS.forEach((signature, c) ->
        new HashSet<>(OpGradientTest.recordedOperations(c).toList())
            .forEach(operation ->
                users
                    .computeIfAbsent(operation.toLowerCase(Locale.ROOT), name -> new TreeSet<>())
                    .add(signature)));
    users.put("cast", Set.of("to(Tensor, DType)")); // its gradient case stays in one type
    return users;
  }
}
