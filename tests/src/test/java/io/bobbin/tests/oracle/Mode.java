package io.bobbin.tests.oracle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

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

  /** As {@link #CHAOS}; the frames are packed at each park. */
  PACKED("woven, parked and packed at every suspend point"),

  /** On a stack that has no room: each woven method that asks for room moves to the heap first. */
  NO_ROOM("woven, with no native stack to recurse on"),

  /** As {@link #CHAOS}, with every method of the target suspendable, annotated or not. */
  EVERYTHING("woven with suspendable=**, parked at every suspend point"),

  /** As {@link #EVERYTHING}, and at each turn of each loop instead of each call. */
  LOOPS("woven with suspendable=** and preempt=true, parked at every jump back"),

  /** As {@link #CHAOS}, as a tasklet that is pickled at each park, and goes on as what was read. */
  PICKLED("woven, and pickled at every suspend point");

  /** All in which the target goes on as the objects that it began with. */
  public static final Set<Mode> IN_PLACE =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(PICKLED)));

  private final String description;

  Mode(String description) {
    this.description = description;
  }

  /** Whether the weaver inserts chaos points. */
  boolean chaos() {
    return this == CHAOS || this == HOPS || this == PACKED || this == EVERYTHING || this == PICKLED;
  }

  /** Whether every method of the target is suspendable. */
  boolean everything() {
    return this == EVERYTHING || this == LOOPS;
  }

  /** Whether the target runs on a stack of frames, which it can leave. */
  boolean onStack() {
    return this != ENTRY;
  }

  @Override
  public String toString() {
    return name() + " (" + description + ")";
  }
}
