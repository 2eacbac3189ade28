package io.bobbin.tests.pickle.jdk;

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
  }

  @Suspendable
  private static String builders() {
    StringBuilder builder = new StringBuilder("a\u20ac");
    StringBuffer buffer = new StringBuffer("b");
    Programs.stop();
    builder.append(buffer).reverse();
    buffer.append(builder);
    Programs.stop();
    return builder.append(buffer).toString();
  }

  @Suspendable
  private static String atomics() {
    AtomicInteger number = new AtomicInteger(-3);
    AtomicLong wide = new AtomicLong(Long.MIN_VALUE);
    AtomicBoolean is = new AtomicBoolean(true);
    AtomicReference<Object> self = new AtomicReference<>();
    self.set(new Object[] {self, number});
    Programs.stop();
    number.incrementAndGet();
    Programs.stop();
    Object[] parts = (Object[]) self.get();
    return number + " " + wide + is + (parts[0] == self) + (parts[1] == number);
  }

  @Suspendable
  private static String throwables() {
    IOException cause = new IOException("cause");
    UncheckedIOException first = new UncheckedIOException("first", cause);
    RuntimeException circle = new RuntimeException("circle", first);
    cause.addSuppressed(circle);
    Programs.stop();
    try {
      throw first;
    } catch (UncheckedIOException e) {
      Programs.stop();
      String text =
          e.getMessage()
              + e.getCause()
              + Arrays.toString(e.getCause().getSuppressed())
              + (e.getCause().getSuppressed()[0].getCause() == e)
              + e.getStackTrace()[0]
              + Arrays.asList(e.getStackTrace()).size();
      e.addSuppressed(new Error());
      IllegalStateException second = new IllegalStateException();
      Programs.stop();
      second.initCause(e);
      return text + second.getCause().getSuppressed().length + second.getStackTrace()[0];
    }
  }
}
