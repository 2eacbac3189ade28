package io.bobbin.frame;

/**
 * An object of the runtime that says itself how it is written into a pickle, and filled from one.
 *
 * <p>It is made empty, then filled: by what may be empty, too, as objects may refer to each other
 * in a circle. So {@link #restore} stores what it reads, and calls nothing on it.
 */
public interface Portable {
  /**
   * Writes what must be known to make this empty: numbers and texts only.
   *
   * @param to where to
   */
  default void saveShape(Outlet to) {}

  /**
   * Writes the rest.
   *
   * @param to where to
   */
  void save(Outlet to);

  /**
   * Reads what {@link #save} wrote, in the same order, into an empty object.
   *
   * @param from where from
   */
  void restore(Inlet from);
}
