package io.bobbin.weave;

/** The 64-bit hash FNV-1a (Fowler, Noll and Vo), the same in every JVM. */
final class Fnv {
  private static final long PRIME = 0x100000001b3L;

  /** Its third power, modulo 2^64: what a byte and two more that are zero multiply by. */
  private static final long PRIME_CUBED = 0x8a97b0004e7feabL;

  private long hash = 0xcbf29ce484222325L;

  /** The hash of a text. */
  static long of(String text) {
    Fnv fnv = new Fnv();
    fnv.add(text);
    return fnv.hash;
  }

  /** Adds a text. */
  void add(String text) {
    char[] characters = text.toCharArray();
    add(characters.length);
    long sum = hash;
    for (char c : characters) { // added as a number of four bytes
      long low = (sum ^ (c & 0xff)) * PRIME;
      sum = (low ^ (c >>> 8)) * PRIME_CUBED;
    }
    hash = sum;
  }

  /** Adds a number. */
  void add(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      hash = (hash ^ (value >>> shift & 0xff)) * PRIME;
    }
  }

  /** The hash of what was added. */
  long value() {
    return hash;
  }
}
