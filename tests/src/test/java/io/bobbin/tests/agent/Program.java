package io.bobbin.tests.agent;

import io.bobbin.tests.oracle.Compiler;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Programs for child JVMs: sources in a test, class files in a folder. */
public final class Program {
  private Program() {}

  /**
   * Compiles a program.
   *
   * @param folder where its class files go, and where those may be that it uses
   * @param sources for each source file the name of its class, with dots, and its text
   * @return the folder
   */
  public static Path compile(Path folder, String... sources) {
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < sources.length; i += 2) {
      texts.put(sources[i], sources[i + 1]);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String classPath = System.getProperty("java.class.path") + File.pathSeparator + folder;
    Compiler.compile(texts, "-g", "-Xlint:none", "-classpath", classPath)
        .forEach((name, classFile) -> write(file(folder, name), classFile));
    return folder;
  }

  /** Where the class file of a class is. */
  public static Path file(Path folder, String className) {
    return folder.resolve(className.replace('.', '/') + ".class");
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
