package io.github.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every type, method and field that a user can see has a comment. */
class DocumentationTest {
  private static final List<String> LIBRARY =
      List.of("autograd", "ops", "ops/testkit", "nn", "optim");

  @Test
  void everything_public_is_documented() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String module : LIBRARY) {
      Path root = Path.of("..", module, "src", "main", "java");
      String descriptor = Files.readString(root.resolve("module-info.java"));
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (isExported(descriptor, root.relativize(file))) {
            sources.add(source(file.toUri(), Files.readString(file)));
          }
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(50);
    assertThat(undocumented(sources)).isEmpty();
  }

  private static boolean isExported(String descriptor, Path file) {
    Path folder = file.getParent();
    return folder != null
        && descriptor.contains(
            "exports " + folder.toString().replace(File.separatorChar, '.') + ";");
  }

  @Test
  void what_has_no_comment_is_named() throws IOException {
    String text =
        """
        package p;
        /** Documented. */
        public class Example {
          public int bare;
          int hidden;
          /** Documented. */
          public int good() { return 0; }
          public void silent() {}
          @Override public String toString() { return ""; }
          public record Point(int x, int y) {}
          void internal() {}
        }
        """;
    assertThat(undocumented(List.of(source(URI.create("string:///Example.java"), text))))
        .containsExactly("Example: bare", "Example: silent", "Example: Point");
  }

  private static JavaFileObject source(URI uri, String text) {
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static List<String> undocumented(List<JavaFileObject> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, null, null, sources);
    DocTrees docs = DocTrees.instance(task);
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      new Finder(docs, found).scan(unit, null);
    }
    return found;
  }

  /** Walks down into what is visible only. */
  private static final class Finder extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final List<String> found;

    Finder(DocTrees docs, List<String> found) {
      this.docs = docs;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!isVisible(type.getModifiers())) {
        return null;
      }
      check(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      if (isVisible(method.getModifiers()) && !overrides) {
        check(method.getName().toString());
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      if (isVisible(field.getModifiers())) {
        check(field.getName().toString());
      }
      return null;
    }

    private boolean isVisible(ModifiersTree modifiers) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (isInInterface() && !flags.contains(Modifier.PRIVATE));
    }

    private boolean isInInterface() {
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      return parent.getKind() == Tree.Kind.INTERFACE;
    }

    private void check(String name) {
      if (docs.getDocComment(getCurrentPath()) == null) {
        String file = getCurrentPath().getCompilationUnit().getSourceFile().getName();
        String simple = file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
        found.add(simple + ": " + name);
      }
    }
  }
}
