package io.bobbin.weave;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Pass: finds the calls that take and release a lock that knows its owner by thread. While a method
 * holds one it must stay on its thread, so the stack counts them.
 */
final class LockPass {
  private static final String LOCKS = "java/util/concurrent/locks/";
  private static final Set<String> OWNED =
      Set.of(
          LOCKS + "Lock",
          LOCKS + "ReentrantLock",
          LOCKS + "ReentrantReadWriteLock$ReadLock",
          LOCKS + "ReentrantReadWriteLock$WriteLock");

  private LockPass() {}

  static Map<AbstractInsnNode, MethodPlan.Hook> find(
      MethodNode method, Map<AbstractInsnNode, SuspendCall> calls, Hierarchy hierarchy) {
    Map<AbstractInsnNode, MethodPlan.Hook> hooks = new HashMap<>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && hook(call.name) != null
          && !calls.containsKey(insn)
          && isOwned(call.owner, hierarchy)) {
        hooks.put(insn, Objects.requireNonNull(hook(call.name)));
      }
    }
    return hooks;
  }

  /** Whether a method takes or releases an owned lock. */
  static boolean isLockMethod(String owner, String name, Hierarchy hierarchy) {
    return hook(name) != null && isOwned(owner, hierarchy);
  }

  /** Whether a class is one of the JDK's locks, or a subclass of one. */
  private static boolean isOwned(String type, Hierarchy hierarchy) {
    if (OWNED.contains(type)) {
      return true;
    }
    for (String lock : OWNED) {
      if (hierarchy.isSubclass(type, lock)) {
        return true;
      }
    }
    return false;
  }

  private static MethodPlan.@Nullable Hook hook(String name) {
    return switch (name) {
      case "lock", "lockInterruptibly" -> MethodPlan.Hook.LOCK_TAKEN;
      case "tryLock" -> MethodPlan.Hook.LOCK_TRIED;
      case "unlock" -> MethodPlan.Hook.LOCK_RELEASED;
      default -> null;
    };
  }
}
