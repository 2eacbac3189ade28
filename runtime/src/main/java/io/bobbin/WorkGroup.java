package io.bobbin;

import io.bobbin.schedule.Members;
import org.jspecify.annotations.Nullable;

/**
 * Tasklets that work together: who opens a group waits, in {@link #close()}, for all that it has
 * started, and the first that fails cancels the others.
 *
 * <pre>{@code
 * try (WorkGroup g = WorkGroup.open()) {
 *   g.go(() -> left(results));
 *   g.go(() -> right(results));
 *   use(results.receive());
 * }
 * }</pre>
 *
 * <p><b>When a member fails</b>, that is, ends by an exception (a {@link TaskletKilled} included,
 * unless the group had been cancelled before):
 *
 * <ol>
 *   <li>A {@link TaskletFailedException} whose cause is what the member threw is raised in the
 *       <em>opener</em>, the tasklet or thread that called {@link #open()}: it is thrown where the
 *       opener waits, or at its next wait. A receive that is left so has not received, a send has
 *       not sent (see {@link Tasklet#raise}). If the opener is a thread, that is where a method of
 *       this library blocks it; a call in {@link Tasklet#blocking} that the thread makes itself is
 *       not interrupted, nor is {@link Scheduler#run()}.
 *   <li>All other members are {@linkplain Tasklet#kill() killed}, and those yet to be started never
 *       begin.
 *   <li>What others throw from then on is {@linkplain Throwable#addSuppressed suppressed} by that
 *       exception. That they were killed does not count.
 * </ol>
 *
 * <p>The exception is thrown once: if the opener did not wait before it calls {@link #close()},
 * that throws it, and nothing of the group is thrown in the opener afterwards. An opener that
 * catches the exception has been told; so catch it outside of the {@code try} that opens the group.
 * An exception that leaves the {@code try} for another reason does not cancel the group, as {@code
 * close()} cannot know of it: call {@link #cancel()} where that may be.
 *
 * <p>Groups may be nested. If an outer group fails while its opener waits for an inner one, the
 * inner group is cancelled, and the failure is thrown once its tasklets have ended.
 *
 * <p>All methods may be called by tasklets and by threads. Only {@link #close()} waits. It is to be
 * called by one, as a rule the opener, and not by a member.
 */
public interface WorkGroup extends AutoCloseable {
  /**
   * Opens a group whose tasklets run on the caller's scheduler (see {@link Tasklet#start(Body)}).
   *
   * @return an empty group
   */
  static WorkGroup open() {
    return new Members();
  }

  /**
   * Opens a group whose tasklets run on a scheduler.
   *
   * @param scheduler the scheduler
   * @return an empty group
   */
  static WorkGroup open(Scheduler scheduler) {
    return new Members(scheduler);
  }

  /**
   * Starts a tasklet in the group. If the group has been cancelled, the tasklet never begins.
   *
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws IllegalStateException if the group is closed
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed; the group
   *     stays as it is
   */
  <T extends @Nullable Object> Tasklet<T> go(Body<T> body);

  /**
   * Starts a tasklet without a result in the group, as {@link #go(Body)} does.
   *
   * @param body what it does
   * @return the tasklet
   * @throws IllegalStateException if the group is closed
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed; the group
   *     stays as it is
   */
  Tasklet<@Nullable Void> go(VoidBody body);

  /**
   * {@linkplain Tasklet#kill() Kills} all tasklets of the group, and those yet to be started. Does
   * not wait until they have ended, is no failure, and raises nothing in the opener. May be called
   * more than once.
   */
  void cancel();

  /**
   * Waits until all tasklets of the group have ended. A tasklet of the group that waits here may
   * start more meanwhile; afterwards the group starts none. If whoever closes the group is killed
   * meanwhile, or something is raised in it, the group is cancelled, and what was raised is thrown
   * once all have ended; a failure of the group is suppressed by that. Closing again does nothing.
   *
   * @throws TaskletFailedException if one failed, unless that has been thrown in the opener, who
   *     calls; the cause is what it threw, and what others threw afterwards is suppressed by that.
   *     All have ended then, too
   */
  @Override
  @Suspendable
  void close();
}
