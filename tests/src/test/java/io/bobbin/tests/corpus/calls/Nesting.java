package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Inner, local and anonymous classes; private members across nest mates. */
class Nesting {
  private int counter = 1;
  private static int shared = 100;

  @Suspendable
  private int bump(int by) {
    counter += Park.value(by);
    return counter;
  }

  @Suspendable
  private static int bumpShared() {
    shared += Park.value(1);
    return shared;
  }

  class Inner {
    private int own = 10;

    @Suspendable
    int use() {
      return bump(own) + counter + bumpShared(); // private methods of the outer class
    }

    class Innermost {
      @Suspendable
      private int deep() {
        own += bump(2);
        return own + Inner.this.use() + Nesting.this.counter;
      }
    }
  }

  @Suspendable
  static Object inner() {
    shared = 100;
    Nesting outer = new Nesting();
    Inner inner = outer.new Inner();
    Inner.Innermost innermost = inner.new Innermost();
    return new int[] {inner.use(), innermost.deep(), inner.own, outer.counter, shared};
  }

  /** Anonymous and local classes that capture variables of every kind. */
  @Suspendable
  static Object local() {
    int i = Park.value(1);
    long j = Park.value(2L);
    String s = Park.value("three");
    class Local {
      final double d = 4.5;

      @Suspendable
      String all(String more) {
        Park.now();
        return i + s + j + d + more;
      }

      @Suspendable
      Local another() {
        Park.now();
        return new Local(); // captures once more
      }
    }
    Object anonymous =
        new Local() {
          @Override
          String all(String more) {
            return "<" + super.all(more + i) + ">";
          }
        };
    return new Local().all("a") + ((Local) anonymous).all("b") + new Local().another().all("c");
  }

  @Suspendable
  static Object compoundOnPrivateFields() {
    shared = 5;
    Nesting n = new Nesting();
    n.counter += Park.value(3);
    n.counter++;
    shared *= Park.value(n.counter);
    Other other = new Other();
    other.hidden += n.bump(Park.value(2)); // a field of a nest mate
    return n.counter + " " + shared + " " + other.hidden;
  }

  static class Other {
    private int hidden = 50;
  }

  /** An outer instance that is null. */
  @Suspendable
  static Object nullOuter() {
    Nesting outer = Park.ref(null);
    try {
      return outer.new Inner().use();
    } catch (NullPointerException e) {
      Log.note("no outer instance");
      return null;
    }
  }

  @Suspendable
  static Object anonymousWithArguments() {
    StringBuilder log = new StringBuilder();
    Base base = new Base(Park.value(1), Park.value("x")) { // arguments of the constructor park
          final int extra = log.append("init ").length();

          @Override
          String show() {
            return super.show() + extra + Park.value("!");
          }
        };
    return base.show() + log;
  }

  static class Base {
    final int a;
    final String b;

    Base(int a, String b) {
      this.a = a;
      this.b = b;
    }

    @Suspendable
    String show() {
      return a + b;
    }
  }
}
