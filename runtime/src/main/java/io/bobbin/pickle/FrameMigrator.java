package io.bobbin.pickle;

/**
 * Says how frames of a method that has changed since they were pickled go on in the method as it is
 * now. Without one, such an image is refused, as what a frame means to a changed method only its
 * author can know.
 *
 * <pre>{@code
 * PickleFilter filter = PickleFilter.allow("com.acme.**")
 *     .migrator("com.acme.Job.run", (then, now) ->
 *         now.goOnAtCall("receive", 0).set("total", (long) (int) then.value("sum")));
 * }</pre>
 *
 * <p>It is asked for each frame of the method whose point does not fit: whose method has other code
 * than the one that was left, so also if the change was next to the point or nothing but a renamed
 * variable. Frames that fit never come to it. It is called by the thread that reads, once all
 * objects of the image are complete and before anything runs. If it throws, reading does, and there
 * is no tasklet: what it throws is the cause of a {@link io.bobbin.frame.FrameMismatchException},
 * unless it is one, a {@link PickleException} or an error, which are thrown as they are.
 */
@FunctionalInterface
public interface FrameMigrator {
  /**
   * Migrates a frame.
   *
   * @param then the frame as it was pickled
   * @param now the frame as it goes on. It goes on at the same call as before, if the method still
   *     makes that, and variables have the values of those of the same name, if their types fit;
   *     the rest is to be said here. What is left unsaid is a {@link
   *     io.bobbin.frame.FrameMismatchException}
   */
  void migrate(SavedFrame then, MigratedFrame now);
}
