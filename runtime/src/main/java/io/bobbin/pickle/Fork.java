package io.bobbin.pickle;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.schedule.AtRest;
import io.bobbin.schedule.Event;
import io.bobbin.schedule.TaskletStrand;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A second tasklet that goes on from the same point, independently: with copies of its frames and
 * of what they reach.
 *
 * <p>What connects a tasklet with others is not copied but shared: channels and other tools of
 * {@code io.bobbin}, and other tasklets; and so are strings. What else is to be shared the caller
 * says.
 *
 * <pre>{@code
 * // returns once with each choice, in a tasklet of its own; and ends the caller with NoChoiceLeft
 * static int choose(int... choices) {
 *   for (int choice : choices) {
 *     Tasklet<?> twin = Fork.here();
 *     if (twin == null) return choice;
 *     twin.resume();
 *   }
 *   throw new NoChoiceLeft();
 * }
 * }</pre>
 *
 * <p>A fork is made by the thread that runs the caller, which it blocks. What a predicate throws is
 * thrown by the call that it was given to; it must not wait.
 */
public final class Fork {
  /** Nothing is looked up by it, as all classes are known. */
  private static final PickleFilter LOCAL = PickleFilter.allow("**");

  private Fork() {}

  /**
   * Forks the calling tasklet.
   *
   * @return in the tasklet that calls: its twin, which goes on once it is {@linkplain
   *     Tasklet#resume() resumed}. In the twin: null
   * @throws NotPicklableException if the tasklet reaches something that cannot be copied; it goes
   *     on
   * @throws IllegalStateException if the caller is no tasklet, or cannot be left, as in {@code
   *     synchronized}
   */
  @Suspendable
  public static @Nullable Tasklet<?> here() {
    return here(object -> false);
  }

  /**
   * Forks the calling tasklet.
   *
   * @param shared which objects the two are to have in common, besides channels and the like; asked
   *     for each object that is reached
   * @return in the tasklet that calls: its twin, which goes on once it is resumed. In the twin:
   *     null
   * @throws NotPicklableException if the tasklet reaches something that cannot be copied; it goes
   *     on
   * @throws IllegalStateException if the caller is no tasklet, or cannot be left
   */
  @Suspendable
  public static @Nullable Tasklet<?> here(Predicate<Object> shared) {
    return (Tasklet<?>) AtRest.call(copier(shared));
  }

  /**
   * Forks a tasklet that waits: the twin waits for the same, at the same channels or tool of {@code
   * io.bobbin}, and behind those who wait there when it is resumed; or until the same tasklet ends;
   * or as long as is left of a sleep. What the first one has locked is not the twin's.
   *
   * @param tasklet a tasklet that waits for a channel, in a select, for a tool, to join or to
   *     sleep; or that has not begun and is not about to, or has ended; or that is a fork or was
   *     read from a pickle, and not resumed
   * @param <T> the type of its result
   * @param shared which objects the two are to have in common, besides channels and the like
   * @return its twin, which goes on once it is {@linkplain Tasklet#resume() resumed}
   * @throws NotPicklableException if the tasklet reaches something that cannot be copied, or a
   *     {@link io.bobbin.WorkGroup} that it has opened, or waits for a completion stage or a
   *     blocking call; it goes on
   * @throws IllegalStateException if it calls, or does not come to rest within a second
   */
  @SuppressWarnings("unchecked") // the twin has the same body
  public static <T extends @Nullable Object> Tasklet<T> of(
      Tasklet<T> tasklet, Predicate<Object> shared) {
    Objects.requireNonNull(shared, "shared");
    TaskletStrand<?> strand = (TaskletStrand<?>) tasklet;
    if (tasklet == Tasklet.current()) {
      throw new IllegalStateException(
          "Fork: " + tasklet.name() + " forks itself: call Fork.here()");
    }
    return (Tasklet<T>) Group.of(List.of(strand)).held(() -> copy(strand, shared));
  }

  private static Function<TaskletStrand<?>, Tasklet<?>> copier(Predicate<Object> shared) {
    Objects.requireNonNull(shared, "shared");
    return tasklet -> copy(tasklet, shared);
  }

  /**
   * Whether an object connects a tasklet with others. Strings do not, but nobody can tell them from
   * their copies, which take time to make.
   */
  private static boolean connects(Object object, TaskletStrand<?> tasklet) {
    return object instanceof String
        || object instanceof Tasklet<?>
        || (object instanceof Event event && !event.isOf(tasklet))
        || Forms.isToolOfRuntime(object.getClass());
  }

  private static Tasklet<?> copy(TaskletStrand<?> tasklet, Predicate<Object> shared) {
    Predicate<Object> stays =
        object -> object != tasklet && (connects(object, tasklet) || shared.test(object));
    ImageWriter writer = new ImageWriter(PickleOptions.sharing(stays), List.of(tasklet));
    byte[] body = writer.write(List.of(tasklet));
    ByteIn in = new ByteIn(body, 0, body.length);
    return (Tasklet<?>) new ImageReader(in, LOCAL, writer.local()).read().get(0);
  }
}
