package io.bobbin.pickle;

import java.io.IOException;

/**
 * How the objects of a class are written into pickles, and made again: for classes that are not
 * data, or whose data says nothing elsewhere. A type of the JDK or of a library, a handle to a
 * resource that is opened again, an object that is already there where the image is read, or what a
 * serialization library makes bytes of.
 *
 * <pre>{@code
 * final class PathPickler implements Pickler<Path> {
 *   public Class<Path> type() { return Path.class; }
 *   public boolean handles(Class<?> type) { return Path.class.isAssignableFrom(type); }
 *   public void write(Path path, PickleOutput to) { to.text(path.toString()); }
 *   public Path read(PickleInput from) { return Path.of(from.text()); }
 * }
 * }</pre>
 *
 * <p>A pickler is given to {@link PickleOptions#pickler} and {@link PickleFilter#pickler}, or is
 * found by {@link java.util.ServiceLoader}: by the class loader of the runtime, and for reading by
 * {@link PickleFilter#loader} if that is said. It comes before the form that Bobbin has itself; but
 * arrays, enums, lambdas, strings, boxes and the classes of the runtime are never given to one.
 * Forks use those that are found.
 *
 * <p>What an object refers to is written with {@link PickleOutput#object}, and stays one object if
 * others refer to it too; so does what the pickler makes. All parts are there when {@link #read} is
 * called, so the object cannot be part of itself: such a circle is refused when it is written,
 * unless the pickler is a {@link CyclicPickler}. Circles that go through an object which is not
 * made by a pickler's {@code read} (nor a record) are fine; but that one may be empty still, so do
 * not ask a part for its state.
 *
 * <p>An image can be anybody's: {@code read} is to trust nothing that it reads, as no file name may
 * lead where the program does not want. Who reads an image allows a pickler, by giving it to the
 * filter, or one that was found by allowing its {@link #type}.
 *
 * <p>A pickler may be called by several threads at once, and neither waits nor starts anything that
 * an image which turns out to be damaged would leave behind. Whatever it throws ends the writing or
 * the reading: an exception as the cause of a {@link NotPicklableException} or {@link
 * PickleException}, unless it is one, an error as it is. The tasklet that was written is as it was.
 *
 * @param <T> the type of the objects
 */
public interface Pickler<T> {
  /**
   * The type of the objects. Its name stands for the pickler in images and filters, so of several
   * picklers of one type the one given last counts.
   *
   * @return the same class each time
   */
  Class<T> type();

  /**
   * Whether the objects of a class are written by this.
   *
   * @param type the class of an object
   * @return whether it is {@link #type}, unless that is overridden to take subclasses too
   */
  default boolean handles(Class<?> type) {
    return type == type();
  }

  /**
   * Writes an object.
   *
   * @param object the object, which is not to be changed
   * @param to where to
   * @throws IOException if that fails: then the tasklet is not pickled
   */
  void write(T object, PickleOutput to) throws IOException;

  /**
   * Makes an object of what {@link #write} has written: all of it, in the same order.
   *
   * @param from what was written
   * @return the object
   * @throws IOException if that fails: then the image is not read
   */
  T read(PickleInput from) throws IOException;
}
