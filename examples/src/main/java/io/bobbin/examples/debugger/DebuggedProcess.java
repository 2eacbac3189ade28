package io.bobbin.examples.debugger;

/**
 * Stands for a process that is debugged. As with {@code ptrace} on Linux, all calls must come from
 * the thread that attached to it; others fail.
 */
public final class DebuggedProcess {
  /** The first words keep what they hold: their own addresses. */
  private static final int CONSTANTS = 2;

  private final Thread tracer = Thread.currentThread();
  private final long[] memory;
  private int counter;

  /**
   * Attaches the calling thread.
   *
   * @param words how many words of memory there are, more than two
   */
  public DebuggedProcess(int words) {
    memory = new long[words];
    for (int i = 0; i < CONSTANTS; i++) {
      memory[i] = i;
    }
  }

  /**
   * Reads memory.
   *
   * @param address the number of a word
   * @return the word
   * @throws IllegalStateException if another thread calls than the one that attached
   * @throws IndexOutOfBoundsException if there is no such word
   */
  public long read(long address) {
    requireTracer();
    if (address < 0 || address >= memory.length) {
      throw new IndexOutOfBoundsException("no memory at " + address);
    }
    return memory[(int) address];
  }

  /**
   * Lets the process run to its next breakpoint. It counts, and stores the square of its counter.
   *
   * @return the counter
   * @throws IllegalStateException if another thread calls than the one that attached
   */
  public long resume() {
    requireTracer();
    int count = counter++;
    memory[CONSTANTS + count % (memory.length - CONSTANTS)] = (long) count * count;
    return count;
  }

  private void requireTracer() {
    if (Thread.currentThread() != tracer) {
      throw new IllegalStateException(
          "ESRCH: " + Thread.currentThread() + " is not the tracer, which is " + tracer);
    }
  }
}
