package io.bobbin.weave;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the weaver must know of a class that it does not weave just now: read from the class file,
 * never from a loaded class.
 *
 * @param name internal name
 * @param superName internal name of the superclass, or null for {@code Object}
 * @param interfaces internal names
 * @param access the class's access flags
 * @param annotated whether the type is annotated {@code @Suspendable}
 * @param methods by name and descriptor
 * @param constants names of its {@code static final} fields
 */
record ClassHeader(
    String name,
    @Nullable String superName,
    List<String> interfaces,
    int access,
    boolean annotated,
    Map<String, Method> methods,
    Set<String> constants) {

  /**
   * A declared method.
   *
   * @param access its access flags
   * @param annotated whether it is annotated {@code @Suspendable}
   * @param bridged for a bridge, and for the static accessor of a private method that compilers
   *     made before Java 11, the method that it calls: owner, a dot, name and descriptor
   */
  record Method(int access, boolean annotated, @Nullable String bridged) {
    boolean is(int flag) {
      return (access & flag) != 0;
    }
  }

  /** The first bytes of every newer class file are laid out as those of the newest known one. */
  private static final int NEWEST_KNOWN = Opcodes.V25;

  /** The header of the class as if nothing in it were {@code @Suspendable}. */
  ClassHeader withoutAnnotations() {
    Map<String, Method> plain = new HashMap<>();
    methods.forEach((key, m) -> plain.put(key, new Method(m.access(), false, m.bridged())));
    return new ClassHeader(name, superName, interfaces, access, false, plain, constants);
  }

  boolean isAnnotation() {
    return (access & Opcodes.ACC_ANNOTATION) != 0;
  }

  boolean isInterface() {
    return (access & Opcodes.ACC_INTERFACE) != 0;
  }

  /**
   * A reader that accepts class files newer than ASM knows: the format of what is read here has not
   * changed for decades, and a class file with something unknown inside still fails.
   */
  static ClassReader reader(byte[] classFile) {
    int major = ((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff);
    if (major <= NEWEST_KNOWN) {
      return new ClassReader(classFile);
    }
    byte[] copy = classFile.clone();
    copy[6] = (byte) (NEWEST_KNOWN >> 8);
    copy[7] = (byte) NEWEST_KNOWN;
    return new ClassReader(copy);
  }

  static ClassHeader read(byte[] classFile) {
    ClassReader in = reader(classFile);
    Reader reader = new Reader();
    in.accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (hasBridges(reader.methods)) {
      in.accept(new BridgeReader(reader.methods), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
    return new ClassHeader(
        reader.name,
        reader.superName,
        reader.interfaces,
        reader.access,
        reader.annotated,
        reader.methods,
        reader.constants);
  }

  private static boolean hasBridges(Map<String, Method> methods) {
    for (Map.Entry<String, Method> method : methods.entrySet()) {
      if (isBridge(method.getValue().access(), method.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBridge(int access, String name) {
    int accessor = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    return (access & Opcodes.ACC_BRIDGE) != 0
        || ((access & accessor) == accessor && name.startsWith("access$"));
  }

  private static final class Reader extends ClassVisitor {
    private String name = "";
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private int access;
    private boolean annotated;
    private final Map<String, Method> methods = new HashMap<>();
    private final Set<String> constants = new HashSet<>();

    Reader() {
      super(Abi.ASM);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      this.name = name;
      this.access = access;
      this.superName = superName;
      this.interfaces = interfaces == null ? List.of() : List.of(interfaces);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      annotated |= descriptor.equals(Abi.SUSPENDABLE);
      return null;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      int constant = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
      if ((access & constant) == constant) {
        constants.add(name);
      }
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String methodName,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Abi.ASM) {
        private boolean marked;

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
          marked |= annotation.equals(Abi.SUSPENDABLE);
          return null;
        }

        @Override
        public void visitEnd() {
          methods.put(methodName + descriptor, new Method(access, marked, null));
        }
      };
    }
  }

  /** Finds what bridges call. */
  private static final class BridgeReader extends ClassVisitor {
    private final Map<String, Method> methods;

    BridgeReader(Map<String, Method> methods) {
      super(Abi.ASM);
      this.methods = methods;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!isBridge(access, name)) {
        return null;
      }
      return new MethodVisitor(Abi.ASM) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
          if (called.equals(name) || name.startsWith("access$")) {
            String target = owner + '.' + called + calledDescriptor;
            Method known = methods.get(name + descriptor);
            if (known != null) {
              methods.put(name + descriptor, new Method(known.access(), known.annotated(), target));
            }
          }
        }
      };
    }
  }
}
