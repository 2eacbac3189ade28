package io.bobbin.pickle;

import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an object in an image consists of, by name: its values and references, and, if it is a
 * tasklet or a generator, its frames.
 */
final class ImageContents {
  /** How many elements of an array of primitives are told. */
  private static final int MOST_ELEMENTS = 16;

  /** How many characters of a text are told. */
  static final int MOST_CHARS = 120;

  private static final int ENDED = 5;
  private static final int HAS_LOCALS = 2;
  private static final int IS_MEMBER = 4;
  private static final String[] TASKLET_STATES = {
    "new", "yielded", "parked", "mounted", "yielding", "ended"
  };
  private static final String[] FINDERS = {"of its own", "inherited", "in a static field"};
  private static final int IS_STATIC = 2;
  private static final String[] WAITS = {"false", "true", "true, when it is resumed"};
  private static final int COMES_BACK = 2;
  private static final String[] CLAIMED = {"false", "true", "false, comes back"};
  private static final String[] CHANNEL_ENDS = {"false", "true", "when it is read"};
  private static final String[] GENERATOR_PHASES = {"paused", "running", "ready", "done", "called"};

  /**
   * A value.
   *
   * @param name of what it is the value
   * @param type its type as the source has it; empty if that is clear
   * @param value the value; null if it is a reference
   * @param reference the id of the object, or 0 for null
   * @param bytes how many bytes the slot takes, without an object that it refers to
   */
  record Slot(String name, String type, @Nullable String value, int reference, int bytes) {}

  /** A frame; it has no point if it is a generator's call. */
  record SavedFrame(@Nullable SavedPoint point, List<Slot> slots, int bytes) {}

  private final ImageScan scan;
  private final ImageScan.Item item;
  private final List<Slot> slots = new ArrayList<>();
  private final List<SavedFrame> frames = new ArrayList<>();
  private ByteIn numbers;
  private int nextReference;

  private ImageContents(ImageScan scan, ImageScan.Item item) {
    this.scan = scan;
    this.item = item;
    this.numbers = scan.bytes(item.shape, item.shapeEnd);
  }

  static ImageContents of(ImageScan scan, ImageScan.Item item) {
    if (item.definition.kind() == Form.Kind.PICKLER) {
      return unknown(scan, item);
    }
    ImageContents contents = new ImageContents(scan, item);
    try {
      contents.read();
    } catch (DamagedPickleException e) {
      return unknown(scan, item);
    }
    boolean isRead =
        contents.numbers.left() == 0 && contents.nextReference == item.references.length;
    return isRead ? contents : unknown(scan, item);
  }

  List<Slot> slots() {
    return slots;
  }

  /** The value of a name, or an empty text. */
  String value(String name) {
    for (Slot slot : slots) {
      if (slot.name.equals(name) && slot.value != null) {
        return slot.value;
      }
    }
    return "";
  }

  /** The object of a name, or null. */
  ImageScan.@Nullable Item reference(String name) {
    for (Slot slot : slots) {
      if (slot.name.equals(name) && slot.reference != 0) {
        return scan.item(slot.reference);
      }
    }
    return null;
  }

  /** The frames, innermost first. */
  List<SavedFrame> frames() {
    return frames;
  }

  // Values that stand for themselves

  /** Reads a value whose numbers anybody can read. */
  static String plain(String className, ByteIn in) {
    return switch (className) {
      case "java.lang.String", LinkForm.NAME -> quoted(in.text());
      case "java.lang.Float" -> String.valueOf(Float.intBitsToFloat((int) in.fixed(4)));
      case "java.lang.Double" -> String.valueOf(Double.longBitsToDouble(in.fixed(8)));
      case "java.lang.Boolean" -> primitive("Z", in.number());
      case "java.lang.Character" -> primitive("C", in.number());
      case "java.lang.Byte", "java.lang.Short", "java.lang.Integer", "java.lang.Long" ->
          String.valueOf(in.number());
      default -> throw in.damaged("a class whose numbers have no length: " + className);
    };
  }

  /** A short text that stands for an object, or null if it takes more than that. */
  @Nullable String inShort() {
    return switch (item.definition.kind()) {
      case ENUM -> readable(scan.bytes(item.rest, item.restEnd).text());
      case NAMED ->
          item.definition.isMeasured()
              ? null
              : plain(item.name(), scan.bytes(item.rest, item.restEnd));
      default -> null;
    };
  }

  private static String primitive(String descriptor, long bits) {
    return switch (descriptor) {
      case "Z" -> String.valueOf(bits != 0);
      case "C" -> "'" + escaped((char) bits) + "'";
      case "F" -> String.valueOf(Float.intBitsToFloat((int) bits));
      case "D" -> String.valueOf(Double.longBitsToDouble(bits));
      default -> String.valueOf(bits);
    };
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      case '"', '\\' -> "\\" + c;
      default ->
          Character.isISOControl(c) || Character.isSurrogate(c) || isInvisible(c)
              ? String.format("\\u%04x", (int) c)
              : String.valueOf(c);
    };
  }

  /** Whether a character could make a terminal show something else than is there. */
  private static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.UNASSIGNED;
  }

  /** A text between quotes; what is too long is cut, and its hash told. */
  static String quoted(String text) {
    return '"' + readable(text) + '"' + (text.length() > MOST_CHARS ? rest(text) : "");
  }

  private static String rest(String text) {
    return "... ("
        + text.length()
        + " characters, hash "
        + Integer.toHexString(text.hashCode())
        + ')';
  }

  /** A text of an image as it can be shown. */
  static String readable(String text) {
    StringBuilder out = new StringBuilder();
    addReadable(text, MOST_CHARS, out);
    return out.toString();
  }

  /** Texts of an image one behind the other. */
  static String readable(String... texts) {
    StringBuilder out = new StringBuilder();
    int left = MOST_CHARS;
    for (String text : texts) {
      addReadable(text, left, out);
      left = Math.max(0, left - text.length());
    }
    return out.toString();
  }

  private static void addReadable(String text, int most, StringBuilder to) {
    int end = Math.min(text.length(), most);
    for (int i = 0; i < end; i++) {
      to.append(escaped(text.charAt(i)));
    }
  }

  /** Reads over the elements of an array; returns the beginning of them. */
  static String passArray(String name, int length, ByteIn in) {
    String component = name.substring(name.isEmpty() ? 0 : 1);
    if (component.startsWith("L") || component.startsWith("[")) {
      return "";
    }
    if (component.equals("B") && length > MOST_ELEMENTS) {
      String first = passArray(name, MOST_ELEMENTS, in);
      in.skip(length - MOST_ELEMENTS);
      return first;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      String element =
          switch (component) {
            case "B" -> String.valueOf((byte) in.octet());
            case "Z" -> String.valueOf(in.octet() != 0);
            case "C" -> primitive("C", in.countUpTo(Character.MAX_VALUE));
            case "F" -> primitive("F", in.fixed(4));
            case "D" -> primitive("D", in.fixed(8));
            case "I", "J", "S" -> String.valueOf(in.number());
            default -> throw in.damaged(name + " is no array");
          };
      if (i < MOST_ELEMENTS) {
        out.append(i == 0 ? "" : ", ").append(element);
      }
    }
    return out.toString();
  }

  // Reading

  private void read() {
    switch (item.definition.kind()) {
      case ARRAY -> array();
      case ENUM, NAMED -> named();
      default -> {
        rest();
        for (ImageScan.Field field : item.definition.fields()) {
          value(field.name(), field.descriptor());
        }
        if (item.definition.isMeasured()) {
          content();
        }
      }
    }
  }

  /** What the JDK's part of an object has, whose meaning is known to its form alone. */
  private void content() {
    bytes("content", numbers.place(), item.restEnd);
    numbers = scan.bytes(item.restEnd, item.restEnd);
    otherReferences();
  }

  private void otherReferences() {
    int own = nextReference;
    while (nextReference < item.references.length) {
      reference("[" + (nextReference - own) + "]", "");
    }
  }

  private void rest() {
    if (numbers.left() != 0) {
      throw numbers.damaged("more numbers than are known");
    }
    numbers = scan.bytes(item.rest, item.restEnd);
  }

  private void array() {
    int length = numbers.countUpTo(Integer.MAX_VALUE);
    rest();
    slots.add(new Slot("length", "", String.valueOf(length), 0, item.shapeEnd - item.shape));
    String first = passArray(item.name(), length, numbers);
    if (nextReference < item.references.length) {
      for (int i = 0; i < length; i++) {
        reference("[" + i + "]", "");
      }
    } else if (length > 0) {
      String more =
          length > MOST_ELEMENTS ? ", ... (hash " + Integer.toHexString(hash()) + ')' : "";
      slots.add(new Slot("elements", "", first + more, 0, item.restEnd - item.rest));
    }
  }

  private int hash() {
    int hash = 1;
    for (int i = item.rest; i < item.restEnd; i++) {
      hash = 31 * hash + scan.image()[i];
    }
    return hash;
  }

  private void named() {
    String inShort = inShort();
    if (inShort != null) {
      numbers = scan.bytes(item.restEnd, item.restEnd);
      slots.add(new Slot("value", "", inShort, 0, item.restEnd - item.rest));
      return;
    }
    switch (item.name()) {
      case "tasklet" -> tasklet();
      case "generator" -> generator();
      case "channel", "tool's channel" -> channel();
      case "tasklet local", "context key" -> finder();
      case "event" -> event();
      case "sleep" -> {
        rest();
        reference("sleeper", "");
        number("nanoseconds left");
      }
      case "timeout" -> {
        rest();
        reference("of", "");
        number("nanoseconds");
        flag("cancelled");
        reference("strand", "");
        number("nanoseconds left");
      }
      case "selection" -> selection();
      default -> {
        List<ToolLayout.Part> parts = ToolLayout.of(item.name());
        if (parts == null) {
          throw numbers.damaged("a class that is not known here");
        }
        boolean hasShape = !parts.isEmpty() && parts.get(0).kind() == ToolLayout.Kind.SHAPE;
        if (!hasShape) {
          rest();
        }
        tool(parts, "");
      }
    }
  }

  /** What values are found by. */
  private void finder() {
    rest();
    if (choice("kind", FINDERS) == IS_STATIC) {
      text("class");
      text("field");
    } else {
      reference(item.name().equals("context key") ? "name" : "initial", "");
    }
  }

  private void tool(List<ToolLayout.Part> parts, String prefix) {
    for (ToolLayout.Part part : parts) {
      String name = prefix + part.name();
      switch (part.kind()) {
        case REFERENCE -> reference(name, "");
        case NUMBER -> number(name);
        case FLAG -> flag(name);
        case SHAPE -> {
          number(name);
          rest();
        }
        case LIST -> {
          long count = number(name + "s");
          for (long i = 0; i < count; i++) {
            String element = name + '[' + i + ']';
            reference(element, "");
            tool(part.each(), element + ' ');
          }
        }
      }
    }
  }

  private void tasklet() {
    rest();
    int state = choice("state", TASKLET_STATES);
    reference("name", "");
    number("priority");
    flag("has result");
    if (state == ENDED) {
      reference("result", "");
      reference("exception", "");
      return;
    }
    long more = flags("is runnable");
    reference("body", "");
    stack();
    reference("generator", "");
    reference("end", "");
    if ((more & HAS_LOCALS) != 0) {
      long count = number("locals");
      for (long i = 0; i < count; i++) {
        reference("local[" + i + "]", "");
        reference("local[" + i + "] has", "");
      }
    }
    if ((more & IS_MEMBER) != 0) {
      reference("group", "");
    }
  }

  private void generator() {
    rest();
    choice("phase", GENERATOR_PHASES);
    reference("source", "");
    reference("value", "");
    reference("consumer", "");
    reference("generator", "");
    stack();
  }

  private void stack() {
    if (flag("has begun")) {
      readFrames();
    }
    int waits = choice("waits", WAITS);
    if (waits != 0) {
      reference("waits at", "");
      if (waits == COMES_BACK) {
        int place = item.references[nextReference - 1];
        comesBack(place == 0 ? "" : scan.item(place).name());
      }
    } else {
      reference("goes on with", "");
      number("goes on with number");
      reference("goes on with exception", "");
    }
  }

  private void comesBack(String to) {
    switch (to) {
      case "event" -> {}
      case "mutex", "read-write mutex", "semaphore" -> {
        number("line");
        number("request");
      }
      case "condition" -> {
        if (!flag("is signalled")) {
          number("request");
        }
      }
      default -> {
        flag("sends");
        reference("has", "");
      }
    }
  }

  private void channel() {
    number("capacity");
    rest();
    if (!item.name().equals("channel")) {
      reference("tool", "");
    }
    choice("closed", CHANNEL_ENDS);
    flag("special");
    reference("preference", "");
    long values = number("values");
    for (long i = 0; i < values; i++) {
      reference("buffer[" + i + "]", "");
    }
    line("senders", "sender");
    line("receivers", "receiver");
  }

  private void line(String name, String each) {
    long count = number(name);
    for (long i = 0; i < count; i++) {
      reference(each + "[" + i + "]", "");
      reference(each + "[" + i + "] has", "");
    }
  }

  private void event() {
    rest();
    reference("reason", "");
    reference("of", "");
    flag("happened");
    long count = number("waiters");
    for (long i = 0; i < count; i++) {
      reference("waiter[" + i + "]", "");
    }
  }

  private void selection() {
    rest();
    flag("in order");
    flag("waited");
    choice("claimed", CLAIMED);
    reference("strand", "");
    long count = number("cases");
    for (long i = 0; i < count; i++) {
      reference("case[" + i + "]", "");
      number("case[" + i + "] nanoseconds left");
    }
  }

  /** What can be told of an object whose class is not known here. */
  private static ImageContents unknown(ImageScan scan, ImageScan.Item item) {
    ImageContents contents = new ImageContents(scan, item);
    contents.bytes("shape", item.shape, item.shapeEnd);
    contents.bytes("numbers", item.rest, item.restEnd);
    contents.otherReferences();
    return contents;
  }

  private void bytes(String name, int start, int end) {
    StringBuilder hex = new StringBuilder();
    for (int i = start; i < end && i < start + MOST_ELEMENTS; i++) {
      hex.append(i == start ? "" : " ").append(String.format("%02x", scan.image()[i]));
    }
    if (end - start > MOST_ELEMENTS) {
      hex.append(" ... (hash ").append(Integer.toHexString(hash())).append(')');
    }
    if (end > start) {
      slots.add(new Slot(name, "", hex.toString(), 0, end - start));
    }
  }

  // Slots

  private void value(String name, String descriptor) {
    if (descriptor.startsWith("L") || descriptor.startsWith("[")) {
      reference(name, descriptor);
    } else {
      int start = numbers.place();
      String value = primitive(descriptor, numbers.primitive(descriptor));
      slots.add(new Slot(name, type(descriptor), value, 0, numbers.place() - start));
    }
  }

  private void reference(String name, String descriptor) {
    if (nextReference == item.references.length) {
      throw numbers.damaged("fewer references than are known");
    }
    int id = item.references[nextReference++];
    int bytes = id == 0 ? 1 : sizeOf(item.base - id);
    slots.add(new Slot(name, type(descriptor), null, id, bytes));
  }

  private static int sizeOf(int count) {
    return Math.max(1, (38 - Integer.numberOfLeadingZeros(count)) / 7);
  }

  private long number(String name) {
    int start = numbers.place();
    long number = numbers.number();
    slots.add(new Slot(name, "", String.valueOf(number), 0, numbers.place() - start));
    return number;
  }

  private void text(String name) {
    int start = numbers.place();
    String text = quoted(numbers.text());
    slots.add(new Slot(name, "", text, 0, numbers.place() - start));
  }

  /** Reads flags of which the lowest is told; the others say what comes later. */
  private long flags(String lowest) {
    int start = numbers.place();
    long number = numbers.number();
    slots.add(new Slot(lowest, "", String.valueOf((number & 1) != 0), 0, numbers.place() - start));
    return number;
  }

  private boolean flag(String name) {
    int start = numbers.place();
    boolean is = numbers.number() != 0;
    slots.add(new Slot(name, "", String.valueOf(is), 0, numbers.place() - start));
    return is;
  }

  private int choice(String name, String[] choices) {
    int start = numbers.place();
    long number = numbers.number();
    if (number < 0 || number >= choices.length) {
      throw numbers.damaged("a number that is out of range: " + number);
    }
    slots.add(new Slot(name, "", choices[(int) number], 0, numbers.place() - start));
    return (int) number;
  }

  // Frames

  private void readFrames() {
    int start = numbers.place();
    int code = numbers.countUpTo(Integer.MAX_VALUE);
    while (code != 0) {
      int own = slots.size();
      SavedPoint point = null;
      if (code == 1) {
        flag("takes");
        reference("generator", "");
      } else {
        point = point(code - 2);
        for (ResumePoint.Variable variable : point.variables()) {
          value(variable.name(), variable.descriptor());
        }
      }
      List<Slot> ofFrame = slots.subList(own, slots.size());
      int bytes = numbers.place() - start;
      for (Slot slot : ofFrame) {
        bytes += slot.value == null ? slot.bytes : 0;
      }
      frames.add(new SavedFrame(point, List.copyOf(ofFrame), bytes));
      ofFrame.clear();
      start = numbers.place();
      code = numbers.countUpTo(Integer.MAX_VALUE);
    }
  }

  private SavedPoint point(int index) {
    if (index >= scan.points().size()) {
      throw numbers.damaged("a resume point that was not defined");
    }
    return scan.points().get(index);
  }

  /** The type of a descriptor, as a source has it. */
  static String type(String descriptor) {
    int depth = 0;
    while (depth < descriptor.length() && descriptor.charAt(depth) == '[') {
      depth++;
    }
    int end = Math.min(descriptor.length(), depth + MOST_CHARS);
    String element = descriptor.substring(depth, end);
    String name =
        switch (element) {
          case "Z" -> "boolean";
          case "B" -> "byte";
          case "C" -> "char";
          case "S" -> "short";
          case "I" -> "int";
          case "J" -> "long";
          case "F" -> "float";
          case "D" -> "double";
          default ->
              element.length() > 2 && element.charAt(0) == 'L'
                  ? element.substring(1, element.length() - 1).replace('/', '.')
                  : element;
        };
    return readable(name + "[]".repeat(Math.min(depth, MOST_ELEMENTS)));
  }
}
