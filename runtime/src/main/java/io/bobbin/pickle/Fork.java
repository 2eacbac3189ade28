package io.bobbin.pickle;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.schedule.AtRest;
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
 * {@code io.bobbin}, and other tasklets. What else is to be shared the caller says.
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
   * @throws NotPicklableException if the tasklet reaches something that cannot be copied
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
   * @throws NotPicklableException if the tasklet reaches something that cannot be copied
   * @throws IllegalStateException if the caller is no tasklet, or cannot be left
   */
  @Suspendable
  public static @Nullable Tasklet<?> here(Predicate<Object> shared) {
    return (Tasklet<?>) AtRest.call(copier(shared));
  }

  private static Function<TaskletStrand<?>, Tasklet<?>> copier(Predicate<Object> shared) {
    Objects.requireNonNull(shared, "shared");
    return tasklet ->
        copy(tasklet, object -> object != tasklet && (connects(object) || shared.test(object)));
  }

  private static boolean connects(Object object) {
    return object instanceof Tasklet<?> || Forms.isToolOfRuntime(object.getClass());
  }

  private static Tasklet<?> copy(TaskletStrand<?> tasklet, Predicate<Object> shared) {
    ImageWriter writer = new ImageWriter(PickleOptions.sharing(shared), List.of(tasklet));
    byte[] body = writer.write(List.of(tasklet));
    ByteIn in = new ByteIn(body, 0, body.length);
    return (Tasklet<?>) new ImageReader(in, LOCAL, writer.local()).read().get(0);
  }
}
