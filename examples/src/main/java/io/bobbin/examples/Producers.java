package io.bobbin.examples;

import static io.bobbin.go.Go.chan;
import static io.bobbin.go.Go.defer;
import static io.bobbin.go.Go.func;
import static io.bobbin.go.Go.go;
import static io.bobbin.go.Go.panic;
import static io.bobbin.go.Go.recover;
import static io.bobbin.go.Go.select;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Suspendable;
import io.bobbin.go.Sync;
import io.bobbin.go.WorkGroup;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Producers and a consumer in Go's words. First the producers run dry, which closes the channel and
 * so ends the consumer; then the consumer has had enough, and cancels their context. Some of the
 * goods are spoiled: the consumer panics, and recovers.
 *
 * <pre>{@code
 * ./examples/run producers 1000000
 * }</pre>
 */
@Command(name = "producers", description = "Producers and a consumer, written as in Go.")
public final class Producers implements Callable<Integer> {
  private static final int PRODUCERS = 4;
  private static final int BUFFER = 16;

  /** One in so many is spoiled. */
  private static final int SPOILED = 1000;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "1000000",
      description = "goods (${DEFAULT-VALUE})")
  private int goods;

  private final AtomicInteger swept = new AtomicInteger();

  /** What the consumer has had. */
  private static final class Pantry {
    private int good;
    private int spoiled;
    private long sum;

    /** Takes one of the goods; a panic is over when this returns. */
    void take(int item) {
      func(
          () -> {
            defer(() -> spoiled += recover() == null ? 0 : 1);
            if (item % SPOILED == 0) {
              panic("spoiled: " + item);
            }
            good++;
            sum += item;
          });
    }
  }

  /** Makes the numbers first, first + 4, ... below an end, until nobody wants more of them. */
  @Suspendable
  private void produce(Context context, Channel<Integer> out, int first, int end) {
    func(
        () -> {
          defer(swept::incrementAndGet); // its workshop, however it ends
          boolean isWanted = true;
          for (int i = first; isWanted && i < end; i += PRODUCERS) {
            isWanted = select(out.onSend(i, () -> true), context.onDone(() -> false));
          }
        });
  }

  private WorkGroup producers(Context context, Channel<Integer> out, int end) {
    WorkGroup group = Sync.workGroup(context);
    for (int i = 0; i < PRODUCERS; i++) {
      int first = i;
      group.go(each -> produce(each, out, first, end));
    }
    return group;
  }

  /** The producers make so many and no more. */
  @Suspendable
  private Pantry untilTheyRunDry() {
    Channel<Integer> channel = chan(BUFFER);
    WorkGroup group = producers(Context.background(), channel, goods);
    go(
        () ->
            func(
                () -> {
                  defer(channel::close);
                  group.await();
                }));
    Pantry pantry = new Pantry();
    for (int item : channel) {
      pantry.take(item);
    }
    return pantry;
  }

  /** The producers make as many as they can. */
  @Suspendable
  private Pantry untilItHasEnough() {
    Channel<Integer> channel = chan(BUFFER);
    Context.Cancellable context = Context.background().withCancel();
    WorkGroup group = producers(context, channel, Integer.MAX_VALUE - PRODUCERS);
    Pantry pantry = new Pantry();
    while (pantry.good < goods) {
      pantry.take(channel.receive());
    }
    context.cancel();
    group.await(); // a panic of one of them would be thrown here
    return pantry;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Pantry all = go(this::untilTheyRunDry).join();
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%,d goods of %d producers in %,d ms, %,d ns each%n",
        goods, PRODUCERS, nanos / 1_000_000, nanos / goods);
    int spoiled = (goods - 1) / SPOILED + 1;
    long spoiledSum = (long) SPOILED * spoiled * (spoiled - 1) / 2;
    Check.equal("spoiled ones, each a panic", spoiled, all.spoiled);
    Check.equal("good ones", goods - spoiled, all.good);
    Check.equal("their sum", (long) goods * (goods - 1) / 2 - spoiledSum, all.sum);
    Check.equal("producers that swept as they ran dry", PRODUCERS, swept.getAndSet(0));
    Pantry enough = go(this::untilItHasEnough).join();
    Check.equal("good ones that were enough", goods, enough.good);
    Check.equal("producers that swept as nobody wanted more", PRODUCERS, swept.get());
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new Producers(), args);
  }
}
