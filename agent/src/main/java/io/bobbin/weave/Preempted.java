package io.bobbin.weave;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tells which methods of a class have loops that poll: those annotated {@code @Suspendable(preempt
 * = true)}, with the lambda expressions in them, and all methods of a type that is annotated so.
 */
final class Preempted {
  private final ClassNode node;
  private final Map<String, MethodNode> methods = new HashMap<>();
  private final Set<String> found = new HashSet<>();

  private Preempted(ClassNode node) {
    this.node = node;
  }

  /**
   * The methods, by name and descriptor.
   *
   * @param all whether all are to poll, annotated or not; those of the runtime never do, as a
   *     tasklet could be killed there while a value is neither with its sender nor its receiver
   */
  static Set<String> of(ClassNode node, boolean all) {
    if (Platform.isBobbin(node.name)) {
      return Set.of();
    }
    Preempted preempted = new Preempted(node);
    boolean whole = all || isAnnotated(node.visibleAnnotations);
    for (MethodNode method : node.methods) {
      preempted.methods.put(method.name + method.desc, method);
    }
    for (MethodNode method : node.methods) {
      if (whole || isAnnotated(method.visibleAnnotations)) {
        preempted.add(method);
      }
    }
    return preempted.found;
  }

  private void add(MethodNode method) {
    if (!found.add(method.name + method.desc)) {
      return;
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof InvokeDynamicInsnNode site) {
        for (Object argument : site.bsmArgs) {
          if (argument instanceof Handle handle && handle.getOwner().equals(node.name)) {
            MethodNode body = methods.get(handle.getName() + handle.getDesc());
            if (body != null && (body.access & Opcodes.ACC_SYNTHETIC) != 0) {
              add(body);
            }
          }
        }
      }
    }
  }

  private static boolean isAnnotated(@Nullable List<AnnotationNode> annotations) {
    if (annotations != null) {
      for (AnnotationNode annotation : annotations) {
        if (annotation.desc.equals(Abi.SUSPENDABLE) && annotation.values != null) {
          int preempt = annotation.values.indexOf("preempt");
          return preempt >= 0 && annotation.values.get(preempt + 1).equals(true);
        }
      }
    }
    return false;
  }
}
