package io.bobbin.tests.pickle.jdk;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Programs over texts, numbers that change, and throwables. */
final class TextPrograms {
  private TextPrograms() {}

  static void all(Map<String, Programs.Program> to) {
    to.put("builders", TextPrograms::builders);
    to.put("atomics", TextPrograms::atomics);
    to.put("throwables", TextPrograms::throwables);
    to.put("a throwable of a program", TextPrograms::ownThrowable);
  }

  @Suspendable
  private static String builders(Channel<Integer> gate) {
    StringBuilder builder = new StringBuilder("a\u20ac");
    StringBuffer buffer = new StringBuffer("b");
    gate.receive();
    builder.append(buffer).reverse();
    buffer.append(builder);
    gate.receive();
    return builder.append(buffer).toString();
  }

  @Suspendable
  private static String atomics(Channel<Integer> gate) {
    AtomicInteger number = new AtomicInteger(-3);
    AtomicLong wide = new AtomicLong(Long.MIN_VALUE);
    AtomicBoolean is = new AtomicBoolean(true);
    AtomicReference<Object> self = new AtomicReference<>();
    self.set(new Object[] {self, number});
    gate.receive();
    number.incrementAndGet();
    gate.receive();
    Object[] parts = (Object[]) self.get();
    return number + " " + wide + is + (parts[0] == self) + (parts[1] == number);
  }

  /** One of a program, with a field. */
  static final class Failure extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final Object about;

    Failure(String message, Object about) {
      super(message);
      this.about = about;
    }
  }

  @Suspendable
  private static String ownThrowable(Channel<Integer> gate) {
    int[] about = {3};
    Failure failure = new Failure("own", about);
    gate.receive();
    try {
      throw failure;
    } catch (IllegalArgumentException e) {
      gate.receive();
      about[0]++;
      return e.getMessage()
          + e.getCause()
          + ((int[]) ((Failure) e).about)[0]
          + e.getStackTrace()[0]
          + (e == failure);
    }
  }

  @Suspendable
  private static String throwables(Channel<Integer> gate) {
    IOException cause = new IOException("cause");
    UncheckedIOException first = new UncheckedIOException("first", cause);
    RuntimeException circle = new RuntimeException("circle", first);
    cause.addSuppressed(circle);
    gate.receive();
    try {
      throw first;
    } catch (UncheckedIOException e) {
      gate.receive();
      String text =
          e.getMessage()
              + e.getCause()
              + Arrays.toString(e.getCause().getSuppressed())
              + (e.getCause().getSuppressed()[0].getCause() == e)
              + e.getStackTrace()[0]
              + Arrays.asList(e.getStackTrace()).size();
      e.addSuppressed(new Error());
      IllegalStateException second = new IllegalStateException();
      gate.receive();
      second.initCause(e);
      return text + second.getCause().getSuppressed().length + second.getStackTrace()[0];
    }
  }
}
