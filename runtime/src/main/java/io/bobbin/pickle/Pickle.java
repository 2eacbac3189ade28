package io.bobbin.pickle;

import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.schedule.AtRest;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.TaskletStrand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parked tasklets as bytes: with their frames, all that these reach, and the channels that connect
 * them, with what is in the buffers and who waits.
 *
 * <pre>{@code
 * byte[] image = Pickle.of(tasklet).bytes();
 * ...
 * Tasklet<String> twin = Pickle.read(image, PickleFilter.allow("com.acme.**")).tasklet();
 * twin.resume();
 * }</pre>
 *
 * <p>The tasklets that were pickled are as they were, and go on. What was read from a pickle waits
 * where they waited, and is run once it is {@linkplain Tasklet#resume() resumed}. Each reading
 * makes new ones, which share nothing with the first or with one another.
 *
 * <p>What does not travel: thread locals, {@code transient} and static fields. What cannot be
 * pickled is refused with the way to it: {@link NotPicklableException}.
 *
 * <p>All methods may be called by tasklets and by threads, and block the thread while they write or
 * read. Tasklets that run are waited for, for a second. Objects of this class are immutable.
 */
public final class Pickle {
  private static final byte[] MAGIC = {'B', 'o', 'b', 'P'};
  private static final int VERSION = 1;

  /** The magic number, and the version. */
  private static final int HEADER = MAGIC.length + 1;

  private static final int BODY = HEADER + PickleKey.SIZE;

  private final byte[] image;

  private Pickle(byte[] image) {
    this.image = image;
  }

  // Making

  /**
   * Pickles a tasklet.
   *
   * @param tasklet a tasklet that waits or has ended; that is {@linkplain Tasklet#unstarted new} or
   *     was read from a pickle, and not resumed yet; or that only the calling thread runs, but not
   *     now
   * @return the pickle
   * @throws NotPicklableException if it reaches something that cannot be pickled
   * @throws IllegalStateException if it calls, or does not come to rest within a second
   */
  public static Pickle of(Tasklet<?> tasklet) {
    return ofAll(List.of(tasklet), PickleOptions.DEFAULT);
  }

  /**
   * Pickles a tasklet.
   *
   * @param tasklet a tasklet that waits or has ended; that is {@linkplain Tasklet#unstarted new} or
   *     was read from a pickle, and not resumed yet; or that only the calling thread runs, but not
   *     now
   * @param options how
   * @return the pickle
   * @throws NotPicklableException if it reaches something that cannot be pickled
   * @throws IllegalStateException if it calls, or does not come to rest within a second
   */
  public static Pickle of(Tasklet<?> tasklet, PickleOptions options) {
    return ofAll(List.of(tasklet), options);
  }

  /**
   * Pickles tasklets together, at one instant: what connects them connects their twins.
   *
   * @param tasklets the tasklets, as in {@link #of}
   * @return the pickle
   * @throws NotPicklableException if one reaches something that cannot be pickled
   * @throws IllegalStateException if one calls, or does not come to rest within a second
   */
  public static Pickle ofAll(Collection<? extends Tasklet<?>> tasklets) {
    return ofAll(tasklets, PickleOptions.DEFAULT);
  }

  /**
   * Pickles tasklets together, at one instant: what connects them connects their twins.
   *
   * @param tasklets the tasklets, as in {@link #of}
   * @param options how
   * @return the pickle
   * @throws NotPicklableException if one reaches something that cannot be pickled
   * @throws IllegalStateException if one calls, or does not come to rest within a second
   */
  public static Pickle ofAll(Collection<? extends Tasklet<?>> tasklets, PickleOptions options) {
    List<TaskletStrand<?>> strands = new ArrayList<>();
    for (Tasklet<?> tasklet : tasklets) {
      strands.add((TaskletStrand<?>) Objects.requireNonNull(tasklet, "tasklet"));
    }
    return new Pickle(seal(Group.of(strands).write(options), options.key()));
  }

  /**
   * Pickles all tasklets of a scheduler together, as {@link #ofScheduler(Scheduler, PickleOptions)}
   * does.
   *
   * @param scheduler the scheduler, as there
   * @return the pickle
   * @throws NotPicklableException if one reaches something that cannot be pickled
   * @throws IllegalStateException if one calls, or does not come to rest within a second; or if the
   *     calling thread is not the scheduler's
   * @throws UnsupportedOperationException if the scheduler does not know its tasklets
   */
  public static Pickle ofScheduler(Scheduler scheduler) {
    return ofScheduler(scheduler, PickleOptions.DEFAULT);
  }

  /**
   * Pickles all tasklets of a scheduler together: a snapshot of what it runs.
   *
   * @param scheduler that of the calling thread ({@link Scheduler#here()}), of which no other
   *     tasklet runs now; or a pool in a JVM with {@code -Dbobbin.track=true}, all of whose
   *     tasklets are parked
   * @param options how
   * @return the pickle; its tasklets have no particular order, but have their names
   * @throws NotPicklableException if one reaches something that cannot be pickled
   * @throws IllegalStateException if one calls, or does not come to rest within a second; or if the
   *     calling thread is not the scheduler's
   * @throws UnsupportedOperationException if the scheduler does not know its tasklets
   */
  public static Pickle ofScheduler(Scheduler scheduler, PickleOptions options) {
    return ofAll(((Dispatcher) scheduler).tasklets(), options);
  }

  /**
   * Pickles the calling tasklet, at this call, and goes on.
   *
   * <pre>{@code
   * if (Pickle.checkpoint(image -> save(image.bytes()))) {
   *   log("restored from the checkpoint");
   * }
   * }</pre>
   *
   * @param store is given the pickle; it is called by the tasklet, which may wait in it, and is not
   *     part of the pickle. What it throws is thrown here
   * @return false in the tasklet that calls; true in each twin that was read from the pickle
   * @throws NotPicklableException if the tasklet reaches something that cannot be pickled; it goes
   *     on
   * @throws IllegalStateException if the caller is no tasklet, or cannot be left, as in {@code
   *     synchronized}
   */
  @Suspendable
  public static boolean checkpoint(Consumer<Pickle> store) {
    return checkpoint(store, PickleOptions.DEFAULT);
  }

  /**
   * Pickles the calling tasklet, at this call, and goes on: see {@link #checkpoint(Consumer)}.
   *
   * @param store is given the pickle
   * @param options how
   * @return false in the tasklet that calls; true in each twin that was read from the pickle
   * @throws NotPicklableException if the tasklet reaches something that cannot be pickled; it goes
   *     on
   * @throws IllegalStateException if the caller is no tasklet, or cannot be left
   */
  @Suspendable
  public static boolean checkpoint(Consumer<Pickle> store, PickleOptions options) {
    Objects.requireNonNull(store, "store");
    Checkpoint made = (Checkpoint) AtRest.call(Checkpoint.maker(store, options));
    if (made == null) {
      return true;
    }
    made.store().accept(made.pickle());
    return false;
  }

  /** What a tasklet finds after its checkpoint. */
  private record Checkpoint(Pickle pickle, Consumer<Pickle> store) {
    static Function<TaskletStrand<?>, Checkpoint> maker(
        Consumer<Pickle> store, PickleOptions options) {
      return tasklet ->
          new Checkpoint(
              new Pickle(seal(Group.writeAtRest(tasklet, options), options.key())), store);
    }
  }

  private static byte[] seal(byte[] body, PickleKey key) {
    byte[] image = new byte[BODY + body.length];
    System.arraycopy(MAGIC, 0, image, 0, MAGIC.length);
    image[MAGIC.length] = VERSION;
    System.arraycopy(body, 0, image, BODY, body.length);
    System.arraycopy(key.seal(image, HEADER, BODY), 0, image, HEADER, PickleKey.SIZE);
    return image;
  }

  /**
   * The image.
   *
   * @return a copy of the bytes
   */
  public byte[] bytes() {
    return image.clone();
  }

  /**
   * How large the image is.
   *
   * @return the number of its bytes
   */
  public int size() {
    return image.length;
  }

  /**
   * Writes the image.
   *
   * @param to where to; it is not closed
   * @throws IOException what writing throws; some of the bytes may have been written
   */
  public void writeTo(OutputStream to) throws IOException {
    to.write(image);
  }

  // Reading

  /**
   * Reads an image, and makes what it has. If this throws, no tasklet was made.
   *
   * @param image the bytes, all of them
   * @param filter what it may name
   * @return what was made
   * @throws DamagedPickleException if the bytes are no pickle, were changed, were sealed with
   *     another key, or are more, or more objects, than the filter allows
   * @throws RefusedClassException if it names a class that is not allowed
   * @throws io.bobbin.frame.FrameMismatchException if a method has changed since, and the filter
   *     has no {@link FrameMigrator} for it, or one that leaves something unsaid
   * @throws PickleException if a class is not there, or has changed so that its objects cannot be
   *     made, or if a {@link Pickler} fails
   */
  public static Restored read(byte[] image, PickleFilter filter) {
    Objects.requireNonNull(filter, "filter");
    if (image.length > filter.mostBytes()) {
      throw new DamagedPickleException(
          "an image of " + image.length + " bytes; " + filter.mostBytes() + " are allowed");
    }
    ByteIn body = open(image.clone(), filter.key());
    ImageReader reader = new ImageReader(body, filter, new ImageWriter.Local());
    List<Object> roots;
    try {
      roots = reader.read();
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | NullPointerException e) {
      // Or by a hash code or a comparator of the program, which the cause tells.
      throw (DamagedPickleException) body.damaged("what no pickle says: " + e).initCause(e);
    } catch (StackOverflowError e) { // nothing else than hash codes and comparators recurses
      throw body.damaged(
          "keys whose hash codes go deeper than the stack of the thread that reads: one with a"
              + " larger stack may be able to");
    }
    List<Tasklet<?>> tasklets = new ArrayList<>();
    for (Object root : roots) {
      if (!(root instanceof Tasklet<?> tasklet)) {
        throw body.damaged("a root that is no tasklet");
      }
      tasklets.add(tasklet);
    }
    return new Restored(tasklets, reader.notes());
  }

  /**
   * Reads an image to the end of a stream.
   *
   * @param from the stream; it is not closed
   * @param filter what it may name
   * @return what was made
   * @throws IOException what reading throws
   * @throws PickleException as {@link #read(byte[], PickleFilter)} does
   * @throws io.bobbin.frame.FrameMismatchException as {@link #read(byte[], PickleFilter)} does
   */
  public static Restored read(InputStream from, PickleFilter filter) throws IOException {
    int most = filter.mostBytes();
    byte[] image = from.readNBytes(most == Integer.MAX_VALUE ? most : most + 1);
    return read(image, filter);
  }

  /** The body of an image whose seal fits, or is not looked at if there is no key. */
  static ByteIn open(byte[] image, @Nullable PickleKey key) {
    if (image.length < BODY || !Arrays.equals(image, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedPickleException("these bytes are no pickle");
    }
    if (image[MAGIC.length] != VERSION) {
      throw new DamagedPickleException(
          "a pickle of version " + image[MAGIC.length] + "; this is version " + VERSION);
    }
    byte[] seal = Arrays.copyOfRange(image, HEADER, BODY);
    if (key != null && !MessageDigest.isEqual(seal, key.seal(image, HEADER, BODY))) {
      throw new DamagedPickleException(
          "the seal does not fit: the image was changed, or sealed with another key");
    }
    return new ByteIn(image, BODY, image.length);
  }

  /**
   * What was read from an image.
   *
   * @param tasklets the tasklets, in the order in which they were pickled
   * @param notes what the image has that was left out, as the program's classes have no place for
   *     it any more: a sentence for each field that is gone. Empty if nothing was
   */
  public record Restored(List<Tasklet<?>> tasklets, List<String> notes) {
    /**
     * The only one.
     *
     * @param <T> the type of its result
     * @return the tasklet
     * @throws IllegalStateException if there are none, or several
     */
    @SuppressWarnings("unchecked") // what the caller says that it is
    public <T extends @Nullable Object> Tasklet<T> tasklet() {
      if (tasklets.size() != 1) {
        throw new IllegalStateException("the pickle has " + tasklets.size() + " tasklets");
      }
      return (Tasklet<T>) tasklets.get(0);
    }

    /**
     * Resumes all of them, on the scheduler of who calls.
     *
     * @throws IllegalStateException if one was resumed before; those before it are resumed
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed; those
     *     resumed before it was stay so
     */
    public void resume() {
      tasklets.forEach(Tasklet::resume);
    }
  }
}
