package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tasklets that pause, resume, run, switch to and kill each other at random do it as a model does
 * that has a queue of numbers: what one of them does next is drawn when it does it, so that both
 * draw the same as long as they do the same.
 */
@Timeout(120)
class TurnsModelTest {
  private static final int TASKLETS = 5;
  private static final int MOST_STEPS = 40;

  private enum Step {
    YIELD,
    PAUSE,
    RESUME,
    YIELD_TO,
    SWITCH_TO,
    KILL,
    END
  }

  private static Step step(SplittableRandom random) {
    int drawn = random.nextInt(40);
    return drawn == 0 ? Step.END : drawn == 1 ? Step.KILL : Step.values()[drawn % 5];
  }

  /** What happens, by tasklets. */
  private static final class Real {
    private final SplittableRandom random;
    private final List<String> log = new ArrayList<>();
    private final List<Tasklet<?>> tasklets = new ArrayList<>();
    private int steps;

    Real(long seed) {
      random = new SplittableRandom(seed);
    }

    List<String> run() {
      Scheduler here = Scheduler.here();
      for (int i = 0; i < TASKLETS; i++) {
        int self = i;
        tasklets.add(here.start(() -> act(self)));
      }
      boolean left = true;
      while (left) {
        here.run();
        log.add("idle");
        left = false;
        for (Tasklet<?> each : tasklets) {
          if (each.state() != Tasklet.State.ENDED) {
            each.resume();
            left = true;
          }
        }
      }
      here.close();
      return log;
    }

    @Suspendable
    private void act(int self) {
      try {
        log.add(self + " begins");
        while (doStep(self)) {
          // on
        }
      } finally {
        log.add(self + " ends");
      }
    }

    @Suspendable
    private boolean doStep(int self) {
      Step step = steps++ < MOST_STEPS ? step(random) : Step.END;
      int target = random.nextInt(TASKLETS);
      log.add(self + " " + step + " " + target);
      try {
        switch (step) {
          case YIELD -> Tasklet.yield();
          case PAUSE -> tasklets.get(target).pause();
          case RESUME -> tasklets.get(target).resume();
          case YIELD_TO -> Tasklet.yieldTo(tasklets.get(target));
          case SWITCH_TO -> Tasklet.switchTo(tasklets.get(target));
          case KILL -> tasklets.get(target).kill();
          case END -> {
            return false;
          }
        }
      } catch (IllegalStateException e) {
        log.add("refused");
      }
      return true;
    }
  }

  /** What should happen. */
  private static final class Model {
    private final SplittableRandom random;
    private final List<String> log = new ArrayList<>();
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final BitSet begun = new BitSet();
    private final BitSet paused = new BitSet();
    private final BitSet killed = new BitSet();
    private final BitSet ended = new BitSet();
    private int steps;

    Model(long seed) {
      random = new SplittableRandom(seed);
    }

    List<String> run() {
      for (int i = 0; i < TASKLETS; i++) {
        queue.add(i);
      }
      boolean left = true;
      while (left) {
        while (!queue.isEmpty()) {
          turn(queue.poll());
        }
        log.add("idle");
        left = !paused.isEmpty();
        paused.stream().forEach(queue::add);
        paused.clear();
      }
      return log;
    }

    private void turn(int self) {
      if (killed.get(self)) {
        end(self);
        return;
      }
      if (!begun.get(self)) {
        begun.set(self);
        log.add(self + " begins");
      }
      while (goesOn(self)) {
        // on
      }
    }

    private void end(int self) {
      ended.set(self);
      if (begun.get(self)) {
        log.add(self + " ends");
      }
    }

    /** One step; false if the tasklet has left. */
    private boolean goesOn(int self) {
      Step step = steps++ < MOST_STEPS ? step(random) : Step.END;
      int target = random.nextInt(TASKLETS);
      log.add(self + " " + step + " " + target);
      boolean runnable = queue.contains(target) || paused.get(target);
      boolean leaves =
          switch (step) {
            case YIELD, END -> true;
            case PAUSE -> self == target;
            case YIELD_TO, SWITCH_TO -> self != target && runnable;
            case RESUME, KILL -> false;
          };
      if (step == Step.END || (leaves && killed.get(self))) {
        end(self);
        return false;
      }
      if (leaves) {
        leave(self, step, target);
        return false;
      }
      switch (step) {
        case PAUSE -> {
          if (queue.remove(target)) {
            paused.set(target);
          } else if (!paused.get(target)) {
            log.add("refused");
          }
        }
        case RESUME -> {
          if (paused.get(target)) {
            paused.clear(target);
            queue.add(target);
          } else {
            log.add("refused");
          }
        }
        case YIELD_TO, SWITCH_TO -> {
          if (self != target) {
            log.add("refused");
          }
        }
        case KILL -> {
          if (!ended.get(target) && !killed.get(target)) {
            killed.set(target);
            if (paused.get(target)) {
              paused.clear(target);
              queue.add(target);
            }
          }
        }
        default -> throw new AssertionError(step);
      }
      return true;
    }

    private void leave(int self, Step step, int target) {
      switch (step) {
        case YIELD -> queue.add(self);
        case PAUSE -> paused.set(self);
        case SWITCH_TO -> paused.set(self);
        case YIELD_TO -> queue.addFirst(self);
        default -> throw new AssertionError(step);
      }
      if (step == Step.YIELD_TO || step == Step.SWITCH_TO) {
        paused.clear(target);
        queue.remove(target);
        queue.addFirst(target);
      }
    }
  }

  @Test
  void randomTurnsAreThoseOfTheModel() {
    long first = Long.getLong("bobbin.seed", System.nanoTime());
    int refused = 0;
    for (long seed = first; seed < first + 3000; seed++) {
      List<String> expected = new Model(seed).run();
      assertThat(new Real(seed).run()).as("with seed %d", seed).isEqualTo(expected);
      refused += expected.contains("refused") ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }
}
