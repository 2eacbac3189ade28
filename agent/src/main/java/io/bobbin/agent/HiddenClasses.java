package io.bobbin.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Shows hidden classes to the weaver.
 *
 * <p>The JVM does not show them to agents. One that overrides a woven method without having a twin
 * of its own would be bypassed by woven callers, so {@code Lookup.defineHiddenClass} is made to ask
 * here first. (Those of lambdas, which the JDK defines by another way, override nothing.)
 *
 * <p>Where that is not possible, hidden classes stay as they are.
 */
final class HiddenClasses implements ClassFileTransformer {
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final String FUNCTION = "java/util/function/BiFunction";

  private HiddenClasses() {}

  /**
   * Installs the hook.
   *
   * @param weaver what the hidden classes are shown to
   * @return why it could not be installed, or null
   */
  static @Nullable String show(Instrumentation instrumentation, WeavingTransformer weaver) {
    try {
      Hooks.define(instrumentation);
      Hooks.set(Hooks.WEAVE, new Weave(weaver));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return "hidden classes cannot be seen: " + e;
    }
    HiddenClasses hook = new HiddenClasses();
    instrumentation.addTransformer(hook, true);
    try {
      instrumentation.retransformClasses(MethodHandles.Lookup.class);
      return null;
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      return "hidden classes cannot be seen: " + e;
    } finally {
      instrumentation.removeTransformer(hook);
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    return LOOKUP.equals(name) ? new AskBeforeDefining().applyTo(classFile) : null;
  }

  private static final class AskBeforeDefining extends MethodChange {
    @Override
    MethodVisitor change(String method, String descriptor, MethodVisitor to) {
      boolean defines =
          method.equals("defineHiddenClass") || method.equals("defineHiddenClassWithClassData");
      return defines ? new Asking(to) : to;
    }
  }

  /** From the lookup and the bytes of a hidden class to the bytes to define. */
  private static final class Weave implements BiFunction<MethodHandles.Lookup, byte[], byte[]> {
    private final WeavingTransformer weaver;

    Weave(WeavingTransformer weaver) {
      this.weaver = weaver;
    }

    @Override
    public byte[] apply(MethodHandles.Lookup lookup, byte[] classFile) {
      return weaver.hidden(lookup, classFile);
    }
  }

  /** Puts {@code if (hook != null) bytes = hook.apply(this, bytes)} before a method's code. */
  private static final class Asking extends MethodVisitor {
    private static final int THIS = 0;
    private static final int BYTES = 1;

    Asking(MethodVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label absent = new Label();
      Label end = new Label();
      visitFieldInsn(Opcodes.GETSTATIC, Hooks.HOLDER, Hooks.WEAVE, Hooks.FUNCTION_DESCRIPTOR);
      visitInsn(Opcodes.DUP);
      visitJumpInsn(Opcodes.IFNULL, absent);
      visitVarInsn(Opcodes.ALOAD, THIS);
      visitVarInsn(Opcodes.ALOAD, BYTES);
      Hooks.apply(this);
      visitTypeInsn(Opcodes.CHECKCAST, "[B");
      visitVarInsn(Opcodes.ASTORE, BYTES);
      visitJumpInsn(Opcodes.GOTO, end);
      visitLabel(absent);
      visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {FUNCTION});
      visitInsn(Opcodes.POP);
      visitLabel(end);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
  }
}
