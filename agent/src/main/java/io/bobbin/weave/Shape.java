package io.bobbin.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A frame class of the runtime, and the code that makes, fills and reads its instances.
 *
 * @param type the internal name of the class
 * @param words how many primitive words it has
 * @param references how many references it has
 */
record Shape(String type, int words, int references) {
  private static final String LARGE = Abi.SHAPES + "$Large";
  private static final String OBJECT = "Ljava/lang/Object;";

  /** The smallest shape with so many words and references. */
  static Shape of(int words, int references) {
    int odd = (words + references) & 1;
    if (words + references + odd > Abi.LARGEST_SHAPE) {
      return new Shape(LARGE, words, references);
    }
    return new Shape(Abi.SHAPES + "$P" + words + "R" + (references + odd), words, references + odd);
  }

  private boolean isLarge() {
    return type.equals(LARGE);
  }

  /** A value in a local variable, and its place in the frame. */
  record Stored(TypeValue value, int local, int field) {}

  /**
   * Pushes the values of a new frame: all its fields in order, or a large frame that is filled
   * already.
   *
   * @param scratch a local variable that is free
   */
  void push(MethodVisitor code, List<Stored> values, int scratch) {
    if (isLarge()) {
      create(code);
      code.visitVarInsn(Opcodes.ASTORE, scratch);
      for (Stored value : values) {
        save(code, scratch, value.value(), value.local(), value.field());
      }
      code.visitVarInsn(Opcodes.ALOAD, scratch);
      return;
    }
    for (int word = 0; word < words; word++) {
      pushWord(code, values, word);
    }
    for (int reference = 0; reference < references; reference++) {
      pushReference(code, values, reference);
    }
  }

  private static void pushWord(MethodVisitor code, List<Stored> values, int word) {
    for (Stored value : values) {
      int offset = word - value.field();
      if (offset >= 0 && offset < Values.words(value.value())) {
        loadWord(code, value.value(), value.local(), offset);
        return;
      }
    }
    code.visitInsn(Opcodes.ICONST_0);
  }

  private static void pushReference(MethodVisitor code, List<Stored> values, int reference) {
    for (Stored value : values) {
      if (value.field() == reference && Values.words(value.value()) == 0) {
        code.visitVarInsn(Opcodes.ALOAD, value.local());
        return;
      }
    }
    code.visitInsn(Opcodes.ACONST_NULL);
  }

  /** The types of what {@link #push} pushes and the number of a point, as a stack map has them. */
  List<Object> saveTypes() {
    List<Object> types = new ArrayList<>();
    if (isLarge()) {
      types.add(type);
    } else {
      types.addAll(Collections.nCopies(words, Opcodes.INTEGER));
      types.addAll(Collections.nCopies(references, "java/lang/Object"));
    }
    types.add(Opcodes.INTEGER);
    return types;
  }

  /** The descriptor of the shape's {@code save}. */
  String saveDescriptor() {
    String values = isLarge() ? "L" + type + ";" : "I".repeat(words) + OBJECT.repeat(references);
    return "(" + values + "I" + Abi.STACK_DESCRIPTOR + Abi.CODE_DESCRIPTOR + ")V";
  }

  /** Pushes a new large frame. */
  private void create(MethodVisitor code) {
    code.visitTypeInsn(Opcodes.NEW, type);
    code.visitInsn(Opcodes.DUP);
    push(code, words);
    push(code, references);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "(II)V", false);
  }

  /** Stores a local variable into a field of a frame that is in another local variable. */
  void save(MethodVisitor code, int frame, TypeValue value, int local, int field) {
    if (Values.words(value) == 0) {
      before(code, frame, 'r', field);
      code.visitVarInsn(Opcodes.ALOAD, local);
      put(code, 'r', field);
      return;
    }
    for (int word = 0; word < Values.words(value); word++) {
      before(code, frame, 'p', field + word);
      loadWord(code, value, local, word);
      put(code, 'p', field + word);
    }
  }

  /** Stores null into a reference. */
  void clear(MethodVisitor code, int frame, int field) {
    before(code, frame, 'r', field);
    code.visitInsn(Opcodes.ACONST_NULL);
    put(code, 'r', field);
  }

  /** Pushes the value of a field; a reference as an {@code Object}. */
  void load(MethodVisitor code, int frame, TypeValue value, int field) {
    if (Values.words(value) == 0) {
      get(code, frame, 'r', field);
      return;
    }
    get(code, frame, 'p', field);
    if (Values.words(value) == 2) {
      // The low word first; the high one is shifted over it.
      code.visitInsn(Opcodes.I2L);
      code.visitLdcInsn(0xffffffffL);
      code.visitInsn(Opcodes.LAND);
      get(code, frame, 'p', field + 1);
      code.visitInsn(Opcodes.I2L);
      push(code, 32);
      code.visitInsn(Opcodes.LSHL);
      code.visitInsn(Opcodes.LOR);
    }
    if (value.is(Opcodes.FLOAT)) {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
    } else if (value.is(Opcodes.DOUBLE)) {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
    }
  }

  private static void loadWord(MethodVisitor code, TypeValue value, int local, int word) {
    code.visitVarInsn(Values.load(value), local);
    if (value.is(Opcodes.FLOAT)) {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
    } else if (value.is(Opcodes.DOUBLE)) {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
    }
    if (Values.words(value) == 2) {
      if (word == 1) {
        push(code, 32);
        code.visitInsn(Opcodes.LUSHR);
      }
      code.visitInsn(Opcodes.L2I);
    }
  }

  private void before(MethodVisitor code, int frame, char kind, int index) {
    code.visitVarInsn(Opcodes.ALOAD, frame);
    if (isLarge()) {
      code.visitFieldInsn(Opcodes.GETFIELD, type, "" + kind, kind == 'p' ? "[I" : "[" + OBJECT);
      push(code, index);
    }
  }

  private void put(MethodVisitor code, char kind, int index) {
    if (isLarge()) {
      code.visitInsn(kind == 'p' ? Opcodes.IASTORE : Opcodes.AASTORE);
    } else {
      code.visitFieldInsn(Opcodes.PUTFIELD, type, "" + kind + index, kind == 'p' ? "I" : OBJECT);
    }
  }

  private void get(MethodVisitor code, int frame, char kind, int index) {
    before(code, frame, kind, index);
    if (isLarge()) {
      code.visitInsn(kind == 'p' ? Opcodes.IALOAD : Opcodes.AALOAD);
    } else {
      code.visitFieldInsn(Opcodes.GETFIELD, type, "" + kind + index, kind == 'p' ? "I" : OBJECT);
    }
  }

  /** Pushes an int constant. */
  static void push(MethodVisitor code, int value) {
    if (value >= -1 && value <= 5) {
      code.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      code.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      code.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      code.visitLdcInsn(value);
    }
  }
}
