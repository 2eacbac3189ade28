package io.bobbin.tests.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The class files of targets: what is woven, as opposed to the harness and libraries around it. */
public interface Targets {
  /** The class file of a target, by internal name; null if the class is no target. */
  byte @Nullable [] target(String internalName);

  /** The class file of a target or of anything that targets can name; null if there is none. */
  default byte @Nullable [] header(String internalName) {
    byte[] own = target(internalName);
    return own != null ? own : read(internalName);
  }

  /** Patterns that match all targets, as the agent's options want them. */
  String[] patterns();

  /** Patterns of targets that are to be left unwoven. */
  default String[] excluded() {
    return new String[0];
  }

  /**
   * Targets given as bytes.
   *
   * @param classes class files by binary or internal name
   * @param excluded patterns of those that are to be left unwoven
   */
  static Targets of(Map<String, byte[]> classes, String... excluded) {
    return new Targets() {
      @Override
      public byte @Nullable [] target(String internalName) {
        byte[] found = classes.get(internalName);
        return found != null ? found : classes.get(internalName.replace('/', '.'));
      }

      @Override
      public String[] patterns() {
        return classes.keySet().stream().map(name -> name.replace('/', '.')).toArray(String[]::new);
      }

      @Override
      public String[] excluded() {
        return excluded;
      }
    };
  }

  /** All classes of the test class path in a package and its subpackages. */
  static Targets inPackage(String packageName) {
    String prefix = packageName.replace('.', '/') + '/';
    return new Targets() {
      @Override
      public byte @Nullable [] target(String internalName) {
        return internalName.startsWith(prefix) ? read(internalName) : null;
      }

      @Override
      public String[] patterns() {
        return new String[] {packageName + ".**"};
      }

      @Override
      public String[] excluded() {
        return new String[] {Corpus.UNWOVEN};
      }
    };
  }

  private static byte @Nullable [] read(String internalName) {
    try (InputStream in =
        Targets.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
