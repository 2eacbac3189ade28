package io.bobbin.tests.channel;

import io.bobbin.tests.channel.Operation.Case;
import io.bobbin.tests.channel.Operation.Outcome;
import io.bobbin.tests.channel.Operation.Patience;
import io.bobbin.tests.channel.Operation.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether what several parties did at channels at the same time can be explained by channels that
 * do one thing after the other: a search for such an order, after Wing and Gong (1993) and Lowe
 * (2017).
 *
 * <p>An operation that waits takes effect in two steps, as in dual data structures (Scherer and
 * Scott, 2004): it enters the lines of its channels, and is later served by another operation's
 * step, or leaves. So the order in which those who wait are served is checked, too, and that who
 * does not wait meets who does. Both steps lie between its begin and its end.
 */
final class History {
  private final List<Operation> operations;
  private final int[] capacities;
  private final Set<String> failed = new HashSet<>();

  private History(List<Operation> operations, int[] capacities) {
    this.operations = operations;
    this.capacities = capacities;
  }

  /** Whether there is an explanation. */
  static boolean isExplained(List<Operation> operations, int... capacities) {
    History history = new History(operations, capacities);
    return history.search(new State(operations.size(), capacities.length));
  }

  private enum Progress {
    TO_COME,
    WAITS,
    OVER
  }

  /** Who waits, and by which of its cases. */
  private record Waiter(int operation, int index) {}

  /** All channels between two steps. */
  private static final class State {
    final Progress[] progress;
    final List<List<Integer>> buffers = new ArrayList<>();
    final List<List<Waiter>> senders = new ArrayList<>();
    final List<List<Waiter>> receivers = new ArrayList<>();
    final boolean[] closed;

    State(int operations, int channels) {
      progress = new Progress[operations];
      Arrays.fill(progress, Progress.TO_COME);
      closed = new boolean[channels];
      for (int i = 0; i < channels; i++) {
        buffers.add(new ArrayList<>());
        senders.add(new ArrayList<>());
        receivers.add(new ArrayList<>());
      }
    }

    State(State from) {
      progress = from.progress.clone();
      closed = from.closed.clone();
      from.buffers.forEach(each -> buffers.add(new ArrayList<>(each)));
      from.senders.forEach(each -> senders.add(new ArrayList<>(each)));
      from.receivers.forEach(each -> receivers.add(new ArrayList<>(each)));
    }

    void leaves(int operation) {
      senders.forEach(line -> line.removeIf(waiter -> waiter.operation() == operation));
      receivers.forEach(line -> line.removeIf(waiter -> waiter.operation() == operation));
      progress[operation] = Progress.OVER;
    }

    @Override
    public String toString() {
      return Arrays.toString(progress) + buffers + senders + receivers + Arrays.toString(closed);
    }
  }

  private boolean search(State state) {
    int firstEnd = Integer.MAX_VALUE;
    boolean over = true;
    for (int i = 0; i < operations.size(); i++) {
      if (state.progress[i] != Progress.OVER) {
        firstEnd = Math.min(firstEnd, operations.get(i).ended);
        over = false;
      }
    }
    if (over) {
      return true;
    }
    if (!failed.add(state.toString())) {
      return false;
    }
    for (int i = 0; i < operations.size(); i++) {
      if (state.progress[i] != Progress.OVER && operations.get(i).begun < firstEnd) {
        State next = new State(state);
        if (steps(next, i) && search(next)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Has an operation make its next step; false if that contradicts what is known of the results.
   */
  private boolean steps(State state, int i) {
    Operation operation = operations.get(i);
    Outcome outcome = operation.result.outcome();
    if (state.progress[i] == Progress.WAITS) {
      state.leaves(i);
      return outcome == Outcome.GAVE_UP;
    }
    if (outcome == Outcome.KILLED) { // whether it has waited before, nobody can see
      state.progress[i] = Progress.OVER;
      return true;
    }
    if (operation.cases.isEmpty()) {
      return closes(state, i);
    }
    List<Integer> ready = ready(state, operation);
    if (ready.isEmpty()) {
      if (operation.patience == Patience.NONE) {
        state.progress[i] = Progress.OVER;
        return outcome == Outcome.NOT_READY;
      }
      enters(state, i);
      return true;
    }
    for (int index : operation.inOrder ? ready.subList(0, 1) : ready) {
      if (operation.result.equals(resultOf(state, operation, index))) {
        return happens(state, i, index);
      }
    }
    return false;
  }

  /** What comes of an operation if a case that is ready happens. */
  private static Result resultOf(State state, Operation operation, int index) {
    Case chosen = operation.cases.get(index);
    List<Integer> buffer = state.buffers.get(chosen.channel());
    if (state.closed[chosen.channel()] && (chosen.sends() || buffer.isEmpty())) {
      return foundClosed(chosen);
    }
    return new Result(Outcome.HAPPENED, index, operation.result.value());
  }

  private static Result foundClosed(Case closed) {
    return new Result(Outcome.FOUND_CLOSED, closed.sends() ? 1 : 0, 0);
  }

  private List<Integer> ready(State state, Operation operation) {
    List<Integer> ready = new ArrayList<>();
    for (int index = 0; index < operation.cases.size(); index++) {
      Case each = operation.cases.get(index);
      int at = each.channel();
      int size = state.buffers.get(at).size();
      boolean meets = !(each.sends() ? state.receivers : state.senders).get(at).isEmpty();
      boolean fits = each.sends() ? size < capacities[at] : size > 0;
      if (state.closed[at] || meets || fits) {
        ready.add(index);
      }
    }
    return ready;
  }

  private void enters(State state, int i) {
    state.progress[i] = Progress.WAITS;
    List<Case> cases = operations.get(i).cases;
    for (int index = 0; index < cases.size(); index++) {
      Case each = cases.get(index);
      (each.sends() ? state.senders : state.receivers)
          .get(each.channel())
          .add(new Waiter(i, index));
    }
  }

  private boolean happens(State state, int i, int index) {
    Case chosen = operations.get(i).cases.get(index);
    int at = chosen.channel();
    List<Integer> buffer = state.buffers.get(at);
    List<Waiter> senders = state.senders.get(at);
    List<Waiter> receivers = state.receivers.get(at);
    if (state.closed[at] && (chosen.sends() || buffer.isEmpty())) {
      return ends(state, i, foundClosed(chosen));
    }
    if (chosen.sends()) {
      if (receivers.isEmpty()) {
        buffer.add(chosen.sent());
      } else {
        Waiter first = receivers.get(0);
        if (!ends(state, first.operation(), happened(first.index(), chosen.sent()))) {
          return false;
        }
      }
      return ends(state, i, happened(index, 0));
    }
    if (!senders.isEmpty()) {
      Waiter first = senders.get(0);
      buffer.add(operations.get(first.operation()).cases.get(first.index()).sent());
      if (!ends(state, first.operation(), happened(first.index(), 0))) {
        return false;
      }
    }
    return ends(state, i, happened(index, buffer.remove(0)));
  }

  private boolean closes(State state, int i) {
    int at = operations.get(i).closes;
    if (state.closed[at]) {
      return ends(state, i, new Result(Outcome.FOUND_CLOSED, 0, 0));
    }
    state.closed[at] = true;
    List<Waiter> all = new ArrayList<>(state.senders.get(at));
    all.addAll(state.receivers.get(at));
    for (Waiter each : all) {
      Operation told = operations.get(each.operation());
      Result result = foundClosed(told.cases.get(each.index()));
      // Who waits twice is told of one case, whichever.
      boolean isTheOne =
          result.equals(told.result) || told.result.outcome() != Outcome.FOUND_CLOSED;
      boolean waits = state.progress[each.operation()] == Progress.WAITS;
      if (waits && isTheOne && !ends(state, each.operation(), result)) {
        return false;
      }
    }
    return ends(state, i, happened(0, 0))
        && state.senders.get(at).isEmpty()
        && state.receivers.get(at).isEmpty();
  }

  private static Result happened(int index, int value) {
    return new Result(Outcome.HAPPENED, index, value);
  }

  /** Ends an operation; false if something else came of it. */
  private boolean ends(State state, int i, Result result) {
    state.leaves(i);
    return operations.get(i).result.equals(result);
  }
}
