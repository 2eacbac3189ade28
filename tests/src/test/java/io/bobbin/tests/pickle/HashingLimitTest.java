package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.DamagedPickleException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Keys whose hash codes would take for ever, as each part of them has the next one twice, are
 * refused before any is asked for.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HashingLimitTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");
  private static final int DEEP = 60;

  /** While images are written, hash codes are none: or that would take for ever. */
  private static volatile boolean hashes = true;

  @AfterEach
  void close() {
    hashes = true;
    Scheduler.here().close();
  }

  record Pair(@Nullable Object first, @Nullable Object second) {
    @Override
    public int hashCode() {
      return hashes ? Objects.hash(first, second) : 1;
    }
  }

  /** A class that is its own key, however long the chain is. */
  static class Link {
    final @Nullable Object first;
    final @Nullable Object second;

    Link(@Nullable Object first, @Nullable Object second) {
      this.first = first;
      this.second = second;
    }

    boolean isSame() {
      return first == second;
    }
  }

  static final class Knot extends Link {
    Knot(@Nullable Object first, @Nullable Object second) {
      super(first, second);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Knot knot
          && Objects.equals(first, knot.first)
          && Objects.equals(second, knot.second);
    }

    @Override
    public int hashCode() {
      return hashes ? Objects.hash(first, second) : 1;
    }
  }

  /** As a hash code of the program may. */
  static final class Failing {
    @Override
    public int hashCode() {
      if (hashes) {
        throw new IndexOutOfBoundsException("mine");
      }
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return other == this;
    }
  }

  private interface Maker {
    Object of(@Nullable Object first, @Nullable Object second);
  }

  private static Object nested(Maker maker, int depth, boolean twice) {
    Object inner = maker.of(null, null);
    for (int i = 0; i < depth; i++) {
      inner = maker.of(inner, twice ? inner : null);
    }
    return inner;
  }

  @Suspendable
  private static Object waits(Object result) {
    Tasklet.yield();
    return result;
  }

  private static byte[] image(Object key) {
    hashes = false;
    Set<Object> held = new HashSet<>(List.of(key));
    Scheduler here = Scheduler.here();
    Tasklet<Object> ended = here.start(() -> waits(held));
    here.run();
    byte[] image = Pickle.of(ended).bytes();
    hashes = true;
    return image;
  }

  private static Object read(byte[] image) {
    return Objects.requireNonNull(Pickle.read(image, FILTER).tasklet().join());
  }

  private static void assertRefused(Maker maker) {
    byte[] image = image(nested(maker, DEEP, true));
    assertThatThrownBy(() -> read(image))
        .isInstanceOf(DamagedPickleException.class)
        .hasMessageContaining("hash codes would take too long");
  }

  @Test
  void recordsInRecords() {
    assertRefused(Pair::new);
  }

  @Test
  void objectsWithHashCodesOfTheirOwn() {
    assertRefused(Knot::new);
  }

  @Test
  void listsInLists() {
    byte[] image;
    List<Object> outer = new ArrayList<>();
    hashes = false;
    Set<Object> held = new HashSet<>();
    held.add(outer); // while it is empty
    outer.addAll(List.of(lists(DEEP), 1));
    Scheduler here = Scheduler.here();
    Tasklet<Object> ended = here.start(() -> waits(held));
    here.run();
    image = Pickle.of(ended).bytes();
    assertThatThrownBy(() -> read(image)).isInstanceOf(DamagedPickleException.class);
  }

  private static List<Object> lists(int depth) {
    List<Object> inner = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      List<Object> next = new ArrayList<>();
      next.add(inner);
      next.add(inner);
      inner = next;
    }
    return inner;
  }

  @Test
  void longChainsAndWhatIsHashedByIdentityAreRead() {
    int[] depths = {500, DEEP};
    Maker[] makers = {Pair::new, Link::new};
    for (int i = 0; i < makers.length; i++) {
      Object key = nested(makers[i], depths[i], i == 1);
      Set<?> twin = (Set<?>) read(image(key));
      Object twinKey = twin.iterator().next();
      assertThat(twin.contains(twinKey)).isTrue();
      assertThat(i == 0 ? twinKey.equals(key) : ((Link) twinKey).isSame()).isTrue();
    }
  }

  private static Object ended(Object held) {
    Tasklet<Object> ended = Scheduler.here().start(() -> waits(held));
    Scheduler.here().run();
    return read(Pickle.of(ended).bytes());
  }

  /** Lists of two texts that have the same hash code, in all orders. */
  private static List<Object> alike(int digits, int count) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> each = new ArrayList<>();
      for (int digit = 0; digit < digits; digit++) {
        each.add((i >> digit & 1) == 0 ? "Aa" : "BB");
      }
      all.add(each);
    }
    return all;
  }

  @Test
  void keysOfTheSameHashCode() {
    assertThat(ended(new HashSet<>(alike(12, 1_000)))).isEqualTo(Set.copyOf(alike(12, 1_000)));
    Set<Object> held = new HashSet<>();
    List<List<Object>> many = new ArrayList<>();
    for (Object each : alike(16, 1 << 16)) {
      List<Object> other = new ArrayList<>((List<?>) each);
      other.add(many.size());
      many.add(other);
    }
    held.addAll(many);
    many.forEach(each -> each.remove(16)); // in the set they are where they were
    assertThatThrownBy(() -> ended(held))
        .isInstanceOf(DamagedPickleException.class)
        .hasMessageContaining("keys of the same hash codes");
    assertThat((Set<?>) ended(new HashSet<>(texts(10_000)))).hasSize(10_000);
    assertThatThrownBy(() -> ended(Set.copyOf(texts(23_000))))
        .isInstanceOf(DamagedPickleException.class)
        .hasMessageContaining("keys of the same hash codes");
  }

  /** Texts of the same hash code: hash maps sort them, {@code Set.of} does not. */
  private static List<Object> texts(int count) {
    List<Object> texts = new ArrayList<>();
    for (Object each : alike(15, count)) {
      texts.add(((List<?>) each).stream().map(String::valueOf).collect(Collectors.joining()));
    }
    return texts;
  }

  @Test
  void keysThatAreMuchLongerThanTheyLook() {
    Set<Object> held = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      List<Object> copies = Collections.nCopies(Integer.MAX_VALUE, List.of(i));
      held.add(Collections.unmodifiableList(copies));
    }
    assertThatThrownBy(() -> ended(held))
        .isInstanceOf(DamagedPickleException.class)
        .hasMessageContaining("hash codes would take too long");
  }

  @Test
  void keysThatAreDeeperThanTheStack() {
    byte[] image = image(nested(Pair::new, 200_000, false));
    assertThatThrownBy(() -> Pickle.read(image, FILTER))
        .isInstanceOf(DamagedPickleException.class)
        .hasMessageContaining("deeper than the stack");
    assertThat(Scheduler.here().start(() -> "goes on").join()).isEqualTo("goes on");
  }

  @Test
  void whatAHashCodeThrowsIsTheCause() {
    byte[] image = image(new Failing());
    assertThatThrownBy(() -> Pickle.read(image, FILTER))
        .isInstanceOf(DamagedPickleException.class)
        .hasRootCauseInstanceOf(IndexOutOfBoundsException.class)
        .hasRootCauseMessage("mine");
  }
}
