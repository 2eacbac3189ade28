package io.bobbin.tests.corpus.lambdas;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.ArrayList;
import java.util.List;

/** Lambda expressions for functional interfaces of the user, and what they capture. */
class Capturing {
  interface Body<T> {
    @Suspendable
    T run() throws Exception;
  }

  interface Op {
    @Suspendable
    int apply(int a, int b);

    @Suspendable
    default Op then(Op next) {
      return (a, b) -> next.apply(apply(a, b), Park.value(b)); // captures this of an interface
    }

    static Op first() {
      return (a, b) -> a;
    }
  }

  private final String name = "me";

  @Suspendable
  static Object captureNothing() throws Exception {
    Body<String> body = () -> Park.value("run");
    Op plus = (a, b) -> a + Park.value(b);
    return body.run() + plus.apply(1, 2);
  }

  @Suspendable
  static Object captureEveryKind() throws Exception {
    boolean z = Park.value(true);
    byte b = Park.value((byte) -1);
    char c = Park.value('c');
    short s = Park.value((short) -2);
    int i = Park.value(3);
    long j = Park.value(4L);
    float f = Park.value(5.5f);
    double d = Park.value(6.5);
    String l = Park.value("l");
    int[] array = Park.value(new int[] {7});
    Body<Object[]> body =
        () -> {
          Park.now();
          Object[] all = {z, b, c, s, i, j, f, d, l, array, null};
          Park.now();
          return all;
        };
    return body.run();
  }

  @Suspendable
  static Object captureThis() throws Exception {
    return new Capturing().body("and ").run();
  }

  private Body<String> body(String more) {
    return () -> more + Park.value(name) + helper();
  }

  @Suspendable
  private String helper() {
    return Park.value(" helped");
  }

  @Suspendable
  static Object arguments() {
    Op sum =
        (a, b) -> {
          int before = a;
          a = Park.value(b); // parameters of a lambda change too
          b = before;
          return a * 10 + b;
        };
    return sum.then(sum).then(Op.first()).apply(Park.value(1), 2);
  }

  /** A lambda in a lambda; each level captures from all above. */
  @Suspendable
  static Object nested() throws Exception {
    int a = Park.value(1);
    Body<Body<Body<Integer>>> outer =
        () -> {
          int b = Park.value(10);
          return () -> {
            int c = Park.value(a + b);
            return () -> a + b + c + Park.value(100);
          };
        };
    Log.note("made");
    return outer.run().run().run();
  }

  @Suspendable
  static Object recursive() {
    Fib[] fib = new Fib[1];
    fib[0] = n -> n < 2 ? Park.value(n) : fib[0].of(n - 1) + fib[0].of(n - 2);
    return fib[0].of(9);
  }

  interface Fib {
    @Suspendable
    int of(int n);
  }

  @Suspendable
  static Object throwing() throws Exception {
    Body<String> body =
        () -> {
          Park.now();
          throw new java.io.IOException("from a lambda");
        };
    try {
      return body.run();
    } catch (java.io.IOException e) {
      Log.trace(e); // the lambda's method is in it, its class is not
    }
    Body<String> nested = () -> body.run() + "never";
    return nested.run();
  }

  @Suspendable
  static Object inLoops() throws Exception {
    List<Body<Integer>> bodies = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int captured = i;
      bodies.add(() -> captured * Park.value(captured));
    }
    int sum = 0;
    for (Body<Integer> body : bodies) {
      sum += body.run();
    }
    return sum;
  }

  /** Nothing suspendable in the lambda, though the interface's method is. */
  @Suspendable
  static Object quietLambda() throws Exception {
    Body<Integer> quiet = () -> 42;
    Park.now();
    return quiet.run();
  }

  /** A lambda made by code that is not suspendable, in a woven class. */
  @Suspendable
  static Object madeElsewhere() throws Exception {
    return make(5).run() + STATIC.run() + new Holder().held.run();
  }

  private static Body<Integer> make(int n) {
    return () -> Park.value(n);
  }

  private static final Body<Integer> STATIC = () -> Park.value(1000);

  static class Holder {
    final Body<Integer> held = () -> Park.value(100);
  }

  @Suspendable
  static Object generic() throws Exception {
    return Capturing.<String>wrap(() -> Park.value("in")).run()
        + ""
        + wrap(() -> Park.ref(2)).run();
  }

  @Suspendable
  private static <T> Body<List<T>> wrap(Body<T> inner) throws Exception {
    T value = inner.run();
    return () -> List.of(Park.ref(value), inner.run());
  }

  /** The same lambda without captures is one object, in a woven class too. */
  @Suspendable
  static Object identity() throws Exception {
    Body<?> made = withoutCaptures();
    return made == withoutCaptures() ? made.run() : "two objects";
  }

  private static Body<?> withoutCaptures() {
    return () -> Park.value("same");
  }

  @Suspendable
  static Object voidLambda() {
    List<String> log = new ArrayList<>();
    Action action = s -> log.add(Park.value(s)); // add's boolean is dropped
    action.act("a");
    Action both =
        s -> {
          action.act(s);
          action.act(s + s);
        };
    both.act("b");
    return log;
  }

  interface Action {
    @Suspendable
    void act(String s);
  }

  @Suspendable
  static Object wideParameters() {
    Wide wide = (a, b, c, d) -> (long) (a + b * Park.value(c) + (d == null ? 0.5 : 1.5));
    long base = Park.value(5L);
    Wide capturing = (a, b, c, d) -> base + a + wide.of(a, b, c, d) + Park.value(a);
    return capturing.of(1L << 40, 2.5, 3, null);
  }

  interface Wide {
    @Suspendable
    long of(long a, double b, int c, Object d);
  }

  @Suspendable
  static Object conditional() throws Exception {
    int n = Park.value(3);
    Body<String> body = n > 2 ? () -> "big " + Park.value(n) : () -> Park.value("small");
    return body.run();
  }

  @Suspendable
  static Object immediatelyCalled() throws Exception {
    return ((Body<String>) () -> Park.value("now")).run()
        + ((Op) (a, b) -> Park.value(a) - b).apply(Park.value(7), Park.value(2));
  }
}
