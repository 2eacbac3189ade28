package io.bobbin.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are being read; whatever they are, no more is read than there is. */
final class ByteIn {
  private final byte[] bytes;
  private int end;
  private int at;

  ByteIn(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  int left() {
    return end - at;
  }

  int place() {
    return at;
  }

  private void require(long size) {
    if (size < 0 || size > end - at) {
      throw new DamagedPickleException("the image ends too early", at);
    }
  }

  /**
   * Lets no more be read than some bytes, for now.
   *
   * @return what to {@linkplain #widen widen} it to again
   */
  int narrow(int size) {
    require(size);
    int before = end;
    end = at + size;
    return before;
  }

  void widen(int before) {
    end = before;
  }

  int octet() {
    require(1);
    return bytes[at++] & 0xff;
  }

  long count() {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DamagedPickleException("a number without end", at);
  }

  /** A number of things, of which each takes a byte or more of what follows. */
  int size() {
    long value = count();
    require(value);
    return (int) value;
  }

  int countUpTo(int most) {
    long value = count();
    if (value < 0 || value > most) {
      throw new DamagedPickleException("a number that is out of range: " + value, at);
    }
    return (int) value;
  }

  long number() {
    long value = count();
    return (value >>> 1) ^ -(value & 1);
  }

  /** The bits of a primitive, as {@link ByteOut#primitive} writes them. */
  long primitive(String descriptor) {
    switch (descriptor) {
      case "D" -> {
        return Long.reverseBytes(count());
      }
      case "F" -> {
        long reversed = count();
        if (reversed >>> Integer.SIZE != 0) {
          throw new DamagedPickleException("a float of more than four bytes", at);
        }
        return Integer.reverseBytes((int) reversed);
      }
      default -> {
        return number();
      }
    }
  }

  long fixed(int size) {
    require(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return value;
  }

  String text() {
    long header = count();
    long chars = header >>> 1;
    require(chars);
    if ((header & 1) == 0) {
      String text = new String(bytes, at, (int) chars, StandardCharsets.ISO_8859_1);
      at += (int) chars;
      return text;
    }
    char[] text = new char[(int) chars];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) countUpTo(Character.MAX_VALUE);
    }
    return new String(text);
  }

  void raw(byte[] to) {
    require(to.length);
    System.arraycopy(bytes, at, to, 0, to.length);
    at += to.length;
  }

  void skip(int size) {
    require(size);
    at += size;
  }

  /** Passes over some bytes if they are what comes next. */
  boolean skips(byte[] expected) {
    int to = at + expected.length;
    if (expected.length > end - at || !Arrays.equals(bytes, at, to, expected, 0, expected.length)) {
      return false;
    }
    at = to;
    return true;
  }

  /** The bytes between two places. */
  byte[] copy(int start, int to) {
    return Arrays.copyOfRange(bytes, start, to);
  }

  DamagedPickleException damaged(String why) {
    return new DamagedPickleException(why, at);
  }
}
