package io.bobbin.examples.classfile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The constant pool of a class file (JVMS 4.4). Nothing is decoded before it is asked for: reading
 * the pool only notes where each constant begins.
 */
final class ConstantPool {
  private static final int MAGIC = 0xCAFEBABE;

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

  private final byte[] bytes;
  private final ByteBuffer in;

  /** Where the constant of each index begins, its tag included; 0 where there is none. */
  private final int[] begins;

  private ConstantPool(byte[] bytes, ByteBuffer in, int[] begins) {
    this.bytes = bytes;
    this.in = in;
    this.begins = begins;
  }

  /**
   * Reads a constant pool.
   *
   * @param bytes a class file
   * @param in the same bytes; is left behind the pool
   * @throws MalformedClassException if these are not the first bytes of a class file
   * @throws BufferUnderflowException if they end too early
   */
  static ConstantPool read(byte[] bytes, ByteBuffer in) throws MalformedClassException {
    if (in.getInt() != MAGIC) {
      throw new MalformedClassException("does not begin with CAFEBABE");
    }
    in.getInt(); // the version
    int[] begins = new int[Short.toUnsignedInt(in.getShort())];
    int index = 1;
    while (index < begins.length) {
      int begin = in.position();
      begins[index] = begin;
      int tag = in.get();
      skip(in, sizeOf(tag, in, begin));
      // "In retrospect, making 8-byte constants take two constant pool entries was a poor choice."
      index += tag == LONG || tag == DOUBLE ? 2 : 1;
    }
    return new ConstantPool(bytes, in, begins);
  }

  /** The bytes that follow a tag. */
  private static int sizeOf(int tag, ByteBuffer in, int begin) throws MalformedClassException {
    return switch (tag) {
      case UTF8 -> 2 + Short.toUnsignedInt(in.getShort(in.position()));
      case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 2;
      case METHOD_HANDLE -> 3;
      case INTEGER,
          FLOAT,
          FIELD,
          METHOD,
          INTERFACE_METHOD,
          NAME_AND_TYPE,
          DYNAMIC,
          INVOKE_DYNAMIC ->
          4;
      case LONG, DOUBLE -> 8;
      default -> throw new MalformedClassException("unknown constant tag " + tag + " at " + begin);
    };
  }

  private static void skip(ByteBuffer in, int size) {
    if (size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + size);
  }

  /** The names of all class constants as they are written: array types too, with slashes. */
  List<String> classNames() throws MalformedClassException {
    List<String> names = new ArrayList<>();
    for (int begin : begins) {
      if (begin != 0 && in.get(begin) == CLASS) {
        names.add(utf8(Short.toUnsignedInt(in.getShort(begin + 1))));
      }
    }
    return names;
  }

  /** The name in a class constant. */
  String className(int index) throws MalformedClassException {
    return utf8(Short.toUnsignedInt(in.getShort(begin(index, CLASS) + 1)));
  }

  private String utf8(int index) throws MalformedClassException {
    int begin = begin(index, UTF8) + 1;
    int length = Short.toUnsignedInt(in.getShort(begin));
    for (int i = begin + 2; i < begin + 2 + length; i++) {
      if (bytes[i] <= 0) {
        return modifiedUtf8(begin, length);
      }
    }
    return new String(bytes, begin + 2, length, StandardCharsets.US_ASCII);
  }

  /** A string whose length, two bytes long, stands before it, as DataInput wants it. */
  private String modifiedUtf8(int begin, int length) throws MalformedClassException {
    try {
      return new DataInputStream(new ByteArrayInputStream(bytes, begin, 2 + length)).readUTF();
    } catch (IOException e) {
      throw new MalformedClassException("bad string at " + begin, e);
    }
  }

  private int begin(int index, int tag) throws MalformedClassException {
    if (index >= begins.length || begins[index] == 0 || in.get(begins[index]) != tag) {
      throw new MalformedClassException("constant " + index + " has not the tag " + tag);
    }
    return begins[index];
  }
}
