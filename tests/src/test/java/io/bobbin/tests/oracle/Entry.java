package io.bobbin.tests.oracle;

import io.bobbin.frame.FrameStack;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Where a target begins: a static method {@code Object m()} that is {@code @Suspendable}.
 *
 * @param className the binary name of its class
 * @param method its name
 */
public record Entry(String className, String method) {
  /** The plain method. */
  MethodHandle plain(ClassLoader loader) throws ReflectiveOperationException {
    return handle(loader);
  }

  /** The twin that woven code calls. */
  MethodHandle twin(ClassLoader loader) throws ReflectiveOperationException {
    return handle(loader, FrameStack.class, int.class);
  }

  private MethodHandle handle(ClassLoader loader, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method found = Class.forName(className, true, loader).getDeclaredMethod(method, parameters);
    found.setAccessible(true);
    return MethodHandles.lookup().unreflect(found);
  }

  @Override
  public String toString() {
    return className + '.' + method;
  }
}
