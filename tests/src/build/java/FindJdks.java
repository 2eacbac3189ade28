import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Finds the JDKs, besides the one of the build, in which the agent tests run too. Started by the
 * build as a single source file: {@code java FindJdks.java PROPERTIES SKIP VERSION...}. For each
 * version it writes {@code tests.jdkVERSION.home} and {@code tests.jdkVERSION.skip}, and prints one
 * line that says what will happen; {@code tests.build.home} is the JDK of the build.
 *
 * <p>Looked at, in this order: the environment ({@code JDK25_HOME}, and {@code JAVA_HOME_25_X64} as
 * GitHub's runners set it), the neighbours of the running JDK, the folders where installers put
 * JDKs. A JDK is recognised by its {@code release} file, not by the name of its folder.
 */
class FindJdks {
  public static void main(String[] args) throws IOException {
    boolean skip = Boolean.parseBoolean(args[1]);
    Properties found = new Properties();
    for (String version : Arrays.asList(args).subList(2, args.length)) {
      Optional<Path> home = Optional.empty();
      if (!skip && Runtime.version().feature() != Integer.parseInt(version)) {
        home = candidates(version).stream().filter(jdk -> isJdk(jdk, version)).findFirst();
        System.out.println(
            home.map(path -> "The agent tests run on JDK " + version + " too: " + path)
                .orElse(
                    "No JDK %s found, so the agent tests do not run on it (JDK%<s_HOME names one)."
                        .formatted(version)));
      }
      found.setProperty("tests.jdk" + version + ".home", home.map(Path::toString).orElse(""));
      found.setProperty("tests.jdk" + version + ".skip", String.valueOf(home.isEmpty()));
    }
    found.setProperty("tests.build.home", System.getProperty("java.home"));
    try (Writer out = Files.newBufferedWriter(Path.of(args[0]))) {
      found.store(out, null);
    }
  }

  private static List<Path> candidates(String version) {
    List<Path> homes = new ArrayList<>();
    for (String name : List.of("JDK%s_HOME", "JAVA%s_HOME", "JAVA_HOME_%s")) {
      addVariable(homes, name.formatted(version));
    }
    for (String cpu : List.of("X64", "ARM64", "AARCH64", "arm64", "aarch64")) {
      addVariable(homes, "JAVA_HOME_" + version + "_" + cpu);
    }
    Path user = Path.of(System.getProperty("user.home"));
    List<Path> folders = new ArrayList<>();
    Optional.ofNullable(Path.of(System.getProperty("java.home")).getParent())
        .ifPresent(folders::add);
    folders.add(user.resolve(".sdkman/candidates/java"));
    folders.add(user.resolve(".jdks"));
    folders.add(user.resolve(".gradle/jdks"));
    folders.add(user.resolve(".asdf/installs/java"));
    folders.add(user.resolve(".local/share/mise/installs/java"));
    folders.add(user.resolve("Library/Java/JavaVirtualMachines"));
    for (String folder :
        List.of(
            "/usr/lib/jvm",
            "/usr/lib64/jvm",
            "/usr/java",
            "/usr/local/java",
            "/opt/java",
            "/Library/Java/JavaVirtualMachines")) {
      folders.add(Path.of(folder));
    }
    for (String vendor : List.of("Java", "Eclipse Adoptium", "Microsoft", "Zulu")) {
      Optional.ofNullable(System.getenv("ProgramFiles"))
          .ifPresent(files -> folders.add(Path.of(files, vendor)));
    }
    folders.forEach(folder -> addChildren(homes, folder));
    return homes;
  }

  private static void addVariable(List<Path> homes, String name) {
    String value = System.getenv(name);
    if (value != null && !value.isBlank()) {
      homes.add(Path.of(value));
    }
  }

  private static void addChildren(List<Path> homes, Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        homes.add(child);
        homes.add(child.resolve("Contents/Home")); // macOS bundles
      }
    } catch (IOException | UncheckedIOException unreadable) {
      // A folder that cannot be listed holds no JDK for us.
    }
  }

  /** A JDK, not only a JRE: tests compile in process. */
  private static boolean isJdk(Path home, String version) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)
        || !(Files.exists(home.resolve("bin/javac"))
            || Files.exists(home.resolve("bin/javac.exe")))) {
      return false;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"" + version + "([.+-].*)?\""));
    } catch (IOException | UncheckedIOException unreadable) {
      return false;
    }
  }
}
