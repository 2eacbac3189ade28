package io.bobbin.pickle;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints what differs between two images: both are walked at once, from their tasklets, over frames
 * and variables, into whatever these refer to. Frames are paired from the outermost inwards.
 */
final class ImageDiff {
  /** How many steps of the way to a difference are told. */
  private static final int MOST_STEPS = 12;

  /** How many differences are told. */
  private static final int MOST_TOLD = 1_000;

  /** The way from a root. */
  private record Way(@Nullable Way before, String step) {
    Way to(String next) {
      return new Way(this, next);
    }

    @Override
    public String toString() {
      Deque<String> steps = new ArrayDeque<>();
      Way at = this;
      while (at != null && steps.size() < MOST_STEPS) {
        steps.addFirst(at.step);
        at = at.before;
      }
      return (at == null ? "" : "... > ") + String.join(" > ", steps);
    }
  }

  private record Pair(ImageScan.Item left, ImageScan.Item right, Way way) {}

  private final ImageScan left;
  private final ImageScan right;
  private final PrintStream out;
  private final Deque<Pair> work = new ArrayDeque<>();
  private final Set<Long> seen = new HashSet<>();
  private int count;

  private ImageDiff(ImageScan left, ImageScan right, PrintStream out) {
    this.left = left;
    this.right = right;
    this.out = out;
  }

  /** Prints the differences; returns whether there are none. */
  static boolean print(ImageScan left, ImageScan right, PrintStream out) {
    ImageDiff diff = new ImageDiff(left, right, out);
    diff.compare();
    return diff.count == 0;
  }

  private void compare() {
    int most = Math.max(left.roots().size(), right.roots().size());
    for (int i = 0; i < most; i++) {
      ImageScan.Item a = i < left.roots().size() ? left.roots().get(i) : null;
      ImageScan.Item b = i < right.roots().size() ? right.roots().get(i) : null;
      if (b == null && a != null) {
        told("only in the first: " + name(left, a));
      } else if (a == null && b != null) {
        told("only in the second: " + name(right, b));
      } else if (a != null && b != null) {
        pair(a, b, new Way(null, name(left, a)));
      }
    }
    for (Pair pair = work.pollFirst(); pair != null; pair = work.pollFirst()) {
      compare(pair);
    }
    out.println(
        count == 0
            ? "no differences"
            : count + (count == 1 ? " difference" : " differences") + shown());
  }

  private String shown() {
    return count > MOST_TOLD ? ", of which the first " + MOST_TOLD + " are shown" : "";
  }

  private static String name(ImageScan scan, ImageScan.Item item) {
    String label = Inspection.label(scan, item);
    return label.substring(label.indexOf(' ') + 1);
  }

  private void told(String difference) {
    if (++count <= MOST_TOLD) {
      out.println(difference);
    }
  }

  private void pair(ImageScan.Item a, ImageScan.Item b, Way way) {
    if (seen.add((long) a.id << 32 | b.id)) {
      work.addLast(new Pair(a, b, way));
    }
  }

  private void compare(Pair pair) {
    ImageContents a = ImageContents.of(left, pair.left);
    ImageContents b = ImageContents.of(right, pair.right);
    boolean isOfOneClass =
        left.identity(pair.left.name()).equals(right.identity(pair.right.name()));
    String value = a.inShort();
    String other = b.inShort();
    if (!isOfOneClass || value != null || other != null) {
      if (!isOfOneClass || value == null || !value.equals(other)) {
        changed(pair.way, name(left, pair.left), name(right, pair.right));
      }
      return;
    }
    slots(a.slots(), b.slots(), pair.way);
    frames(a.frames(), b.frames(), pair.way);
  }

  private void changed(Way way, String was, String is) {
    told(way + ": " + was + " -> " + is);
  }

  private void slots(List<ImageContents.Slot> a, List<ImageContents.Slot> b, Way way) {
    Map<String, ImageContents.Slot> first = byName(a);
    Map<String, ImageContents.Slot> second = byName(b);
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      ImageContents.Slot was = first.get(name);
      ImageContents.Slot is = second.get(name);
      Way there = way.to(ImageContents.readable(name));
      if (was == null || is == null) {
        changed(there, text(left, was), text(right, is));
      } else if (was.reference() != 0 && is.reference() != 0) {
        pair(left.item(was.reference()), right.item(is.reference()), there);
      } else if (!text(left, was).equals(text(right, is))) {
        changed(there, text(left, was), text(right, is));
      }
    }
  }

  /** Values of one name, as several stack slots may have, are numbered. */
  private static Map<String, ImageContents.Slot> byName(List<ImageContents.Slot> slots) {
    Map<String, ImageContents.Slot> found = new LinkedHashMap<>();
    for (ImageContents.Slot slot : slots) {
      String name = slot.name();
      for (int i = 2; found.containsKey(name); i++) {
        name = slot.name() + " (" + i + ')';
      }
      found.put(name, slot);
    }
    return found;
  }

  private static String text(ImageScan scan, ImageContents.@Nullable Slot slot) {
    if (slot == null) {
      return "nothing";
    }
    String value = slot.value();
    if (value != null) {
      return value;
    }
    return slot.reference() == 0 ? "null" : name(scan, scan.item(slot.reference()));
  }

  private void frames(List<ImageContents.SavedFrame> a, List<ImageContents.SavedFrame> b, Way way) {
    int same = 0;
    while (same < a.size()
        && same < b.size()
        && method(left, fromOutermost(a, same)).equals(method(right, fromOutermost(b, same)))) {
      ImageContents.SavedFrame was = fromOutermost(a, same);
      ImageContents.SavedFrame is = fromOutermost(b, same);
      Way there = way.to(shortMethod(was));
      if (!place(was).equals(place(is))) {
        changed(there, place(was), place(is));
      }
      slots(was.slots(), is.slots(), there);
      same++;
    }
    for (int i = same; i < a.size(); i++) {
      told(way + ": frame left: " + place(fromOutermost(a, i)));
    }
    for (int i = same; i < b.size(); i++) {
      told(way + ": frame entered: " + place(fromOutermost(b, i)));
    }
  }

  private static ImageContents.SavedFrame fromOutermost(
      List<ImageContents.SavedFrame> frames, int index) {
    return frames.get(frames.size() - 1 - index);
  }

  private static String method(ImageScan scan, ImageContents.SavedFrame frame) {
    SavedPoint point = frame.point();
    return point == null
        ? ""
        : scan.identity(point.owner()) + '.' + point.method() + point.descriptor();
  }

  private static String shortMethod(ImageContents.SavedFrame frame) {
    SavedPoint point = frame.point();
    return point == null ? "a generator's call" : ImageContents.readable(point.method());
  }

  private static String place(ImageContents.SavedFrame frame) {
    SavedPoint point = frame.point();
    return point == null ? "a generator's call" : Inspection.place(point);
  }
}
