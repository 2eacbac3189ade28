package io.bobbin.examples;

import io.bobbin.Suspendable;
import io.bobbin.greenlet.Greenlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A game of a hundred actors, each of which is a plain program: walk to the wall, rest, walk back.
 * In each frame the loop switches to every actor once; the actor goes on where it was, in whatever
 * call, until its frame is over. There are no states to keep by hand, and no threads to lock.
 *
 * <pre>{@code
 * ./examples/run game 10000
 * }</pre>
 */
@Command(name = "game", description = "A hundred actors walk and rest, one frame at a time.")
public final class GameLoop implements Callable<Integer> {
  private static final int ACTORS = 100;
  private static final int WIDTH = 40;
  private static final int REST = 5;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "10000",
      description = "frames (${DEFAULT-VALUE})")
  private int frames;

  /** One who walks to and fro. */
  private static final class Actor {
    private final int speed;
    private int position;
    private int turns;

    Actor(int speed) {
      this.speed = speed;
    }

    /** What an actor does, as if it had all the time of the world. */
    @Suspendable
    Integer live(int firstFrame) {
      while (true) {
        walkTo(WIDTH);
        rest();
        walkTo(0);
        rest();
      }
    }

    @Suspendable
    private void walkTo(int goal) {
      while (position != goal) {
        int left = goal - position;
        position += Integer.signum(left) * Math.min(speed, Math.abs(left));
        nextFrame();
      }
      turns++;
    }

    @Suspendable
    private void rest() {
      for (int i = 0; i < REST; i++) {
        nextFrame();
      }
    }

    @Suspendable
    private void nextFrame() {
      Greenlet.<Integer, Integer>current().parent().switchTo(position);
    }

    /** How often it has reached a wall within so many frames. */
    int turnsWithin(int frames) {
      int walk = (WIDTH + speed - 1) / speed; // the frames from wall to wall
      int cycle = walk + REST;
      return Math.max(0, (frames - walk - 1 + cycle) / cycle); // it turns as the next frame begins
    }
  }

  @Override
  public Integer call() {
    List<Actor> actors = new ArrayList<>();
    List<Greenlet<Integer, Integer>> lives = new ArrayList<>();
    for (int i = 0; i < ACTORS; i++) {
      Actor actor = new Actor(1 + i % 7);
      actors.add(actor);
      lives.add(Greenlet.of(actor::live));
    }
    long start = System.nanoTime();
    long sum = 0;
    for (int frame = 0; frame < frames; frame++) {
      for (Greenlet<Integer, Integer> each : lives) {
        sum += each.switchTo(frame);
      }
    }
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%d actors, %,d frames in %,d ms, %,d ns for a frame; the mean position was %.1f%n",
        ACTORS, frames, nanos / 1_000_000, nanos / frames, (double) sum / frames / ACTORS);
    int turns = actors.stream().mapToInt(each -> each.turns).sum();
    int expected = actors.stream().mapToInt(each -> each.turnsWithin(frames)).sum();
    Check.equal("turns at a wall", expected, turns);
    Check.equal(
        "actors that are alive", (long) ACTORS, lives.stream().filter(Greenlet::isActive).count());
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new GameLoop(), args);
  }
}
