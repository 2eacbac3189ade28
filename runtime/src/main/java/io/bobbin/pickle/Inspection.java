package io.bobbin.pickle;

import java.io.PrintStream;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Prints what an image has: tasklets with their frames, channels, methods, classes, objects. */
final class Inspection {
  private final ImageScan scan;
  private final PrintStream out;

  private Inspection(ImageScan scan, PrintStream out) {
    this.scan = scan;
    this.out = out;
  }

  static void print(ImageScan scan, PrintStream out) {
    Inspection inspection = new Inspection(scan, out);
    inspection.strands("tasklet");
    inspection.strands("generator");
    inspection.channels();
    inspection.methods();
    inspection.classes();
    inspection.objects();
  }

  private void strands(String kind) {
    for (ImageScan.Item item : scan.items()) {
      if (item.name().equals(kind)) {
        strand(item, ImageContents.of(scan, item));
      }
    }
  }

  private void strand(ImageScan.Item item, ImageContents contents) {
    String state = contents.value("state") + contents.value("phase");
    ImageScan.Item place = contents.reference("waits at");
    out.println();
    out.print(label(item) + ": " + state);
    if (place != null) {
      out.print(", waits at " + label(place));
    }
    out.println(" (" + bytes(item.size) + (scan.roots().contains(item) ? ", pickled)" : ")"));
    for (ImageContents.SavedFrame frame : contents.frames()) {
      frame(frame);
    }
    for (ImageContents.Slot slot : contents.slots()) {
      if (slot.value() == null && slot.reference() != 0 && !slot.name().equals("name")) {
        slot("  ", slot);
      }
    }
  }

  private void frame(ImageContents.SavedFrame frame) {
    SavedPoint point = frame.point();
    out.println(
        "  at "
            + (point == null ? "a generator's call" : place(point))
            + " ("
            + bytes(frame.bytes())
            + ')');
    for (ImageContents.Slot slot : frame.slots()) {
      slot("       ", slot);
    }
  }

  /** Where a frame is, and what it calls. */
  static String place(SavedPoint point) {
    String called = point.readableCallee();
    return point.readablePlace() + (called.startsWith("<") ? " at its entry" : ", calls " + called);
  }

  private void slot(String indent, ImageContents.Slot slot) {
    String value = slot.value();
    out.println(
        indent
            + (slot.type().isEmpty() ? "" : slot.type() + ' ')
            + ImageContents.readable(slot.name())
            + " = "
            + (value == null ? target(slot.reference()) : value)
            + " ("
            + bytes(slot.bytes())
            + ')');
  }

  /** What a reference refers to, with its bytes. */
  private String target(int id) {
    if (id == 0) {
      return "null";
    }
    ImageScan.Item item = scan.item(id);
    return label(scan, item) + ", " + bytes(item.size);
  }

  private String label(ImageScan.Item item) {
    return label(scan, item);
  }

  /** An object in a few words: its id, its class, and its value if that is short. */
  static String label(ImageScan scan, ImageScan.Item item) {
    String known = item.label;
    if (known == null) {
      ImageContents contents = ImageContents.of(scan, item);
      String value = contents.inShort();
      known =
          "#"
              + item.id
              + ' '
              + ImageContents.readable(item.name())
              + (value == null ? nameOf(scan, contents) : ' ' + value);
      item.label = known;
    }
    return known;
  }

  private static String nameOf(ImageScan scan, ImageContents contents) {
    ImageScan.Item name = contents.reference("name");
    boolean isTasklet = !contents.value("state").isEmpty();
    String text = isTasklet && name != null ? ImageContents.of(scan, name).inShort() : null;
    return text == null ? "" : ' ' + text;
  }

  private void channels() {
    for (ImageScan.Item item : scan.items()) {
      if (item.name().equals("channel")) {
        ImageContents contents = ImageContents.of(scan, item);
        out.println();
        out.println(
            label(item)
                + ": capacity "
                + contents.value("capacity")
                + ", "
                + contents.value("values")
                + " in the buffer, "
                + contents.value("senders")
                + " senders and "
                + contents.value("receivers")
                + " receivers wait"
                + (contents.value("closed").equals("true") ? ", closed" : "")
                + " ("
                + bytes(item.size)
                + ')');
        for (ImageContents.Slot slot : contents.slots()) {
          if (slot.value() == null && slot.reference() != 0) {
            slot("  ", slot);
          }
        }
      }
    }
  }

  private void methods() {
    out.println();
    out.println("methods");
    for (SavedPoint point : scan.points()) {
      out.println(
          "  "
              + point.readableMethod()
              + " hash "
              + String.format("%016x", point.hash())
              + " line "
              + point.line());
    }
  }

  private void classes() {
    out.println();
    out.println("classes");
    int[][] sums = sums();
    List<ImageScan.Definition> definitions = scan.definitions();
    for (int i = 0; i < sums.length; i++) {
      ImageScan.Definition definition = definitions.get(i);
      out.println(
          "  "
              + ImageContents.readable(definition.name())
              + origin(definition.name())
              + (definition.kind() == Form.Kind.PICKLER ? " by its Pickler: " : ": ")
              + sums[i][0]
              + (sums[i][0] == 1 ? " object, " : " objects, ")
              + bytes(sums[i][1]));
      for (ImageScan.Field field : definition.fields()) {
        out.println(
            "    "
                + ImageContents.type(field.descriptor())
                + ' '
                + ImageContents.readable(field.name()));
      }
    }
  }

  private String origin(String className) {
    Origin origin = scan.origins().get(className);
    return origin == null ? "" : " (" + origin.described() + ')';
  }

  /** How many objects each class has, and how many bytes these take. */
  private int[][] sums() {
    IdentityHashMap<ImageScan.Definition, int[]> byDefinition = new IdentityHashMap<>();
    int[][] sums = new int[scan.definitions().size()][2];
    for (int i = 0; i < sums.length; i++) {
      byDefinition.put(scan.definitions().get(i), sums[i]);
    }
    for (ImageScan.Item item : scan.items()) {
      int[] sum = Objects.requireNonNull(byDefinition.get(item.definition));
      sum[0]++;
      sum[1] += item.size;
    }
    return sums;
  }

  private void objects() {
    out.println();
    out.println("objects");
    for (ImageScan.Item item : scan.items()) {
      ImageContents contents = ImageContents.of(scan, item);
      out.println("  " + label(item) + " (" + bytes(item.size) + ')');
      if (contents.inShort() == null && !isShownAbove(item)) {
        for (ImageContents.Slot slot : contents.slots()) {
          slot("    ", slot);
        }
      }
    }
  }

  private static boolean isShownAbove(ImageScan.Item item) {
    String name = item.name();
    return item.definition.kind() == Form.Kind.NAMED
        && (name.equals("tasklet") || name.equals("generator") || name.equals("channel"));
  }

  static String bytes(int count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }
}
