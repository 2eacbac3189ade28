package io.bobbin.tests.foreign;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads and links classes, but runs none of their code.
 *
 * <p>The JVM verifies a class when it links it. No call of the Java API promises to link a class
 * and to do no more: loading does not link, and that some reflective calls do so on HotSpot is a
 * detail, and they also resolve the types of members and may fail at that. But a class that is
 * initialised must have been linked before (JVMS 5.5). So classes are initialised here, with a
 * conditional return in front of their initialisers: the code behind it is verified as ever, and
 * never runs. All other methods stay byte for byte as they are.
 *
 * <p>The classes see the JDK, the classes beside them, and Bobbin's runtime; nothing else of the
 * class path.
 */
final class Linker extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String RUNTIME = "io.bobbin.";

  private final ForeignClasses classes;
  private final BiFunction<String, byte[], byte[]> transformer;

  /** Makes a linker; the transformer gets the internal name and the class file. */
  Linker(ForeignClasses classes, BiFunction<String, byte[], byte[]> transformer) {
    super("foreign", ClassLoader.getPlatformClassLoader());
    this.classes = classes;
    this.transformer = transformer;
  }

  /** Links a class; returns what the JVM has against it, or null. */
  @Nullable LinkageError link(String internalName) {
    try {
      Class.forName(internalName.replace('/', '.'), true, this);
      return null;
    } catch (LinkageError e) {
      return e;
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("listed but not found", e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(RUNTIME)) {
      return Class.forName(name, false, Linker.class.getClassLoader());
    }
    String internalName = name.replace('.', '/');
    byte[] original = classes.find(internalName);
    if (original == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] quiet = withoutInitialiser(transformer.apply(internalName, original));
    return defineClass(name, quiet, 0, quiet.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (name.startsWith(RUNTIME.replace('.', '/'))) {
      return Linker.class.getClassLoader().getResourceAsStream(name);
    }
    byte[] classFile = classes.find(name.replaceFirst("\\.class$", ""));
    return classFile == null
        ? super.getResourceAsStream(name)
        : new ByteArrayInputStream(classFile);
  }

  private static byte[] withoutInitialiser(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          private boolean hasFrames;

          @Override
          public void visit(
              int version,
              int access,
              String name,
              @Nullable String signature,
              @Nullable String superName,
              String @Nullable [] interfaces) {
            hasFrames = (version & 0xffff) >= Opcodes.V1_6;
            super.visit(version, access, name, signature, superName, interfaces);
          }

          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals("<clinit>") ? new Skipped(to, hasFrames) : to;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Puts {@code if (true) return;} in front of an initialiser. */
  private static final class Skipped extends MethodVisitor {
    private final boolean hasFrames;

    Skipped(MethodVisitor to, boolean hasFrames) {
      super(Opcodes.ASM9, to);
      this.hasFrames = hasFrames;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label code = new Label();
      visitInsn(Opcodes.ICONST_0);
      visitJumpInsn(Opcodes.IFNE, code);
      visitInsn(Opcodes.RETURN);
      visitLabel(code);
      if (hasFrames) {
        visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      }
      // The code may begin with a frame of its own, and two cannot share a place.
      visitInsn(Opcodes.NOP);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, 1), maxLocals);
    }
  }
}
