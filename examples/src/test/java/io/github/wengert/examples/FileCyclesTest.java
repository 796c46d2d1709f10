package io.github.wengert.examples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.graph.Graph;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.ImmutableGraph;
import com.google.common.graph.MutableGraph;
import com.google.common.graph.Traverser;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The files of a package do not depend on one another in cycles, except for those that a decision
 * in docs/adr accepts.
 */
final class FileCyclesTest {
  /** Decision 41: a value has a place in a recording, and messages describe values. */
  private static final Set<String> VALUES =
      Set.of("MissedScopes", "Recorder", "Traceable", "VectorSpace");

  /** Decision 48: a schedule is made and combined by its interface. */
  private static final Set<String> SCHEDULES =
      Set.of(
          "ChainedSchedule",
          "ConstantRate",
          "CosineAnnealing",
          "CosineRestarts",
          "ExponentialDecay",
          "MultiStepDecay",
          "OneCycle",
          "PolynomialDecay",
          "Schedule",
          "ScheduleProduct",
          "StepDecay",
          "WarmUp");

  @Test
  void the_files_of_the_engine_form_one_cycle_that_is_accepted() {
    assertThat(cyclesOf("io.github.wengert.autograd")).containsExactly(VALUES);
  }

  @Test
  void the_files_of_the_internal_interface_to_the_engine_form_no_cycle() {
    assertThat(cyclesOf("io.github.wengert.autograd.internal")).isEmpty();
  }

  @Test
  void the_files_of_layers_form_the_cycles_that_are_accepted() {
    assertThat(cyclesOf("io.github.wengert.nn"))
        .containsExactlyInAnyOrder(
            Set.of("Layer", "ParameterNames", "Summary"),
            Set.of("Activation", "Gain", "Initializer", "NamedInitializer"),
            Set.of("ClassReport", "ConfusionMatrix"),
            Set.of("IncompleteLayerError", "LayerReport"));
  }

  @Test
  void the_files_of_optimizers_form_the_cycles_that_are_accepted() {
    assertThat(cyclesOf("io.github.wengert.optim"))
        .containsExactlyInAnyOrder(
            Set.of("Optimizer", "StepScope"),
            Set.of("FirstOrderOptimizer", "OptimizerConfig"),
            Set.of("DecayHalfLife", "Sgd"),
            Set.of("Dataset", "NonFinite"),
            Set.of(
                "Epoch",
                "EpochListener",
                "Evaluation",
                "RunningEvaluation",
                "Trainer",
                "TrainingStep"),
            Set.of("Lbfgs", "LbfgsRun"),
            SCHEDULES,
            Set.of("MaxNorm", "WithMaxNorm"));
  }

  @Test
  void a_cycle_is_found() {
    MutableGraph<String> files = GraphBuilder.directed().<String>build();
    files.putEdge("A", "B");
    files.putEdge("B", "C");
    files.putEdge("C", "B");
    files.putEdge("C", "D");
    assertThat(cyclesOf(ImmutableGraph.copyOf(files))).containsExactly(Set.of("B", "C"));
  }

  private static Set<Set<String>> cyclesOf(String packageName) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(packageName);
    assertThat(classes).isNotEmpty();
    MutableGraph<String> files = GraphBuilder.directed().<String>build();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String from = fileOf(type);
        String to = fileOf(dependency.getTargetClass());
        if (isIn(packageName, type) && isIn(packageName, dependency.getTargetClass())) {
          files.addNode(from);
          if (!from.equals(to)) {
            files.putEdge(from, to);
          }
        }
      }
    }
    return cyclesOf(files);
  }

  /** Returns the sets of files that reach one another. */
  private static Set<Set<String>> cyclesOf(Graph<String> files) {
    Map<String, Set<String>> reached =
        Maps.toMap(
            files.nodes(),
            file -> ImmutableSet.copyOf(Traverser.forGraph(files).breadthFirst(file)));
    return reached.entrySet().stream()
        .map(from ->
            from.getValue().stream()
                .filter(to -> requireNonNull(reached.get(to)).contains(from.getKey()))
                .collect(Collectors.toSet()))
        .filter(cycle -> cycle.size() > 1)
        .collect(Collectors.toSet());
  }

  private static boolean isIn(String packageName, JavaClass type) {
    return type.getPackageName().equals(packageName);
  }

  private static String fileOf(JavaClass type) {
    JavaClass outer = type.getBaseComponentType();
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }
}
