package io.bobbin.tests.oracle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Defines targets itself, as they are or woven; everything else comes from the harness' loader. */
final class TargetLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Targets targets;
  private final BiFunction<String, byte[], byte[]> transformer;

  /** Makes a loader; the transformer gets the internal name and the class file. */
  TargetLoader(Targets targets, BiFunction<String, byte[], byte[]> transformer) {
    super("targets", TargetLoader.class.getClassLoader());
    this.targets = targets;
    this.transformer = transformer;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      String internalName = name.replace('.', '/');
      byte[] original = targets.target(internalName);
      if (original == null) {
        return super.loadClass(name, resolve);
      }
      byte[] bytes = transformer.apply(internalName, original);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] target =
        name.endsWith(".class") ? targets.target(name.substring(0, name.length() - 6)) : null;
    return target != null ? new ByteArrayInputStream(target) : super.getResourceAsStream(name);
  }
}
