package io.bobbin.tests.oracle;

/** How a target is run woven. */
public enum Mode {
  /** The plain entry on a plain thread: nothing parks, as if there were no agent. */
  ENTRY("woven, called through the plain entry on a plain thread"),

  /** On a stack; parks where {@link Park} says so. */
  PARKS("woven, parked by the primitives"),

  /** On a stack; parks before every suspendable call. */
  CHAOS("woven, parked at every suspend point"),

  /** As {@link #CHAOS}; goes on in another thread after each park, with collections in between. */
  HOPS("woven, parked at every suspend point and moved to another thread"),

  /** On a stack that has no room: each woven method that asks for room moves to the heap first. */
  NO_ROOM("woven, with no native stack to recurse on"),

  /** As {@link #CHAOS}, with every method of the target suspendable, annotated or not. */
  EVERYTHING("woven with suspendable=**, parked at every suspend point"),

  /** As {@link #EVERYTHING}, and at each turn of each loop instead of each call. */
  LOOPS("woven with suspendable=** and preempt=true, parked at every jump back");

  private final String description;

  Mode(String description) {
    this.description = description;
  }

  /** Whether the weaver inserts chaos points. */
  boolean chaos() {
    return this == CHAOS || this == HOPS || this == EVERYTHING;
  }

  /** Whether every method of the target is suspendable. */
  boolean everything() {
    return this == EVERYTHING || this == LOOPS;
  }

  /** Whether the target runs on a {@link TestStack}. */
  boolean onStack() {
    return this != ENTRY;
  }

  @Override
  public String toString() {
    return name() + " (" + description + ")";
  }
}
