package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Keys whose hash codes and comparators ask what the collection itself is a part of: an order has
 * lines, each of which is told from others by the order's number too.
 */
class KeysInCirclesTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  static class Order {
    String number = "o1";
    Set<Line> lines = new HashSet<>();
    final Set<Line> sorted = new TreeSet<>(new ByOrder());
    Map<Line, Object> places = new HashMap<>();

    Order(int count) {
      for (int i = count; i > 0; i--) {
        Line line = new Line(this, i);
        lines.add(line);
        sorted.add(line);
        places.put(line, lines);
      }
    }

    void requireComplete(int count) {
      assertThat(lines).hasSize(count);
      int next = 1;
      for (Line line : sorted) {
        assertThat(line.order).isSameAs(this);
        assertThat(line.number).isEqualTo(next++);
        assertThat(lines.contains(line)).isTrue();
        assertThat(places.get(line)).isSameAs(lines);
        assertThat(sorted.contains(line)).isTrue();
      }
      assertThat(next).isEqualTo(count + 1);
    }
  }

  static final class ByOrder implements Comparator<Line> {
    @Override
    public int compare(Line first, Line second) {
      int orders = first.order.number.compareTo(second.order.number);
      return orders == 0 ? Integer.compare(first.number, second.number) : orders;
    }
  }

  static class Line {
    final Order order;
    final int number;

    Line(Order order, int number) {
      this.order = order;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line line
          && line.number == number
          && line.order.number.equals(order.number);
    }

    @Override
    public int hashCode() {
      return order.number.hashCode() + number;
    }
  }

  /** An order within something else that it leads to, and whose number its lines have. */
  static class Shop {
    Branch branch = new Branch(this);
    String name = "shop";
  }

  static class Branch {
    final Set<Item> items = new HashSet<>();
    final Shop shop;

    Branch(Shop shop) {
      this.shop = shop;
      items.add(new Item(this));
    }
  }

  static class Item {
    final Branch branch;

    Item(Branch branch) {
      this.branch = branch;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Item item && Objects.equals(item.branch.shop, branch.shop);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(branch.shop.name);
    }
  }

  /** Values are made at once, so their parts cannot be complete before them. */
  record Config(String name, Map<Key, String> texts) {}

  static class Key {
    final Config of;
    final String name;

    Key(Config of, String name) {
      this.of = of;
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** What has a record that looks into a set of which it is a part. */
  static class WithCopy {
    final Set<Object> all = new HashSet<>();
    Object copy = this;

    @Override
    public boolean equals(Object other) {
      return other == this;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  record Count(Set<?> of, int count) {
    Count {
      count = of.size();
    }
  }

  /** A queue in the order that an object says of which it is a part. */
  static class Ranked {
    final Map<String, Integer> ranks = new HashMap<>(Map.of("a", 3, "b", 2, "c", 1));
    final PriorityQueue<String> queue =
        new PriorityQueue<>((one, other) -> ranks.get(one) - ranks.get(other));

    Ranked() {
      queue.addAll(List.of("a", "b", "c"));
    }

    @Suspendable
    String next() {
      Tasklet.yield();
      return queue.remove();
    }
  }

  @SuppressWarnings("unchecked") // it is of the same class
  private static <T> T read(T held) {
    Tasklet<Object> ended = Scheduler.here().start(() -> held);
    ended.join();
    byte[] image = Pickle.of(ended).bytes();
    return (T) Pickle.read(image, FILTER).tasklet().join();
  }

  @Suspendable
  private static Object holds(Order order, Channel<Integer> gate) {
    gate.receive();
    return order;
  }

  @Test
  void hashCodesThatAskWhatTheSetIsAPartOf() {
    read(new Order(3)).requireComplete(3);
  }

  @Test
  void theSameIfTheSetIsWhatIsReachedFirst() {
    Set<Line> lines = read(new Order(3).lines);
    lines.iterator().next().order.requireComplete(3);
    assertThat(lines.iterator().next().order.lines).isSameAs(lines);
  }

  @Test
  void theSameInAFork() {
    Scheduler here = Scheduler.here();
    Channel<Integer> gate = Channel.buffered(2);
    Order order = new Order(3);
    Tasklet<Object> first = here.start(() -> holds(order, gate));
    here.runUntil(() -> first.state() == Tasklet.State.WAITING);
    Tasklet<Object> twin = first.fork();
    twin.resume();
    gate.send(1);
    gate.send(2);
    assertThat(twin.join()).isNotSameAs(order);
    ((Order) twin.join()).requireComplete(3);
  }

  @Test
  void circlesWithinCircles() {
    for (Object held : new Object[] {new Shop(), new Shop().branch}) {
      Object twin = read(held);
      Branch branch = twin instanceof Shop shop ? shop.branch : (Branch) twin;
      assertThat(branch.items.contains(branch.items.iterator().next())).isTrue();
      assertThat(branch.shop.branch).isSameAs(branch);
    }
  }

  @Test
  void keysThatWaitForARecord() {
    Map<Key, String> texts = new HashMap<>();
    Config config = new Config("c", texts);
    texts.put(new Key(config, "k"), "text");
    Config twin = read(config);
    Key key = twin.texts().keySet().iterator().next();
    assertThat(key.of).isSameAs(twin);
    assertThat(twin.texts().get(key)).isEqualTo("text");
  }

  @Test
  void aRecordThatLooksIntoItsPartsFindsThem() {
    WithCopy held = new WithCopy();
    held.all.add(held);
    held.all.add(List.of("in a list", held));
    held.copy = new Count(held.all, 0);
    WithCopy twin = read(held);
    assertThat(((Count) twin.copy).count()).isEqualTo(2);
    assertThat(((Count) twin.copy).of()).isSameAs(twin.all);
    assertThat(twin.all.contains(twin)).isTrue();
  }

  @Test
  void aComparatorThatAsksWhatTheQueueIsAPartOf() {
    Ranked twin = read(new Ranked());
    assertThat(twin.next() + twin.next() + twin.next()).isEqualTo("cba");
  }

  @Test
  void aLongChainOfCircles() {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Order order = new Order(1);
      order.places.put(new Line(order, 2), i == 0 ? order : orders.get(i - 1));
      orders.add(order);
    }
    Order last = read(orders.get(orders.size() - 1));
    int found = 1;
    for (Object next = last; ; found++) {
      Order order = (Order) next;
      Object before = order.places.get(new Line(order, 2));
      if (before == order || before == null) {
        break;
      }
      next = before;
    }
    assertThat(found).isEqualTo(10_000);
  }
}
