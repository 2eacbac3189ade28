package io.bobbin.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Virtual threads with jox channels; through method handles, constants as those of {@link Loom}, as
 * the library is compiled for a newer JDK than this module.
 */
public class Jox {
  private static final MethodHandle RENDEZVOUS;
  private static final MethodHandle BUFFERED;
  private static final MethodHandle SEND;
  private static final MethodHandle RECEIVE;
  private static final MethodHandle RECEIVE_CLAUSE;
  private static final MethodHandle SELECT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> channel = Class.forName("com.softwaremill.jox.Channel");
      Class<?> select = Class.forName("com.softwaremill.jox.Select");
      Class<?> clause = Class.forName("com.softwaremill.jox.SelectClause");
      MethodType any = MethodType.genericMethodType(0);
      RENDEZVOUS =
          lookup
              .findStatic(channel, "newRendezvousChannel", MethodType.methodType(channel))
              .asType(any);
      BUFFERED =
          lookup
              .findStatic(channel, "newBufferedChannel", MethodType.methodType(channel, int.class))
              .asType(MethodType.methodType(Object.class, int.class));
      SEND =
          lookup
              .findVirtual(channel, "send", MethodType.methodType(void.class, Object.class))
              .asType(MethodType.methodType(void.class, Object.class, Object.class));
      RECEIVE = lookup.findVirtual(channel, "receive", any).asType(MethodType.genericMethodType(1));
      RECEIVE_CLAUSE =
          lookup
              .findVirtual(channel, "receiveClause", MethodType.methodType(clause))
              .asType(MethodType.genericMethodType(1));
      SELECT =
          lookup
              .findStatic(select, "select", MethodType.methodType(Object.class, clause.arrayType()))
              .asCollector(clause.arrayType(), 2)
              .asType(MethodType.genericMethodType(2));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("needs jox and a JDK with virtual threads", e);
    }
  }

  private record Channel<T>(Object channel) implements Threads.Line<T> {
    static <T> Channel<T> rendezvous() {
      try {
        return new Channel<>((Object) RENDEZVOUS.invokeExact());
      } catch (Throwable e) {
        throw failed(e);
      }
    }

    static <T> Channel<T> buffered(int capacity) {
      try {
        return new Channel<>((Object) BUFFERED.invokeExact(capacity));
      } catch (Throwable e) {
        throw failed(e);
      }
    }

    @Override
    public void send(T value) {
      try {
        SEND.invokeExact(channel, (Object) value);
      } catch (Throwable e) {
        throw failed(e);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // only values of this type are sent
    public T receive() {
      try {
        return (T) (Object) RECEIVE.invokeExact(channel);
      } catch (Throwable e) {
        throw failed(e);
      }
    }

    @SuppressWarnings("unchecked") // only values of this type are sent
    static <T> T receiveEither(Channel<T> a, Channel<T> b) {
      try {
        Object ofA = (Object) RECEIVE_CLAUSE.invokeExact(a.channel);
        Object ofB = (Object) RECEIVE_CLAUSE.invokeExact(b.channel);
        return (T) (Object) SELECT.invokeExact(ofA, ofB);
      } catch (Throwable e) {
        throw failed(e);
      }
    }

    private static IllegalStateException failed(Throwable cause) {
      return new IllegalStateException("a jox channel", cause);
    }
  }

  private static final class Rendezvous implements Threads.Maker {
    @Override
    public <T> Threads.Line<T> make() {
      return Channel.rendezvous();
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void unbuffered() throws InterruptedException {
    Threads.pass(Channel.rendezvous());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void buffered() throws InterruptedException {
    Threads.pass(Channel.buffered(Workload.BUFFER));
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void selectOfTwo() throws InterruptedException {
    Channel<Integer> a = Channel.rendezvous();
    Channel<Integer> b = Channel.rendezvous();
    int[] sum = new int[1];
    Thread taker = Threads.start(() -> sum[0] = takeEither(a, b));
    Thread giverOfA = Threads.start(() -> Threads.give(a, Workload.VALUES / 2));
    Thread giverOfB = Threads.start(() -> Threads.give(b, Workload.VALUES / 2));
    taker.join();
    Check.same("sum", 2 * Workload.SUM_OF_HALF, sum[0]);
    giverOfA.join();
    giverOfB.join();
  }

  private static int takeEither(Channel<Integer> a, Channel<Integer> b) {
    int sum = 0;
    for (int i = 0; i < Workload.VALUES; i++) {
      sum += Channel.receiveEither(a, b);
    }
    return sum;
  }

  @Benchmark
  public void skynet() throws InterruptedException {
    Threads.skynet(new Rendezvous());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.HOPS)
  public void ring() throws InterruptedException {
    Threads.ring(new Rendezvous());
  }

  @Benchmark
  public void sieve() throws InterruptedException {
    Threads.sieve(new Rendezvous());
  }
}
