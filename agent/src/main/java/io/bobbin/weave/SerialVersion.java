package io.bobbin.weave;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Pass over a class: keeps the serial version that a serializable class or interface had by default
 * before it was woven. (Enums and records have none that depends on their members.)
 *
 * <p>The default is computed as the Java Object Serialization Specification, section 4.6, says, and
 * as the JDK does where that is silent: an interface counts as abstract if it declares any method.
 */
final class SerialVersion {
  private static final String FIELD = "serialVersionUID";
  private static final String RECORD = "java/lang/Record";
  private static final int CLASS_FLAGS =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
  private static final int FIELD_FLAGS =
      Opcodes.ACC_PUBLIC
          | Opcodes.ACC_PRIVATE
          | Opcodes.ACC_PROTECTED
          | Opcodes.ACC_STATIC
          | Opcodes.ACC_FINAL
          | Opcodes.ACC_VOLATILE
          | Opcodes.ACC_TRANSIENT;
  private static final int METHOD_FLAGS =
      Opcodes.ACC_PUBLIC
          | Opcodes.ACC_PRIVATE
          | Opcodes.ACC_PROTECTED
          | Opcodes.ACC_STATIC
          | Opcodes.ACC_FINAL
          | Opcodes.ACC_SYNCHRONIZED
          | Opcodes.ACC_NATIVE
          | Opcodes.ACC_ABSTRACT
          | Opcodes.ACC_STRICT;

  private SerialVersion() {}

  /** The default serial version of a class, or null if it needs none. */
  static @Nullable Long before(ClassNode node, Suspendability suspendability) {
    boolean eligible =
        (node.access & Opcodes.ACC_ENUM) == 0
            && !RECORD.equals(node.superName)
            && !declaresVersion(node)
            && isSerializable(node.name, suspendability);
    return eligible ? compute(node) : null;
  }

  private static boolean declaresVersion(ClassNode node) {
    for (FieldNode field : node.fields) {
      if (field.name.equals(FIELD)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSerializable(String name, Suspendability suspendability) {
    for (ClassHeader type : suspendability.supertypes(name)) {
      if (type.name().equals("java/io/Serializable")) {
        return true;
      }
    }
    return false;
  }

  /** Declares the serial version. */
  static void add(ClassNode node, long version) {
    int access =
        (isInterface(node) ? Opcodes.ACC_PUBLIC : Opcodes.ACC_PRIVATE) // all of interfaces are
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_SYNTHETIC;
    node.fields.add(new FieldNode(access, FIELD, "J", null, version));
  }

  private static boolean isInterface(ClassNode node) {
    return (node.access & Opcodes.ACC_INTERFACE) != 0;
  }

  private static long compute(ClassNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(node, out);
      byte[] digest = MessageDigest.getInstance("SHA").digest(bytes.toByteArray());
      long version = 0;
      for (int i = Long.BYTES - 1; i >= 0; i--) {
        version = (version << Byte.SIZE) | (digest[i] & 0xff);
      }
      return version;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }

  private static void write(ClassNode node, DataOutputStream out) throws IOException {
    out.writeUTF(node.name.replace('/', '.'));
    out.writeInt(classFlags(node));
    for (String type : node.interfaces.stream().map(i -> i.replace('/', '.')).sorted().toList()) {
      out.writeUTF(type);
    }
    List<FieldNode> fields = new ArrayList<>(node.fields);
    fields.sort(Comparator.comparing(field -> field.name));
    for (FieldNode field : fields) {
      boolean isPrivate = (field.access & Opcodes.ACC_PRIVATE) != 0;
      if (!isPrivate || (field.access & (Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT)) == 0) {
        write(field.name, field.access & FIELD_FLAGS, field.desc, out);
      }
    }
    if (node.methods.stream().anyMatch(method -> method.name.equals("<clinit>"))) {
      write("<clinit>", Opcodes.ACC_STATIC, "()V", out);
    }
    List<MethodNode> methods = new ArrayList<>(node.methods);
    methods.removeIf(m -> m.name.equals("<clinit>") || (m.access & Opcodes.ACC_PRIVATE) != 0);
    methods.sort(
        Comparator.<MethodNode, Boolean>comparing(method -> !method.name.equals("<init>"))
            .thenComparing(method -> method.name)
            .thenComparing(method -> method.desc));
    for (MethodNode method : methods) {
      write(method.name, method.access & METHOD_FLAGS, method.desc.replace('/', '.'), out);
    }
  }

  private static void write(String name, int flags, String descriptor, DataOutputStream out)
      throws IOException {
    out.writeUTF(name);
    out.writeInt(flags);
    out.writeUTF(descriptor);
  }

  /** The flags that reflection tells: those of a nested class stand in its InnerClasses. */
  private static int classFlags(ClassNode node) {
    int flags = node.access;
    for (InnerClassNode inner : node.innerClasses) {
      if (inner.name.equals(node.name)) {
        flags = inner.access;
      }
    }
    flags &= CLASS_FLAGS;
    if (isInterface(node)) {
      boolean hasMethods = node.methods.stream().anyMatch(m -> !m.name.equals("<clinit>"));
      flags &= ~Opcodes.ACC_ABSTRACT;
      flags |= hasMethods ? Opcodes.ACC_ABSTRACT : 0;
    }
    return flags;
  }
}
