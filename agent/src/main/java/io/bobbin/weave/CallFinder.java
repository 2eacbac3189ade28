package io.bobbin.weave;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Pass: finds the calls of a method at which it may be left. */
final class CallFinder {
  private final Suspendability suspendability;
  private final String owner;
  private final Set<String> lambdaBodies;
  private final @Nullable AdaptPass adapt;

  /**
   * Makes a finder for the methods of a class.
   *
   * @param lambdaBodies name and descriptor of its methods that are bodies of suspendable lambdas
   * @param adapt whether blocking methods of the JDK are called by way of the runtime
   */
  CallFinder(Suspendability suspendability, String owner, Set<String> lambdaBodies, boolean adapt) {
    this.suspendability = suspendability;
    this.owner = owner;
    this.lambdaBodies = lambdaBodies;
    // The runtime means what it calls.
    this.adapt = adapt && !Platform.isBobbin(owner) ? new AdaptPass(suspendability) : null;
  }

  /** The suspendable calls outside monitors; notes those inside with {@code pins}. */
  Map<AbstractInsnNode, SuspendCall> find(MethodNode method, Monitors monitors, Pins pins) {
    Map<AbstractInsnNode, SuspendCall> calls = new HashMap<>();
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call && monitors.isReachable(index)) {
        SuspendCall found = suspendCall(call);
        if (found != null && monitors.isHeld(index)) {
          pins.note(insn, found, "it is inside a synchronized block");
        } else if (found != null) {
          calls.put(insn, found);
        }
      }
      index++;
    }
    return calls;
  }

  /** Whether a method, taken by itself, has a call at which it may be left. */
  boolean hasCalls(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call && suspendCall(call) != null) {
        return true;
      }
    }
    return false;
  }

  /** The call as a suspend point, wherever it stands; or null. */
  @Nullable SuspendCall suspendCall(MethodInsnNode call) {
    String key = call.name + call.desc;
    boolean isBody = call.owner.equals(owner) && lambdaBodies.contains(key);
    if (isBody || suspendability.isSuspendable(call.owner, key)) {
      return new SuspendCall(call, null);
    }
    MethodInsnNode standIn = adapt == null ? null : adapt.standIn(call);
    if (standIn != null) {
      return new SuspendCall(call, null, standIn);
    }
    if (call.getOpcode() == Opcodes.INVOKEINTERFACE && !call.owner.startsWith("[")) {
      String door = suspendability.doorway(call.owner, call.name, call.desc);
      return door == null ? null : new SuspendCall(call, door);
    }
    return null;
  }

  /** Told of suspendable calls that will block the carrier. */
  interface Pins {
    void note(AbstractInsnNode insn, SuspendCall call, String why);
  }
}
