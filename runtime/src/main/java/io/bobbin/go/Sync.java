package io.bobbin.go;

import io.bobbin.Context;
import io.bobbin.Mutex;
import io.bobbin.Once;
import io.bobbin.RWMutex;
import io.bobbin.Semaphore;
import io.bobbin.WaitGroup;

/**
 * Go's package {@code sync}, as pygolang has it: all of it is Bobbin's own.
 *
 * <p>All methods may be called by tasklets and by threads, and throw what those throw that they
 * name.
 */
public final class Sync {
  private Sync() {}

  /**
   * Makes a mutex.
   *
   * @return one that is not locked
   */
  public static Mutex mutex() {
    return new Mutex();
  }

  /**
   * Makes a mutex for one writer or many readers.
   *
   * @return one that is not locked
   */
  public static RWMutex rwMutex() {
    return new RWMutex();
  }

  /**
   * Makes a semaphore with one permit.
   *
   * @return one that is not taken
   */
  public static Semaphore sema() {
    return new Semaphore(1);
  }

  /**
   * Makes a barrier that runs something once.
   *
   * @return one that has run nothing
   */
  public static Once once() {
    return new Once();
  }

  /**
   * Makes a counter that can be waited for.
   *
   * @return one that is zero
   */
  public static WaitGroup waitGroup() {
    return new WaitGroup();
  }

  /**
   * Makes a group of goroutines: see {@link WorkGroup}.
   *
   * @param parent when it is done, so is the group's context
   * @return a group without goroutines
   * @throws IllegalArgumentException if the parent is not one of Bobbin's own contexts
   */
  public static WorkGroup workGroup(Context parent) {
    return new WorkGroup(parent);
  }
}
