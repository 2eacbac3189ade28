package io.bobbin.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are being written. */
final class ByteOut {
  private byte[] bytes;
  private int length;

  ByteOut(int room) {
    bytes = new byte[room];
  }

  int length() {
    return length;
  }

  /** Forgets what stands behind a place. */
  void cutTo(int place) {
    length = place;
  }

  private void need(int more) {
    if (more > bytes.length - length) {
      long wanted = Math.max(2L * bytes.length, (long) length + more);
      if (length + (long) more > Integer.MAX_VALUE - 16) {
        throw new PickleException("a pickle of more than 2 GB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
  }

  void octet(int value) {
    need(1);
    bytes[length++] = (byte) value;
  }

  /** A number without sign: seven bits a byte, the lowest first. */
  void count(long value) {
    need(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number with a sign, which takes the lowest bit. */
  void number(long value) {
    count((value << 1) ^ (value >> 63));
  }

  /**
   * The bits of a primitive: a number; of a fraction a count with the bytes in reverse order, as
   * the lowest of the most frequent ones are 0.
   *
   * @param descriptor its type
   */
  void primitive(String descriptor, long bits) {
    switch (descriptor) {
      case "D" -> count(Long.reverseBytes(bits));
      case "F" -> count(Integer.toUnsignedLong(Integer.reverseBytes((int) bits)));
      default -> number(bits);
    }
  }

  /** The lowest bytes of a number, the lowest first. */
  void fixed(long value, int size) {
    need(size);
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) (value >> (8 * i));
    }
  }

  /** The length and the characters; a character that is no Unicode text on its own stays one. */
  void text(String text) {
    int chars = text.length();
    need(5 + 3 * Math.min(chars, 32));
    boolean isAscii = true;
    for (int i = 0; i < chars && isAscii; i++) {
      isAscii = text.charAt(i) < 0x80;
    }
    count(((long) chars << 1) | (isAscii ? 0 : 1));
    if (isAscii) {
      byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
      raw(ascii, 0, ascii.length);
    } else {
      for (int i = 0; i < chars; i++) {
        count(text.charAt(i));
      }
    }
  }

  void raw(byte[] from, int start, int size) {
    need(size);
    System.arraycopy(from, start, bytes, length, size);
    length += size;
  }

  /** Appends what stands between two places of another. */
  void append(ByteOut other, int start, int end) {
    raw(other.bytes, start, end - start);
  }

  byte[] copy(int start, int end) {
    return Arrays.copyOfRange(bytes, start, end);
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
