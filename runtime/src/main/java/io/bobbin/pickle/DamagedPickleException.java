package io.bobbin.pickle;

/** Thrown when bytes are no pickle, were cut or changed, or say what no pickle says. */
public final class DamagedPickleException extends PickleException {
  private static final long serialVersionUID = 1;

  DamagedPickleException(String why) {
    super(why);
  }

  DamagedPickleException(String why, int place) {
    super(why + " (at byte " + place + ")");
  }
}
