package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who reads or writes under a read-write mutex, and who waits for that; phase-fair (Brandenburg and
 * Anderson, ECRTS 2009), as Go's {@code sync.RWMutex}.
 *
 * <ul>
 *   <li>While a writer waits no newcomer reads.
 *   <li>When a writer is through, all who waited to read then may, before the next writer.
 *   <li>When the last reader is through, the writer who waits longest may write.
 * </ul>
 *
 * <p>What a writer asks for is to be the {@link #writer}. For a reader the {@link #phase} is noted
 * in which it came, so that those who came before a writer was through are known. Two phases tell
 * them apart: while one who came in an earlier phase waits no writer is admitted, so none ends.
 */
public final class ReadWrite extends Turnstile {
  private final Line reading = new Line(this, WaitReason.READ_LOCK);
  private final Line writing = new Line(this, WaitReason.WRITE_LOCK);

  /** A tasklet or a thread that runs none, or null. While there is one there are no readers. */
  private @Nullable Object writer;

  private int readers;

  /** Changes when a writer is through. */
  private boolean phase;

  /** Makes a mutex that nobody has. */
  public ReadWrite() {}

  /**
   * Waits until the caller may read.
   *
   * @param limit how long to wait at most, or null
   * @throws IllegalStateException if the caller writes already
   */
  @Suspendable
  public void read(@Nullable Timeout limit) {
    requireOther(Callers.current(), "readLock");
    if (!tryRead()) {
      reading.await(reading, limit);
    }
  }

  /**
   * The twin of {@link #read(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the bytes of native stack that are left
   * @throws IllegalStateException if the caller writes already
   */
  public void read(@Nullable Timeout limit, FrameStack stack, int room) {
    requireOther(Callers.of(stack), "readLock");
    reading.await(reading, limit, stack, room);
  }

  /**
   * Waits until the caller may write.
   *
   * @param limit how long to wait at most, or null
   * @throws IllegalStateException if the caller writes already
   */
  @Suspendable
  public void write(@Nullable Timeout limit) {
    Object caller = Callers.current();
    requireOther(caller, "writeLock");
    if (!tryWrite(caller)) {
      writing.await(caller, limit);
    }
  }

  /**
   * The twin of {@link #write(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the bytes of native stack that are left
   * @throws IllegalStateException if the caller writes already
   */
  public void write(@Nullable Timeout limit, FrameStack stack, int room) {
    Object caller = Callers.of(stack);
    requireOther(caller, "writeLock");
    writing.await(caller, limit, stack, room);
  }

  /** Only the writer itself makes itself writer, so it needs no latch to know that it is. */
  private void requireOther(Object caller, String what) {
    if (writer == caller) {
      throw new IllegalStateException(
          "RWMutex."
              + what
              + ": "
              + Callers.name(caller)
              + " has locked this mutex for writing already, and would wait for itself for ever."
              + " Use downgrade() to go on reading");
    }
  }

  /**
   * Lets the caller read if it need not wait.
   *
   * @return whether it may
   */
  public boolean tryRead() {
    lock();
    boolean may = mayRead();
    unlock();
    return may;
  }

  private boolean mayRead() {
    boolean may = writer == null && writing.isEmpty();
    if (may) {
      readers++;
    }
    return may;
  }

  /**
   * Lets the caller write if it need not wait.
   *
   * @return whether it may
   */
  public boolean tryWrite() {
    return tryWrite(Callers.current());
  }

  private boolean tryWrite(Object caller) {
    lock();
    boolean may = mayWrite(caller);
    unlock();
    return may;
  }

  private boolean mayWrite(Object caller) {
    boolean may = writer == null && readers == 0 && reading.isEmpty() && writing.isEmpty();
    if (may) {
      writer = caller;
    }
    return may;
  }

  /**
   * Ends a reader's reading.
   *
   * @throws IllegalMonitorStateException if nobody reads; it stays as it is
   */
  public void endRead() {
    lock();
    if (readers == 0) {
      unlock();
      throw new IllegalMonitorStateException("readUnlock of a mutex that nobody has read-locked");
    }
    readers--;
    unlockAndWake();
  }

  /**
   * Ends the caller's writing.
   *
   * @throws IllegalMonitorStateException if somebody else writes, or nobody; it stays as it is
   */
  public void endWrite() {
    endWrite("writeUnlock", 0);
  }

  /**
   * Has the caller read instead of write.
   *
   * @throws IllegalMonitorStateException if somebody else writes, or nobody; it stays as it is
   */
  public void downgrade() {
    endWrite("downgrade", 1);
  }

  private void endWrite(String what, int readersNow) {
    Object caller = Callers.current();
    Object has = writer;
    if (has != caller) {
      throw new IllegalMonitorStateException(
          what
              + " by "
              + Callers.name(caller)
              + " of a mutex that "
              + Callers.name(has)
              + " has locked for writing");
    }
    lock();
    phase = !phase;
    writer = null;
    readers = readersNow;
    unlockAndWake();
  }

  // Pickling

  @Override
  List<Line> lines() {
    return List.of(reading, writing);
  }

  @Override
  long number(Line line, Object request) {
    return line == reading && (Boolean) request ? 1 : 0;
  }

  @Override
  boolean mayAsk(Line line, long number) {
    return number == 0 || (number == 1 && line == reading);
  }

  @Override
  @Nullable Object request(Line line, Strand strand, long number) {
    Object host = super.request(line, strand, number);
    return line == reading && host != null ? (Boolean) (number == 1) : host;
  }

  @Override
  public void save(Outlet to) {
    LineCopy readWaiting = new LineCopy();
    LineCopy writeWaiting = new LineCopy();
    Object has;
    int reads;
    boolean now;
    do {
      lock();
      has = writer;
      reads = readers;
      now = phase;
      readWaiting.take(reading);
      writeWaiting.take(writing);
      unlock();
    } while (!(readWaiting.isWhole() && writeWaiting.isWhole()));
    saveHolder(has, to);
    to.number(reads);
    to.number(now ? 1 : 0);
    readWaiting.save(reading, to);
    writeWaiting.save(writing, to);
  }

  @Override
  public void restore(Inlet from) {
    writer = from.reference(TaskletStrand.class);
    readers = from.number(0, Integer.MAX_VALUE);
    phase = from.number(0, 1) != 0;
    if (writer != null && readers > 0) {
      throw from.damaged("a mutex that is read and written at once");
    }
    LineCopy.restore(reading, from);
    LineCopy.restore(writing, from);
  }

  @Override
  boolean admits(Line line, Object request) {
    return line == reading ? mayRead() : mayWrite(request);
  }

  @Override
  Object noted(Line line, Object request) {
    return line == reading ? (Object) phase : request;
  }

  @Override
  @Nullable Strand admitNext() {
    if (writer != null) {
      return null;
    }
    Object since = reading.firstRequest();
    if (since != null && ((Boolean) since != phase || writing.isEmpty())) {
      readers++;
      return reading.take();
    }
    Strand next = null;
    if (readers == 0) {
      next = writing.take();
      if (next != null) {
        writer = next.item;
      }
    }
    return next;
  }

  @Override
  void takeBack(Line line, Object request) {
    if (line == reading) {
      readers--;
    } else {
      phase = !phase;
      writer = null;
    }
  }

  /**
   * How many read.
   *
   * @return a snapshot
   */
  public int readers() {
    lock();
    int now = readers;
    unlock();
    return now;
  }

  /**
   * Whether somebody writes.
   *
   * @return a snapshot
   */
  public boolean isWritten() {
    lock();
    boolean written = writer != null;
    unlock();
    return written;
  }

  @Override
  public String toString() {
    lock();
    Object has = writer;
    int reads = readers;
    unlock();
    if (has != null) {
      return "read-write mutex locked for writing by " + Callers.name(has);
    }
    return reads == 0 ? "read-write mutex" : "read-write mutex locked by " + reads + " readers";
  }
}
