package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.corpus.visible.Protecting;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.IOException;
import java.util.function.Function;

/** protected, package-private and private members across packages; types that cannot be named. */
class Visibility extends Protecting {
  String packagePrivate() { // overrides nothing
    return "of the package calls";
  }

  private String hidden() {
    return "private of Visibility";
  }

  @Override
  protected String guarded(int n) {
    return "overridden " + super.guarded(Park.value(n));
  }

  @Suspendable
  private String all() {
    Function<Integer, String> bound = this::guarded;
    Function<Integer, String> aboveBound = super::guarded;
    return guarded(1) + super.guarded(2) + guardedStatic(3) + bound.apply(4) + aboveBound.apply(5);
  }

  @Suspendable
  static Object protectedMembers() {
    return new Visibility().all();
  }

  @Suspendable
  static Object notOverridden() {
    Visibility v = new Visibility();
    return v.callPackagePrivate() + v.callPrivate() + v.packagePrivate() + v.hidden();
  }

  @Suspendable
  static Object unnameableOnTheStack() {
    return use(make(1), Park.value(2), new Nameable(Park.value(3))) // cannot be cast to here
        + use(makeSuspendably(4), Park.value(5), null)
        + use(makeArray(6), Park.value(7));
  }

  @Suspendable
  static Object unnameableInLocals() {
    var u = make(1);
    var a = makeArray(2);
    Park.now();
    var v = makeSuspendably(3);
    Park.now();
    return use(u, 4, v) + use(a, 5);
  }

  /** The merge of StringBuilder and StringBuffer is a class that only java.lang can name. */
  @Suspendable
  static Object unnameableOfTheJdk() throws IOException {
    String all = "";
    for (int i = 0; i < 2; i++) {
      Appendable text = i == 0 ? new StringBuilder("builder") : new StringBuffer("buffer");
      Park.now();
      text.append(Park.value("+"));
      var either = i == 0 ? new StringBuilder("b") : new StringBuffer("c");
      Park.now();
      all +=
          text
              + join(
                  i == 0 ? new StringBuilder("d") : new StringBuffer("e"), Park.value(1), either);
    }
    return all;
  }

  private static String join(CharSequence a, int n, CharSequence b) {
    return a.toString() + n + b;
  }

  /** Private methods of the same name up and down the hierarchy. */
  static class Upper {
    @Suspendable
    private String m() {
      return "upper" + Park.value(1);
    }

    @Suspendable
    String callUpper() {
      return m();
    }
  }

  static class Lower extends Upper {
    @Suspendable
    String m() {
      return "lower" + Park.value(2);
    }
  }

  static class Lowest extends Lower {
    @Override
    String m() {
      return "lowest" + super.m();
    }
  }

  @Suspendable
  static Object privateIsNotOverridden() {
    Lowest l = new Lowest();
    return l.callUpper() + l.m() + ((Upper) l).m();
  }

  /** Static methods hide, they do not override. */
  static class Hides extends Protecting {
    protected static String guardedStatic(int n) { // not suspendable
      return "hides " + n;
    }
  }

  @Suspendable
  static Object hiddenStatic() {
    Park.now();
    return Hides.guardedStatic(1) + guardedStatic(2);
  }

  @Suspendable
  static Object interfaceOfObjectMethods() {
    Named named = new Named() {};
    Named record = new Rec(Park.value(5));
    Log.note(record.toString());
    return named.hashCode() == System.identityHashCode(named) ? record.hashCode() : -1;
  }

  /** Methods of Object, declared once more, and suspendable there. */
  interface Named {
    @Override
    @Suspendable
    String toString();

    @Override
    @Suspendable
    int hashCode();
  }

  record Rec(int n) implements Named {
    @Override
    public String toString() {
      return "rec" + Park.value(n);
    }
  }
}
