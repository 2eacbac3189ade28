package io.bobbin.benchmarks;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The recursion of {@link Pickles}, a million calls deep. */
@State(Scope.Thread)
public class MillionFrames {
  private final Scheduler scheduler = Scheduler.here();
  private @Nullable Tasklet<?> parked;
  private byte[] image = {};

  @Setup
  public void setup() {
    parked = PicklesBobbin.park(Pickles.MILLION, Pickles.ONE_METHOD, scheduler);
    image = pickle();
    // Whoever joins lets run what is runnable, but no twin that was not resumed.
    parked = read();
    PicklesBobbin.check(PicklesBobbin.read(pickle()), Pickles.MILLION);
  }

  @TearDown
  public void tearDown() {
    scheduler.close();
  }

  byte[] pickle() {
    return Pickle.of(Objects.requireNonNull(parked)).bytes();
  }

  Tasklet<?> read() {
    return PicklesBobbin.read(image);
  }
}
