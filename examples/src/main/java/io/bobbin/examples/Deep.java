package io.bobbin.examples;

import io.bobbin.Body;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Recursion bounded by the heap: ten million calls deep, directly, mutually, and through an
 * interface, on carriers with a stack of 512 KB. Each goes to sleep at the very bottom and once
 * more half way back up.
 *
 * <pre>{@code
 * ./examples/run deep 10000000
 * }</pre>
 */
@Command(name = "deep", description = "Recurses so deep as no thread's stack would allow.")
public final class Deep implements Callable<Integer> {
  private static final Duration NAP = Duration.ofMillis(1);

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "10000000",
      description = "calls (${DEFAULT-VALUE})")
  private int depth;

  /** How far a plain thread came. */
  private int plainDepth;

  @Suspendable
  private long direct(int n) {
    if (n == 0) {
      Tasklet.sleep(NAP);
      return 0;
    }
    long sum = n + direct(n - 1);
    if (n == depth / 2) {
      Tasklet.sleep(NAP);
    }
    return sum;
  }

  @Suspendable
  private boolean even(int n) {
    if (n == 0) {
      Tasklet.sleep(NAP);
      return true;
    }
    boolean answer = odd(n - 1);
    if (n == depth / 2) {
      Tasklet.sleep(NAP);
    }
    return answer;
  }

  @Suspendable
  private boolean odd(int n) {
    if (n == 0) {
      Tasklet.sleep(NAP);
      return false;
    }
    boolean answer = even(n - 1);
    if (n == depth / 2) {
      Tasklet.sleep(NAP);
    }
    return answer;
  }

  /** A linked list that sums itself. */
  private interface Chain {
    @Suspendable
    long sum();
  }

  private record Link(int value, Chain rest, boolean napping) implements Chain {
    @Override
    public long sum() {
      long sum = value + rest.sum();
      if (napping) {
        Tasklet.sleep(NAP);
      }
      return sum;
    }
  }

  private record End() implements Chain {
    @Override
    public long sum() {
      Tasklet.sleep(NAP);
      return 0;
    }
  }

  private static Chain chain(int length) {
    Chain chain = new End();
    for (int i = 1; i <= length; i++) {
      chain = new Link(i, chain, i == length / 2);
    }
    return chain;
  }

  @SuppressWarnings("InfiniteRecursion") // that it ends by a StackOverflowError is what is shown
  private void plain() {
    plainDepth++;
    plain();
  }

  private void onPlainThread() throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try {
                plain();
              } catch (StackOverflowError e) {
                System.out.printf(
                    "a plain thread: StackOverflowError after %,d calls%n", plainDepth);
              }
            });
    thread.start();
    thread.join();
  }

  private <T> void show(String kind, T expected, Body<T> body) {
    long start = System.nanoTime();
    T result = Tasklet.start(kind, body).join();
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%s: %,d calls deep and back in %,d ms, %,d ns per call%n",
        kind, depth, nanos / 1_000_000, nanos / depth);
    Check.equal("result", expected, result);
  }

  @Override
  public Integer call() throws InterruptedException {
    long sum = (long) depth * (depth + 1) / 2;
    onPlainThread();
    show("direct recursion", sum, () -> direct(depth));
    show("mutual recursion", depth % 2 == 0, () -> even(depth));
    Chain chain = chain(depth);
    show("through an interface", sum, chain::sum);
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new Deep(), args);
  }
}
