package io.bobbin.agent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Tells which classes a class loader has loaded, without loading any. */
final class LoadedClasses {
  private final @Nullable MethodHandle finder;

  /** Finds the JDK's protected method, which is opened to the agent alone. */
  LoadedClasses(Instrumentation instrumentation) {
    finder = finder(instrumentation);
  }

  private static @Nullable MethodHandle finder(Instrumentation instrumentation) {
    try {
      Module jdk = Object.class.getModule();
      Modules.open(instrumentation, jdk, "java.lang", LoadedClasses.class.getModule());
      return MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup())
          .findVirtual(
              ClassLoader.class,
              "findLoadedClass",
              MethodType.methodType(Class.class, String.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // then no class is known to be loaded, and more get twins than need them
    }
  }

  /**
   * Finds a class that is there.
   *
   * @param name the name with dots
   * @return the class for which the name stands in code of the loader, or null if it is not loaded
   *     or was not asked for by code
   */
  @Nullable Class<?> find(ClassLoader loader, String name) {
    try {
      return finder == null ? null : (Class<?>) finder.invokeExact(loader, name);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("findLoadedClass throws nothing checked", t);
    }
  }
}
