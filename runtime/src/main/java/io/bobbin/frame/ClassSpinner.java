package io.bobbin.frame;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the small classes that woven code needs at run time: straight-line methods that load,
 * cast, call and return. It knows no branch, so its classes need no stack maps, and the runtime
 * needs no bytecode library.
 *
 * <p>Follows the Java Virtual Machine Specification, chapter 4. Not safe for use by several
 * threads.
 */
final class ClassSpinner {
  private static final int PUBLIC = 0x0001;
  private static final int PRIVATE = 0x0002;
  private static final int STATIC = 0x0008;
  private static final int FINAL = 0x0010;
  private static final int SYNTHETIC = 0x1000;
  private static final int JAVA_17 = 61;

  private final Map<String, Integer> constants = new LinkedHashMap<>();
  private final Bytes pool = new Bytes();
  private final Bytes fields = new Bytes();
  private final Bytes methods = new Bytes();
  private final String name;
  private final String superName;
  private final List<String> interfaces;
  private int nextConstant = 1;
  private int fieldCount;
  private int methodCount;

  ClassSpinner(String name, String superName, String... interfaces) {
    this.name = name;
    this.superName = superName;
    this.interfaces = List.of(interfaces);
  }

  static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  /** The descriptors of a method's parameters. */
  static List<String> parameters(String methodDescriptor) {
    List<String> parameters = new ArrayList<>();
    int at = 1;
    while (methodDescriptor.charAt(at) != ')') {
      int start = at;
      while (methodDescriptor.charAt(at) == '[') {
        at++;
      }
      at = methodDescriptor.charAt(at) == 'L' ? methodDescriptor.indexOf(';', at) + 1 : at + 1;
      parameters.add(methodDescriptor.substring(start, at));
    }
    return parameters;
  }

  /** How many slots a value of a type takes. */
  static int slots(String descriptor) {
    return descriptor.equals("J") || descriptor.equals("D") ? 2 : 1;
  }

  /** Defines the class as a hidden nest mate of the lookup's class; it lives as long as that. */
  Lookup define(Lookup lookup) throws IllegalAccessException {
    return lookup.defineHiddenClass(
        toBytes(), false, Lookup.ClassOption.NESTMATE, Lookup.ClassOption.STRONG);
  }

  /** Calls a constructor of a class made here that throws nothing checked. */
  static Object invoke(MethodHandle constructor) {
    try {
      return constructor.invoke();
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a constructor without a throws clause threw", e);
    }
  }

  void field(String fieldName, String descriptor, boolean isStatic) {
    fields.u2(PRIVATE | SYNTHETIC | (isStatic ? STATIC : FINAL));
    fields.u2(utf8(fieldName));
    fields.u2(utf8(descriptor));
    fields.u2(0);
    fieldCount++;
  }

  /** Starts a public instance method. */
  Code method(String methodName, String descriptor) {
    return new Code(methodName, descriptor);
  }

  private byte[] toBytes() {
    int thisClass = classConstant(name);
    int superClass = classConstant(superName);
    Bytes implemented = new Bytes();
    for (String type : interfaces) {
      implemented.u2(classConstant(type));
    }
    Bytes out = new Bytes();
    out.u4(0xCAFEBABE);
    out.u4(JAVA_17);
    out.u2(nextConstant);
    out.add(pool);
    out.u2(FINAL | SYNTHETIC | 0x0020);
    out.u2(thisClass);
    out.u2(superClass);
    out.u2(interfaces.size());
    out.add(implemented);
    out.u2(fieldCount);
    out.add(fields);
    out.u2(methodCount);
    out.add(methods);
    out.u2(0);
    return out.toByteArray();
  }

  private int utf8(String text) {
    String key = "u" + text;
    Integer known = constants.get(key);
    if (known != null) {
      return known;
    }
    pool.u1(1);
    pool.utf8(text);
    return added(key);
  }

  private int classConstant(String internalName) {
    int utf8 = utf8(internalName);
    String key = "c" + internalName;
    Integer known = constants.get(key);
    if (known != null) {
      return known;
    }
    pool.u1(7);
    pool.u2(utf8);
    return added(key);
  }

  private int member(int tag, String owner, String memberName, String descriptor) {
    int ownerClass = classConstant(owner);
    int nameUtf8 = utf8(memberName);
    int descriptorUtf8 = utf8(descriptor);
    int nameAndType = pair("n" + memberName + ' ' + descriptor, 12, nameUtf8, descriptorUtf8);
    return pair(tag + owner + ' ' + memberName + ' ' + descriptor, tag, ownerClass, nameAndType);
  }

  /** A constant that refers to two others. */
  private int pair(String key, int tag, int first, int second) {
    Integer known = constants.get(key);
    if (known != null) {
      return known;
    }
    pool.u1(tag);
    pool.u2(first);
    pool.u2(second);
    return added(key);
  }

  private int added(String key) {
    constants.put(key, nextConstant);
    return nextConstant++;
  }

  /**
   * A method being written; {@link #end} adds it to the class. What pushes is counted and what pops
   * is not, so the operand stack is declared larger than it need be.
   */
  final class Code {
    private final Bytes code = new Bytes();
    private final String methodName;
    private final String descriptor;
    private int locals;
    private int operands;

    private Code(String methodName, String descriptor) {
      this.methodName = methodName;
      this.descriptor = descriptor;
      locals = 1;
      for (String parameter : parameters(descriptor)) {
        locals += slots(parameter);
      }
    }

    /** Loads local variable {@code index} of kind {@code 'L'}, {@code 'I'}, {@code 'J'}, ... */
    Code load(int index, char kind) {
      int opcode =
          switch (kind) {
            case 'J' -> 22;
            case 'F' -> 23;
            case 'D' -> 24;
            case 'L', '[' -> 25;
            default -> 21;
          };
      operands += 2;
      if (index > 255) {
        code.u1(196);
        code.u1(opcode);
        code.u2(index);
      } else {
        code.u1(opcode);
        code.u1(index);
      }
      return this;
    }

    Code zero() {
      operands++;
      code.u1(3);
      return this;
    }

    Code cast(String internalName) {
      return operand(192, classConstant(internalName));
    }

    Code getField(String owner, String fieldName, String fieldDescriptor) {
      operands++; // a wide value in the place of the object
      return operand(180, member(9, owner, fieldName, fieldDescriptor));
    }

    Code getStatic(String owner, String fieldName, String fieldDescriptor) {
      operands += 2;
      return operand(178, member(9, owner, fieldName, fieldDescriptor));
    }

    Code putField(String owner, String fieldName, String fieldDescriptor) {
      return operand(181, member(9, owner, fieldName, fieldDescriptor));
    }

    Code invokeSpecial(String owner, String called, String calledDescriptor) {
      return operand(183, member(10, owner, called, calledDescriptor));
    }

    Code invokeVirtual(String owner, String called, String calledDescriptor) {
      return operand(182, member(10, owner, called, calledDescriptor));
    }

    Code invokeStatic(String owner, String called, String calledDescriptor, boolean inInterface) {
      operands += 2; // a wide result
      return operand(184, member(inInterface ? 11 : 10, owner, called, calledDescriptor));
    }

    /** Calls an interface method whose arguments, receiver included, take {@code slots} slots. */
    Code invokeInterface(String owner, String called, String calledDescriptor, int slots) {
      int reference = member(11, owner, called, calledDescriptor);
      code.u1(185);
      code.u2(reference);
      code.u1(slots);
      code.u1(0);
      return this;
    }

    /** Returns a value of kind {@code 'L'}, {@code 'I'}, ..., or {@code 'V'}. */
    Code returns(char kind) {
      code.u1(
          switch (kind) {
            case 'V' -> 177;
            case 'J' -> 173;
            case 'F' -> 174;
            case 'D' -> 175;
            case 'L', '[' -> 176;
            default -> 172;
          });
      return this;
    }

    /** Adds the method to the class. */
    void end() {
      int nameUtf8 = utf8(methodName);
      int descriptorUtf8 = utf8(descriptor);
      int codeUtf8 = utf8("Code");
      methods.u2(PUBLIC);
      methods.u2(nameUtf8);
      methods.u2(descriptorUtf8);
      methods.u2(1);
      methods.u2(codeUtf8);
      methods.u4(12 + code.size());
      methods.u2(operands);
      methods.u2(locals);
      methods.u4(code.size());
      methods.add(code);
      methods.u2(0);
      methods.u2(0);
      methodCount++;
    }

    private Code operand(int opcode, int constant) {
      code.u1(opcode);
      code.u2(constant);
      return this;
    }
  }

  /** Bytes in the order of a class file. */
  private static final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void u1(int value) {
      bytes.write(value);
    }

    void u2(int value) {
      bytes.write(value >> 8);
      bytes.write(value);
    }

    void u4(int value) {
      u2(value >> 16);
      u2(value);
    }

    void utf8(String text) {
      try {
        new DataOutputStream(bytes).writeUTF(text);
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
    }

    void add(Bytes other) {
      bytes.writeBytes(other.toByteArray());
    }

    int size() {
      return bytes.size();
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
