package io.bobbin.tests.pickle;

import com.sun.management.ThreadMXBean;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.pickle.PickleException;
import java.lang.management.ManagementFactory;

/** How the reading of bytes that nobody has written may end, and what it may cost. */
public final class Refusals {
  /** What may be allocated whatever is read. */
  private static final long MEMORY = 4 << 20;

  /** What reading may allocate for each byte. */
  public static final long TO_READ = 256;

  /** What printing may allocate for each byte. */
  public static final long TO_PRINT = 4096;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Refusals() {}

  /**
   * Has bytes read; twice if the first time takes much memory, as classes may be loaded then.
   *
   * @param size how many bytes
   * @param perByte how much memory they may take each
   * @param what what they are, for the message of a failure
   * @param reading reads them
   * @return true if that went well; false if it ended in an exception that says that they are
   *     refused
   * @throws AssertionError if it ended in another way, or took too much memory
   */
  public static boolean isRead(int size, long perByte, String what, Runnable reading) {
    long most = MEMORY + perByte * size;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean isRead = isRead(what, reading);
    if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
      before = THREADS.getCurrentThreadAllocatedBytes();
      isRead = isRead(what, reading);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (allocated > most) {
        throw new AssertionError(what + " takes " + allocated + " bytes of memory");
      }
    }
    return isRead;
  }

  private static boolean isRead(String what, Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (PickleException | FrameMismatchException e) {
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " ends in " + e, e);
    }
  }
}
