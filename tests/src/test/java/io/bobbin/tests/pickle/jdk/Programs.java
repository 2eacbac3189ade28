package io.bobbin.tests.pickle.jdk;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.TreeSet;

/** Programs that use types of the JDK, and can be stopped between any two uses. */
final class Programs {
  /** A program that says what it saw, and receives from a channel where it may be stopped. */
  interface Program {
    @Suspendable
    String run(Channel<Integer> gate);
  }

  private static final Map<String, Program> ALL = new LinkedHashMap<>();

  private Programs() {}

  static Map<String, Program> all() {
    if (ALL.isEmpty()) {
      CollectionPrograms.all(ALL);
      TextPrograms.all(ALL);
      ValuePrograms.all(ALL);
    }
    return ALL;
  }

  /** What is in a collection, by its class and in an order that each JVM has. */
  static String content(Collection<?> of, boolean ordered) {
    List<String> texts = new ArrayList<>();
    for (Object each : of) {
      texts.add(String.valueOf(each));
    }
    return of.getClass().getName() + (ordered ? texts : new TreeSet<>(texts));
  }

  /** Iterates, with a stop at each step, and removes some. */
  @Suspendable
  static String iterates(Channel<Integer> gate, Collection<?> over, boolean ordered) {
    List<String> log = new ArrayList<>();
    gate.receive();
    Iterator<?> iterator = over.iterator();
    int count = 0;
    gate.receive();
    while (iterator.hasNext()) {
      gate.receive();
      String next = String.valueOf(iterator.next());
      log.add(next);
      gate.receive();
      if (ordered ? count++ % 3 == 1 : next.contains("b") || next.contains("d")) {
        for (int i = 0; i < 2; i++) {
          try {
            iterator.remove();
            log.add(next + " removed");
          } catch (UnsupportedOperationException e) {
            log.add(next + " cannot be removed");
          } catch (IllegalStateException e) {
            log.add(next + " removed twice");
          }
          gate.receive();
        }
      }
    }
    gate.receive();
    return (ordered ? log : new TreeSet<>(log)) + content(over, ordered);
  }

  /** Iterates while the collection is changed. */
  @Suspendable
  static String failsFast(Channel<Integer> gate, Collection<String> over, boolean ordered) {
    Iterator<String> iterator = over.iterator();
    String first = iterator.next();
    gate.receive();
    over.add("more");
    gate.receive();
    try {
      String second = iterator.hasNext() + iterator.next();
      return ordered ? first + second : "went on";
    } catch (ConcurrentModificationException e) {
      gate.receive();
      return "failed " + iterator.hasNext();
    }
  }

  /** Goes over a list in both directions, and changes it. */
  @Suspendable
  static String walks(Channel<Integer> gate, List<String> over) {
    StringBuilder log = new StringBuilder();
    ListIterator<String> iterator = over.listIterator(over.size() / 2);
    for (int round = 0; round < 2; round++) {
      while (iterator.hasPrevious()) {
        log.append(iterator.previousIndex());
        gate.receive();
        String previous = iterator.previous();
        log.append(previous);
        gate.receive();
        try {
          iterator.set(previous + "'");
        } catch (UnsupportedOperationException e) {
          log.append("cannot");
        }
      }
      while (iterator.hasNext()) {
        log.append(iterator.nextIndex());
        gate.receive();
        log.append(iterator.next());
        gate.receive();
        try {
          if (iterator.nextIndex() == 3) {
            iterator.remove();
            gate.receive();
          } else if (iterator.nextIndex() == 2 && over.size() < 8) {
            iterator.add("added");
            gate.receive();
          }
        } catch (UnsupportedOperationException e) {
          log.append("cannot");
        }
      }
    }
    return log + content(over, true);
  }

  /** Goes over the entries of a map, and sets the values of some. */
  @Suspendable
  static String setsValues(Channel<Integer> gate, Map<?, String> over, boolean ordered) {
    List<String> log = new ArrayList<>();
    for (Map.Entry<?, String> entry : over.entrySet()) {
      gate.receive();
      log.add(entry.getKey() + entry.getValue());
      if ("bcd".contains(String.valueOf(entry.getKey()))) {
        try {
          log.add(entry.getKey() + entry.setValue("set " + entry.getKey()));
        } catch (UnsupportedOperationException e) {
          log.add(entry.getKey() + " cannot be set");
        }
        gate.receive();
        log.add(entry.toString());
      }
    }
    gate.receive();
    return (ordered ? log : new TreeSet<>(log))
        + content(over.entrySet(), ordered)
        + over.getClass();
  }

  @Suspendable
  static String enumerates(Channel<Integer> gate, Enumeration<?> over) {
    TreeSet<String> log = new TreeSet<>();
    gate.receive();
    while (over.hasMoreElements()) {
      gate.receive();
      log.add(String.valueOf(over.nextElement()));
      gate.receive();
    }
    return log.toString();
  }
}
