package io.bobbin.pickle;

import java.io.IOException;

/**
 * A pickler of objects that can be made before their parts are: first empty, then filled. So they
 * may be part of themselves, in circles of any length.
 *
 * @param <T> the type of the objects
 */
public interface CyclicPickler<T> extends Pickler<T> {
  /**
   * Writes what {@link #empty} needs: numbers and texts, but no objects.
   *
   * @param object the object
   * @param to where to
   * @throws IOException if that fails: then the tasklet is not pickled
   */
  default void writeShape(T object, PickleOutput to) throws IOException {}

  /**
   * Makes an object without its parts.
   *
   * @param shape what {@link #writeShape} has written
   * @return the object
   * @throws IOException if that fails: then the image is not read
   */
  T empty(PickleInput shape) throws IOException;

  /**
   * Gives an object its parts.
   *
   * @param object what {@link #empty} has made
   * @param from what {@link #write} has written
   * @throws IOException if that fails: then the image is not read
   */
  void fill(T object, PickleInput from) throws IOException;

  /**
   * Whether {@link #fill} asks parts for hash codes, or compares them. Then they are filled before,
   * and images that would have it work for hours are refused.
   *
   * @return false, unless overridden
   */
  default boolean hashesParts() {
    return false;
  }

  /** Both at once, for picklers that call this one. */
  @Override
  default T read(PickleInput from) throws IOException {
    T made = empty(from);
    fill(made, from);
    return made;
  }
}
