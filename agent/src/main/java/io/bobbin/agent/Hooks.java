package io.bobbin.agent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.function.BiFunction;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where classes of the JDK find functions of the agent, whose classes they cannot see: in fields of
 * a class that is added to {@code java.lang}. (System properties may hold any object too, but those
 * who store or list them expect strings.)
 */
final class Hooks {
  static final String HOLDER = "java/lang/BobbinHooks";
  static final String FUNCTION_DESCRIPTOR = "Ljava/util/function/BiFunction;";

  /** From a lookup and the bytes of a hidden class to the bytes to define. */
  static final String WEAVE = "weave";

  /** From a class loader and the name of a class that it did not find to the class. */
  static final String FIND = "find";

  private static final String FUNCTION = "java/util/function/BiFunction";

  private Hooks() {}

  /** Adds the class. */
  static void define(Instrumentation instrumentation) throws IllegalAccessException {
    Module jdk = Object.class.getModule();
    Modules.open(instrumentation, jdk, "java.lang", Hooks.class.getModule());
    ClassWriter writer = new ClassWriter(0);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, HOLDER, null, "java/lang/Object", null);
    int fieldAccess = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;
    writer.visitField(fieldAccess, WEAVE, FUNCTION_DESCRIPTOR, null, null).visitEnd();
    writer.visitField(fieldAccess, FIND, FUNCTION_DESCRIPTOR, null, null).visitEnd();
    writer.visitEnd();
    MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
        .defineClass(writer.toByteArray());
  }

  /** Fills a field; false if the class could not be added. */
  static boolean set(String field, BiFunction<?, ?, ?> function) {
    try {
      Class.forName(HOLDER.replace('/', '.'), true, null).getField(field).set(null, function);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Writes the call of a function: it and its arguments are on the stack. */
  static void apply(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        FUNCTION,
        "apply",
        "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
        true);
  }
}
