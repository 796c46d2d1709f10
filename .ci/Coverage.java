import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the total instruction coverage from JaCoCo's CSV report, and where the full report is. */
final class Coverage {
  private Coverage() {}

  public static void main(String[] args) throws IOException {
    Path report = Path.of(args[0]).toAbsolutePath().normalize();
    Path table = report.resolve("jacoco.csv");
    if (!Files.exists(table)) {
      System.out.println("Coverage: no report in " + report);
      return;
    }
    long missed = 0;
    long covered = 0;
    for (String line : Files.readAllLines(table)) {
      String[] columns = line.split(",");
      if (!columns[0].equals("GROUP")) {
        missed += Long.parseLong(columns[3]);
        covered += Long.parseLong(columns[4]);
      }
    }
    System.out.printf(
        "Coverage: %.1f %% of %d instructions, see %s%n",
        100.0 * covered / Math.max(1, missed + covered),
        missed + covered,
        report.resolve("index.html"));
  }
}
