package io.bobbin.stress;

import io.bobbin.Channel;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operations that do not wait can be put in an order. Those that wait are checked, by woven code
 * too, in {@code io.bobbin.tests.channel.LinearizabilityTest}, as Lincheck knows no waiting but
 * that of Kotlin's coroutines. For longer: {@code -Dstress.long=true}.
 */
class LincheckTest {
  private static final int SCENARIOS = Boolean.getBoolean("stress.long") ? 300 : 4;
  private static final int RUNS = Boolean.getBoolean("stress.long") ? 5_000 : 100;

  /** Channels that hold one value, and two. */
  public static final class Bounded extends ChannelOperations {
    /** For Lincheck. */
    public Bounded() {
      super(Channel.buffered(1), Channel.buffered(2));
    }
  }

  /** What those do. */
  public static final class BoundedQueues extends QueueOperations {
    /** For Lincheck. */
    public BoundedQueues() {
      super(1, 2);
    }
  }

  /** Channels that hold all values, and none. */
  public static final class Extreme extends ChannelOperations {
    /** For Lincheck. */
    public Extreme() {
      super(Channel.unlimited(), Channel.unbuffered());
    }
  }

  /** What those do. */
  public static final class ExtremeQueues extends QueueOperations {
    /** For Lincheck. */
    public ExtremeQueues() {
      super(Integer.MAX_VALUE, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Bounded.class, Extreme.class})
  void underStressThereIsAnOrder(Class<?> operations) {
    new StressOptions()
        .sequentialSpecification(specification(operations))
        .iterations(SCENARIOS)
        .invocationsPerIteration(RUNS)
        .threads(3)
        .actorsPerThread(3)
        .check(operations);
  }

  private static Class<?> specification(Class<?> operations) {
    return operations == Bounded.class ? BoundedQueues.class : ExtremeQueues.class;
  }
}
