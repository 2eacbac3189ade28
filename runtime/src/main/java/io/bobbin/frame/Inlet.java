package io.bobbin.frame;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a {@link Portable} is filled from. */
public interface Inlet {
  /**
   * Reads a reference; the object may be empty still.
   *
   * @return the object, or null
   */
  @Nullable Object reference();

  /**
   * Reads a reference to an object of a type.
   *
   * @param type the type
   * @param <T> the type
   * @return the object, or null
   */
  <T> @Nullable T reference(Class<T> type);

  /**
   * Reads an integer.
   *
   * @return the number
   */
  long number();

  /**
   * Reads an integer of a range.
   *
   * @param least the least
   * @param most the greatest
   * @return the number
   */
  int number(int least, int most);

  /**
   * Reads the frames of a stack.
   *
   * @return the innermost frame, or null
   */
  @Nullable Frame frames();

  /**
   * Has something done when the tasklet is resumed that waits when a strand waits.
   *
   * @param strand the strand, which may be empty still
   * @param action what to do, as setting an alarm
   */
  void atResume(Object strand, Runnable action);

  /**
   * Has something done when the first of the tasklets that are read together is resumed; or, if all
   * have ended, when all has been read.
   *
   * @param action what to do, as setting an alarm for which no strand waits; it gets the scheduler
   */
  void atFirstResume(Consumer<Object> action);

  /**
   * Has something done when all has been read, and nothing is empty any more.
   *
   * @param action what to do
   */
  void atEnd(Runnable action);

  /**
   * Has something done after all that is done {@linkplain #atEnd at the end}.
   *
   * @param action what to do
   */
  void afterAll(Runnable action);

  /**
   * The exception that says that the image is not as any pickle is.
   *
   * @param why what is wrong
   * @return an exception to be thrown
   */
  RuntimeException damaged(String why);
}
