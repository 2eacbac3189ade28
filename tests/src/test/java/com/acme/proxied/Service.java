package com.acme.proxied;

import io.bobbin.Suspendable;

/** An interface with a suspendable method. */
public interface Service {
  /** Waits. */
  @Suspendable
  String serve(int x);

  /** Waits, by way of the other. */
  @Suspendable
  default String twice(int x) {
    return serve(x) + serve(x);
  }
}
