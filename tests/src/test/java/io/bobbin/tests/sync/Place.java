package io.bobbin.tests.sync;

import java.util.Arrays;
import java.util.stream.Stream;

/** What runs the code of a test. */
enum Place {
  /** Tasklets of the test's own thread. */
  HERE,
  /** Tasklets of a pool with one carrier. */
  POOL_OF_ONE,
  /** Tasklets of a pool with several carriers. */
  POOL,
  /** Platform threads. */
  THREADS,
  /** Virtual threads, where the JDK has them. */
  VIRTUAL_THREADS,
  /** Tasklets of a pool and threads of each kind, in turn. */
  MIXED;

  /** The places that this JDK has. */
  static Stream<Place> all() {
    return Arrays.stream(values()).filter(each -> each != VIRTUAL_THREADS || Threads.haveVirtual());
  }

  /** The places of tasklets. */
  static Stream<Place> ofTasklets() {
    return Stream.of(HERE, POOL_OF_ONE, POOL);
  }
}
