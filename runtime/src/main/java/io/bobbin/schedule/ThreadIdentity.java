package io.bobbin.schedule;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * What code sees of the thread that runs it: thread locals and the context class loader. Each
 * tasklet has its own; they are put into its thread while it is mounted.
 *
 * <p>Invariant: between tasklets a carrier's maps are null and its loader is the scheduler's, so a
 * tasklet that uses neither costs a few reads.
 *
 * <p>The fields are private to {@code java.lang.Thread}; the agent opens that package to the
 * runtime. Where it is closed nothing is swapped: tasklets share what their carrier has, which is
 * reported once.
 */
final class ThreadIdentity {
  /** Whether tasklets have their own thread locals and loader. */
  static final boolean SWAPS =
      Thread.class.getModule().isOpen("java.lang", ThreadIdentity.class.getModule());

  static {
    if (!SWAPS) {
      System.getLogger("io.bobbin")
          .log(
              Level.WARNING,
              "BBN023 Tasklets share the thread locals and the context class loader of their"
                  + " carriers, as java.lang is closed to the runtime. Run with the agent, or with"
                  + " --add-opens java.base/java.lang=ALL-UNNAMED");
    }
  }

  private ThreadIdentity() {}

  /** What a thread that is no carrier has while it runs no tasklets. */
  record Saved(
      @Nullable Object locals, @Nullable Object inheritable, @Nullable ClassLoader loader) {}

  /** Takes a thread's maps away, before it runs tasklets. */
  static @Nullable Saved save(Thread thread) {
    if (!SWAPS) {
      return null;
    }
    Saved saved =
        new Saved(Fields.locals(thread), Fields.inheritable(thread), Fields.loader(thread));
    Fields.setLocals(thread, null);
    Fields.setInheritable(thread, null);
    return saved;
  }

  /** Gives a thread back what it had. */
  static void restore(Thread thread, @Nullable Saved saved) {
    if (saved != null) {
      Fields.setLocals(thread, saved.locals);
      Fields.setInheritable(thread, saved.inheritable);
      Fields.setLoader(thread, saved.loader);
    }
  }

  /** The context class loader, without any check. */
  static @Nullable ClassLoader loader(Thread thread) {
    return SWAPS ? Fields.loader(thread) : null;
  }

  /** Gives a new tasklet what a new thread would inherit from the one that starts it. */
  static void inherit(TaskletStrand<?> tasklet, Thread from) {
    if (SWAPS) {
      Object inheritable = Fields.inheritable(from);
      if (inheritable != null) {
        tasklet.extra().inheritableThreadLocals = Fields.copy(inheritable);
      }
      ClassLoader loader = Fields.loader(from);
      if (loader != tasklet.dispatcher.contextClassLoader()) {
        Extra more = tasklet.extra();
        more.loader = loader;
        more.hasLoader = true;
      }
    }
  }

  /** Puts what a tasklet has into the thread that is about to run it. */
  static void mount(Thread thread, TaskletStrand<?> tasklet) {
    Extra more = tasklet.extra;
    if (SWAPS && more != null) {
      if (more.threadLocals != null) {
        Fields.setLocals(thread, more.threadLocals);
        more.threadLocals = null;
      }
      if (more.inheritableThreadLocals != null) {
        Fields.setInheritable(thread, more.inheritableThreadLocals);
        more.inheritableThreadLocals = null;
      }
      if (more.hasLoader) {
        Fields.setLoader(thread, more.loader);
      }
    }
  }

  /** Takes what a tasklet has out of the thread that ran it. */
  static void unmount(Thread thread, TaskletStrand<?> tasklet, @Nullable ClassLoader base) {
    if (SWAPS) {
      Object locals = Fields.locals(thread);
      Object inheritable = Fields.inheritable(thread);
      ClassLoader loader = Fields.loader(thread);
      Extra more = tasklet.extra;
      if (locals != null
          || inheritable != null
          || loader != base
          || (more != null && more.hasLoader)) {
        if (!tasklet.isOver()) {
          more = tasklet.extra();
          more.threadLocals = locals;
          more.inheritableThreadLocals = inheritable;
          more.loader = loader;
          more.hasLoader = loader != base;
        }
        clear(thread, base);
      }
    }
  }

  /** Takes out of a thread whatever it has. */
  static void clear(Thread thread, @Nullable ClassLoader base) {
    if (SWAPS) {
      Fields.setLocals(thread, null);
      Fields.setInheritable(thread, null);
      Fields.setLoader(thread, base);
    }
  }

  /** The private fields of a thread. Initialised only where they are open. */
  private static final class Fields {
    private static final MethodHandle LOCALS;
    private static final MethodHandle SET_LOCALS;
    private static final MethodHandle INHERITABLE;
    private static final MethodHandle SET_INHERITABLE;
    private static final MethodHandle LOADER;
    private static final MethodHandle SET_LOADER;
    private static final MethodHandle COPY;

    static {
      try {
        Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        MethodType getter = MethodType.methodType(Object.class, Thread.class);
        MethodType setter = MethodType.methodType(void.class, Thread.class, Object.class);
        Field locals = Thread.class.getDeclaredField("threadLocals");
        Field inheritable = Thread.class.getDeclaredField("inheritableThreadLocals");
        Field loader = Thread.class.getDeclaredField("contextClassLoader");
        Class<?> map = locals.getType();
        LOCALS = getter(lookup, locals, getter);
        SET_LOCALS = setter(lookup, locals, setter);
        INHERITABLE = getter(lookup, inheritable, getter);
        SET_INHERITABLE = setter(lookup, inheritable, setter);
        LOADER = getter(lookup, loader, getter.changeReturnType(ClassLoader.class));
        SET_LOADER = setter(lookup, loader, setter.changeParameterType(1, ClassLoader.class));
        COPY =
            MethodHandles.privateLookupIn(ThreadLocal.class, MethodHandles.lookup())
                .findStatic(
                    ThreadLocal.class, "createInheritedMap", MethodType.methodType(map, map))
                .asType(MethodType.genericMethodType(1));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private static MethodHandle getter(Lookup lookup, Field field, MethodType type)
        throws ReflectiveOperationException {
      return lookup.findGetter(Thread.class, field.getName(), field.getType()).asType(type);
    }

    private static MethodHandle setter(Lookup lookup, Field field, MethodType type)
        throws ReflectiveOperationException {
      return lookup.findSetter(Thread.class, field.getName(), field.getType()).asType(type);
    }

    static @Nullable Object locals(Thread thread) {
      try {
        return (Object) LOCALS.invokeExact(thread);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }

    static void setLocals(Thread thread, @Nullable Object map) {
      try {
        SET_LOCALS.invokeExact(thread, map);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }

    static @Nullable Object inheritable(Thread thread) {
      try {
        return (Object) INHERITABLE.invokeExact(thread);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }

    static void setInheritable(Thread thread, @Nullable Object map) {
      try {
        SET_INHERITABLE.invokeExact(thread, map);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }

    static @Nullable ClassLoader loader(Thread thread) {
      try {
        return (ClassLoader) LOADER.invokeExact(thread);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }

    static void setLoader(Thread thread, @Nullable ClassLoader loader) {
      try {
        SET_LOADER.invokeExact(thread, loader);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }

    static Object copy(Object map) {
      try {
        return (Object) COPY.invokeExact(map);
      } catch (Throwable t) {
        throw Sneaky.raise(t);
      }
    }
  }
}
