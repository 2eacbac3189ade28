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
  private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
  private final DataOutputStream poolOut = new DataOutputStream(pool);
  private final List<byte[]> fields = new ArrayList<>();
  private final List<byte[]> methods = new ArrayList<>();
  private final String name;
  private final String superName;
  private final List<String> interfaces;
  private int nextConstant = 1;

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
    fields.add(
        bytes(
            out -> {
              out.writeShort(PRIVATE | SYNTHETIC | (isStatic ? STATIC : FINAL));
              out.writeShort(utf8(fieldName));
              out.writeShort(utf8(descriptor));
              out.writeShort(0);
            }));
  }

  /** Starts a public instance method. */
  Code method(String methodName, String descriptor) {
    return new Code(methodName, descriptor);
  }

  private byte[] toBytes() {
    int thisClass = classConstant(name);
    int superClass = classConstant(superName);
    int[] implemented = interfaces.stream().mapToInt(this::classConstant).toArray();
    return bytes(
        out -> {
          out.writeInt(0xCAFEBABE);
          out.writeInt(JAVA_17);
          out.writeShort(nextConstant);
          out.write(pool.toByteArray());
          out.writeShort(FINAL | SYNTHETIC | 0x0020);
          out.writeShort(thisClass);
          out.writeShort(superClass);
          out.writeShort(implemented.length);
          for (int i : implemented) {
            out.writeShort(i);
          }
          out.writeShort(fields.size());
          for (byte[] field : fields) {
            out.write(field);
          }
          out.writeShort(methods.size());
          for (byte[] method : methods) {
            out.write(method);
          }
          out.writeShort(0);
        });
  }

  private int utf8(String text) {
    return constant(
        "u" + text,
        out -> {
          out.writeByte(1);
          out.writeUTF(text);
        });
  }

  private int classConstant(String internalName) {
    int utf8 = utf8(internalName);
    return constant(
        "c" + internalName,
        out -> {
          out.writeByte(7);
          out.writeShort(utf8);
        });
  }

  private int member(int tag, String owner, String memberName, String descriptor) {
    int ownerClass = classConstant(owner);
    int nameUtf8 = utf8(memberName);
    int descriptorUtf8 = utf8(descriptor);
    int nameAndType =
        constant(
            "n" + memberName + ' ' + descriptor,
            out -> {
              out.writeByte(12);
              out.writeShort(nameUtf8);
              out.writeShort(descriptorUtf8);
            });
    return constant(
        tag + owner + ' ' + memberName + ' ' + descriptor,
        out -> {
          out.writeByte(tag);
          out.writeShort(ownerClass);
          out.writeShort(nameAndType);
        });
  }

  private int constant(String key, Part content) {
    Integer known = constants.get(key);
    if (known != null) {
      return known;
    }
    write(poolOut, content);
    constants.put(key, nextConstant);
    return nextConstant++;
  }

  /**
   * A method being written; {@link #end} adds it to the class. What pushes is counted and what pops
   * is not, so the operand stack is declared larger than it need be.
   */
  final class Code {
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(code);
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
      return op(
          out -> {
            if (index > 255) {
              out.writeByte(196);
              out.writeByte(opcode);
              out.writeShort(index);
            } else {
              out.writeByte(opcode);
              out.writeByte(index);
            }
          });
    }

    Code zero() {
      operands++;
      return op(out -> out.writeByte(3));
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
      return op(
          out -> {
            out.writeByte(185);
            out.writeShort(reference);
            out.writeByte(slots);
            out.writeByte(0);
          });
    }

    /** Returns a value of kind {@code 'L'}, {@code 'I'}, ..., or {@code 'V'}. */
    Code returns(char kind) {
      return op(
          out ->
              out.writeByte(
                  switch (kind) {
                    case 'V' -> 177;
                    case 'J' -> 173;
                    case 'F' -> 174;
                    case 'D' -> 175;
                    case 'L', '[' -> 176;
                    default -> 172;
                  }));
    }

    /** Adds the method to the class. */
    void end() {
      int nameUtf8 = utf8(methodName);
      int descriptorUtf8 = utf8(descriptor);
      int codeUtf8 = utf8("Code");
      byte[] body = code.toByteArray();
      methods.add(
          bytes(
              out -> {
                out.writeShort(PUBLIC);
                out.writeShort(nameUtf8);
                out.writeShort(descriptorUtf8);
                out.writeShort(1);
                out.writeShort(codeUtf8);
                out.writeInt(12 + body.length);
                out.writeShort(operands);
                out.writeShort(locals);
                out.writeInt(body.length);
                out.write(body);
                out.writeShort(0);
                out.writeShort(0);
              }));
    }

    private Code operand(int opcode, int constant) {
      return op(
          out -> {
            out.writeByte(opcode);
            out.writeShort(constant);
          });
    }

    private Code op(Part part) {
      write(out, part);
      return this;
    }
  }

  private interface Part {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Part part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(new DataOutputStream(bytes), part);
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Part part) {
    try {
      part.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
