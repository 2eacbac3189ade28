package io.bobbin.tests.controls;

import io.bobbin.Channel.Preference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Stackless's scheduler and channels, by the rules of its documentation: one runs, the others stand
 * in a line; a channel has those who wait at its one end. Whoever meets a partner either goes on,
 * or gives the partner its turn at once, or has both stand at the end of the line.
 */
final class StacklessModel {
  private static final class Runner {
    final int id;
    final List<Step> script;
    int next;

    Runner(int id, List<Step> script) {
      this.id = id;
      this.script = script;
    }
  }

  private final List<Preference> preferences;
  private final List<Deque<Runner>> senders = new ArrayList<>();
  private final List<Deque<Runner>> receivers = new ArrayList<>();
  private final Deque<Runner> line = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();

  private StacklessModel(List<Preference> preferences) {
    this.preferences = preferences;
    for (int i = 0; i < preferences.size(); i++) {
      senders.add(new ArrayDeque<>());
      receivers.add(new ArrayDeque<>());
    }
  }

  /** Runs scripts until nobody can go on; returns what was done, in that order. */
  static List<String> run(List<Preference> channels, List<List<Step>> scripts) {
    StacklessModel model = new StacklessModel(channels);
    for (int i = 0; i < scripts.size(); i++) {
      model.line.addLast(new Runner(i, scripts.get(i)));
    }
    for (Runner each = model.line.pollFirst(); each != null; each = model.line.pollFirst()) {
      model.runUntilItStops(each);
    }
    return model.log;
  }

  private void runUntilItStops(Runner self) {
    if (self.next > 0) {
      log.add(self.script.get(self.next - 1).done(self.id));
    }
    while (self.next < self.script.size()) {
      Step step = self.script.get(self.next++);
      log.add(step.begun(self.id));
      if (stops(self, step)) {
        return;
      }
      log.add(step.done(self.id));
    }
  }

  private boolean stops(Runner self, Step step) {
    if (step.kind() == Step.Kind.YIELD) {
      line.addLast(self);
      return true;
    }
    boolean sends = step.kind() == Step.Kind.SEND;
    Deque<Runner> mine = (sends ? senders : receivers).get(step.channel());
    Deque<Runner> others = (sends ? receivers : senders).get(step.channel());
    Runner partner = others.pollFirst();
    if (partner == null) {
      mine.addLast(self);
      return true;
    }
    Preference preference = preferences.get(step.channel());
    if (preference == Preference.OTHERS) {
      line.addLast(partner);
      line.addLast(self);
      return true;
    }
    if (preference == (sends ? Preference.RECEIVER : Preference.SENDER)) {
      line.addFirst(partner);
      line.addLast(self);
      return true;
    }
    line.addLast(partner);
    return false;
  }
}
