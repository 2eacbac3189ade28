package io.bobbin.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Tells by the constant pool and the supertypes whether a class may have anything to weave, without
 * reading a method: nearly all classes of a program are passed over here.
 *
 * <p>The bytes are read where they are, and the pool but once: this is done for every class that is
 * loaded, most of them before the JVM has compiled anything. Nothing is made of a constant that
 * need not be; what cannot be read ends in a {@code RuntimeException}.
 */
final class HeaderScan {
  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int DYNAMIC = 17;
  private static final int INVOKE_DYNAMIC = 18;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  /** Where the number of constants stands in a class file. */
  private static final int COUNT = 8;

  private static final byte[] ANNOTATION = ascii(Abi.SUSPENDABLE);
  private static final byte[] RUNTIME = ascii(Abi.RUNTIME);
  private static final byte[] JAVA = ascii("java/");

  private final Suspendability suspendability;
  private final byte[] bytes;

  /** Where each constant begins. */
  private final int[] constants;

  /** Where the access flags stand, behind the constants. */
  private final int flags;

  private boolean mentionsAnnotation;
  private boolean mentionsRuntime;
  private boolean hasCallSites;

  /** Reads the constant pool of a class file. */
  HeaderScan(Suspendability suspendability, byte[] classFile) {
    this.suspendability = suspendability;
    bytes = classFile;
    constants = new int[u2(COUNT)];
    flags = scan();
  }

  private int scan() {
    byte[] in = bytes;
    int at = COUNT + 2;
    for (int i = 1; i < constants.length; i++) {
      constants[i] = at;
      switch (in[at]) {
        case UTF8 -> {
          int length = (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff);
          at += 3;
          if (length > RUNTIME.length) {
            if (in[at] == 'L') {
              mentionsAnnotation |= length == ANNOTATION.length && startsWith(at, ANNOTATION);
            } else if (in[at] == 'i') {
              mentionsRuntime |= startsWith(at, RUNTIME);
            }
          }
          at += length;
        }
        case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> at += 3;
        case METHOD_HANDLE -> at += 4;
        case LONG, DOUBLE -> {
          at += 9;
          i++; // they count as two
        }
        case INVOKE_DYNAMIC -> {
          at += 5;
          hasCallSites = true;
        }
        case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC -> at += 5;
        default -> throw new IllegalArgumentException("constant " + i + " is of no known kind");
      }
    }
    return at;
  }

  /** Whether the class may have something to weave; false is certain. */
  boolean mayWeave() {
    String name = className(u2(flags + 2));
    if (Platform.isJdk(name)) {
      return false;
    }
    if (mentionsAnnotation || suspendability.isIncluded(name) || suspendability.awaits(name)) {
      return true;
    }
    int superClass = u2(flags + 4);
    if (superClass != 0 && mayCarry(superClass)) {
      return true;
    }
    int interfaces = u2(flags + 6);
    for (int i = 1; i <= interfaces; i++) {
      int type = u2(flags + 6 + 2 * i);
      // Only a generated class has a doorway already: a proxy with all interfaces of a woven class.
      if (mayCarry(type) || className(type).startsWith(Abi.DOORS)) {
        return true;
      }
    }
    return hasCallSites && mayHaveLambda();
  }

  private boolean mayCarry(int type) {
    return !startsWith(constants[u2(constants[type] + 1)] + 3, JAVA)
        && suspendability.carriesSuspendable(className(type));
  }

  /** Looks at the types that call sites linked at run time give: the interfaces of lambdas. */
  private boolean mayHaveLambda() {
    boolean hasAny = false;
    for (int constant : constants) {
      if (bytes[constant] == INVOKE_DYNAMIC) {
        int nameAndType = constants[u2(constant + 3)];
        if (bytes[nameAndType] == NAME_AND_TYPE) {
          int descriptor = constants[u2(nameAndType + 3)];
          int end = descriptor + 3 + u2(descriptor + 1);
          int made = end - 1;
          while (bytes[made - 1] != ')') {
            made--;
          }
          if (bytes[made] == 'L') {
            hasAny = true;
            if (!startsWith(made + 1, JAVA)
                && suspendability.carriesSuspendable(text(made + 1, end - made - 2))) {
              return true;
            }
          }
        }
      }
    }
    // Any lambda may be one for a doorway. To know whether its body calls something suspendable,
    // the headers of all classes that it names would have to be read, for every class that has a
    // lambda; so without further signs only the runtime's methods count.
    return hasAny && mentionsRuntime && callsRuntime();
  }

  /** Whether the class names a method of the runtime. */
  private boolean callsRuntime() {
    for (int constant : constants) {
      int tag = bytes[constant];
      if ((tag == METHOD || tag == INTERFACE_METHOD)
          && Platform.isBobbin(className(u2(constant + 1)))) {
        return true;
      }
    }
    return false;
  }

  private String className(int index) {
    int utf8 = constants[u2(constants[index] + 1)];
    return text(utf8 + 3, u2(utf8 + 1));
  }

  private String text(int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    return text.length() == length ? text : modified(offset, length);
  }

  /** Reads what is not plain ASCII: a class file has it in the modified UTF-8 of JVMS 4.4.7. */
  private String modified(int offset, int length) {
    byte[] withLength = new byte[length + 2];
    withLength[0] = (byte) (length >> 8);
    withLength[1] = (byte) length;
    System.arraycopy(bytes, offset, withLength, 2, length);
    try {
      return new DataInputStream(new ByteArrayInputStream(withLength)).readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException("a damaged constant", e);
    }
  }

  private boolean startsWith(int offset, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[offset + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private int u2(int offset) {
    return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
