package io.bobbin.agent;

import io.bobbin.weave.ClassSource;
import io.bobbin.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Shows the runtime to class loaders that do not see it, but whose classes extend or implement
 * woven ones, as an OSGi bundle's may that imports a library and not what the library is written
 * with.
 *
 * <p>{@code ClassLoader.loadClass(String)}, by which the JVM asks a loader for a class, is made to
 * ask here if nothing is found. The answer is what the loaders of the supertypes see, so that all
 * mean the same runtime. Nothing is changed before the first such loader is met. A loader that
 * overrides that method is beyond reach.
 *
 * <p>Safe for use by several threads. Keeps no loader alive.
 */
final class RuntimeBridge implements BiFunction<ClassLoader, String, @Nullable Class<?>> {
  private static final String RUNTIME = "io.bobbin.";
  private static final String METHOD = "loadClass";
  private static final String DESCRIPTOR = "(Ljava/lang/String;)Ljava/lang/Class;";

  /** The loaders for which the thread is asking others, which may ask them in turn. */
  private static final ThreadLocal<Set<ClassLoader>> ASKING =
      new ThreadLocal<>() {
        @Override
        protected Set<ClassLoader> initialValue() {
          return new HashSet<>();
        }
      };

  private final Instrumentation instrumentation;
  private final LoadedClasses loadedClasses;

  /** For each loader that the runtime is shown to, names of types that its classes extend. */
  private final Map<ClassLoader, Set<String>> bridged =
      Collections.synchronizedMap(new WeakHashMap<>());

  private @Nullable Boolean installed;

  RuntimeBridge(Instrumentation instrumentation, LoadedClasses loadedClasses) {
    this.instrumentation = instrumentation;
    this.loadedClasses = loadedClasses;
  }

  /** Whether the runtime is shown to a loader. */
  boolean reaches(ClassLoader loader) {
    return bridged.containsKey(loader);
  }

  /**
   * Shows the runtime to a loader, if that can be done.
   *
   * @param supertypes internal names of what a class of the loader extends and implements
   * @return whether it can
   */
  boolean reach(ClassLoader loader, Set<String> supertypes) {
    Set<String> known = bridged.get(loader);
    if (known == null) {
      if (!inheritsLoadClass(loader.getClass()) || !install()) {
        return false;
      }
      known = bridged.computeIfAbsent(loader, l -> ConcurrentHashMap.newKeySet());
    }
    known.addAll(supertypes);
    return true;
  }

  /** Told by class files: reflection would load the types of all methods. */
  private static boolean inheritsLoadClass(Class<?> type) {
    if (type == ClassLoader.class) {
      return true;
    }
    if (type.getModule() != Object.class.getModule()) {
      byte[] classFile =
          ClassSource.of(type.getClassLoader()).find(type.getName().replace('.', '/'));
      if (classFile == null || Weaver.declares(classFile, METHOD, DESCRIPTOR)) {
        return false;
      }
    }
    Class<?> superclass = type.getSuperclass();
    return superclass != null && inheritsLoadClass(superclass);
  }

  private synchronized boolean install() {
    if (installed == null) {
      installed = false;
      try (InputStream in = ClassLoader.class.getResourceAsStream("ClassLoader.class")) {
        if (in != null && Hooks.set(Hooks.FIND, this)) {
          byte[] asking = new AskWhenNotFound().applyTo(in.readAllBytes());
          instrumentation.redefineClasses(new ClassDefinition(ClassLoader.class, asking));
          installed = true;
        }
      } catch (IOException
          | ClassNotFoundException
          | UnmodifiableClassException
          | RuntimeException
          | LinkageError e) {
        System.err.println("bobbin-agent: class loaders cannot be shown the runtime: " + e);
      }
    }
    return installed;
  }

  @Override
  public @Nullable Class<?> apply(ClassLoader loader, String name) {
    Set<String> supertypes = name.startsWith(RUNTIME) ? bridged.get(loader) : null;
    if (supertypes == null || !ASKING.get().add(loader)) {
      return null;
    }
    try {
      for (ClassLoader other : loadersOf(loader, supertypes)) {
        try {
          return other.loadClass(name);
        } catch (ClassNotFoundException e) {
          // It does not see the runtime either; the class that is woven has one that does.
        }
      }
      return null;
    } finally {
      ASKING.get().remove(loader);
    }
  }

  /** The loaders of types that are loaded and of their supertypes, but for one. */
  private Set<ClassLoader> loadersOf(ClassLoader except, Set<String> names) {
    Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
    for (String name : names) {
      Class<?> type = loadedClasses.find(except, name.replace('/', '.'));
      if (type != null) {
        addLoaders(type, loaders);
      }
    }
    loaders.remove(except);
    return loaders;
  }

  private static void addLoaders(Class<?> type, Set<ClassLoader> loaders) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return;
    }
    loaders.add(loader);
    if (type.getSuperclass() != null) {
      addLoaders(type.getSuperclass(), loaders);
    }
    for (Class<?> each : type.getInterfaces()) {
      addLoaders(each, loaders);
    }
  }

  private static final class AskWhenNotFound extends MethodChange {
    @Override
    MethodVisitor change(String method, String descriptor, MethodVisitor to) {
      return method.equals(METHOD) && descriptor.equals(DESCRIPTOR) ? new Asking(to) : to;
    }
  }

  /** Puts a handler around a method's code that asks, and throws again if there is no answer. */
  private static final class Asking extends MethodVisitor {
    private static final String LOADER = "java/lang/ClassLoader";
    private static final String NAME = "java/lang/String";
    private static final String NOT_FOUND = "java/lang/ClassNotFoundException";

    private final Label start = new Label();

    Asking(MethodVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitLabel(start);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      Label handler = new Label();
      Label absent = new Label();
      Object[] parameters = {LOADER, NAME};
      visitLabel(handler);
      visitTryCatchBlock(start, handler, handler, NOT_FOUND);
      visitFrame(Opcodes.F_FULL, 2, parameters, 1, new Object[] {NOT_FOUND});
      visitVarInsn(Opcodes.ASTORE, 2);
      visitFieldInsn(Opcodes.GETSTATIC, Hooks.HOLDER, Hooks.FIND, Hooks.FUNCTION_DESCRIPTOR);
      visitVarInsn(Opcodes.ALOAD, 0);
      visitVarInsn(Opcodes.ALOAD, 1);
      Hooks.apply(this);
      visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Class");
      visitInsn(Opcodes.DUP);
      visitJumpInsn(Opcodes.IFNULL, absent);
      visitInsn(Opcodes.ARETURN);
      visitLabel(absent);
      Object[] locals = {LOADER, NAME, NOT_FOUND};
      visitFrame(Opcodes.F_FULL, 3, locals, 1, new Object[] {"java/lang/Class"});
      visitInsn(Opcodes.POP);
      visitVarInsn(Opcodes.ALOAD, 2);
      visitInsn(Opcodes.ATHROW);
      super.visitMaxs(maxStack, maxLocals);
    }
  }
}
