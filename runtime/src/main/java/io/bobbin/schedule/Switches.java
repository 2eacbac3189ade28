package io.bobbin.schedule;

import io.bobbin.SwitchListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The listeners to the switches of one scheduler. */
final class Switches {
  private static final Logger LOGGER = System.getLogger("io.bobbin");

  private final CopyOnWriteArrayList<SwitchListener> listeners = new CopyOnWriteArrayList<>();

  void add(SwitchListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener; false if there is none left. */
  boolean remove(SwitchListener listener) {
    listeners.remove(listener);
    return !listeners.isEmpty();
  }

  void tell(@Nullable TaskletStrand<?> from, @Nullable TaskletStrand<?> to) {
    for (SwitchListener listener : listeners) {
      try {
        listener.switched(from, to);
      } catch (Throwable t) {
        LOGGER.log(Level.ERROR, "BBN030 a SwitchListener failed: " + listener, t);
      }
    }
  }
}
