package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import com.sun.source.util.JavacTask;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.nn.Layer;
import io.github.wengert.ops.Ops;
import io.github.wengert.optim.Sgd;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What reads like right code compiles, and what reads right but would be wrong does not. */
class CompileTimeTrapsTest {
  /** The imports of a program that uses everything. */
  private static final String IMPORTS =
      """
      import static io.github.wengert.autograd.Autograd.differentiate;
      import static io.github.wengert.ops.DType.*;
      import static io.github.wengert.ops.Losses.*;
      import static io.github.wengert.ops.Ops.*;
      import io.github.wengert.autograd.*;
      import io.github.wengert.nn.*;
      import io.github.wengert.ops.*;
      import io.github.wengert.ops.check.*;
      import io.github.wengert.optim.*;
      import java.util.*;
      import java.util.function.*;
      """;

  /** Where the modules are, and what their signatures show; tests run on a path of any kind. */
  private static final String CLASS_PATH =
      Stream.of(
              Autograd.class,
              Ops.class,
              Layer.class,
              Sgd.class,
              ImmutableList.class,
              NullMarked.class)
          .map(CompileTimeTrapsTest::locationOf)
          .collect(Collectors.joining(File.pathSeparator));

  /**
   * A line of a program.
   *
   * @param why why it must compile, or must not
   * @param code the statements, which find the variables of {@link #program}
   * @param error what the compiler's message must contain; empty if the code compiles
   */
  private record Snippet(String why, String code, String error) {}

  private static Snippet right(String why, String code) {
    return new Snippet(why, code, "");
  }

  private static Snippet wrong(String why, String code, String error) {
    return new Snippet(why, code, error);
  }

  private static List<Snippet> snippets() {
    return List.of(
        // derivatives
        right("the type of a lambda is found", "Tensor g = grad(v -> sum(square(v))).apply(x);"),
        right(
            "derivatives nest",
            "Tensor h = grad(w -> sum(grad(v -> sum(exp(v))).apply(w))).apply(x);"),
        right("a method reference will do", "Tensor g = grad(Ops::sum).apply(x);"),
        right("results are named by var", "var h = hessian(v -> sum(square(v)), x); h.shape();"),
        right("a Jacobian is a tensor", "Tensor j = jacobian(v -> square(v), x);"),
        right("products take lambdas", "Tensor p = jvp(v -> tanh(v), x, x).tangent();"),
        right("pullbacks take lambdas", "Tensor p = vjp(v -> tanh(v), x, x);"),
        right(
            "so do functions of several",
            "List<Tensor> p = vjp(xs -> mul(xs.get(0), xs.get(1)), List.of(x, x)).pullback(x);"),
        right(
            "the engine beside the facade",
            "Tensor g = Autograd.grad((Tensor v) -> sum(v)).apply(x);"),
        wrong(
            "a Hessian is no list of rows",
            "List<Tensor> h = hessian(v -> sum(v), x);",
            "incompatible types"),
        // layers
        right("weights are drawn by a rule", "Dense.of(\"a\", 2, 3, Initializer.HE, key);"),
        right(
            "an activation names its rule",
            "Dense.of(\"a\", 2, 3, Activation.RELU.initializer(), F64, key);"),
        right("a neuron applies its activation", "Neuron.of(\"a\", 2, Activation.RELU, F32, key);"),
        right(
            "layers are F32 unless told otherwise",
            "Neuron.of(\"a\", 2, Activation.RELU, key); BinarySoftmax.of(\"a\", 2, key);"
                + " BinarySvm.of(\"a\", 2, key); Embedding.of(\"a\", 3, 2, key);"
                + " Maxout.of(\"a\", 2, 3, 2, key); Maxout.of(\"a\", 2, 3, 2, Initializer.HE, key);"
                + " Prelu.of(\"a\", 2); Prelu.shared(\"a\"); LayerNorm.of(\"a\", Shape.of(2, 3));"),
        right(
            "every optimizer starts from a learning rate",
            "var ps = Mlp.of(key, 2, 3).parameters(); Sgd.of(ps, 0.1); Adam.of(ps, 0.1);"
                + " AdamW.of(ps, 0.1); RmsProp.of(ps, 0.1); Adagrad.of(ps, 0.1);"),
        wrong(
            "a dense layer would not apply it",
            "Dense.of(\"a\", 2, 3, Activation.RELU, F32, key);",
            "Activation cannot be converted to Initializer"),
        wrong(
            "nor with the default type",
            "Dense.of(\"a\", 2, 3, Activation.RELU, key);",
            "Activation cannot be converted to Initializer"),
        wrong(
            "nor would a convolution",
            "Conv2d.builder(1, 2, 3, key).next(Activation.RELU);",
            "cannot find symbol"),
        wrong(
            "nor a maxout layer",
            "Maxout.of(\"a\", 2, 3, 2, Activation.RELU, F32, key);",
            "Activation cannot be converted to Initializer"),
        // keys
        right(
            "members of an ensemble have keys",
            "Mlp a = Mlp.of(key.split(1), 2, 3); Mlp b = Mlp.of(key.split(2), 2, 3);"),
        wrong("two networks would be equal", "Mlp.of(2, 3);", "int cannot be converted to Key"),
        wrong(
            "a builder has no key of its own",
            "Mlp.builder(2, 3).build();",
            "int cannot be converted to Key"),
        wrong("a seed looks like a size", "Mlp.of(7L, 2, 3);", "long cannot be converted to Key"),
        wrong(
            "two filters would be equal", "Conv2d.builder(1, 2, 3).build();", "no suitable method"),
        // numbers
        right(
            "whole numbers, literals and arrays",
            "Tensor.of(1, 2); Tensor.of(0.5, 2); Tensor.of(new double[2]); Tensor.of(new float[2]);"
                + " Tensor.of(new int[2]); Tensor.of();"),
        right(
            "the element type is the first word",
            "Tensor.of(F64, 1, 2); Tensor.of(F64, Shape.of(1, 2), 0.5, 2); Tensor.ofRows(F64, new"
                + " double[] {1, 2});"),
        right(
            "so is the shape",
            "Tensor.of(Shape.of(1, 2), 1, 2); Tensor.of(Shape.of(1, 2), 0.5, 2);"),
        wrong("a long would lose digits", "Tensor.of(new long[] {1, 2});", "no suitable method"),
        // joining
        right("tensors one by one", "concat(0, x, x); stack(-1, x, x, x);"),
        right("a list of tensors", "concat(List.of(x, x), 0); stack(List.of(x, x), -1);"),
        right(
            "a list of parameters",
            "var ps = Mlp.of(key, 2, 3).parameters(); concat(ps, 0); stack(ps, 0);"
                + " vjp(ws -> sum(ws.get(0)), ps); jvp(ws -> sum(ws.get(0)), ps, ps);"),
        right("an array of tensors", "concat(0, new Tensor[] {x, x});"),
        wrong("the axis is no afterthought", "concat(x, x);", "no suitable method"),
        wrong("nor the last argument", "stack(x, x, 0);", "Tensor cannot be converted to int"));
  }

  @TestFactory
  Stream<DynamicTest> what_compiles_is_right() {
    return snippets().stream()
        .map(snippet ->
            dynamicTest(
                snippet.why() + ": " + snippet.code(),
                () -> {
                  List<String> errors = errorsOf(snippet.code());
                  if (snippet.error().isEmpty()) {
                    assertThat(errors).isEmpty();
                  } else {
                    assertThat(errors).hasSize(1).first().asString().contains(snippet.error());
                  }
                }));
  }

  private static String program(String code) {
    return IMPORTS
        + "class Snippet { static void run(Tensor x, Key key, Indices labels) { "
        + code
        + " } }";
  }

  private static List<String> errorsOf(String code) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options = List.of("-proc:none", "-Xdiags:compact", "-classpath", CLASS_PATH);
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, found, options, null, List.of(new Source(program(code))));
    try {
      task.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic ->
            diagnostic.getMessage(Locale.ROOT).replaceAll("io\\.github\\.wengert\\.\\w+\\.", ""))
        .toList();
  }

  private static String locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String text) {
      super(URI.create("string:///Snippet.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
