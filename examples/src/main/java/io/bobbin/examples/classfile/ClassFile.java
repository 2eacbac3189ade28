package io.bobbin.examples.classfile;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * What one class file refers to.
 *
 * @param name its own name, with dots
 * @param size in bytes
 * @param references the other classes that its constant pool names, with dots; of an array type the
 *     type of the elements
 */
public record ClassFile(String name, int size, Set<String> references) {
  /**
   * Reads a class file.
   *
   * @param bytes all of it
   * @return what it refers to
   * @throws MalformedClassException if the bytes are not a class file
   */
  public static ClassFile parse(byte[] bytes) throws MalformedClassException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      ConstantPool pool = ConstantPool.read(bytes, in);
      in.getShort(); // the access flags
      String self = pool.className(Short.toUnsignedInt(in.getShort()));
      Set<String> references = new HashSet<>();
      for (String name : pool.classNames()) {
        String element = element(name);
        if (!element.isEmpty() && !element.equals(self)) {
          references.add(element.replace('/', '.'));
        }
      }
      return new ClassFile(self.replace('/', '.'), bytes.length, references);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new MalformedClassException("ends too early, after " + bytes.length + " bytes", e);
    }
  }

  /** The class of an array's elements; the empty string if these are primitive. */
  private static String element(String name) {
    if (!name.startsWith("[")) {
      return name;
    }
    int dimensions = name.lastIndexOf('[') + 1;
    return name.startsWith("L", dimensions)
        ? name.substring(dimensions + 1, name.length() - 1)
        : "";
  }
}
