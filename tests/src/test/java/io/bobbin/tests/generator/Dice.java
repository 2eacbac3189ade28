package io.bobbin.tests.generator;

import java.util.List;
import java.util.SplittableRandom;

/** The random choices of one program, by the numbers of the table. */
final class Dice {
  /** The newest Java version that the program may use. */
  final int level;

  private final SplittableRandom random;

  Dice(SplittableRandom random, int level) {
    this.random = random;
    this.level = level;
  }

  /** A number from 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number in a range, both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** How deep an expression may be. */
  int depth() {
    int roll = random.nextInt(10);
    return roll < 5 ? 1 : roll < 9 ? 2 : 3;
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Whether a construct of the group CHANCE happens. */
  boolean happens(Construct chance) {
    return chance.since <= level && percent(chance.weight);
  }

  <T> T pick(List<? extends T> from) {
    return from.get(random.nextInt(from.size()));
  }

  @SafeVarargs
  final <T> T pick(T... from) {
    return from[random.nextInt(from.length)];
  }

  /** One of the constructs, by weight. */
  Construct weighted(List<Construct> from) {
    int total = 0;
    for (Construct c : from) {
      total += weight(c);
    }
    int at = random.nextInt(total);
    for (Construct c : from) {
      at -= weight(c);
      if (at < 0) {
        return c;
      }
    }
    throw new AssertionError();
  }

  private int weight(Construct c) {
    return c.since <= level ? c.weight : 0;
  }

  int nextInt() {
    return random.nextInt();
  }

  long nextLong() {
    return random.nextLong();
  }
}
