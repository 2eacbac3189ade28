package io.bobbin.weave;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A hash of what a method's code does, the same wherever its class file was compiled: neither line
 * numbers, names of variables nor the order of the constant pool count.
 *
 * <p>The names of {@linkplain LambdaBodies lambda bodies} do not count either, as a lambda that is
 * added to the class gives others new ones. In the hash of an ordinary method a lambda counts by
 * its types, as a body that has changed since harms no frame of the method; in that of a body the
 * hashes of the bodies count that it makes lambdas of, as nothing else may tell it from another.
 *
 * <p>It is alike with anonymous and local classes, which have numbers for names too: in an ordinary
 * method the numbers do not count; in a body they do, but for that of its own class.
 */
final class CodeHash {
  private final LambdaBodies bodies;
  private final boolean isBody;
  private final Fnv hash = new Fnv();

  /** How many instructions stand before each. */
  private final Map<LabelNode, Integer> labels = new HashMap<>();

  private CodeHash(LambdaBodies bodies, boolean isBody) {
    this.bodies = bodies;
    this.isBody = isBody;
  }

  /** The hash of a method of the class that has these bodies. */
  static long of(MethodNode method, LambdaBodies bodies) {
    CodeHash code = new CodeHash(bodies, bodies.isBody(method));
    if (code.isBody) {
      code.add(method.access & Opcodes.ACC_STATIC);
    } else {
      code.add(method.name);
    }
    code.addNames(method.desc);
    int instructions = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LabelNode label) {
        code.labels.put(label, instructions);
      } else if (insn.getOpcode() >= 0) {
        instructions++;
      }
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() >= 0) {
        code.add(insn);
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      code.add(List.of(block.start, block.end, block.handler));
      code.addNames(block.type);
    }
    return code.hash.value();
  }

  private void add(AbstractInsnNode insn) {
    add(insn.getOpcode());
    if (insn instanceof VarInsnNode n) {
      add(n.var);
    } else if (insn instanceof IincInsnNode n) {
      add(n.var);
      add(n.incr);
    } else if (insn instanceof IntInsnNode n) {
      add(n.operand);
    } else if (insn instanceof TypeInsnNode n) {
      addNames(n.desc);
    } else if (insn instanceof FieldInsnNode n) {
      addNames(n.owner);
      add(n.name);
      addNames(n.desc);
    } else if (insn instanceof MethodInsnNode n) {
      MethodNode body = isBody ? bodies.find(n.owner, n.name, n.desc) : null;
      if (body != null) {
        add(bodies.hash(body));
      } else {
        addNames(n.owner);
        add(n.name);
        addNames(n.desc);
      }
    } else if (insn instanceof InvokeDynamicInsnNode n) {
      add(n.name);
      addNames(n.desc);
      LambdaSite lambda = LambdaSite.of(n);
      for (Object argument : lambda != null ? lambda.parts() : List.of(n.bsmArgs)) {
        addConstant(argument);
      }
    } else if (insn instanceof LdcInsnNode n) {
      add(n.cst.getClass().getName());
      addConstant(n.cst);
    } else if (insn instanceof MultiANewArrayInsnNode n) {
      addNames(n.desc);
      add(n.dims);
    } else if (insn instanceof JumpInsnNode n) {
      add(List.of(n.label));
    } else if (insn instanceof TableSwitchInsnNode n) {
      add(n.min);
      add(n.labels);
      add(List.of(n.dflt));
    } else if (insn instanceof LookupSwitchInsnNode n) {
      for (int key : n.keys) {
        add(key);
      }
      add(n.labels);
      add(List.of(n.dflt));
    }
  }

  /** Not as text if it is a float: versions of the JDK print some differently. */
  private void addConstant(Object constant) {
    if (constant instanceof Float f) {
      add(Float.floatToRawIntBits(f));
    } else if (constant instanceof Double d) {
      add(Double.doubleToRawLongBits(d));
    } else if (constant instanceof Handle handle) {
      addHandle(handle);
    } else if (constant instanceof Type) {
      addNames(constant.toString());
    } else {
      add(constant.toString());
    }
  }

  private void addHandle(Handle handle) {
    MethodNode body = bodies.find(handle.getOwner(), handle.getName(), handle.getDesc());
    if (body == null) {
      addNames(handle.toString());
    } else if (isBody) {
      add(bodies.hash(body));
    } else {
      add(handle.getTag());
      addNames(handle.getDesc());
    }
  }

  private void add(List<LabelNode> targets) {
    for (LabelNode label : targets) {
      add((int) labels.getOrDefault(label, -1));
    }
  }

  private void add(@Nullable String text) {
    if (text == null) {
      add(-2);
      return;
    }
    hash.add(text);
  }

  /** Adds the name of a class, or a descriptor. */
  private void addNames(@Nullable String text) {
    if (text == null || text.indexOf('$') < 0) {
      add(text);
    } else if (isBody) {
      add(bodies.withoutOwnNumbers(text));
    } else {
      add(LambdaBodies.withoutNumbers(text));
    }
  }

  private void add(long bits) {
    add((int) bits);
    add((int) (bits >>> 32));
  }

  private void add(int value) {
    hash.add(value);
  }
}
