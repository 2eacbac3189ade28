package io.bobbin.tests.pickle.jdk;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.time.Duration;
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
  /** A program that says what it saw. */
  interface Program {
    @Suspendable
    String run();
  }

  /** How often a program has come to a stop. */
  static int stops;

  private static final Map<String, Program> ALL = new LinkedHashMap<>();

  private Programs() {}

  static Map<String, Program> all() {
    if (ALL.isEmpty()) {
      CollectionPrograms.all(ALL);
      TextPrograms.all(ALL);
    }
    return ALL;
  }

  /** Parks. */
  @Suspendable
  static void stop() {
    stops++;
    Tasklet.sleep(Duration.ofMillis(1));
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
  static String iterates(Collection<?> over, boolean ordered) {
    StringBuilder log = new StringBuilder();
    stop();
    Iterator<?> iterator = over.iterator();
    int count = 0;
    stop();
    while (iterator.hasNext()) {
      stop();
      Object next = iterator.next();
      log.append(next).append(' ');
      stop();
      if (count++ % 3 == 1) {
        for (int i = 0; i < 2; i++) {
          try {
            iterator.remove();
            log.append("removed ");
          } catch (UnsupportedOperationException e) {
            log.append("cannot ");
          } catch (IllegalStateException e) {
            log.append("twice ");
          }
          stop();
        }
      }
    }
    stop();
    return log + content(over, ordered);
  }

  /** Iterates while the collection is changed. */
  @Suspendable
  static String failsFast(Collection<String> over) {
    Iterator<String> iterator = over.iterator();
    String first = iterator.next();
    stop();
    over.add("more");
    stop();
    try {
      return first + iterator.hasNext() + iterator.next();
    } catch (ConcurrentModificationException e) {
      stop();
      return "failed " + iterator.hasNext();
    }
  }

  /** Goes over a list in both directions, and changes it. */
  @Suspendable
  static String walks(List<String> over) {
    StringBuilder log = new StringBuilder();
    ListIterator<String> iterator = over.listIterator(over.size() / 2);
    for (int round = 0; round < 2; round++) {
      while (iterator.hasPrevious()) {
        log.append(iterator.previousIndex());
        stop();
        String previous = iterator.previous();
        log.append(previous);
        stop();
        try {
          iterator.set(previous + "'");
        } catch (UnsupportedOperationException e) {
          log.append("cannot");
        }
      }
      while (iterator.hasNext()) {
        log.append(iterator.nextIndex());
        stop();
        log.append(iterator.next());
        stop();
        try {
          if (iterator.nextIndex() == 3) {
            iterator.remove();
            stop();
          } else if (iterator.nextIndex() == 2 && over.size() < 8) {
            iterator.add("added");
            stop();
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
  static String setsValues(Map<?, String> over, boolean ordered) {
    StringBuilder log = new StringBuilder();
    int count = 0;
    for (Map.Entry<?, String> entry : over.entrySet()) {
      stop();
      log.append(entry.getKey()).append(entry.getValue());
      if (count++ % 2 == 0) {
        try {
          log.append(entry.setValue("set" + count));
        } catch (UnsupportedOperationException e) {
          log.append("cannot");
        }
        stop();
        log.append(entry);
      }
    }
    stop();
    return log + content(over.entrySet(), ordered) + over.getClass();
  }

  @Suspendable
  static String enumerates(Enumeration<?> over) {
    StringBuilder log = new StringBuilder();
    stop();
    while (over.hasMoreElements()) {
      stop();
      log.append(over.nextElement());
      stop();
    }
    return log.toString();
  }
}
