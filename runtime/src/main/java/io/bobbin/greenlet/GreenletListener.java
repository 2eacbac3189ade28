package io.bobbin.greenlet;

/** Is told of the switches between the greenlets of one thread: see {@link Greenlet#onSwitch}. */
@FunctionalInterface
public interface GreenletListener {
  /** What a greenlet gets that gets control. */
  enum Event {
    /** A value. */
    SWITCH,
    /** An exception, which was raised, or has ended another greenlet. */
    THROW
  }

  /**
   * Called by the thread of the two, in the greenlet that gets control, before that goes on. It
   * should not switch.
   *
   * @param event what {@code to} gets
   * @param from which had control
   * @param to which has it now: {@link Greenlet#current()}
   * @throws RuntimeException ends the listening, and is thrown in {@code to} instead of what it
   *     would have got
   */
  void switched(Event event, Greenlet<?, ?> from, Greenlet<?, ?> to);
}
