package io.bobbin.weave;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/**
 * Tells by the constant pool and the supertypes whether a class may have anything to weave, without
 * reading a method: nearly all classes of a program are passed over here.
 */
final class HeaderScan {
  private static final int UTF8 = 1;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int INVOKE_DYNAMIC = 18;

  private final Suspendability suspendability;

  HeaderScan(Suspendability suspendability) {
    this.suspendability = suspendability;
  }

  /** Whether a class may have something to weave; false is certain. */
  boolean mayWeave(ClassReader in) {
    String name = in.getClassName();
    if (Platform.isJdk(name)) {
      return false;
    }
    if (suspendability.isIncluded(name) || suspendability.awaits(name) || mentionsAnnotation(in)) {
      return true;
    }
    String superName = in.getSuperName();
    if (superName != null && suspendability.carriesSuspendable(superName)) {
      return true;
    }
    for (String type : in.getInterfaces()) {
      // Only a generated class has a doorway already: a proxy with all interfaces of a woven class.
      if (type.startsWith(Abi.DOORS) || suspendability.carriesSuspendable(type)) {
        return true;
      }
    }
    Set<String> lambdas = lambdaInterfaces(in);
    for (String type : lambdas) {
      if (suspendability.carriesSuspendable(type)) {
        return true;
      }
    }
    // Any lambda may be one for a doorway. To know whether its body calls something suspendable,
    // the headers of all classes that it names would have to be read, for every class that has a
    // lambda; so without further signs only the runtime's methods count.
    return !lambdas.isEmpty() && callsRuntime(in);
  }

  /** Whether a class names a method of the runtime. */
  private static boolean callsRuntime(ClassReader in) {
    char[] buffer = new char[in.getMaxStringLength()];
    for (int i = 1; i < in.getItemCount(); i++) {
      int item = in.getItem(i);
      int tag = item > 0 ? in.readByte(item - 1) : 0;
      if ((tag == METHOD || tag == INTERFACE_METHOD)
          && Platform.isBobbin(in.readClass(item, buffer))) {
        return true;
      }
    }
    return false;
  }

  private static boolean mentionsAnnotation(ClassReader in) {
    String annotation = Abi.SUSPENDABLE;
    for (int i = 1; i < in.getItemCount(); i++) {
      int item = in.getItem(i);
      if (item > 0
          && in.readByte(item - 1) == UTF8
          && in.readUnsignedShort(item) == annotation.length()
          && matches(in, item + 2, annotation)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(ClassReader in, int offset, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (in.readByte(offset + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The types that call sites linked at run time give: among them the interfaces of lambdas. */
  private static Set<String> lambdaInterfaces(ClassReader in) {
    Set<String> interfaces = new HashSet<>();
    char[] buffer = new char[in.getMaxStringLength()];
    for (int i = 1; i < in.getItemCount(); i++) {
      int item = in.getItem(i);
      if (item > 0 && in.readByte(item - 1) == INVOKE_DYNAMIC) {
        int nameAndType = in.getItem(in.readUnsignedShort(item + 2));
        if (in.readByte(nameAndType - 1) == NAME_AND_TYPE) {
          Type made = Type.getReturnType(in.readUTF8(nameAndType + 2, buffer));
          if (made.getSort() == Type.OBJECT) {
            interfaces.add(made.getInternalName());
          }
        }
      }
    }
    return interfaces;
  }
}
