package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Rejoined;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.ThreadStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitPlace;
import io.bobbin.schedule.WaitQueue;
import io.bobbin.schedule.WaitReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a tool to admit them, in the order in which they came. Guarded by the tool's
 * latch.
 *
 * <p>What a strand asks for stands in its {@code item} while it waits. A wait is claimed by being
 * taken out of the line with the latch held, either by who admits the strand or by who withdraws
 * it: so one of the two decides, once, whether it has what it asked for. If it has, that stays in
 * its {@code item} until its next wait; if not, {@code item} is null.
 */
final class Line extends WaitQueue implements WaitPlace {
  private final Turnstile tool;
  private final Rejoined writer;
  private final WaitReason reason;

  Line(Turnstile tool, WaitReason reason) {
    this(tool, tool, reason);
  }

  /**
   * Makes a line.
   *
   * @param writer what a pickle has those from who wait here
   */
  Line(Turnstile tool, Rejoined writer, WaitReason reason) {
    this.tool = tool;
    this.writer = writer;
    this.reason = reason;
  }

  Turnstile tool() {
    return tool;
  }

  WaitReason reason() {
    return reason;
  }

  /** Waits until the request is granted. */
  @Suspendable
  void await(Object request, @Nullable Timeout limit) {
    ThreadStrand self = new ThreadStrand();
    if (!admitted(self, request)) {
      Timeout.arm(limit, self, this);
      self.block();
    }
  }

  /** The twin of {@link #await(Object, Timeout)}. */
  void await(Object request, @Nullable Timeout limit, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      await(request, limit);
    } else if (!admitted(self, request)) {
      Timeout.arm(limit, self, this);
      self.unwind();
    }
  }

  private boolean admitted(Strand self, Object request) {
    tool.lock();
    boolean admitted = tool.admits(this, request);
    if (!admitted) {
      enter(self, tool.noted(this, request));
    }
    tool.unlock();
    return admitted;
  }

  /** Has a strand wait here. Called with the latch held. */
  void enter(Strand strand, Object request) {
    strand.item = request;
    strand.waitsAt(this);
    add(strand);
  }

  /** Takes the first out, to admit it; null if nobody waits. Called with the latch held. */
  @Nullable Strand take() {
    return (Strand) poll();
  }

  /** What the first asks for; null if nobody waits. Called with the latch held. */
  @Nullable Object firstRequest() {
    Strand first = (Strand) peek();
    return first == null ? null : first.item;
  }

  /** Called without the latch. Who leaves may have stood before others that can be admitted. */
  @Override
  public boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf) {
    tool.lock();
    boolean waits = removeIfWaiting(strand, this, onBehalfOf);
    if (waits) {
      strand.item = null;
    }
    tool.unlockAndWake();
    return waits;
  }

  @Override
  public boolean giveUp(Strand strand) {
    tool.lock();
    boolean waits = strand.waitsIn(this);
    if (waits) {
      remove(strand);
    } else if (strand.isAt(this) && strand.item != null) {
      tool.takeBack(this, strand.item);
      strand.item = null;
    }
    tool.unlockAndWake();
    return waits;
  }

  @Override
  public boolean hold(Strand strand, TaskletStrand<?> tasklet) {
    tool.lock();
    boolean held = strand.waitsIn(this) && tasklet.hold();
    tool.unlock();
    return held;
  }

  @Override
  public Rejoined portable() {
    return writer;
  }

  @Override
  public void saveWait(Strand strand, Outlet to) {
    saveWait(tool.number(this, Objects.requireNonNull(strand.item)), to);
  }

  /** Writes how somebody waits here who has or will come back. */
  void saveWait(long number, Outlet to) {
    to.number(reason == WaitReason.WRITE_LOCK ? 1 : 0);
    to.number(number);
  }

  /** Reads what {@link #saveWait} wrote behind which line it is. */
  void restoreWait(Strand strand, Inlet from) {
    long number = from.number();
    if (strand.item != null || strand.waitsSomewhere() || !tool.mayAsk(this, number)) {
      throw from.damaged("somebody comes back to a tool where he cannot wait");
    }
    new ReturningToLine(this, number).enter(strand, from);
  }

  @Override
  public @Nullable WaitReason reason(Strand strand) {
    return strand.waitsIn(this) ? reason : null;
  }

  @Override
  public String toString() {
    return tool.toString();
  }

  @Override
  public Object subject(Strand strand) {
    return tool;
  }

  @Override
  public @Nullable Object endedBy(Strand strand) {
    return tool.holder();
  }
}
