package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The methods of a class that its compiler, or the weaver, made for its lambdas. Their names are
 * numbers that change when the class does, so what tells them apart in an image is a hash of what
 * they do; a woven class has a method that lists these hashes.
 */
final class LambdaBodies {
  /** {@code io.bobbin.frame.LambdaBodies.LIST}. */
  private static final String LIST = "bobbin$bodies$";

  private static final String LIST_DESCRIPTOR = "()Ljava/lang/String;";

  /** How long a text surely fits into one constant: no char takes more than three bytes. */
  private static final int PIECE = 65_535 / 3;

  /** What stands in the name of an anonymous or local class. */
  private static final Pattern NUMBER = Pattern.compile("\\$[0-9]+");

  private final ClassNode node;

  /** The methods by name and descriptor. */
  private final Map<String, MethodNode> bodies = new HashMap<>();

  private final Map<MethodNode, Long> hashes = new HashMap<>();

  /** What a class has that is not read yet. */
  static LambdaBodies none() {
    return new LambdaBodies(new ClassNode());
  }

  /** Takes the methods that a class has now. */
  LambdaBodies(ClassNode node) {
    this.node = node;
    for (MethodNode method : node.methods) {
      if (isMade(method)) {
        bodies.put(method.name + method.desc, method);
      }
    }
  }

  /** Kotlin's are not marked as synthetic. */
  private static boolean isMade(MethodNode method) {
    return (method.access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) == Opcodes.ACC_SYNTHETIC
        || method.name.contains("$lambda$");
  }

  /** A text without the numbers that anonymous and local classes have for names. */
  static String withoutNumbers(String names) {
    return NUMBER.matcher(names).replaceAll("\\$");
  }

  /** A text in which the class has no number for a name. */
  String withoutOwnNumbers(String names) {
    String own = withoutNumbers(node.name);
    return own.equals(node.name)
        ? names
        : names.replaceAll(Pattern.quote(node.name) + "(?![^;$])", Matcher.quoteReplacement(own));
  }

  boolean isBody(MethodNode method) {
    return bodies.get(method.name + method.desc) == method;
  }

  /** The body of that name; null if it is another class's, or an ordinary method. */
  @Nullable MethodNode find(String owner, String name, String descriptor) {
    return owner.equals(node.name) ? bodies.get(name + descriptor) : null;
  }

  /** The hash of any method of the class. */
  long hash(MethodNode method) {
    Long known = hashes.get(method);
    if (known == null) {
      hashes.put(method, 0L); // for a body that is reached from itself
      known = CodeHash.of(method, this);
      hashes.put(method, known);
    }
    return known;
  }

  /**
   * Adds the method that lists the bodies that lambdas are made of.
   *
   * @param loaded the members that the class has, if it is loaded already: it gets no others
   * @return the method; null if the class has no lambdas, or cannot get it
   */
  @Nullable MethodNode list(@Nullable Members loaded) {
    Map<String, String> lines = new TreeMap<>();
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof InvokeDynamicInsnNode site && LambdaSite.of(site) != null) {
          for (Object argument : site.bsmArgs) {
            if (argument instanceof Handle handle) {
              note(handle, lines);
            }
          }
        }
      }
    }
    String name = LIST + node.name.replace('/', '-');
    boolean isWanted = loaded != null ? loaded.has(name, LIST_DESCRIPTOR) : !lines.isEmpty();
    return isWanted ? build(name, String.join("\n", lines.values())) : null;
  }

  private void note(Handle handle, Map<String, String> lines) {
    MethodNode body = find(handle.getOwner(), handle.getName(), handle.getDesc());
    if (body != null) {
      String line = body.name + '\t' + body.desc + '\t' + Long.toHexString(hash(body));
      lines.put(body.name + body.desc, line);
    }
  }

  private static MethodNode build(String name, String text) {
    MethodNode list =
        new MethodNode(
            Abi.ASM,
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            name,
            LIST_DESCRIPTOR,
            null,
            null);
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at == 0 || at < text.length(); at += PIECE) {
      pieces.add(text.substring(at, Math.min(at + PIECE, text.length())));
    }
    // Linked by the runtime, which gets the rights of the class by that.
    list.visitInvokeDynamicInsn("bodies", LIST_DESCRIPTOR, Abi.BODIES_BOOTSTRAP, pieces.toArray());
    list.visitInsn(Opcodes.ARETURN);
    list.maxStack = 1;
    return list;
  }
}
