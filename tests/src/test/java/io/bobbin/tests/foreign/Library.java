package io.bobbin.tests.foreign;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The libraries that are woven whole. The build copies their jars to one folder. */
enum Library {
  GROOVY(
      List.of("groovy"), "com/thoughtworks/xstream", "org/abego/treelayout", "org/stringtemplate"),
  SCALA(List.of("scala-library")),
  LUCENE(List.of("lucene-core"), "jdk/incubator/vector"),
  GUAVA(List.of("guava", "failureaccess")),
  H2(
      List.of("h2"),
      "jakarta/servlet",
      "javax/servlet",
      "org/apache/lucene",
      "org/locationtech/jts",
      "org/osgi"),
  JACKSON(List.of("jackson-databind", "jackson-core", "jackson-annotations")),
  COMMONS_MATH(List.of("commons-math3")),
  KOTLIN(List.of("kotlin-stdlib")),
  COMMONS_LANG(List.of("commons-lang3")),
  ANTLR(List.of("antlr4-runtime"));

  /** System property: the folder with the jars. */
  static final String FOLDER = "bobbin.foreign";

  private final List<String> jars;
  private final List<String> missing;

  /**
   * Names a library.
   *
   * @param jars its jars
   * @param missing packages that it can do without, and which are not there: classes of the library
   *     that need them cannot be linked
   */
  Library(List<String> jars, String... missing) {
    this.jars = jars;
    this.missing = List.of(missing);
  }

  /** The folder with the jars. */
  static Path folder() {
    return Path.of(Objects.requireNonNull(System.getProperty(FOLDER), FOLDER)).toAbsolutePath();
  }

  /** The jars that make up the library. */
  List<Path> jars() {
    return jars.stream().map(jar -> folder().resolve(jar + ".jar")).toList();
  }

  /** Whether an error says that a class is missing which the library can do without. */
  boolean explains(LinkageError error) {
    return error instanceof NoClassDefFoundError
        && missing.stream().anyMatch(name -> error.getMessage().startsWith(name + '/'));
  }
}
