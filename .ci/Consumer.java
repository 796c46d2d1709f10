import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Uses the library as somebody does who has read the first screen of the README and nothing else.
 *
 * <p>What would be published is all there is to see of it: a POM in an empty folder takes the
 * README's coordinates, and the program is the README's. It runs from the class path, from the
 * module path, and as a runtime image by jlink, without and with the vector module, and has to
 * print what the README says, to the last digit.
 */
final class Consumer {
  private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

  /** What the library says if it computes without vectors. */
  private static final String PLAIN = "plain loops compute";

  private static final String GROUP = "io/github/wengert";
  private static final String PUBLISHED = "<maven.deploy.skip>false</maven.deploy.skip>";
  private static final String PROGRAM = "Xor";
  private static final String MODULE = "demo";

  private final Path staging;
  private final Path folder;
  private final Path lib;
  private final String readme;

  private Consumer(Path root) throws IOException {
    staging = root.resolve("target").resolve("staging");
    folder = root.resolve("target").resolve("consumer");
    lib = folder.resolve("lib");
    readme = Files.readString(root.resolve("README.md"));
  }

  /**
   * Runs all checks.
   *
   * @param args the root of the repository, Maven's home, its local repository, and {@code
   *     offline=true} if it is offline
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Consumer consumer = new Consumer(Path.of(args[0]));
    try {
      consumer.stage(Path.of(args[0]));
      consumer.checkArtifacts();
      consumer.build(Path.of(args[1]), Path.of(args[2]), args[3].equals("offline=true"));
      consumer.runEverywhere();
    } catch (Failure e) {
      System.err.println("Consumer: " + e.getMessage());
      System.exit(1);
    }
  }

  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  // What would be published

  /** Lays out the artifacts of all modules that are published, as in a repository. */
  private void stage(Path root) throws IOException {
    delete(staging);
    List<Path> modules;
    try (Stream<Path> files = Files.find(root, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
      modules = files.map(Path::getParent).sorted().toList();
    }
    for (Path module : modules) {
      if (!Files.readString(module.resolve("pom.xml")).contains(PUBLISHED)) {
        continue;
      }
      Path target = module.resolve("target");
      String pom = Files.readString(target.resolve("consumer-pom.xml"));
      String artifact = element(pom, "artifactId");
      String name = artifact + "-" + element(pom, "version");
      Path place = staging.resolve(GROUP).resolve(artifact).resolve(element(pom, "version"));
      Files.createDirectories(place);
      Files.writeString(place.resolve(name + ".pom"), pom);
      for (Path file : list(target)) {
        String fileName = file.getFileName().toString();
        if (fileName.startsWith(name) && fileName.endsWith(".jar")) {
          Files.copy(file, place.resolve(fileName));
        }
      }
    }
  }

  private static String element(String pom, String name) {
    Matcher element = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(pom);
    require(element.find(), "a POM without " + name + ": " + pom);
    return element.group(1);
  }

  private void checkArtifacts() throws IOException {
    Set<String> staged = new TreeSet<>();
    Map<Path, Path> javadoc = new TreeMap<>();
    for (Path artifact : list(staging.resolve(GROUP))) {
      Path version = list(artifact).stream().filter(Files::isDirectory).findFirst().orElseThrow();
      String pom = Files.readString(file(version, ".pom"));
      require(!pom.contains("<parent>"), artifact + ": the POM has a parent");
      if (pom.contains("<packaging>pom</packaging>")) {
        continue;
      }
      staged.add(artifact.getFileName().toString());
      List<String> missing = new ArrayList<>();
      List<String> sources = entries(file(version, "-sources.jar"));
      for (String name : entries(file(version, ".jar"))) {
        // A compact name for nested classes; a descriptor of a package is compiled to nothing.
        String source = name.replaceFirst("(\\$[^/]*)?\\.class$", ".java");
        if (name.endsWith(".class") && !sources.contains(source)) {
          missing.add(source);
        }
      }
      require(missing.isEmpty(), artifact + ": sources are missing: " + missing);
      javadoc.put(staging.resolve(GROUP).relativize(version), file(version, "-javadoc.jar"));
    }
    checkLinks(javadoc);
    Path bom = staging.resolve(GROUP).resolve("wengert-bom");
    require(Files.isDirectory(bom), "wengert-bom is not staged");
    String listed =
        Files.readString(
            file(list(bom).stream().filter(Files::isDirectory).findFirst().orElseThrow(), ".pom"));
    for (String artifact : staged) {
      require(
          listed.contains("<artifactId>" + artifact + "</artifactId>"),
          "docs/bom/pom.xml does not name " + artifact);
    }
  }

  /**
   * Follows the links from one artifact's Javadoc to another's.
   *
   * @param javadoc the jars by the places where they are shown: artifact and version
   */
  private static void checkLinks(Map<Path, Path> javadoc) throws IOException {
    Set<Path> pages = new HashSet<>();
    for (Map.Entry<Path, Path> jar : javadoc.entrySet()) {
      entries(jar.getValue()).forEach(page -> pages.add(jar.getKey().resolve(page)));
    }
    Pattern link = Pattern.compile("href=\"([^\"#:]*wengert-[^\"#:]*)");
    int followed = 0;
    for (Map.Entry<Path, Path> jar : javadoc.entrySet()) {
      Path place = jar.getKey();
      require(pages.contains(place.resolve("index.html")), place + ": no Javadoc");
      try (ZipFile zip = new ZipFile(jar.getValue().toFile())) {
        for (String page : entries(jar.getValue())) {
          if (page.endsWith(".html")) {
            String text =
                new String(
                    zip.getInputStream(zip.getEntry(page)).readAllBytes(), StandardCharsets.UTF_8);
            for (MatchResult found : link.matcher(text).results().toList()) {
              Path target = place.resolve(page).resolveSibling(found.group(1)).normalize();
              require(
                  pages.contains(target),
                  "Javadoc: " + place.resolve(page) + " leads to no " + target);
              followed++;
            }
          }
        }
      }
    }
    require(followed > 0, "Javadoc: no link from one artifact to another");
    System.out.println(
        "Consumer: " + followed + " links between the artifacts' Javadoc lead to pages");
  }

  /** The only file with this ending; the jar itself is the one without a classifier. */
  private static Path file(Path version, String suffix) throws IOException {
    String artifact = version.getParent().getFileName().toString();
    Path file = version.resolve(artifact + "-" + version.getFileName() + suffix);
    require(Files.exists(file), file + " is missing");
    return file;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(entry -> entry.getName()).toList();
    }
  }

  // A project in an empty folder

  private void build(Path mavenHome, Path localRepository, boolean offline)
      throws IOException, InterruptedException {
    delete(folder);
    Path sources = Files.createDirectories(folder.resolve("src/main/java"));
    Files.writeString(sources.resolve(PROGRAM + ".java"), block("java"));
    Files.writeString(folder.resolve("pom.xml"), POM.formatted(block("xml")));
    Files.writeString(
        folder.resolve("settings.xml"),
        SETTINGS.formatted(
            folder.resolve("repository"), near(staging, true), near(localRepository, false)));
    List<String> command = new ArrayList<>();
    boolean isWindows = File.separatorChar == '\\';
    command.add(mavenHome.resolve("bin").resolve(isWindows ? "mvn.cmd" : "mvn").toString());
    command.addAll(List.of("-q", "-B", "-s", "settings.xml", "compile"));
    command.add("dependency:copy-dependencies");
    if (offline) {
      command.addAll(List.of("-o", "-Daether.offline.protocols=file"));
    }
    run(command);
  }

  private String block(String language) {
    Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(readme);
    require(block.find(), "the README shows no " + language);
    return block.group(1);
  }

  private static String near(Path repository, boolean snapshots) {
    String id = snapshots ? "staging" : "near";
    String content =
        """
        <id>%s</id><url>%s</url><releases><enabled>%s</enabled></releases><snapshots><enabled>%s</enabled></snapshots>
        """
            .formatted(id, repository.toUri(), !snapshots, snapshots);
    return content;
  }

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>demo</groupId>
        <artifactId>demo</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>25</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
      %s
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-resources-plugin</artifactId>
              <version>3.5.0</version>
            </plugin>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>3.16.0</version>
            </plugin>
            <plugin>
              <artifactId>maven-dependency-plugin</artifactId>
              <version>3.11.0</version>
              <configuration>
                <includeScope>runtime</includeScope>
                <outputDirectory>lib</outputDirectory>
              </configuration>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  /** What the build has in its local repository need not be fetched a second time. */
  private static final String SETTINGS =
      """
      <settings>
        <localRepository>%s</localRepository>
        <profiles>
          <profile>
            <id>here</id>
            <repositories>
              <repository>%2$s</repository>
              <repository>%3$s</repository>
            </repositories>
            <pluginRepositories>
              <pluginRepository>%3$s</pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
      </settings>
      """;

  // Three ways to run it, without and with vectors

  private void runEverywhere() throws IOException, InterruptedException {
    String classPath = folder.resolve("target/classes") + File.pathSeparator + lib.resolve("*");
    requireAnswers("class path", List.of(tool("java"), "-cp", classPath, PROGRAM), true);

    Path module = compiledModule();
    String modulePath = module + File.pathSeparator + lib;
    String main = MODULE + "/" + MODULE + "." + PROGRAM;
    requireAnswers("module path", List.of(tool("java"), "-p", modulePath, "-m", main), true);

    for (boolean vectors : new boolean[] {false, true}) {
      Path image = folder.resolve(vectors ? "image-with-vectors" : "image");
      List<String> jlink = new ArrayList<>(List.of(tool("jlink"), "-p", modulePath));
      jlink.addAll(List.of("--add-modules", vectors ? MODULE + ",jdk.incubator.vector" : MODULE));
      if (vectors) {
        jlink.add("--add-options=" + String.join("=", VECTORS));
      }
      jlink.addAll(List.of("--launcher", "xor=" + main, "--output", image.toString()));
      run(jlink);
      String launcher = image.resolve("bin").resolve("xor").toString();
      requireAnswer("jlink image" + (vectors ? " with vectors" : ""), List.of(launcher), vectors);
    }
  }

  private void requireAnswers(String where, List<String> command, boolean vectors)
      throws IOException, InterruptedException {
    requireAnswer(where, command, false);
    List<String> withVectors = new ArrayList<>(command);
    withVectors.addAll(1, VECTORS);
    requireAnswer(where + " with vectors", withVectors, vectors);
  }

  private void requireAnswer(String where, List<String> command, boolean vectors)
      throws IOException, InterruptedException {
    String answer = run(command).strip();
    String expected = block("text").strip();
    require(
        answer.equals(expected),
        "%s: the program does not print what the README says (%s ≠ %s)"
            .formatted(where, answer, expected));
    String log = Files.readString(folder.resolve("log"));
    require(log.contains(PLAIN) != vectors, where + ": other kernels than expected: " + log);
    System.out.println("Consumer: " + where + ": " + expected);
  }

  /** The README's program in a package and a module of its own. */
  private Path compiledModule() throws IOException, InterruptedException {
    String program = block("java");
    int body = program.indexOf("\nvoid main()");
    Path sources = Files.createDirectories(folder.resolve("module-sources").resolve(MODULE));
    Files.writeString(
        sources.resolve(PROGRAM + ".java"),
        "package %s;\n%s\nclass %s {\n%s}\n"
            .formatted(MODULE, program.substring(0, body), PROGRAM, program.substring(body)));
    Files.writeString(
        sources.resolveSibling("module-info.java"),
        """
        module demo {
          requires io.github.wengert.nn;
          requires io.github.wengert.optim;
        }
        """);
    Path classes = folder.resolve("module");
    run(
        List.of(
            tool("javac"),
            "-p",
            lib.toString(),
            "-d",
            classes.toString(),
            sources.resolveSibling("module-info.java").toString(),
            sources.resolve(PROGRAM + ".java").toString()));
    return classes;
  }

  // Processes

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Runs a command in the folder, on this JVM's JDK, and returns what it prints. */
  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("MAVEN_OPTS", "MAVEN_ARGS", "MAVEN_PROJECTBASEDIR", "JDK_JAVA_OPTIONS"));
    Path log = folder.resolve("log");
    Process process = builder.redirectError(log.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    require(
        exitCode == 0,
        "exit code %d of %s%n%s%s"
            .formatted(exitCode, String.join(" ", command), output, Files.readString(log)));
    return output;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new Failure(message);
    }
  }
}
