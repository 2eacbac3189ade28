package io.bobbin;

import io.bobbin.schedule.Members;
import org.jspecify.annotations.Nullable;

/**
 * Tasklets that work together: who opens a group waits, in {@link #close()}, for all that it has
 * started, and the first that fails cancels the others.
 *
 * <pre>{@code
 * try (WorkGroup g = WorkGroup.open()) {
 *   g.go(() -> left());
 *   g.go(() -> right());
 * }
 * }</pre>
 *
 * <p>All methods may be called by tasklets and by threads; {@link #close()} by one, and not by a
 * member.
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
   */
  <T extends @Nullable Object> Tasklet<T> go(Body<T> body);

  /**
   * Starts a tasklet without a result in the group, as {@link #go(Body)} does.
   *
   * @param body what it does
   * @return the tasklet
   * @throws IllegalStateException if the group is closed
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   */
  Tasklet<@Nullable Void> go(VoidBody body);

  /** {@linkplain Tasklet#kill() Kills} all tasklets of the group, and those yet to be started. */
  void cancel();

  /**
   * Waits until all tasklets of the group have ended. A tasklet of the group that waits here may
   * start more meanwhile. If whoever closes the group is killed meanwhile, or something is raised
   * in it, the group is cancelled, and what was raised is thrown once all have ended.
   *
   * @throws TaskletFailedException if one failed; the cause is what it threw, and what others threw
   *     afterwards is suppressed by that. Those that were killed because of it do not count.
   */
  @Override
  @Suspendable
  void close();
}
