package io.bobbin.sync;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.WaitPlace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait in a line at one instant, as pickles write them. It is filled with the tool's
 * latch held, when nothing is allocated; if there is not enough room, there is the next time.
 */
final class LineCopy {
  private @Nullable Object[] strands = {};
  private @Nullable Object[] requests = {};
  private @Nullable Object[] places = {};
  private int count;

  LineCopy() {}

  /** Copies a line, as far as there is room. Called with the latch held. */
  void take(Line line) {
    count = line.copyTo(strands);
    if (count <= strands.length) {
      for (int i = 0; i < count; i++) {
        Strand strand = (Strand) Objects.requireNonNull(strands[i]);
        requests[i] = strand.item;
        places[i] = strand.place();
      }
    }
  }

  /** Whether all were copied; if not, makes room for them. Called without the latch. */
  boolean isWhole() {
    boolean whole = count <= strands.length;
    if (!whole) {
      strands = new Object[count];
      requests = new Object[count];
      places = new Object[count];
    }
    return whole;
  }

  /** Writes who waits and is pickled. */
  void save(Line line, Outlet to) {
    Turnstile tool = line.tool();
    int included = 0;
    for (int i = 0; i < count; i++) {
      Strand strand = (Strand) Objects.requireNonNull(strands[i]);
      if (to.includes(strand)) {
        strands[included] = strand;
        requests[included] = requests[i];
        places[included++] = places[i];
      } else if (!to.leavesBehind(tool, strand)) {
        throw to.refusal(
            "is a "
                + tool
                + " for which somebody waits who is not to be pickled: "
                + (strand.host() == null ? "a thread" : strand.host())
                + ". Pickle both together, or say PickleOptions.copy(...) of it");
      }
    }
    to.number(included);
    for (int i = 0; i < included; i++) {
      to.reference(strands[i]);
      to.number(tool.number(line, Objects.requireNonNull(requests[i])));
      tool.saveMore(line, (WaitPlace) Objects.requireNonNull(places[i]), to);
    }
  }

  /** Reads what {@link #save} wrote into a line that is empty. */
  static void restore(Line line, Inlet from) {
    Turnstile tool = line.tool();
    int count = from.number(0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      Strand strand = from.reference(Strand.class);
      long number = from.number();
      Signals signalledBy = tool.restoreMore(line, from);
      from.atEnd(() -> enter(line, strand, number, signalledBy, from));
    }
    from.afterAll(tool::letIn);
  }

  private static void enter(
      Line line, @Nullable Strand strand, long number, @Nullable Signals signalledBy, Inlet from) {
    boolean may =
        strand != null
            && strand.item == null
            && !strand.waitsSomewhere()
            && (signalledBy == null || signalledBy.isOf(line.tool()));
    Object request = strand == null || !may ? null : line.tool().request(line, strand, number);
    if (strand == null || request == null) {
      throw from.damaged("somebody waits for a tool where he cannot");
    }
    if (signalledBy == null) {
      line.enter(strand, request);
    } else {
      strand.item = request;
      signalledBy.enterMutex(strand);
    }
  }
}
