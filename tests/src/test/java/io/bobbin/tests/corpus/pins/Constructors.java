package io.bobbin.tests.corpus.pins;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Diagnosed;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What cannot be left midway: constructors, initialisers, and whatever unwoven code calls. */
class Constructors {
  static class Made {
    final int a = Park.pinned(1); // a field's initialiser
    final int b;

    {
      Log.note("initialiser" + Park.pinned(2));
    }

    @Suspendable
    @Diagnosed("BBN010")
    Made(int b) {
      this.b = b + Park.pinned(3) + helper();
    }

    Made() {
      this(Park.pinned(4)); // an argument of this(...)
    }

    @Suspendable
    int helper() {
      return Park.pinned(5); // called by a constructor
    }

    @Suspendable
    int parks() {
      return Park.value(a + b);
    }
  }

  static class Below extends Made {
    Below(int n) {
      super(n + Park.pinned(6));
    }
  }

  @Suspendable
  static Object constructors() {
    return new Made(Park.value(10)).parks()
        + new Made().parks()
        + new Below(Park.value(20)).parks();
  }

  static class Initialised {
    static final int VALUE;

    static {
      int sum = 0;
      for (int i = 0; i < 3; i++) {
        sum += Park.pinned(i);
      }
      VALUE = sum + helper();
    }

    @Suspendable
    static int helper() {
      return Park.pinned(100);
    }
  }

  @Suspendable
  static Object staticInitialiser() {
    Park.now();
    return Initialised.VALUE + Park.value(1);
  }

  @Suspendable
  public static int reflected(int n) {
    return n + Park.pinned(1);
  }

  @Suspendable
  static Object reflection() throws Exception {
    Park.now();
    Method method = Constructors.class.getDeclaredMethod("reflected", int.class);
    List<String> parameters = new ArrayList<>();
    Arrays.stream(method.getParameters()).forEach(p -> parameters.add(p.getType() + p.getName()));
    Log.note(parameters);
    Log.note(method.isAnnotationPresent(Suspendable.class));
    Log.note(method.isSynthetic());
    return method.invoke(null, Park.value(5));
  }

  /** Reflection shows the members of the source, and the woven ones as synthetic. */
  @Suspendable
  static Object members() {
    Park.now();
    List<String> names = new ArrayList<>();
    for (Method method : Made.class.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        names.add(method.toGenericString() + Arrays.toString(method.getAnnotations()));
      }
    }
    names.sort(null);
    return names.toString().replace("()", ""); // annotation text differs between JDKs
  }

  /** The JDK calls hashCode, equals, compareTo, toString. */
  static class Key implements Comparable<Key> {
    final int n;

    Key(int n) {
      this.n = n;
    }

    @Override
    @Suspendable
    public int hashCode() {
      return Park.pinned(n);
    }

    @Override
    @Suspendable
    public boolean equals(Object other) {
      return other instanceof Key key && Park.pinned(key.n) == n;
    }

    @Override
    @Suspendable
    public int compareTo(Key other) {
      return Park.pinned(n) - other.n;
    }

    @Override
    @Suspendable
    public String toString() {
      return "key" + Park.pinned(n);
    }
  }

  @Suspendable
  static Object objectMethods() {
    Map<Key, String> map = new HashMap<>();
    map.put(new Key(1), "one");
    map.put(new Key(Park.value(1)), "two");
    List<Key> keys = new ArrayList<>(List.of(new Key(3), new Key(2)));
    keys.sort(null);
    Object key = new Key(4);
    return map.size() + "" + keys + "" + key; // concatenation calls toString, not woven
  }

  /** Called by the type that declares them they park. */
  static class Direct implements Comparable<Direct> {
    @Override
    @Suspendable
    public int hashCode() {
      return Park.value(5);
    }

    @Override
    @Suspendable
    public boolean equals(Object other) {
      return other instanceof Direct && Park.value(true);
    }

    @Override
    @Suspendable
    public int compareTo(Direct other) { // bridge: compareTo(Object)
      return Park.value(1);
    }

    @Override
    @Suspendable
    public String toString() {
      return Park.value("direct");
    }
  }

  @Suspendable
  static Object objectMethodsDirectly() {
    Direct d = new Direct();
    return d.hashCode() + d.toString() + d.equals(new Direct()) + d.compareTo(d);
  }

  /** Callbacks by the JDK with their own suspend points, pinned; then parks again. */
  @Suspendable
  static Object callbacks() {
    Map<String, Integer> map = new HashMap<>();
    for (String s : "a b a c a".split(" ")) {
      map.merge(s, 1, (x, y) -> Park.pinned(x) + y);
      Park.now();
    }
    map.computeIfAbsent("d", k -> Park.pinned(4));
    return map.toString() + new ArrayList<>(map.values()).stream().mapToInt(Park::pinned).sum();
  }

  /** A thread of its own is not on the stack. */
  @Suspendable
  static Object otherThread() throws Exception {
    int[] result = {0};
    Thread thread = new Thread(() -> result[0] = Park.value(7)); // blocks that thread
    thread.start();
    thread.join();
    return result[0] + Park.value(1);
  }
}
