package io.bobbin.tests.channel;

import io.bobbin.tests.sync.Threads;
import java.util.Arrays;
import java.util.stream.Stream;

/** Who the parties of a test are. */
enum Company {
  /** Tasklets of the test's own thread. */
  HERE,
  /** Tasklets of a pool with one carrier. */
  POOL_OF_ONE,
  /** Tasklets of a pool with two carriers. */
  POOL_OF_TWO,
  /** Platform threads. */
  THREADS,
  /** Virtual threads, where the JDK has them. */
  VIRTUAL_THREADS,
  /** In turn: tasklets of two pools, a platform thread, and a virtual one. */
  MIXED;

  /** All that this JDK has. */
  static Stream<Company> all() {
    return Arrays.stream(values()).filter(c -> c != VIRTUAL_THREADS || Threads.haveVirtual());
  }

  /** Those of tasklets. */
  static Stream<Company> ofTasklets() {
    return Stream.of(HERE, POOL_OF_ONE, POOL_OF_TWO);
  }
}
