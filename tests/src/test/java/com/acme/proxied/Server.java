package com.acme.proxied;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;

/** A class to be subclassed. */
public class Server implements Service {
  @Override
  public String serve(int x) {
    Tasklet.yield();
    return "served " + x;
  }

  /** Waits, and calls another method of its own. */
  @Suspendable
  public String both(int x, long y) {
    return serve(x) + " and " + inner(y);
  }

  /** Waits. */
  @Suspendable
  public String inner(long y) {
    Tasklet.yield();
    return "inner " + y;
  }
}
