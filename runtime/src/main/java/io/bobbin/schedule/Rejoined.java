package io.bobbin.schedule;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Portable;

/** A place that tasklets which were read from an image come back to, as it was never away. */
public interface Rejoined extends Portable {
  /**
   * Reads what {@link WaitPlace#saveWait} wrote, and has the strand wait for its place: it joins
   * those who wait here when its tasklet is resumed.
   *
   * @param strand the strand, which waits nowhere
   * @param from where from
   */
  void restoreWait(Strand strand, Inlet from);
}
