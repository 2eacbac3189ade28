package io.bobbin.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.VoidBody;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LocalQueueTest {
  private final LocalQueue queue = new LocalQueue();

  private static TaskletStrand<?> tasklet() {
    return new TaskletStrand<>(Pool.shared(), (VoidBody) () -> {});
  }

  @Test
  void isBoundedAndInOrder() {
    List<TaskletStrand<?>> added = new ArrayList<>();
    for (int i = 0; i < LocalQueue.SIZE; i++) {
      added.add(tasklet());
      assertThat(queue.offer(added.get(i))).isTrue();
    }
    assertThat(queue.offer(tasklet())).isFalse();
    assertThat(queue.size()).isEqualTo(LocalQueue.SIZE);
    for (TaskletStrand<?> each : added) {
      assertThat(queue.poll()).isSameAs(each);
    }
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void doesAsAModelDoes() {
    Random random = new Random(7);
    LocalQueue thief = new LocalQueue();
    CommonQueue common = new CommonQueue();
    Queue<TaskletStrand<?>> model = new ArrayDeque<>();
    for (int i = 0; i < 100_000; i++) {
      switch (random.nextInt(i / 1000 % 2 == 0 ? 10 : 6)) {
        case 0, 1 -> assertThat(queue.poll()).isSameAs(model.poll());
        case 2 -> assertThat(queue.steal()).isSameAs(model.poll());
        case 3 -> {
          int half = (model.size() + 1) / 2;
          TaskletStrand<?> stolen = thief.stealHalf(queue);
          for (int k = 0; k < half; k++) {
            assertThat(stolen).isSameAs(model.poll());
            stolen = thief.poll();
          }
          assertThat(stolen).isNull();
        }
        case 4 -> {
          if (i % 10 == 0) { // or it would never be full
            queue.moveHalf(common);
            for (int k = model.size() / 2; k > 0; k--) {
              assertThat(common.poll()).isSameAs(model.poll());
            }
            assertThat(common.poll()).isNull();
          }
        }
        default -> {
          TaskletStrand<?> added = tasklet();
          assertThat(queue.offer(added)).isEqualTo(model.size() < LocalQueue.SIZE);
          if (model.size() < LocalQueue.SIZE) {
            model.add(added);
          }
        }
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
  }

  /** A carrier may come for more while it has some: it gets what fits. */
  @Test
  void nothingIsLostForWantOfRoom() {
    LocalQueue thief = new LocalQueue();
    CommonQueue common = new CommonQueue();
    for (int i = 0; i < LocalQueue.SIZE; i++) {
      queue.offer(tasklet());
      common.add(tasklet());
    }
    for (int i = 0; i < LocalQueue.SIZE - 3; i++) {
      thief.offer(tasklet());
    }
    int left = 3 * LocalQueue.SIZE - 3;
    assertThat(thief.stealHalf(queue)).isNotNull();
    left--;
    assertThat(thief.size()).isEqualTo(LocalQueue.SIZE);
    assertThat(common.pollShare(thief, 1)).isNotNull();
    left--;
    for (LocalQueue each : List.of(queue, thief)) {
      while (each.poll() != null) {
        left--;
      }
    }
    while (common.poll() != null) {
      left--;
    }
    assertThat(left).isZero();
  }

  @Test
  @Timeout(60)
  void eachIsTakenOnceWhileThievesCome() throws InterruptedException {
    int count = 300_000;
    AtomicInteger left = new AtomicInteger(count);
    List<Set<TaskletStrand<?>>> taken = new ArrayList<>();
    List<Thread> thieves = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Set<TaskletStrand<?>> mine = identitySet();
      taken.add(mine);
      Thread thief = new Thread(() -> rob(mine, left), "thief " + i);
      thieves.add(thief);
      thief.start();
    }
    Set<TaskletStrand<?>> mine = identitySet();
    taken.add(mine);
    CommonQueue common = new CommonQueue();
    Random random = new Random(1);
    for (int added = 0; added < count; ) {
      int some = random.nextInt(2 * LocalQueue.SIZE);
      for (; some > 0 && added < count; some--) {
        TaskletStrand<?> next = tasklet();
        while (!queue.offer(next)) {
          queue.moveHalf(common);
          while (!common.isEmpty()) {
            take(common.poll(), mine, left);
          }
        }
        added++;
      }
      for (some = random.nextInt(LocalQueue.SIZE); some > 0; some--) {
        take(queue.poll(), mine, left);
      }
    }
    while (left.get() > 0) {
      take(queue.poll(), mine, left);
    }
    for (Thread thief : thieves) {
      thief.join();
    }
    Set<TaskletStrand<?>> all = identitySet();
    taken.forEach(all::addAll);
    assertThat(all).hasSize(count);
    assertThat(taken.stream().mapToInt(Set::size).sum()).isEqualTo(count);
  }

  private void rob(Set<TaskletStrand<?>> mine, AtomicInteger left) {
    LocalQueue own = new LocalQueue();
    for (int i = 0; left.get() > 0; i++) {
      take(i % 3 == 0 ? queue.steal() : own.stealHalf(queue), mine, left);
      while (!own.isEmpty()) {
        take(own.poll(), mine, left);
      }
    }
  }

  private static void take(
      @Nullable TaskletStrand<?> one, Set<TaskletStrand<?>> mine, AtomicInteger left) {
    if (one != null) {
      mine.add(one);
      left.decrementAndGet();
    }
  }

  private static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Test
  @Timeout(60)
  void keepsNoTaskletThatWasTaken() throws InterruptedException {
    LocalQueue thief = new LocalQueue();
    CommonQueue common = new CommonQueue();
    List<WeakReference<TaskletStrand<?>>> gone = new ArrayList<>();
    for (int i = 0; i < 2 * LocalQueue.SIZE; i++) {
      TaskletStrand<?> one = tasklet();
      gone.add(new WeakReference<>(one));
      queue.offer(one);
      if (i % 100 == 99) {
        queue.moveHalf(common);
      } else if (i % 3 == 0) {
        queue.poll();
      } else if (i % 3 == 1) {
        thief.stealHalf(queue);
      } else {
        queue.steal();
      }
    }
    while (thief.poll() != null || queue.poll() != null || common.poll() != null) {}
    while (gone.stream().anyMatch(each -> each.get() != null)) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(queue.isEmpty()).isTrue();
  }
}
