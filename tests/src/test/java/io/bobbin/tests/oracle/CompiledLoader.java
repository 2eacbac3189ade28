package io.bobbin.tests.oracle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defines what {@link Compiler} made, beneath the tests' own classes; an agent weaves it. */
public final class CompiledLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  /** Makes a loader of class files by binary name. */
  public CompiledLoader(Map<String, byte[]> classes) {
    super(CompiledLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** The weaver reads headers of nested classes before they are loaded. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = classes.get(name.replace(".class", "").replace('/', '.'));
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
