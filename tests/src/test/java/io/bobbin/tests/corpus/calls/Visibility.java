package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.corpus.visible.Protecting;
import io.bobbin.tests.oracle.Diagnosed;
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

  // A frame cannot give back a value whose type this class must not name: such calls pin

  @Suspendable
  @Diagnosed("BBN016")
  static Object unnameableOnTheStack() {
    Park.now();
    return use(make(1), Park.pinned(2), new Nameable(Park.pinned(3))) // under the arguments
        + use(makePinned(4), Park.pinned(5), null) // the result itself, then under the argument
        + use(makeArray(6), Park.pinned(7))
        + Park.value(8);
  }

  @Suspendable
  @Diagnosed("BBN016")
  static Object unnameableInLocals() {
    var u = make(1);
    var a = makeArray(2);
    Park.pinned(); // both are live
    int n = use(u, 4, null);
    Park.pinned(); // a still is
    n += use(a, 5);
    Park.now();
    return n;
  }

  /** The merge of StringBuilder and StringBuffer is a class that only java.lang can name. */
  @Suspendable
  @Diagnosed("BBN016")
  static Object unnameableOfTheJdk() throws IOException {
    String all = "";
    for (int i = 0; i < 2; i++) {
      Appendable text;
      if (i == 0) {
        text = new StringBuilder("builder");
      } else {
        text = new StringBuffer("buffer");
      }
      Park.now(); // the merge is the variable's type
      all += text.append(Park.value("+"));
      var either = i == 0 ? new StringBuilder("b") : new StringBuffer("c");
      Park.pinned(); // the merge is java.lang.AbstractStringBuilder
      all += String.valueOf((Object) either);
      CharSequence chars = "none";
      if (i == 1) {
        chars = new StringBuffer("c");
      }
      Park.now(); // a merge with String is an interface, which all can name
      all += chars.toString() + Park.value(i);
    }
    return all;
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
