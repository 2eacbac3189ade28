package io.bobbin.pickle;

/** What the definitions in an image are read from. */
interface Definitions {
  /** Reads a text, which may have been defined before. */
  String text();

  /** The bytes, for what is read of them directly. */
  ByteIn bytes();
}
