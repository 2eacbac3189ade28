package io.bobbin.frame;

import org.jspecify.annotations.Nullable;

/** Where a {@link Portable} writes itself. */
public interface Outlet {
  /**
   * Writes a reference; the object comes along.
   *
   * @param object the object, or null
   */
  void reference(@Nullable Object object);

  /**
   * Writes an integer; small ones take little room.
   *
   * @param number the number
   */
  void number(long number);

  /**
   * Writes the frames of a stack that is parked.
   *
   * @param top the innermost frame, or null
   */
  void frames(@Nullable Frame top);

  /**
   * Whether a strand is one of those that are being pickled, or runs inside of one.
   *
   * @param strand the strand
   * @return true if it is
   */
  boolean includes(Object strand);

  /**
   * Whether somebody who waits where this writes, and is not {@linkplain #includes included}, may
   * be left behind.
   *
   * @param place a channel, for instance
   * @param waiter who waits there
   * @return true if the caller of the pickle has said so
   */
  boolean leavesBehind(Object place, Object waiter);

  /**
   * Whether a place is not written, as who reads has it already: a fork shares it with its
   * original, or it was linked by a name.
   *
   * @param place a channel, for instance
   * @return true if those who wait there are to be written by themselves
   */
  boolean stays(Object place);

  /**
   * Whether a place is closed for those who read it, as its other end stays behind.
   *
   * @param place a channel
   * @return true if the caller of the pickle has said so
   */
  boolean cuts(Object place);

  /**
   * Notes of which state is what is being written of something that several objects write. If it
   * was noted in another state before, somebody else has changed it meanwhile, and all is written
   * again from the start.
   *
   * @param what the thing
   * @param state a number that is another one whenever the thing has changed
   */
  void asOf(Object what, long state);

  /**
   * The exception that says that something cannot be pickled, and by which way it is reached.
   *
   * @param why the end of a sentence that begins with what is being written
   * @return an exception to be thrown
   */
  RuntimeException refusal(String why);

  /**
   * The exception that says that somebody else has changed what is being written, so that it must
   * be written again from the start.
   *
   * @return an exception to be thrown
   */
  RuntimeException interference();
}
