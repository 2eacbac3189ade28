package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Park;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Enums with bodies, records with compact constructors, sealed hierarchies. */
class EnumsAndRecords {
  enum Op {
    PLUS("+") {
      @Override
      int apply(int a, int b) {
        return a + Park.value(b);
      }
    },
    TIMES("*") {
      @Override
      int apply(int a, int b) {
        int product = 0;
        for (int i = 0; i < b; i++) {
          product = PLUS.apply(product, a);
        }
        return product;
      }
    };

    final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    @Suspendable
    abstract int apply(int a, int b);

    @Suspendable
    String show(int a, int b) {
      return a + sign + b + "=" + apply(a, b);
    }
  }

  @Suspendable
  static Object enumBodies() {
    List<String> all = new ArrayList<>();
    for (Op op : Op.values()) {
      all.add(op.show(Park.value(3), 4));
      all.add(Op.valueOf(op.name()).show(1, 2));
    }
    return all;
  }

  record Range(int from, int to) implements Comparable<Range> {
    static int made;

    Range {
      made++;
      if (from > to) {
        throw new IllegalArgumentException(from + " > " + to);
      }
    }

    @Suspendable
    int size() {
      return to - Park.value(from);
    }

    @Suspendable
    Range shift(int by) {
      return new Range(from + Park.value(by), to + Park.value(by)); // a record's constructor
    }

    @Override
    public int compareTo(Range other) {
      return Integer.compare(from, other.from);
    }
  }

  record Pair<A, B>(A first, B second) {
    @Suspendable
    static <A> Pair<A, A> twice(A value) {
      return new Pair<>(value, Park.ref(value));
    }
  }

  @Suspendable
  static Object records() {
    Range.made = 0;
    Range range = new Range(Park.value(1), Park.value(5)).shift(10);
    Pair<Range, Range> pair = Pair.twice(range);
    return range
        + " "
        + range.size()
        + pair
        + pair.equals(Pair.twice(new Range(11, Park.value(15))))
        + Objects.hashCode(pair.first())
        + Range.made;
  }

  @Suspendable
  static Object compactConstructorThrows() {
    return new Range(Park.value(5), Park.value(1));
  }

  sealed interface Tree<T> permits Leaf, Node {}

  record Leaf<T>(T value) implements Tree<T> {}

  record Node<T>(Tree<T> left, Tree<T> right) implements Tree<T> {}

  @Suspendable
  static <T> Tree<T> copy(Tree<T> tree) {
    if (tree instanceof Leaf<T> leaf) {
      return new Leaf<>(Park.ref(leaf.value()));
    } else if (tree instanceof Node<T> node) {
      return new Node<>(copy(node.left()), copy(node.right()));
    }
    throw new AssertionError();
  }

  @Suspendable
  static Object sealedTree() {
    return copy(new Node<>(new Node<>(new Leaf<>(1), new Leaf<>(2)), new Leaf<>(Park.value(3))));
  }

  record Local(int a) {}

  @Suspendable
  static Object localRecordEnumAndInterface() {
    record Point(int x, int y) {
      @Suspendable
      int dot(Point other) {
        return x * Park.value(other.x) + y * Park.value(other.y);
      }
    }
    enum Colour {
      RED,
      GREEN;

      @Suspendable
      Colour other() {
        Park.now();
        return this == RED ? GREEN : RED;
      }
    }
    interface Twice {
      @Suspendable
      int of(int n);
    }
    Twice twice = n -> 2 * Park.value(n);
    return new Point(1, 2).dot(new Point(Park.value(3), 4))
        + " "
        + Colour.RED.other()
        + twice.of(4);
  }
}
