package io.bobbin.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a kind are written into an image and made again.
 *
 * <p>An object is either made empty and then filled (a <em>shell</em>), so that it may be part of a
 * circle; or it is made of its parts at once (a <em>value</em>), which are complete by then but for
 * shells that stand in a circle with it.
 */
abstract class Form {
  /** In the first byte of a definition, beside the kind: the objects are made empty first. */
  static final int SHELL = 16;

  /** The same: the numbers of an object have their length before them. */
  static final int MEASURED = 32;

  /** The kinds of definitions in an image. */
  enum Kind {
    /** One that each JVM knows, by its name. */
    NAMED(0),
    /** The objects of a class, field by field. */
    FIELDS(1),
    ARRAY(2),
    ENUM(3),
    RECORD(4),
    LAMBDA(5),
    /** A class of a program that has a pickler of its own. */
    PICKLER(6);

    /** What it is called in images. */
    final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The kind that the first byte of a definition says. */
    static Kind of(int code, ByteIn from) {
      for (Kind kind : values()) {
        if (kind.code == (code & (SHELL - 1))) {
          return kind;
        }
      }
      throw from.damaged("a kind of class that is not known: " + code);
    }
  }

  final Kind kind;

  /** The origins of the classes that the definition names; null until they are asked for. */
  private volatile @Nullable List<Origin> origins;

  Form(Kind kind) {
    this.kind = kind;
  }

  /**
   * The origins of those classes that the definition names and that have none but numbers for
   * names.
   *
   * @throws RefusedClassException if one cannot be looked into
   */
  final List<Origin> origins() {
    List<Origin> known = origins;
    if (known == null) {
      known = findOrigins();
      origins = known;
    }
    return known;
  }

  List<Origin> findOrigins() {
    return List.of();
  }

  /** The name of what this is for, as a person reads it, and as filters do. */
  abstract String name();

  /**
   * Whether the numbers of an object have their length before them, as their meaning is known to
   * nobody but this. So an image can be looked through without that knowledge.
   */
  boolean isMeasured() {
    return kind == Kind.NAMED || kind == Kind.PICKLER;
  }

  /** The first byte of a definition. */
  final int code() {
    return kind.code | (isShell() ? SHELL : 0) | (isMeasured() ? MEASURED : 0);
  }

  /** Writes what a reader needs once to read such objects, besides the kind. */
  void define(DefinitionWriter to) {
    to.text(name());
  }

  /** Whether the objects are made empty first. */
  abstract boolean isShell();

  /** Whether filling such an object asks its parts for their hash codes, or compares them. */
  boolean isHashed() {
    return false;
  }

  /** Whether hashing such an object, or comparing two, asks the network. */
  boolean asksNetwork() {
    return false;
  }

  /** Whether hashing such an object hashes its parts. */
  boolean isCollection() {
    return false;
  }

  /** How many parts hashing such an object, or comparing two, looks at more than it refers to. */
  int partsWithoutReference(Object object) {
    return 0;
  }

  /** Writes what is needed to make an empty object; no references. */
  void saveShape(Object object, ImageWriter to) {}

  /** Writes the object, or the rest of it. */
  abstract void save(Object object, ImageWriter to);

  /** Makes an empty object. */
  Object shell(ImageReader from) {
    throw new IllegalStateException(name() + " is a value");
  }

  /** Fills an empty object. */
  void fill(Object object, ImageReader from) {
    throw new IllegalStateException(name() + " is a value");
  }

  /** Makes a value. */
  Object make(ImageReader from) {
    throw new IllegalStateException(name() + " is a shell");
  }

  /**
   * Whether a reference is to what a value is found by, so that others must have it too.
   *
   * @param index which of the references that {@link #save} wrote
   */
  boolean findsBy(int index) {
    return false;
  }

  /**
   * What a reference is called in the object that has it, for messages.
   *
   * @param object the object
   * @param index which of the references that {@link #save} wrote
   */
  String part(Object object, int index) {
    return "[" + index + "]";
  }
}
