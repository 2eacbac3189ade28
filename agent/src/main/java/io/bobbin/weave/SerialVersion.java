package io.bobbin.weave;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** Pass: keeps the serial version that a serializable class had by default before it was woven. */
final class SerialVersion {
  private static final String FIELD = "serialVersionUID";

  private SerialVersion() {}

  /** The default serial version of a class, or null if it needs none. */
  static @Nullable Long before(ClassNode node, Suspendability suspendability) {
    boolean eligible =
        (node.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM)) == 0
            && node.fields.stream().noneMatch(field -> field.name.equals(FIELD))
            && suspendability.supertypes(node.name).stream()
                .anyMatch(type -> type.name().equals("java/io/Serializable"));
    if (!eligible) {
      return null;
    }
    Computer computer = new Computer();
    node.accept(computer);
    return computer.version;
  }

  /** Declares the serial version. */
  static void add(ClassNode node, long version) {
    int access =
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    node.fields.add(new FieldNode(access, FIELD, "J", null, version));
  }

  private static final class Computer extends SerialVersionUIDAdder {
    private long version;

    Computer() {
      super(Abi.ASM, new ClassVisitor(Abi.ASM) {});
    }

    @Override
    protected void addSVUID(long value) {
      version = value;
    }

    @Override
    protected long computeSVUID() {
      try {
        return super.computeSVUID();
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
    }
  }
}
