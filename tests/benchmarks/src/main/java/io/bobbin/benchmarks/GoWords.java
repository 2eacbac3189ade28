package io.bobbin.benchmarks;

import static io.bobbin.go.Go.chan;
import static io.bobbin.go.Go.defer;
import static io.bobbin.go.Go.func;
import static io.bobbin.go.Go.go;
import static io.bobbin.go.Go.select;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.VoidBody;
import io.bobbin.go.Sync;
import io.bobbin.go.WorkGroup;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** The benchmarks of pygolang, with Go's words for static import. A batch runs in a tasklet. */
public abstract class GoWords extends Tasklets {
  /** Something that cannot be computed beforehand; what is counted is checked. */
  private static int calls;

  /** Keeps what is made from being optimised away. */
  private @Nullable VoidBody made;

  GoWords(Scheduler scheduler, int carriers) {
    super(scheduler, carriers);
  }

  private void run(VoidBody batch) {
    scheduler.start(batch).join();
  }

  private static void count() {
    calls++;
  }

  private void counts(VoidBody batch) {
    calls = 0;
    run(batch);
    Check.same("calls", Workload.BATCH, calls);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void goAndReceive() {
    run(
        () -> {
          Channel<Integer> done = chan();
          for (int i = 0; i < Workload.BATCH; i++) {
            go(() -> done.send(1));
            done.receive();
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void chanSend() {
    run(
        () -> {
          Channel<Integer> channel = chan();
          Channel<Integer> done = chan();
          go(
              () -> {
                while (channel.receiveOrClosed() instanceof Received.Value<Integer>) {
                  count();
                }
                done.close();
              });
          for (int i = 0; i < Workload.BATCH; i++) {
            channel.send(1);
          }
          channel.close();
          done.receiveOrClosed();
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void selectReceive() {
    run(
        () -> {
          Channel<Integer> one = chan();
          Channel<Integer> two = chan();
          Channel<Integer> done = chan();
          go(() -> receives(one, two, done));
          for (int i = 0; i < Workload.BATCH; i++) {
            (i % 2 == 0 ? one : two).send(1);
          }
          one.close();
          int sum = done.receive(); // by itself: Javaflow fails on a long below a call
          Check.same("values", Workload.BATCH, sum);
        });
  }

  @Suspendable
  private static void receives(Channel<Integer> one, Channel<Integer> two, Channel<Integer> done) {
    int sum = 0;
    boolean isOpen = true;
    while (isOpen) {
      int got = select(one.onReceiveOrClosed(r -> value(r)), two.onReceiveOrClosed(r -> value(r)));
      sum += got;
      isOpen = got > 0;
    }
    done.send(sum);
  }

  private static int value(Received<Integer> outcome) {
    return outcome instanceof Received.Value<Integer> received ? received.value() : 0;
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void def() {
    run(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            int number = i;
            made = () -> calls = number;
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void funcDef() {
    run(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            int number = i;
            made = () -> func(() -> calls = number);
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void call() {
    VoidBody body = GoWords::count;
    counts(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            body.run();
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void funcCall() {
    VoidBody body = () -> func(() -> count());
    counts(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            body.run();
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void tryFinally() {
    counts(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            try {
              made = null;
            } finally {
              count();
            }
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void deferCall() {
    VoidBody body = () -> func(() -> defer(() -> count()));
    counts(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            body.run();
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void workGroupEmpty() {
    counts(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            WorkGroup group = Sync.workGroup(Context.background());
            group.go(context -> count());
            group.await();
          }
        });
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void workGroupRaise() {
    counts(
        () -> {
          for (int i = 0; i < Workload.BATCH; i++) {
            WorkGroup group = Sync.workGroup(Context.background());
            group.go(
                context -> {
                  throw new IllegalStateException("aaa");
                });
            try {
              group.await();
            } catch (IllegalStateException e) {
              count();
            }
          }
        });
  }
}
