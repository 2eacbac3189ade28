package io.bobbin.pickle;

import org.jspecify.annotations.Nullable;

/**
 * From where a {@link Pickler} reads what it has written, in the same order, and nothing beyond its
 * end. Used by the thread that is given it, until the pickler returns.
 */
public final class PickleInput {
  private final ImageReader from;

  PickleInput(ImageReader from) {
    this.from = from;
  }

  /**
   * Reads an object.
   *
   * @param <T> its type
   * @param type its type, which is checked
   * @return the object, or null if that was written; if it stands in a circle with what is being
   *     made, it may be empty still
   * @throws DamagedPickleException if there is none left, or it is of another type
   */
  public <T> @Nullable T object(Class<T> type) {
    return from.reference(type);
  }

  /**
   * Reads a number.
   *
   * @return the number
   * @throws DamagedPickleException if there is none left
   */
  public long number() {
    return from.number();
  }

  /**
   * Reads a number within bounds.
   *
   * @param least the least it may be
   * @param most the most it may be
   * @return the number
   * @throws DamagedPickleException if there is none left, or it is not within the bounds
   */
  public int number(int least, int most) {
    return from.number(least, most);
  }

  /**
   * Reads a fraction.
   *
   * @return the number
   * @throws DamagedPickleException if there is none left
   */
  public double decimal() {
    return Double.longBitsToDouble(from.bytes().fixed(Double.BYTES));
  }

  /**
   * Reads a text.
   *
   * @return the text
   * @throws DamagedPickleException if there is none left
   */
  public String text() {
    return from.bytes().text();
  }

  /**
   * Reads bytes; as many are allocated as are there.
   *
   * @return the bytes
   * @throws DamagedPickleException if there are fewer left
   */
  public byte[] bytes() {
    byte[] bytes = new byte[from.bytes().size()];
    from.bytes().raw(bytes);
    return bytes;
  }

  /**
   * Makes the exception to throw if what was read cannot have been written.
   *
   * @param why what is wrong
   * @return the exception, with the place in the image
   */
  public PickleException damaged(String why) {
    return from.damaged(why);
  }
}
