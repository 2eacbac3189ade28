package io.bobbin.pickle;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command that looks at images: {@code java -jar bobbin-runtime.jar inspect FILE}.
 *
 * <p>Exits with status 0 if all is well, 1 if not, as when a file is no image, 2 if the arguments
 * are wrong.
 */
final class PickleCommand {
  private static final int WRONG = 1;
  private static final int MISUSED = 2;

  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "Usage: java -jar bobbin-runtime.jar COMMAND",
          "  inspect FILE    prints tasklets, frames, variables, channels, classes, objects",
          "  verify FILE --classpath CP",
          "                  says what would not resume with these classes, and why;",
          "                  needs the agent: java -javaagent:bobbin-agent.jar -jar ...",
          "  diff FILE FILE  prints what differs: frames, variables, channels",
          "Options:",
          "  --key FILE      the key with which the image was sealed",
          "  --unchecked     the seal is not looked at: the image may have been changed");

  /** What a command line says that is not understood. */
  private static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  private final PrintStream out;
  private final PrintStream err;
  private final List<String> words = new ArrayList<>();
  private @Nullable PickleKey key = PickleKey.NONE;
  private @Nullable Path keyFile;
  private @Nullable String classPath;

  private PickleCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a command, and ends the JVM.
   *
   * @param arguments its words
   */
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    System.out.flush();
    System.exit(status);
  }

  /** Runs a command; returns the status with which the JVM is to end. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    PickleCommand command = new PickleCommand(out, err);
    try {
      command.parse(arguments);
      return command.run();
    } catch (UsageException e) {
      err.println(e.getMessage());
      err.println(USAGE);
      return MISUSED;
    } catch (NoSuchFileException e) {
      err.println("There is no file " + e.getFile());
    } catch (IOException | PickleException | IllegalArgumentException e) {
      err.println(e.getMessage());
    }
    return WRONG;
  }

  private void parse(List<String> arguments) throws UsageException {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      switch (word) {
        case "--unchecked" -> key = null;
        case "--classpath", "--class-path", "-cp" -> classPath = following(arguments, i++);
        case "--key" -> keyFile = Path.of(following(arguments, i++));
        default -> {
          if (word.startsWith("-")) {
            throw new UsageException("There is no option " + word);
          }
          words.add(word);
        }
      }
    }
    if (key == null && keyFile != null) {
      throw new UsageException("Either --key or --unchecked");
    }
  }

  private static String following(List<String> arguments, int at) throws UsageException {
    if (at + 1 == arguments.size()) {
      throw new UsageException(arguments.get(at) + " says nothing");
    }
    return arguments.get(at + 1);
  }

  private int run() throws UsageException, IOException {
    if (keyFile != null) {
      key = new PickleKey(Files.readAllBytes(keyFile));
    }
    String command = words.isEmpty() ? "" : words.get(0);
    switch (command) {
      case "inspect" -> {
        requireFiles(1);
        Inspection.print(scan(1), out);
        return 0;
      }
      case "verify" -> {
        requireFiles(1);
        return verify();
      }
      case "diff" -> {
        requireFiles(2);
        return ImageDiff.print(scan(1), scan(2), out) ? 0 : WRONG;
      }
      default ->
          throw new UsageException(
              command.isEmpty() ? "Which command?" : "There is no command " + command);
    }
  }

  private int verify() throws UsageException, IOException {
    if (classPath == null) {
      throw new UsageException("verify needs --classpath");
    }
    ImageScan scan = scan(1);
    try (URLClassLoader loader = new URLClassLoader(urls(classPath))) {
      return Verification.print(scan, loader, out) ? 0 : WRONG;
    }
  }

  /** The folders and jars of a class path, in which {@code folder/*} stands for its jars. */
  private static URL[] urls(String classPath) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.endsWith("*")) {
        String folder = entry.substring(0, entry.length() - 1);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
          for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
          }
        }
      } else {
        Path path = Path.of(entry);
        if (!Files.exists(path)) {
          throw new NoSuchFileException(entry);
        }
        urls.add(path.toUri().toURL());
      }
    }
    return urls.toArray(new URL[0]);
  }

  private void requireFiles(int count) throws UsageException {
    if (words.size() != 1 + count) {
      throw new UsageException(
          words.get(0) + " takes " + (count == 1 ? "one file" : count + " files"));
    }
  }

  /** Scans the image that is the argument of a number, and says how far it can be trusted. */
  private ImageScan scan(int argument) throws IOException {
    Path file = Path.of(words.get(argument));
    byte[] image = Files.readAllBytes(file);
    ImageScan scan;
    try {
      scan = ImageScan.of(image, key);
    } catch (DamagedPickleException e) {
      throw new PickleException(
          file
              + ": "
              + e.getMessage()
              + (key == PickleKey.NONE
                  ? " (--key FILE names a key, --unchecked does without)"
                  : ""));
    }
    if (key == null) {
      err.println("WARNING: the seal of " + file + " was NOT checked; anybody may have changed it");
    }
    out.println(
        file
            + ": "
            + Inspection.bytes(scan.size())
            + ", "
            + scan.items().size()
            + " objects, "
            + (key == null
                ? "seal NOT checked"
                : key == PickleKey.NONE
                    ? "sealed without a key: no accident has changed it"
                    : "sealed with this key"));
    return scan;
  }
}
