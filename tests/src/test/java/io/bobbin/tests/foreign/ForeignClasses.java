package io.bobbin.tests.foreign;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The class files of some jars, as the running JVM sees them: of a class in several versions one.
 */
final class ForeignClasses {
  private static final String SUFFIX = ".class";

  private final Map<String, byte[]> byInternalName;

  /** Takes class files, by internal name. */
  ForeignClasses(Map<String, byte[]> byInternalName) {
    this.byInternalName = byInternalName;
  }

  /** All class files of some jars. */
  static ForeignClasses of(List<Path> jars) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (Path jar : jars) {
      try {
        read(jar.toFile(), found);
      } catch (IOException e) {
        throw new UncheckedIOException(jar.toString(), e);
      }
    }
    return new ForeignClasses(found);
  }

  private static void read(File file, Map<String, byte[]> found) throws IOException {
    try (JarFile jar = new JarFile(file, false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : jar.versionedStream().toList()) {
        String name = entry.getName();
        if (name.endsWith(SUFFIX) && !name.endsWith("module-info.class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            found.put(name.substring(0, name.length() - SUFFIX.length()), in.readAllBytes());
          }
        }
      }
    }
  }

  /** The names of all classes, with slashes, in the order of the jars. */
  List<String> names() {
    return List.copyOf(byInternalName.keySet());
  }

  /** A class file, or null if it is in none of the jars. */
  byte @Nullable [] find(String internalName) {
    return byInternalName.get(internalName);
  }
}
