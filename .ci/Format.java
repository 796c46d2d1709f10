import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or rewrites the format of every Java file below a folder with google-java-format, in one
 * JVM. Run by the root {@code pom.xml}: {@code java -cp google-java-format Format.java check|write
 * FOLDER}.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean check = args[0].equals("check");
    List<String> command = new ArrayList<>();
    command.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    int options = command.size();
    Path root = Path.of(args[1]);
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean skip = !folder.equals(root) && (name.equals("target") || name.equals(".git"));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".java")) {
              command.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (command.size() == options) {
      return;
    }
    StringWriter out = new StringWriter();
    PrintWriter errors = new PrintWriter(System.err, true);
    int code =
        new Main(new PrintWriter(out, true), errors, System.in)
            .format(command.toArray(new String[0]));
    errors.flush();
    if (code != 0) {
      System.err.print(out);
      System.err.println(
          check
              ? "The files named above are not formatted. To fix: mvn -q validate -Pformat"
              : "google-java-format failed.");
      System.exit(code);
    }
  }
}
