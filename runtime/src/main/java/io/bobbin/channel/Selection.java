package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.schedule.Alarm;
import io.bobbin.schedule.OneShot;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.ThreadStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a select, after Go's {@code runtime/select.go}.
 *
 * <ol>
 *   <li>The latches of all channels are taken, in the order of their ranks, so that no two selects
 *       wait for each other.
 *   <li>One of the cases that are ready is drawn, and happens. All latches were held, so at this
 *       instant the others were ready or not as was seen.
 *   <li>If none is, each case enters its channel's line, and the latches are released.
 *   <li>The first partner to {@linkplain #claim() claim} the selection makes its case happen.
 *       Others who come upon a case of a claimed selection drop it.
 *   <li>The strand, woken, takes the cases that are left out of their lines.
 * </ol>
 *
 * <p>Mostly a {@link ReadyCase} was looked for before. A selection is claimed once: by a partner,
 * an alarm, or a withdrawal. A select is not in any line while it looks for partners, so it never
 * finds itself.
 */
public final class Selection extends OneShot implements Portable {
  private SelectCase<?>[] cases;
  private boolean inOrder;
  private @Nullable Strand strand;

  /** Those of the cases that are a time, in the order of these. */
  private @Nullable List<Alarm> alarms;

  /** What is left of the times, one for each case, until one that was read is resumed. */
  private long @Nullable [] timesLeft;

  private boolean waited;

  /** Whether a channel is in several cases. */
  private boolean repeats;

  private Selection(Select.Case<?>[] cases, boolean inOrder) {
    this.inOrder = inOrder;
    this.cases = new SelectCase<?>[cases.length];
    boolean hasElse = false;
    for (int i = 0; i < cases.length; i++) {
      SelectCase<?> each = (SelectCase<?>) Objects.requireNonNull(cases[i], "case");
      if (each instanceof ChannelCase<?, ?> on && !on.isNewTo(this)) {
        throw new IllegalArgumentException("one and the same case twice in a select: make two");
      }
      if (each instanceof ElseCase<?>) {
        if (hasElse) {
          throw new IllegalArgumentException(
              "Select.orElse twice in a select, of which one could never happen: give it one");
        }
        hasElse = true;
      }
      this.cases[i] = each;
    }
  }

  private Selection() {
    cases = new SelectCase<?>[0];
  }

  /**
   * Makes an empty one, to be restored.
   *
   * @return a selection
   */
  public static Selection empty() {
    return new Selection();
  }

  /**
   * Selects.
   *
   * @param cases the cases
   * @param inOrder whether the first case that is ready happens, instead of any
   * @param <R> the type of the result
   * @return what the handler of the case that happened returns
   */
  @Suspendable
  @SuppressWarnings("unchecked") // it is one of the cases
  public static <R extends @Nullable Object> R select(
      Select.Case<? extends R>[] cases, boolean inOrder) {
    ChannelCase<?, ?> ready = inOrder ? null : ReadyCase.happens(cases);
    if (ready != null) {
      return ((SelectCase<? extends R>) ready).finish();
    }
    Selection selection = new Selection(cases, inOrder);
    SelectCase<? extends R> chosen;
    try {
      chosen = (SelectCase<? extends R>) selection.await();
    } finally {
      selection.leave();
    }
    selection.tell(chosen);
    return chosen.finish();
  }

  /**
   * Selects, and tells which case it was.
   *
   * @param cases the cases
   * @param <R> the type of the result
   * @return the case that happened, and what its handler returned
   */
  @Suspendable
  @SuppressWarnings("unchecked") // it is one of the cases
  public static <R extends @Nullable Object> Select.Chosen<R> select(
      List<? extends Select.Case<? extends R>> cases) {
    Selection selection = new Selection(cases.toArray(new Select.Case<?>[0]), false);
    SelectCase<? extends R> chosen;
    try {
      chosen = (SelectCase<? extends R>) selection.await();
    } finally {
      selection.leave();
    }
    selection.tell(chosen);
    int index = selection.indexOf(chosen);
    return new Select.Chosen<>(index, chosen.finish());
  }

  private int indexOf(SelectCase<?> chosen) {
    int index = 0;
    while (cases[index] != chosen) {
      index++;
    }
    return index;
  }

  @Nullable Strand strand() {
    return strand;
  }

  @Suspendable
  SelectCase<?> await() {
    ThreadStrand self = new ThreadStrand();
    SelectCase<?> chosen = begin(self);
    if (chosen == null) {
      if (waited) {
        arm(self);
      }
      self.block();
      chosen = (SelectCase<?>) Objects.requireNonNull(self.refResult);
    }
    return chosen;
  }

  @SuppressWarnings("NullAway") // the dummy
  SelectCase<?> await(FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      return await();
    }
    SelectCase<?> chosen = begin(self);
    if (chosen == null) {
      if (waited) {
        arm(self);
      }
      self.unwind();
    }
    return chosen;
  }

  /**
   * Has a case happen at once, or returns null: all lines were entered, or the case's channel
   * prefers the partner, and the strand will go on with it later.
   */
  private @Nullable SelectCase<?> begin(Strand self) {
    BufferedChannel<?>[] channels = channels();
    SelectCase<?>[] entering = repeats && !inOrder ? shuffled(self.host()) : cases;
    lock(channels);
    ChannelCase<?, ?> ready;
    try {
      ready = happensNow(self.host());
    } catch (OutOfMemoryError e) { // the buffer of an unlimited channel could not grow
      unlock(channels);
      throw e;
    }
    SelectCase<?> otherwise = ready == null ? elseCase() : null;
    if (ready == null && otherwise == null) {
      strand = self;
      self.waitsAt(this);
      waited = true;
      enter(entering);
    }
    unlock(channels);
    if (ready != null) {
      return served(ready, self);
    }
    if (otherwise == null) {
      meet();
    }
    return otherwise;
  }

  /**
   * Tells the partner of a case that has happened. Returns the case, or null if the strand is to go
   * on later, as if it had waited.
   */
  private @Nullable SelectCase<?> served(ChannelCase<?, ?> happened, Strand self) {
    Strand partner = happened.servePartner();
    if (partner == null) {
      return happened;
    }
    if (!happened.channel.isLeft(happened.isSend(), partner, self)) {
      partner.wake();
      return happened;
    }
    claim(); // nobody will end this wait
    self.waitsAt(this);
    self.refResult = happened;
    happened.channel.leave(partner, self);
    return null;
  }

  /** Serves those who wait for a receiver in order to join its thread. */
  private void meet() {
    for (SelectCase<?> each : cases) {
      if (each instanceof ReceiveCase<?, ?> receives) {
        receives.channel.meetJoiners(receives);
      }
    }
  }

  /** The cases in an order of chance: of those in one line it is the first that happens. */
  private SelectCase<?>[] shuffled(@Nullable TaskletStrand<?> host) {
    SelectCase<?>[] order = cases.clone();
    for (int i = order.length - 1; i > 0; i--) {
      int other = ReadyCase.draw(host, i + 1);
      SelectCase<?> swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  /** Draws among the ready cases, each being as likely, or takes the first; has it happen. */
  private @Nullable ChannelCase<?, ?> happensNow(@Nullable TaskletStrand<?> host) {
    for (; ; ) {
      ChannelCase<?, ?> drawn = null;
      int ready = 0;
      for (SelectCase<?> each : cases) {
        if (each instanceof ChannelCase<?, ?> on && on.isReady()) {
          ready++;
          if (ready == 1 || (!inOrder && ReadyCase.draw(host, ready) == 0)) {
            drawn = on;
          }
        }
      }
      // It cannot happen after all if the partner, another select, was just claimed elsewhere.
      if (drawn == null || drawn.happensNow()) {
        return drawn;
      }
    }
  }

  private @Nullable SelectCase<?> elseCase() {
    for (SelectCase<?> each : cases) {
      if (each instanceof ElseCase<?>) {
        return each;
      }
    }
    return null;
  }

  private void arm(Strand self) {
    try {
      for (SelectCase<?> each : cases) {
        if (each instanceof AfterCase<?> after) {
          set(self, after, after.nanos);
        }
      }
    } catch (Throwable t) {
      if (claim()) {
        throw t;
      }
    }
  }

  private void set(Strand self, AfterCase<?> after, long nanos) {
    List<Alarm> all = alarms == null ? new ArrayList<>(1) : alarms;
    alarms = all;
    all.add(Alarm.set(self, nanos, () -> rings(after)));
  }

  private void rings(AfterCase<?> after) {
    if (claim()) {
      chosen(after).wake();
    }
  }

  /** Ends the wait by a case. Called by who claimed the selection, and must wake the strand. */
  Strand chosen(SelectCase<?> chosen) {
    Strand self = Objects.requireNonNull(strand);
    self.refResult = chosen;
    return self;
  }

  /** Tells those who want to know that a case has happened. */
  private void tell(SelectCase<?> chosen) {
    if (Uses.areTold() && chosen instanceof ChannelCase<?, ?> on) {
      Uses.tell(on.channel, on.isSend(), waited);
    }
  }

  /** Takes back whatever still waits. */
  private void leave() {
    if (waited) {
      if (!isClaimed()) { // ended while this was away
        claim();
      }
      for (SelectCase<?> each : cases) {
        if (each instanceof ChannelCase<?, ?> on) {
          on.leave();
        }
      }
      List<Alarm> set = alarms;
      if (set != null) {
        set.forEach(Alarm::cancel);
      }
    }
  }

  @Override
  public boolean withdraw(Strand waiter, @Nullable Timeout onBehalfOf) {
    return waiter == strand && claim();
  }

  @Override
  public @Nullable WaitReason reason(Strand waiter) {
    return isClaimed() ? null : WaitReason.SELECT;
  }

  // Pickling

  @Override
  public Portable portable() {
    return this;
  }

  // Whether an image has that a wait is over; or that it is begun anew when its tasklet is resumed
  private static final int WAITS = 0;
  private static final int OVER = 1;
  private static final int COMES_BACK = 2;

  /**
   * Whether this waits, and whoever reads it is to come back to its channels: as one of these stays
   * where it is, or as this was read so itself, and not resumed since.
   */
  boolean comesBack(Outlet to) {
    if (isOver()) {
      return false;
    }
    if (away() != null) {
      return true;
    }
    for (SelectCase<?> each : cases) {
      if (each instanceof ChannelCase<?, ?> on && to.stays(on.channel)) {
        return true;
      }
    }
    return false;
  }

  /** The wait of one who has not come back, or whose wait was ended before. */
  private @Nullable ReturningSelection away() {
    Strand self = strand;
    return self != null && self.place() instanceof ReturningSelection away && away.isOf(this)
        ? away
        : null;
  }

  private boolean isOver() {
    ReturningSelection away = away();
    return isClaimed() || (away != null && away.reason(Objects.requireNonNull(strand)) == null);
  }

  @Override
  public void save(Outlet to) {
    to.number(inOrder ? 1 : 0);
    to.number(waited ? 1 : 0);
    to.number(isOver() ? OVER : comesBack(to) ? COMES_BACK : WAITS);
    to.reference(strand);
    to.number(cases.length);
    List<Alarm> set = alarms;
    int alarm = 0;
    for (int i = 0; i < cases.length; i++) {
      SelectCase<?> each = cases[i];
      if (!isOver() && to.stays(each)) {
        throw to.refusal("is a select, none of whose cases can be another's too");
      }
      to.reference(each);
      if (!(each instanceof AfterCase<?>)) {
        to.number(0);
      } else if (set != null && alarm < set.size()) {
        to.number(set.get(alarm++).left());
      } else {
        to.number(timesLeft == null ? 0 : timesLeft[i]);
      }
    }
  }

  @Override
  public void restore(Inlet from) {
    inOrder = from.number(0, 1) != 0;
    waited = from.number(0, 1) != 0;
    int state = from.number(WAITS, COMES_BACK);
    strand = from.reference(Strand.class);
    int count = from.number(0, Short.MAX_VALUE);
    SelectCase<?>[] read = new SelectCase<?>[count];
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      SelectCase<?> each = from.reference(SelectCase.class);
      if (each == null || (each instanceof ChannelCase<?, ?> on && !on.isNewTo(this))) {
        throw from.damaged("a select without a case, or with one twice");
      }
      read[i] = each;
      times[i] = from.number();
    }
    cases = read;
    Strand self = strand;
    timesLeft = times;
    if (state == OVER) {
      claim();
    } else if (self != null && state == COMES_BACK) {
      new ReturningSelection(this).enter(self, from);
    } else if (self != null) {
      self.waitsAt(this);
      from.atResume(self, () -> armAgain(self));
    }
  }

  /** Sets the alarms of one who is resumed, and may be woken and run by others meanwhile. */
  private void armAgain(Strand self) {
    long[] times = Objects.requireNonNull(timesLeft);
    timesLeft = null;
    List<Alarm> set = new ArrayList<>();
    for (int i = 0; i < cases.length && !isClaimed(); i++) {
      if (cases[i] instanceof AfterCase<?> after) {
        set.add(Alarm.set(self, times[i], () -> rings(after)));
      }
    }
    alarms = set;
    if (isClaimed()) { // and those alarms may have been looked for before
      set.forEach(Alarm::cancel);
    }
  }

  /** Begins the wait of one who {@linkplain ReturningSelection comes back}. */
  void beginAgain(Strand self, ReturningSelection away) {
    BufferedChannel<?>[] channels = channels();
    SelectCase<?>[] entering = repeats && !inOrder ? shuffled(self.host()) : cases;
    ChannelCase<?, ?> ready = null;
    away.lock();
    if (!away.isFirst()) {
      away.unlock();
      return;
    }
    lock(channels);
    try {
      ready = happensNow(self.host());
    } finally {
      if (ready == null) {
        waited = true;
        self.waitsAt(this);
        enter(entering);
      } else {
        claim(); // nobody will end this wait
      }
      unlock(channels);
      away.unlock();
    }
    if (ready == null) {
      meet();
      armAgain(self);
      return;
    }
    Strand partner = ready.servePartner();
    if (partner != null) {
      partner.wake();
    }
    chosen(ready).wake();
  }

  private static void enter(SelectCase<?>[] cases) {
    for (SelectCase<?> each : cases) {
      if (each instanceof ChannelCase<?, ?> on) {
        on.enter();
      }
    }
  }

  // Latches

  /** The channels of the cases, each once, by rank. */
  private BufferedChannel<?>[] channels() {
    BufferedChannel<?>[] found = new BufferedChannel<?>[cases.length];
    int count = 0;
    for (SelectCase<?> each : cases) {
      if (each instanceof ChannelCase<?, ?> on) {
        int before = count;
        count = insert(on.channel, found, before);
        repeats |= count == before;
      }
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  private static int insert(BufferedChannel<?> channel, BufferedChannel<?>[] sorted, int count) {
    int at = count;
    while (at > 0 && sorted[at - 1].rank() > channel.rank()) {
      at--;
    }
    if (at > 0 && sorted[at - 1] == channel) {
      return count;
    }
    System.arraycopy(sorted, at, sorted, at + 1, count - at);
    sorted[at] = channel;
    return count + 1;
  }

  private static void lock(BufferedChannel<?>[] channels) {
    for (BufferedChannel<?> channel : channels) {
      channel.lock();
    }
  }

  private static void unlock(BufferedChannel<?>[] channels) {
    for (BufferedChannel<?> channel : channels) {
      channel.unlock();
    }
  }
}
