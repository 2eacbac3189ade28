package io.bobbin.benchmarks;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Ten million tasklets that wait on channels, in a heap of 3 GB, that is 3,000,000,000 bytes: what
 * each takes, with its share of the channels and of what keeps these. The peers need more heap than
 * that, as {@link Memory} says of fewer tasks.
 */
public final class TenMillion {
  /** The name of this workload in {@link Row}. */
  static final String WORKLOAD = "tenMillion";

  /** As a parameter: all wait on the same channel. */
  static final String ONE_CHANNEL = "one";

  /** As a parameter: each waits on a channel of its own. */
  static final String CHANNEL_EACH = "each";

  private static final int TASKLETS = 10_000_000;

  private TenMillion() {}

  /** Parks them on {@link #ONE_CHANNEL} or with a {@link #CHANNEL_EACH}; prints bytes for each. */
  public static void main(String[] args) {
    int channels = args[0].equals(ONE_CHANNEL) ? 1 : TASKLETS;
    park(1000, 1000);
    long before = Memory.used();
    Channel<Integer>[] parked = park(TASKLETS, channels);
    long after = Memory.used();
    Check.same("on the first channel", -TASKLETS / channels, parked[0].balance());
    Check.same("on the last channel", -TASKLETS / channels, parked[channels - 1].balance());
    System.out.println((double) (after - before) / TASKLETS);
  }

  private static Channel<Integer>[] park(int tasklets, int channels) {
    @SuppressWarnings({"unchecked", "rawtypes"}) // no array can be made of a generic type
    Channel<Integer>[] all = new Channel[channels];
    for (int i = 0; i < channels; i++) {
      all[i] = Channel.unbuffered();
    }
    Scheduler scheduler = Scheduler.here();
    for (int i = 0; i < tasklets; i++) {
      Channel<Integer> channel = all[i % channels];
      scheduler.start(() -> channel.receive());
    }
    scheduler.run(Duration.ofHours(1)); // without a limit it would tell of the deadlock
    return all;
  }

  /** Measures Bobbin, in a JVM of its own. */
  static void measure(Jvm jvm, Arguments arguments, Row row, Figures figures)
      throws IOException, InterruptedException {
    String channels = String.valueOf(row.parameter());
    double bytes =
        Memory.weigh(
            jvm,
            Contender.Bobbin,
            arguments.agent(),
            List.of("-XX:+Use" + jvm.collector() + "GC", "-Xmx3000000000"),
            List.of(TenMillion.class.getName(), channels));
    figures.add(Contender.Bobbin, WORKLOAD, channels, bytes);
  }
}
