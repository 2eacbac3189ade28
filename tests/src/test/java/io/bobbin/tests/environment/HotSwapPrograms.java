package io.bobbin.tests.environment;

import io.bobbin.tests.oracle.Compiler;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/** A program in a class loader of its own, woven as it is loaded, that can be edited as it runs. */
final class HotSwapPrograms extends ClassLoader {
  private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, byte[]> classFiles = new TreeMap<>();
  private final Set<String> hidden = new TreeSet<>();

  /**
   * Compiles a program.
   *
   * @param sources for each source file the name of its class, and its text
   */
  HotSwapPrograms(String... sources) {
    super("edited", HotSwapPrograms.class.getClassLoader());
    write(sources);
    classFiles.putAll(compile());
  }

  private void write(String... texts) {
    for (int i = 0; i < texts.length; i += 2) {
      sources.put(texts[i], "import io.bobbin.*;\nimport java.util.function.*;\n" + texts[i + 1]);
    }
  }

  private Map<String, byte[]> compile() {
    return Compiler.compile(sources, "-g", "-Xlint:none");
  }

  /** Calls a static method without parameters. */
  @Nullable Object call(String type, String method) {
    try {
      var found = loadClass(type).getDeclaredMethod(method);
      found.setAccessible(true);
      return found.invoke(null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Gives the classes of source files new bodies, as an IDE does: those that are loaded are
   * redefined, those that are not will be loaded as they are now.
   *
   * @throws UnsupportedOperationException if the JVM refuses
   */
  void edit(String... edited) {
    write(edited);
    List<ClassDefinition> definitions = new ArrayList<>();
    compile()
        .forEach(
            (name, bytes) -> {
              Class<?> loaded = findLoadedClass(name);
              boolean changed = !Arrays.equals(bytes, classFiles.put(name, bytes));
              if (loaded != null && changed) {
                definitions.add(new ClassDefinition(loaded, bytes));
              }
            });
    try {
      INSTRUMENTATION.redefineClasses(definitions.toArray(new ClassDefinition[0]));
    } catch (ClassNotFoundException | UnmodifiableClassException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes source files and class files as they were before an edit, and redefines nothing. */
  void takeBack(String... before) {
    write(before);
    classFiles.putAll(compile());
  }

  /** Offers the class file of a class no more as a resource. */
  void hideClassFile(String name) {
    hidden.add(name);
  }

  static Instrumentation instrumentation() {
    return INSTRUMENTATION;
  }

  /** A class of the program. */
  Class<?> loaded(String name) {
    try {
      return loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classFiles.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
      byte[] bytes = hidden.contains(type) ? null : classFiles.get(type);
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    return super.getResourceAsStream(name);
  }
}
