package io.bobbin.schedule;

import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for what, as text. What several wait for has a number, so that one sees that it is the
 * same:
 *
 * <pre>
 *   producer   send      unbuffered channel #1   Shop.produce(Shop.java:12)
 *   consumer   receive   unbuffered channel #2   Shop.consume(Shop.java:21)
 * </pre>
 */
final class Picture {
  /** So many tasklets are shown; of the others, how many there are. */
  private static final int MOST = 100;

  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

  private Picture() {}

  /**
   * Draws tasklets that do not run.
   *
   * @param parked the tasklets
   * @return a line for each, and one for the cycle if there is one
   */
  static String of(List<? extends TaskletStrand<?>> parked) {
    return new Picture().draw(parked);
  }

  /** Where a tasklet is in the user's code: its innermost call. */
  static String place(Tasklet<?> tasklet) {
    List<StackTraceElement> stack = tasklet.stackTrace();
    return stack.isEmpty() ? "at its beginning" : stack.get(0).toString();
  }

  /** What a tasklet waits for, and where. */
  static String wait(TaskletStrand<?> tasklet, WaitReason reason) {
    Object subject = tasklet.waitedFor();
    String what = subject == null ? "" : " " + new Picture().name(subject);
    return words(reason) + what + ", " + place(tasklet);
  }

  private String draw(List<? extends TaskletStrand<?>> parked) {
    List<String[]> rows = new ArrayList<>();
    for (TaskletStrand<?> tasklet : parked.subList(0, Math.min(MOST, parked.size()))) {
      WaitReason reason = tasklet.waitReason();
      String idle = tasklet.isSetAside() ? "taken out" : "runnable";
      String what = reason == null ? idle : words(reason);
      rows.add(new String[] {tasklet.name(), what, name(tasklet.waitedFor()), place(tasklet)});
    }
    StringBuilder text = new StringBuilder();
    int[] widths = new int[3];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      text.append("\n  ");
      for (int i = 0; i < widths.length; i++) {
        text.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      text.append(row[3]);
    }
    if (parked.size() > MOST) {
      text.append("\n  and ").append(parked.size() - MOST).append(" more");
    }
    String cycle = cycle(parked);
    return cycle == null ? text.toString() : text.append("\n  cycle: ").append(cycle).toString();
  }

  private static String words(WaitReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String name(@Nullable Object subject) {
    if (subject == null) {
      return "";
    }
    if (subject instanceof Tasklet<?> tasklet) {
      return "tasklet " + tasklet.name();
    }
    return subject + " #" + numbers.computeIfAbsent(subject, s -> numbers.size() + 1);
  }

  /** A cycle of tasklets each of which waits for what only the next can do, or null. */
  private static @Nullable String cycle(List<? extends TaskletStrand<?>> parked) {
    for (TaskletStrand<?> first : parked) {
      StringBuilder path = new StringBuilder(first.name());
      TaskletStrand<?> at = first.waitedForTasklet();
      for (int steps = 0; at != null && steps <= parked.size(); steps++) {
        path.append(" -> ").append(at.name());
        if (at == first) {
          return path.toString();
        }
        at = at.waitedForTasklet();
      }
    }
    return null;
  }
}
