package io.bobbin.tests.corpus.exceptions;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.Closeable;
import java.io.IOException;

/** try-with-resources: opening, body and closing park or fail. */
class TryWithResources {
  static class Resource implements Closeable {
    final String name;
    final boolean failsToClose;

    Resource(String name, boolean failsToClose) {
      this.name = name;
      this.failsToClose = failsToClose;
    }

    @Suspendable
    static Resource open(String name, boolean failsToOpen, boolean failsToClose)
        throws IOException {
      Log.note("open " + name);
      Park.now();
      if (failsToOpen) {
        throw new IOException("open " + name);
      }
      return new Resource(Park.value(name), failsToClose);
    }

    @Suspendable
    String read(boolean fails) throws IOException {
      Log.note("read " + name);
      if (fails) {
        Park.raise(new IOException("read " + name));
      }
      return Park.value(name);
    }

    @Override
    @Suspendable
    public void close() throws IOException {
      Log.note("close " + name);
      Park.now();
      if (failsToClose) {
        throw new IOException("close " + name);
      }
    }
  }

  @Suspendable
  private static String two(int fails) throws IOException {
    try (Resource a = Resource.open("a", (fails & 1) != 0, (fails & 2) != 0);
        Resource b = Resource.open("b", (fails & 4) != 0, (fails & 8) != 0)) {
      return a.read(false) + b.read((fails & 16) != 0);
    } finally {
      Log.note("finally" + Park.value(fails));
    }
  }

  @Suspendable
  static Object everyCombination() {
    String all = "";
    for (int fails = 0; fails < 32; fails++) {
      try {
        all += two(fails) + ' ';
      } catch (IOException e) {
        Log.trace(e); // with what was suppressed
        all += Park.value(e.getMessage()) + e.getSuppressed().length + ' ';
      }
    }
    return all;
  }

  @Suspendable
  static Object nullResource() throws IOException {
    try (Resource none = Park.ref(null)) {
      return "" + none + Park.value(1); // null is not closed
    }
  }

  @Suspendable
  static Object effectivelyFinal() throws IOException {
    Resource outer = Resource.open("outer", false, false);
    try (outer;
        Resource inner = Resource.open("inner", false, false)) {
      Park.now();
    }
    return outer.name;
  }

  @Suspendable
  static Object inLoopWithJumps() throws IOException {
    String all = "";
    loop:
    for (int i = 0; ; i++) {
      try (Resource r = Resource.open("r" + i, false, false)) {
        switch (Park.value(i)) {
          case 0:
            continue; // closes
          case 1:
            all += r.read(false);
            break;
          case 2:
            break loop; // closes
          default:
            throw new AssertionError();
        }
        all += Park.value("end");
      }
    }
    return all;
  }

  @Suspendable
  static Object notSuspendableClose() throws Exception {
    try (AutoCloseable quiet = () -> Log.note("quiet close")) {
      Park.now();
      Log.note(quiet != null);
    }
    try (AutoCloseable parks = () -> Log.note(Park.value("a lambda closes"))) { // through a door
      Park.now();
      Log.note(parks != null);
    }
    return "done";
  }
}
