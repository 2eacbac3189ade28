package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasklets that were given to pools and to schedulers on executors, and have not ended; known
 * if that was asked for, as it costs each start some 100 ns. May be used by any thread.
 */
final class SharedRoster extends Roster {
  /** That of the JVM, if the system property {@code bobbin.track} asks for it. */
  static final @Nullable SharedRoster OF_JVM =
      Boolean.getBoolean("bobbin.track") ? new SharedRoster() : null;

  private final Set<TaskletStrand<?>> all = ConcurrentHashMap.newKeySet();

  private SharedRoster() {}

  static void begins(TaskletStrand<?> tasklet) {
    if (OF_JVM != null) {
      OF_JVM.add(tasklet);
    }
  }

  static void ended(TaskletStrand<?> tasklet) {
    if (OF_JVM != null) {
      OF_JVM.remove(tasklet);
    }
  }

  /** That of the JVM. */
  static SharedRoster required(String what, Dispatcher by) {
    if (OF_JVM == null) {
      throw new UnsupportedOperationException(
          what
              + ": the "
              + by
              + " does not know its tasklets, as that costs. Start the JVM with"
              + " -Dbobbin.track=true.");
    }
    return OF_JVM;
  }

  @Override
  void add(TaskletStrand<?> tasklet) {
    all.add(tasklet);
  }

  @Override
  void remove(TaskletStrand<?> tasklet) {
    all.remove(tasklet);
  }

  @Override
  List<TaskletStrand<?>> list() {
    return new ArrayList<>(all);
  }
}
