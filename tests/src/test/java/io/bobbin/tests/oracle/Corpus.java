package io.bobbin.tests.oracle;

import io.bobbin.Suspendable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The targets of the corpus: every top-level class beneath {@code io.bobbin.tests.corpus} on the
 * class path. Each of its static, non-private {@code @Suspendable Object m()} is an entry.
 */
public final class Corpus {
  /** The package of the targets. */
  public static final String PACKAGE = "io.bobbin.tests.corpus";

  /** A pattern of the targets that are to be left unwoven. */
  public static final String UNWOVEN = PACKAGE + ".unwoven.**";

  private Corpus() {}

  /** All entries, by class and name. */
  public static List<Entry> entries() {
    return entries(Targets.inPackage(PACKAGE), classNames());
  }

  /** The entries of some targets, by class and name. */
  public static List<Entry> entries(Targets targets, List<String> classNames) {
    ClassLoader loader = new WovenTargets(targets).plainLoader();
    List<Entry> entries = new ArrayList<>();
    for (String className : classNames) {
      entries.addAll(entries(className, loader));
    }
    return entries;
  }

  private static List<Entry> entries(String className, ClassLoader loader) {
    try {
      return Arrays.stream(Class.forName(className, false, loader).getDeclaredMethods())
          .filter(Corpus::isEntry)
          .map(method -> new Entry(className, method.getName()))
          .sorted(Comparator.comparing(Entry::method))
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("listed but not found: " + className, e);
    }
  }

  private static boolean isEntry(Method method) {
    return Modifier.isStatic(method.getModifiers())
        && !Modifier.isPrivate(method.getModifiers())
        && method.getParameterCount() == 0
        && method.getReturnType() == Object.class
        && method.isAnnotationPresent(Suspendable.class);
  }

  /** The binary names of the top-level classes. */
  public static List<String> classNames() {
    return allClassNames().stream().filter(name -> !name.contains("$")).toList();
  }

  /** A class and all within it. */
  static List<String> withNested(String className) {
    return allClassNames().stream()
        .filter(name -> name.equals(className) || name.startsWith(className + '$'))
        .toList();
  }

  /** The binary names of all classes, nested ones included. */
  public static List<String> allClassNames() {
    Path root = folder();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".class") && !name.contains("-info"))
          .map(name -> PACKAGE + '.' + name.substring(0, name.length() - 6).replace('/', '.'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String here = Corpus.class.getName().replace('.', '/') + ".class";
    URI uri;
    try {
      uri = Corpus.class.getClassLoader().getResource(here).toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where the tests are", e);
    }
    Path classes = Path.of(uri);
    for (int i = 0; i < here.split("/").length; i++) {
      classes = classes.getParent();
    }
    return classes.resolve(PACKAGE.replace('.', '/'));
  }
}
