package io.bobbin.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The JDK's virtual threads and the continuations inside of them, through method handles, as this
 * module is compiled for a JDK that has neither. The handles are constants, so calls through them
 * are compiled as direct calls.
 *
 * <p>Continuations want {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
final class Loom {
  private static final MethodHandle START =
      find("java.lang.Thread", "startVirtualThread", Thread.class, Runnable.class);

  private Loom() {}

  /** Starts a virtual thread. */
  static Thread start(Runnable body) {
    try {
      return (Thread) START.invokeExact(body);
    } catch (Throwable e) {
      throw new IllegalStateException("starting a virtual thread", e);
    }
  }

  private static MethodHandle find(String owner, String name, Class<?> result, Class<?> parameter) {
    try {
      return MethodHandles.lookup()
          .findStatic(Class.forName(owner), name, MethodType.methodType(result, parameter));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("needs a JDK with virtual threads", e);
    }
  }

  /** One of the JDK's continuations: a stack without a scheduler. */
  static final class Continuation {
    private static final Object SCOPE;
    private static final MethodHandle NEW;
    private static final MethodHandle RUN;
    private static final MethodHandle YIELD;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
        Class<?> type = Class.forName("jdk.internal.vm.Continuation");
        SCOPE = scope.getConstructor(String.class).newInstance("benchmark");
        NEW =
            lookup
                .findConstructor(type, MethodType.methodType(void.class, scope, Runnable.class))
                .bindTo(SCOPE)
                .asType(MethodType.methodType(Object.class, Runnable.class));
        RUN =
            lookup
                .findVirtual(type, "run", MethodType.methodType(void.class))
                .asType(MethodType.methodType(void.class, Object.class));
        YIELD =
            lookup
                .findStatic(type, "yield", MethodType.methodType(boolean.class, scope))
                .bindTo(SCOPE);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final Object continuation;

    Continuation(Runnable body) {
      try {
        continuation = (Object) NEW.invokeExact(body);
      } catch (Throwable e) {
        throw new IllegalStateException("making a continuation", e);
      }
    }

    /** Runs to the next yield. */
    void run() {
      try {
        RUN.invokeExact(continuation);
      } catch (Throwable e) {
        throw new IllegalStateException("running a continuation", e);
      }
    }

    /** Goes back to the caller of {@link #run()}. */
    static void yield() {
      boolean ignored;
      try {
        ignored = (boolean) YIELD.invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException("yielding", e);
      }
      assert ignored;
    }
  }
}
