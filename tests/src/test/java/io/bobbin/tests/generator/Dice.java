package io.bobbin.tests.generator;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The random choices of one program, by the numbers of the table. */
final class Dice {
  /** The newest Java version that the program may use. */
  final int level;

  private final SplittableRandom random;
  private final Set<Construct> happened = EnumSet.noneOf(Construct.class);

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
    int roll = random.nextInt(100);
    return roll < 55 ? 1 : roll < 92 ? 2 : 3;
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Whether a construct of the group CHANCE happens. */
  boolean happens(Construct chance) {
    boolean happens = chance.since <= level && percent(chance.weight);
    if (happens) {
      happened.add(chance);
    }
    return happens;
  }

  /** The constructs of the group CHANCE that happened. */
  Set<Construct> happened() {
    return happened;
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
