package io.bobbin.tests.corpus.values;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.RandomAccess;

/** Variables whose type at a suspend point is a merge of several. */
class Merges {
  interface A {
    @Suspendable
    String a();
  }

  interface B {
    String b();
  }

  static class X implements A, B {
    @Override
    public String a() {
      return "Xa" + Park.value(1);
    }

    @Override
    public String b() {
      return "Xb";
    }
  }

  static class Y implements B, A {
    @Override
    public String a() {
      return "Ya" + Park.value(2);
    }

    @Override
    public String b() {
      return "Yb";
    }
  }

  @Suspendable
  static Object interfaces() {
    String all = "";
    for (int i = 0; i < 2; i++) {
      var either = Park.value(i) == 0 ? new X() : new Y(); // X | Y: Object & A & B
      Park.now();
      all += either.a() + either.b();
      A a = either;
      Park.now();
      all += a.a() + ((B) a).b();
    }
    return all;
  }

  @Suspendable
  static Object superclasses() {
    String all = "";
    for (int i = 0; i < 3; i++) {
      Number n = i == 0 ? (Number) Park.value(1) : i == 1 ? (Number) 2.5 : null;
      Park.now();
      List<Integer> list = i == 0 ? new ArrayList<>() : new LinkedList<>();
      Park.now();
      list.add(Park.value(i));
      Object o = i == 0 ? list : i == 1 ? "text" : new int[] {i};
      Park.now();
      all +=
          n + " " + list + (o instanceof int[] a ? a.length : o) + (list instanceof RandomAccess);
    }
    return all;
  }

  @Suspendable
  static Object arrays() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      boolean first = i % 2 == 0;
      Object[] objects = first ? new String[] {"s"} : new Integer[] {1};
      Object primitives = first ? new int[] {1} : new float[] {2};
      Object[] nested = first ? new int[][] {{1}} : new String[][] {{"x"}};
      Object mixed = first ? new long[][] {{3}} : new Object[] {"o"};
      float[] floats = i == 3 ? null : new float[] {4};
      long[][] longs = i > 1 ? new long[][] {{5}} : new long[2][];
      Serializable both = first ? new byte[] {6} : "serializable";
      Cloneable cloneable = first ? new char[] {'7'} : new ArrayList<>();
      Park.now();
      all +=
          objects[0]
              + ""
              + (primitives instanceof int[])
              + nested.length
              + (mixed instanceof long[][])
              + (floats == null ? "-" : floats[0])
              + longs.length
              + (both instanceof byte[])
              + (cloneable instanceof char[])
              + ' ';
      Park.now();
      longs[0] = new long[] {Park.value(8L)};
      all += longs[0][0] + objects.length;
    }
    return all;
  }

  @Suspendable
  static Object everyArrayKind() {
    boolean[] z = {true, false};
    byte[] b = {1, -1};
    char[] c = {'a', '\uffff'};
    short[] s = {1, -1};
    int[] i = {1, -1};
    long[] j = {1, -1};
    float[] f = {1, Float.NaN};
    double[] d = {1, -0.0};
    String[] l = {"x", null};
    int[][][] iii = new int[2][2][];
    Park.now();
    z[Park.value(1)] = Park.value(true);
    b[Park.value(1)] = Park.value((byte) 5);
    c[Park.value(1)] = Park.value('b');
    s[Park.value(1)] = Park.value((short) 6);
    i[Park.value(1)] = Park.value(7);
    j[Park.value(1)] = Park.value(8L);
    f[Park.value(1)] = Park.value(9f);
    d[Park.value(1)] = Park.value(10.0);
    l[Park.value(1)] = Park.value("y");
    iii[Park.value(1)][Park.value(0)] = new int[Park.value(2)];
    int[][] made = new int[Park.value(2)][Park.value(3)]; // multianewarray
    return new Object[] {z, b, c, s, i, j, f, d, l, iii, made, i[Park.value(0)], l[Park.value(0)]};
  }

  @Suspendable
  static Object nulls() {
    String s = null;
    int[] a = null;
    Object o = null;
    Runnable r = null;
    Park.now();
    String all = s + (a == null) + o + r;
    for (int i = 0; i < 2; i++) { // null merges with a real type at the loop's head
      Park.now();
      if (s != null) {
        all += s.length() + a[0];
      }
      s = Park.value("set");
      a = new int[] {Park.value(5)};
    }
    return all;
  }

  @Suspendable
  static Object arrayStore() {
    Object[] strings = new String[] {"a"};
    try {
      strings[Park.value(0)] = Park.ref(5);
    } catch (ArrayStoreException e) {
      Log.trace(e);
    }
    strings[0] = Park.value("b");
    return strings;
  }

  /** One slot, then another type in the same slot. */
  @Suspendable
  static Object reusedSlots() {
    String all = "";
    {
      int x = Park.value(1);
      all += x;
    }
    {
      String x = Park.value("2");
      all += x;
    }
    {
      long x = Park.value(3L);
      Park.now();
      all += x;
    }
    {
      Object[] x = {Park.value(4)};
      Park.now();
      all += x[0];
    }
    for (int i = 0; i < 2; i++) {
      if (i == 0) {
        double x = Park.value(5.5);
        Park.now();
        all += x;
      } else {
        int y = Park.value(6);
        int[] x = {7};
        Park.now();
        all += y + x[0];
      }
      Park.now(); // the slots hold different kinds here, and are dead
    }
    return all;
  }

  /** Types that only headers tell: never loaded before the merge is woven. */
  @Suspendable
  static Object unloaded() {
    Base base = Park.value(1) == 1 ? new LeftLeaf() : new RightLeaf();
    Park.now();
    return base.name() + Park.value(1) + base.name();
  }

  abstract static class Base {
    abstract String name();
  }

  abstract static class Left extends Base {}

  static class LeftLeaf extends Left {
    @Override
    String name() {
      return "left leaf";
    }
  }

  static class RightLeaf extends Base {
    @Override
    String name() {
      return "right leaf";
    }
  }
}
