package io.bobbin.examples;

import java.io.Console;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar where somebody looks at a terminal, and nothing elsewhere. For any thread. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;
  private final AtomicLong expected = new AtomicLong();

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Shows a bar, if this is a terminal.
   *
   * @param task what is done
   */
  static Progress of(String task) {
    return new Progress(
        isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(0)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .build()
            : null);
  }

  void expectOneMore() {
    if (bar != null) {
      bar.maxHint(expected.incrementAndGet());
    }
  }

  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** In a JDK 22 to 24 there is a console without a terminal too. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
