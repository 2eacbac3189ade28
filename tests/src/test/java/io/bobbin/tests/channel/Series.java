package io.bobbin.tests.channel;

import io.bobbin.Channel;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.WorkGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Power series as processes, after M. D. McIlroy, "Squinting at Power Series" (1990): each makes a
 * coefficient when it is asked for one, over one channel, and gives it over another. Some are fed
 * what they make themselves.
 */
final class Series {
  private static final int SUPPLIED = -1;
  private static final Ratio ZERO = Ratio.of(0, 1);
  private static final Ratio ONE = Ratio.of(1, 1);

  /** A series that somebody makes. */
  private record Stream(Channel<Boolean> demand, Channel<Ratio> supply) {
    Stream() {
      this(Channel.unbuffered(), Channel.unbuffered());
    }

    @Suspendable
    Ratio next() {
      demand.send(true);
      return supply.receive();
    }

    @Suspendable
    void give(Ratio coefficient) {
      demand.receive();
      supply.send(coefficient);
    }
  }

  /** What makes the next coefficient. */
  @FunctionalInterface
  private interface Maker {
    @Suspendable
    Ratio make(int index);
  }

  private final WorkGroup group;

  Series(WorkGroup group) {
    this.group = group;
  }

  Channel<Ratio> squareOfGeometric() {
    return drawn(product(made(index -> ONE), made(index -> ONE)));
  }

  Channel<Ratio> exponential() {
    return drawn(exponentialOfX());
  }

  Channel<Ratio> reciprocalOfExponential() {
    return drawn(reciprocal(exponentialOfX()));
  }

  /** The T with T' = 1 + T * T, T(0) = 0. */
  Channel<Ratio> tangent() {
    Stream tangent = new Stream();
    Stream[] twice = split(tangent);
    Stream[] factors = split(twice[0]);
    Stream square = product(factors[0], factors[1]);
    Stream derivative = made(index -> index == 0 ? ONE.plus(square.next()) : square.next());
    group.go(() -> integrates(derivative, ZERO, tangent));
    return drawn(twice[1]);
  }

  /** The E with E' = E, E(0) = 1. */
  private Stream exponentialOfX() {
    Stream exponential = new Stream();
    Stream[] twice = split(exponential);
    group.go(() -> integrates(twice[0], ONE, exponential));
    return twice[1];
  }

  /** A channel of the coefficients, for those who do not ask. */
  private Channel<Ratio> drawn(Stream of) {
    Channel<Ratio> coefficients = Channel.unbuffered();
    group.go(() -> draws(of, coefficients));
    return coefficients;
  }

  @Suspendable
  private static void draws(Stream of, Channel<Ratio> coefficients) {
    while (true) {
      coefficients.send(of.next());
    }
  }

  private Stream made(Maker maker) {
    Stream made = new Stream();
    group.go(() -> makes(maker, made));
    return made;
  }

  @Suspendable
  private static void makes(Maker maker, Stream to) {
    for (int i = 0; ; i++) {
      to.demand().receive();
      to.supply().send(maker.make(i));
    }
  }

  @Suspendable
  private static void integrates(Stream of, Ratio constant, Stream to) {
    to.give(constant);
    for (int i = 1; ; i++) {
      to.demand().receive();
      to.supply().send(of.next().times(Ratio.of(1, i)));
    }
  }

  private Stream[] split(Stream of) {
    Stream[] both = {new Stream(), new Stream()};
    group.go(() -> splits(of, both[0], both[1]));
    return both;
  }

  /**
   * Gives each of two what it asks for; what one has had and the other has not is kept. While this
   * waits for a coefficient it goes on giving what is kept: making that coefficient may need it.
   */
  @Suspendable
  private static void splits(Stream of, Stream left, Stream right) {
    List<Stream> both = List.of(left, right);
    List<Queue<Ratio>> kept = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    boolean[] asks = new boolean[2];
    boolean asked = false;
    while (true) {
      for (int i = 0; i < 2; i++) {
        if (asks[i] && !kept.get(i).isEmpty()) {
          both.get(i).supply().send(kept.get(i).remove());
          asks[i] = false;
        }
      }
      if ((asks[0] || asks[1]) && !asked) {
        of.demand().send(true);
        asked = true;
      }
      List<Select.Case<Integer>> cases = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int side = i;
        if (!asks[i]) {
          cases.add(both.get(i).demand().onReceive(ask -> side));
        }
      }
      if (asked) {
        cases.add(of.supply().onReceive(next -> keep(next, kept)));
      }
      int what = Select.<Integer>among(cases).result();
      if (what == SUPPLIED) {
        asked = false;
      } else {
        asks[what] = true;
      }
    }
  }

  private static int keep(Ratio coefficient, List<Queue<Ratio>> kept) {
    kept.forEach(each -> each.add(coefficient));
    return SUPPLIED;
  }

  private Stream product(Stream f, Stream g) {
    Stream product = new Stream();
    group.go(() -> multiplies(f, g, product));
    return product;
  }

  /** (f + x F)(g + x G) = f g + x (f G + g F) + x x F G. */
  @Suspendable
  private void multiplies(Stream left, Stream right, Stream to) {
    to.demand().receive();
    Ratio f = left.next();
    Ratio g = right.next();
    to.supply().send(f.times(g));
    Stream[] fs = split(left);
    Stream[] gs = split(right);
    Stream rest = product(fs[1], gs[1]);
    for (int i = 0; ; i++) {
      to.demand().receive();
      Ratio sum = f.times(gs[0].next()).plus(g.times(fs[0].next()));
      to.supply().send(i == 0 ? sum : sum.plus(rest.next()));
    }
  }

  private Stream reciprocal(Stream of) {
    Stream reciprocal = new Stream();
    Stream[] twice = split(reciprocal);
    group.go(() -> inverts(of, twice[0], reciprocal));
    return twice[1];
  }

  /** 1 / (f + x F) = r - r x F (1 / (f + x F)), with r = 1 / f. */
  @Suspendable
  private void inverts(Stream of, Stream itself, Stream to) {
    to.demand().receive();
    Ratio r = of.next().inverse();
    to.supply().send(r);
    Stream product = product(of, itself);
    while (true) {
      to.demand().receive();
      to.supply().send(r.times(product.next()).negated());
    }
  }
}
