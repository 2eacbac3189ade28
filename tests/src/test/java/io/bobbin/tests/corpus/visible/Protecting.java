package io.bobbin.tests.corpus.visible;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Park;

/** Members for {@code calls.Visibility}, which is in another package. */
public class Protecting {
  @Suspendable
  protected String guarded(int n) {
    return "guarded " + Park.value(n);
  }

  @Suspendable
  protected static String guardedStatic(int n) {
    return "static " + Park.value(n);
  }

  @Suspendable
  String packagePrivate() {
    return "of the package visible" + Park.value(1);
  }

  /** Calls the package-private method, which another package cannot override. */
  @Suspendable
  public String callPackagePrivate() {
    return packagePrivate() + Park.value(2);
  }

  @Suspendable
  private String hidden() {
    return "private of Protecting" + Park.value(3);
  }

  @Suspendable
  public String callPrivate() {
    return hidden();
  }

  /** A type that other packages cannot name. */
  static class Unnameable {
    final int n;

    Unnameable(int n) {
      this.n = n;
    }
  }

  public static class Nameable extends Unnameable {
    public Nameable(int n) {
      super(n);
    }
  }

  public static Unnameable make(int n) {
    return new Unnameable(n);
  }

  public static Unnameable[] makeArray(int n) {
    return new Unnameable[] {new Unnameable(n)};
  }

  @Suspendable
  public static Unnameable makePinned(int n) {
    return new Unnameable(Park.pinned(n));
  }

  public static int use(Unnameable u, int n, Object other) {
    return u.n + n;
  }

  public static int use(Unnameable[] u, int n) {
    return u[0].n + n;
  }
}
