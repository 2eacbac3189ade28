package io.bobbin.sync;

import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Returning;
import io.bobbin.schedule.Strand;
import java.util.Objects;

/**
 * A wait for a tool that began before its tasklet was forked, or for another tool of the same name,
 * and goes on here when the tasklet is resumed: behind those who wait then.
 */
final class ReturningToLine extends Returning {
  private final Line line;

  /** What is asked for, as {@link Turnstile#request} reads it. */
  private final long number;

  ReturningToLine(Line line, long number) {
    super(line, line.reason());
    this.line = line;
    this.number = number;
  }

  @Override
  protected void lock() {
    line.tool().lock();
  }

  @Override
  protected void unlock() {
    line.tool().unlock();
  }

  @Override
  protected void rejoin(Strand strand) {
    Turnstile tool = line.tool();
    Object request = Objects.requireNonNull(tool.request(line, strand, number));
    lock();
    if (leaves()) {
      line.enter(strand, tool.noted(line, request));
    }
    tool.unlockAndWake();
  }

  @Override
  public void saveWait(Strand strand, Outlet to) {
    line.saveWait(number, to);
  }
}
