package io.bobbin.pickle;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Pickler} writes an object. Numbers, texts and bytes are the pickler's own, and
 * read by it alone; objects are written as any others are. Used by the thread that is given it,
 * until the pickler returns.
 */
public final class PickleOutput {
  private final ImageWriter to;
  private final boolean takesObjects;

  PickleOutput(ImageWriter to, boolean takesObjects) {
    this.to = to;
    this.takesObjects = takesObjects;
  }

  /**
   * Writes an object, of any class that can be pickled.
   *
   * @param object the object, or null
   * @return this
   * @throws IllegalStateException if this is the shape of an object, which has none
   */
  public PickleOutput object(@Nullable Object object) {
    if (!takesObjects) {
      throw new IllegalStateException("CyclicPickler.writeShape writes no objects");
    }
    to.reference(object);
    return this;
  }

  /**
   * Writes a whole number: one byte if it is near zero, ten at most.
   *
   * @param number the number
   * @return this
   */
  public PickleOutput number(long number) {
    to.number(number);
    return this;
  }

  /**
   * Writes a fraction, in eight bytes.
   *
   * @param number the number
   * @return this
   */
  public PickleOutput decimal(double number) {
    to.numbers().fixed(Double.doubleToRawLongBits(number), Double.BYTES);
    return this;
  }

  /**
   * Writes a text.
   *
   * @param text the text
   * @return this
   */
  public PickleOutput text(String text) {
    to.numbers().text(text);
    return this;
  }

  /**
   * Writes bytes, with their number.
   *
   * @param bytes the bytes, which are copied
   * @return this
   */
  public PickleOutput bytes(byte[] bytes) {
    to.numbers().count(bytes.length);
    to.numbers().raw(bytes, 0, bytes.length);
    return this;
  }

  /**
   * Makes the exception to throw if an object cannot be pickled as it is now.
   *
   * @param why goes on after "an object of com.acme.Connection"
   * @return the exception, with the way that leads to the object
   */
  public RuntimeException refusal(String why) {
    return to.refusal(why);
  }
}
