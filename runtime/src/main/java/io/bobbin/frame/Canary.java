package io.bobbin.frame;

import io.bobbin.Suspendable;
import org.jspecify.annotations.Nullable;

/** A small program that the agent weaves and parks when it starts, to see that weaving works. */
public final class Canary {
  private static final int NOTES = 3;

  private Canary() {}

  /**
   * Sings on a stack of its own, parking after each note.
   *
   * @return what went wrong, or null
   */
  public static @Nullable String sing() {
    Cage cage = new Cage();
    int parks = 0;
    while (!cage.run()) {
      parks++;
    }
    if (cage.exception != null) {
      return "the canary died of " + cage.exception;
    }
    if (parks == 0) {
      return "the canary was not woven";
    }
    boolean right = parks == NOTES && "0 1 2 ".equals(cage.refResult);
    return right ? null : "the canary sang '" + cage.refResult + "' and parked " + parks + " times";
  }

  @Suspendable
  private static String song(int notes) {
    StringBuilder song = new StringBuilder();
    for (int i = 0; i < notes; i++) {
      song.append(note(i)).append(' ');
    }
    return song.toString();
  }

  /** The plain entry of the note: what runs if {@link #song} was not woven. */
  @Suspendable
  static int note(int i) {
    return i;
  }

  /** The twin of the note: parks. */
  static int note(int i, FrameStack stack, int room) {
    stack.primResult = i;
    stack.unwind();
    return FrameStack.RARE_INT;
  }

  /** The twin of the song, for the class as it is compiled; the weaver's takes its place. */
  private static final class Cage extends FrameStack {
    @Override
    protected @Nullable Object begin(int room) throws Throwable {
      for (java.lang.reflect.Method method : Canary.class.getDeclaredMethods()) {
        if (method.getName().equals("song")
            && method.getParameterCount() == 3
            && method.getParameterTypes()[0] == int.class) {
          return method.invoke(null, NOTES, this, room);
        }
      }
      return song(NOTES);
    }

    @Override
    protected void unwindFailed() {}
  }
}
