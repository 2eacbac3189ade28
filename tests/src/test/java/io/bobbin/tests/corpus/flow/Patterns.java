package io.bobbin.tests.corpus.flow;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.List;

/** instanceof patterns and their scopes. Pattern switches are Java 21: see the corpus for 25. */
class Patterns {
  sealed interface Expr permits Num, Add, Mul, Neg {}

  record Num(int value) implements Expr {}

  record Add(Expr left, Expr right) implements Expr {}

  record Mul(Expr left, Expr right) implements Expr {}

  record Neg(Expr inner) implements Expr {}

  @Suspendable
  static int eval(Expr e) {
    if (e instanceof Num n) {
      return Park.value(n.value());
    }
    if (e instanceof Add a) {
      return eval(a.left()) + eval(a.right());
    } else if (e instanceof Mul m && Park.value(true) && eval(m.left()) != 0) {
      return eval(m.left()) * eval(m.right());
    }
    if (!(e instanceof Neg neg)) {
      return Park.value(0);
    }
    Park.now();
    return -eval(neg.inner()); // in scope after the if
  }

  @Suspendable
  static Object tree() {
    Expr zero = new Mul(new Num(0), new Num(9));
    return eval(new Neg(new Add(new Mul(new Num(3), new Num(4)), new Add(new Num(5), zero))));
  }

  @Suspendable
  static Object afterACall() {
    Object[] values = {"text", 5, 2.5, null, List.of(1, 2), new int[] {3}};
    String all = "";
    for (Object value : values) {
      if (Park.ref(value) instanceof String s && s.length() == Park.value(4)) {
        all += "string " + s;
      } else if (Park.ref(value) instanceof Integer i && Park.value(i) > 3) {
        all += "int " + (i + Park.value(1));
      } else if (!(value instanceof List<?> list)) {
        all += value instanceof int[] a ? Park.value(a)[0] : Park.ref(value);
      } else {
        Park.now();
        all += "list " + list.size();
      }
      all += "; ";
    }
    return all;
  }

  @Suspendable
  static Object shortCircuit() {
    int n = 0;
    for (int i = 0; i < 8; i++) {
      boolean a = (i & 1) != 0;
      boolean b = (i & 2) != 0;
      boolean c = (i & 4) != 0;
      if (mark("a", a) && mark("b", b) || !mark("c", c)) {
        n++;
      }
      boolean kept = mark("d", a) ^ mark("e", b) | mark("f", c) & Park.value(true);
      n += kept ? Park.value(10) : mark("g", !a) ? 100 : Park.value(1000);
      while (!(mark("h", a) || mark("i", true))) {
        n--;
      }
    }
    return n;
  }

  @Suspendable
  private static boolean mark(String name, boolean value) {
    Log.note(name);
    return Park.value(value);
  }
}
