package io.bobbin.pickle;

import io.bobbin.frame.Lambdas.Implementation;
import io.bobbin.frame.ResumePoint;
import java.lang.invoke.MethodHandleInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of an image, as they lie in the bytes: for who looks at images. No class that an
 * image names is loaded, and none of its objects is made.
 */
final class ImageScan implements Definitions {
  /** The most texts of one list in a definition, and parameters of a method. */
  private static final int MOST_TEXTS = 255;

  /** The most characters of a name of which others are made, as a byte may name it again. */
  private static final int MOST_CHARS = 4_096;

  /** A field, a component, or a captured value. */
  record Field(String declaredIn, String name, String descriptor) {
    boolean isReference() {
      return descriptor.startsWith("L") || descriptor.startsWith("[");
    }
  }

  /**
   * The method that has the body of a lambda.
   *
   * @param capturing the class whose code has the lambda
   * @param hash what tells it from others, if its name does not; else empty
   */
  record Body(String capturing, Implementation method, String hash) {}

  /**
   * A class of objects.
   *
   * @param code its kind, and how its records are laid out
   * @param name what it is called
   * @param fields what its objects have, as far as the definition says
   * @param start where the definition begins, behind its tag
   * @param end where it ends
   * @param textsBefore how many texts had been defined before
   * @param body the method that has the body of a lambda; null for others
   */
  record Definition(
      Form.Kind kind,
      int code,
      String name,
      List<Field> fields,
      int start,
      int end,
      int textsBefore,
      @Nullable Body body) {
    boolean isShell() {
      return (code & Form.SHELL) != 0;
    }

    boolean isMeasured() {
      return (code & Form.MEASURED) != 0;
    }
  }

  /** An object. */
  static final class Item {
    final int id;
    final Definition definition;

    /** The bytes that it takes, its tag included. */
    int size;

    /** The numbers of the shape. */
    int shape;

    int shapeEnd;

    /** The rest of the numbers. */
    int rest;

    int restEnd;

    /** The objects it refers to; 0 for null. */
    int[] references = {};

    /** From where these were counted back. */
    int base;

    boolean isFilled;

    /** What {@link Inspection} calls it; null until it is asked, as it takes a reading of all. */
    @Nullable String label;

    Item(int id, Definition definition) {
      this.id = id;
      this.definition = definition;
    }

    String name() {
      return definition.name;
    }
  }

  private final byte[] image;
  private final ByteIn in;
  private final Texts texts;
  private final List<Definition> definitions = new ArrayList<>();
  private final List<SavedPoint> points = new ArrayList<>();
  private final Map<String, Origin> origins = new LinkedHashMap<>();
  private final List<Item> items = new ArrayList<>();
  private final List<Item> roots = new ArrayList<>();

  private ImageScan(byte[] image, ByteIn in) {
    this.image = image;
    this.in = in;
    this.texts = new Texts(List.of(), in);
  }

  /**
   * Scans an image.
   *
   * @param key its key; null if the seal is not to be looked at
   * @throws DamagedPickleException if it is no image, or was changed
   */
  static ImageScan of(byte[] image, @Nullable PickleKey key) {
    ImageScan scan = new ImageScan(image, Pickle.open(image, key));
    scan.read();
    return scan;
  }

  int size() {
    return image.length;
  }

  List<Definition> definitions() {
    return definitions;
  }

  List<SavedPoint> points() {
    return points;
  }

  /** Where the classes come from that have numbers for names, by these. */
  Map<String, Origin> origins() {
    return origins;
  }

  /** What tells a class in images of several versions of a program: its name, if it has one. */
  String identity(String className) {
    int end = origins.isEmpty() ? 0 : className.length();
    for (; end > 0; end = className.lastIndexOf('$', end - 1)) {
      Origin origin = origins.get(className.substring(0, end));
      if (origin != null) {
        return origin.key() + className.substring(end);
      }
    }
    return className;
  }

  /** The objects, of which the first has the id 1. */
  List<Item> items() {
    return items;
  }

  List<Item> roots() {
    return roots;
  }

  Item item(int id) {
    return items.get(id - 1);
  }

  /** The bytes of the image between two places. */
  ByteIn bytes(int start, int end) {
    return new ByteIn(image, start, end);
  }

  byte[] image() {
    return image;
  }

  /** The texts that were defined before a definition. */
  List<String> textsBefore(Definition definition) {
    return texts.own().subList(0, definition.textsBefore);
  }

  // Reading

  private void read() {
    int start = in.place();
    int tag = in.countUpTo(Integer.MAX_VALUE);
    while (tag != ImageWriter.END) {
      switch (tag) {
        case ImageWriter.DECLARE -> declare(start);
        case ImageWriter.FILL -> fill(start);
        case ImageWriter.CLASS -> definitions.add(definition());
        case ImageWriter.CODE -> points.add(SavedPoint.read(this));
        case ImageWriter.ORIGIN -> {
          Origin origin = Origin.read(this);
          origins.putIfAbsent(origin.name(), origin);
        }
        default -> object(start, definition(tag - ImageWriter.FIRST_CLASS));
      }
      start = in.place();
      tag = in.countUpTo(Integer.MAX_VALUE);
    }
    int size = in.size();
    for (int i = 0; i < size; i++) {
      roots.add(item(existing(in.count())));
    }
    for (Item item : items) {
      if (!item.isFilled) {
        throw in.damaged("an object was never filled");
      }
    }
    if (in.left() != 0) {
      throw in.damaged("something stands behind the end");
    }
  }

  private Definition definition(int index) {
    if (index >= definitions.size()) {
      throw in.damaged("a class that was not defined");
    }
    return definitions.get(index);
  }

  private int existing(long id) {
    if (id < 1 || id > items.size()) {
      throw in.damaged("a reference to nothing");
    }
    return (int) id;
  }

  private void declare(int start) {
    Item item = add(definition(in.countUpTo(Integer.MAX_VALUE)));
    shape(item);
    item.size = in.place() - start;
  }

  private void fill(int start) {
    Item item = item(existing(in.count()));
    if (item.isFilled) {
      throw in.damaged("an object that was filled twice");
    }
    references(item, items.size() + 1);
    rest(item);
    item.size += in.place() - start;
  }

  private void object(int start, Definition definition) {
    Item item = add(definition);
    shape(item);
    references(item, items.size());
    rest(item);
    item.size = in.place() - start;
  }

  private Item add(Definition definition) {
    Item item = new Item(items.size() + 1, definition);
    items.add(item);
    return item;
  }

  private void shape(Item item) {
    item.shape = in.place();
    if (item.definition.isShell()) {
      if (item.definition.isMeasured()) {
        int length = in.size();
        item.shape = in.place();
        in.skip(length);
      } else if (item.definition.kind == Form.Kind.ARRAY) {
        in.size();
      }
    }
    item.shapeEnd = in.place();
  }

  private void references(Item item, int base) {
    int[] references = new int[in.size()];
    for (int i = 0; i < references.length; i++) {
      long back = in.count();
      references[i] = back == 0 ? 0 : existing(base - back);
    }
    item.base = base;
    item.references = references;
    item.isFilled = true;
  }

  private void rest(Item item) {
    item.rest = in.place();
    Definition definition = item.definition;
    if (definition.isMeasured()) {
      int length = in.size();
      item.rest = in.place();
      in.skip(length);
    } else {
      switch (definition.kind) {
        case ARRAY -> {
          ByteIn shape = bytes(item.shape, item.shapeEnd);
          ImageContents.passArray(definition.name, shape.countUpTo(Integer.MAX_VALUE), in);
        }
        case ENUM -> in.text();
        case NAMED -> ImageContents.plain(definition.name, in);
        default -> {
          for (Field field : definition.fields) {
            if (!field.isReference()) {
              in.primitive(field.descriptor);
            }
          }
        }
      }
    }
    item.restEnd = in.place();
  }

  // Definitions

  @Override
  public String text() {
    return texts.read(in);
  }

  @Override
  public List<ResumePoint.Variable> variables() {
    return texts.readVariables(in);
  }

  @Override
  public ByteIn bytes() {
    return in;
  }

  private Definition definition() {
    int start = in.place();
    int textsBefore = texts.own().size();
    int code = in.octet();
    Form.Kind kind = Form.Kind.of(code, in);
    String name = text();
    List<Field> fields = new ArrayList<>();
    switch (kind) {
      case FIELDS -> {
        if ((code & Form.MEASURED) != 0) {
          text(); // the class of the JDK that it extends
        }
        int levels = number(0, 1_000);
        for (int i = 0; i < levels; i++) {
          fields(text(), fields);
        }
      }
      case RECORD -> fields(name, fields);
      case LAMBDA -> {
        return lambda(code, name, start, textsBefore);
      }
      case NAMED, ARRAY, ENUM, PICKLER -> {}
    }
    return new Definition(
        kind, code, name, List.copyOf(fields), start, in.place(), textsBefore, null);
  }

  private void fields(String declaredIn, List<Field> to) {
    int count = number(0, 100_000);
    for (int i = 0; i < count; i++) {
      to.add(new Field(declaredIn, text(), text()));
    }
  }

  private Definition lambda(int code, String capturing, int start, int textsBefore) {
    requireShort(capturing);
    String factory = text();
    text();
    text();
    implementation(capturing);
    text();
    in.number();
    Body source = implementation(capturing);
    Implementation method = source.method();
    requireShort(method.owner());
    requireShort(method.name());
    text();
    texts();
    texts();
    List<Field> captured = new ArrayList<>();
    for (String descriptor : parameters(factory)) {
      captured.add(new Field(capturing, "captured value " + captured.size(), descriptor));
    }
    return new Definition(
        Form.Kind.LAMBDA,
        code,
        "lambda of " + capturing + ": " + method.owner().replace('/', '.') + '.' + method.name(),
        List.copyOf(captured),
        start,
        in.place(),
        textsBefore,
        source);
  }

  private void requireShort(String name) {
    if (name.length() > MOST_CHARS) {
      throw in.damaged("a name of " + name.length() + " characters");
    }
  }

  private Body implementation(String capturing) {
    Implementation method =
        new Implementation(
            number(MethodHandleInfo.REF_getField, MethodHandleInfo.REF_invokeInterface),
            text(),
            text(),
            text());
    return new Body(capturing, method, text());
  }

  private void texts() {
    int count = number(0, MOST_TEXTS);
    for (int i = 0; i < count; i++) {
      text();
    }
  }

  /** The descriptors of the parameters in a method's descriptor. */
  private List<String> parameters(String descriptor) {
    List<String> found = new ArrayList<>();
    int at = 1;
    while (at < descriptor.length() && descriptor.charAt(at) != ')') {
      int start = at;
      while (at < descriptor.length() && descriptor.charAt(at) == '[') {
        at++;
      }
      if (at < descriptor.length() && descriptor.charAt(at) == 'L') {
        at = descriptor.indexOf(';', at);
      }
      at++;
      if (at <= 0 || at >= descriptor.length()) {
        throw in.damaged(descriptor + " is no type of a method");
      }
      if (found.size() == MOST_TEXTS) {
        throw in.damaged("a method of more than " + MOST_TEXTS + " parameters");
      }
      found.add(descriptor.substring(start, at));
    }
    return found;
  }

  @Override
  public int number(int least, int most) {
    long number = in.number();
    if (number < least || number > most) {
      throw in.damaged("a number that is out of range: " + number);
    }
    return (int) number;
  }
}
