package io.bobbin.pickle;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle may name, and how large it may be: what is not allowed is refused before a class is
 * used.
 *
 * <p>Always allowed are the frames of woven methods, the classes of the JDK for which there is a
 * form ({@code docs/pickles.md} lists them), and the runtime's own. Whatever else is data or the
 * owner of a lambda must be {@linkplain #allow allowed}.
 *
 * <p>Immutable: each method that changes something returns a new filter. May be used by any thread.
 */
public final class PickleFilter {
  private static final int MOST_BYTES = 256 << 20;
  private static final int MOST_OBJECTS = 20_000_000;

  private final NamePatterns allowed;
  private final PickleKey key;
  private final @Nullable ClassLoader loader;
  private final int mostBytes;
  private final int mostObjects;
  private final Picklers picklers;

  /** Classes that were found and allowed, by name. */
  private final ConcurrentHashMap<String, Class<?>> known = new ConcurrentHashMap<>();

  private PickleFilter(
      NamePatterns allowed,
      PickleKey key,
      @Nullable ClassLoader loader,
      int mostBytes,
      int mostObjects,
      Picklers picklers) {
    this.allowed = allowed;
    this.key = key;
    this.loader = loader;
    this.mostBytes = mostBytes;
    this.mostObjects = mostObjects;
    this.picklers = picklers;
  }

  /**
   * Makes a filter that allows classes.
   *
   * @param patterns each a class with those nested in it ({@code com.acme.Job}), a package ({@code
   *     com.acme.*}), all below a package ({@code com.acme.**}), or everything ({@code **})
   * @return the filter
   * @throws IllegalArgumentException if a pattern is none of these
   */
  public static PickleFilter allow(String... patterns) {
    return new PickleFilter(
            new NamePatterns(), PickleKey.NONE, null, MOST_BYTES, MOST_OBJECTS, Picklers.FOUND)
        .andAllow(patterns);
  }

  /**
   * Allows more classes.
   *
   * @param patterns as in {@link #allow}
   * @return a new filter
   * @throws IllegalArgumentException if a pattern is none
   */
  public PickleFilter andAllow(String... patterns) {
    NamePatterns more = new NamePatterns(allowed);
    for (String pattern : patterns) {
      more.add(Objects.requireNonNull(pattern, "pattern"));
    }
    return new PickleFilter(more, key, loader, mostBytes, mostObjects, picklers);
  }

  /**
   * Requires that images are sealed with a key. Without one, an image's seal finds accidents only,
   * and whoever can write bytes can write an image.
   *
   * @param secret the key, as given to {@link PickleOptions#key}; it is copied
   * @return a new filter
   * @throws IllegalArgumentException if it is empty
   */
  public PickleFilter key(byte[] secret) {
    return new PickleFilter(
        allowed, new PickleKey(secret.clone()), loader, mostBytes, mostObjects, picklers);
  }

  /**
   * Says which class loader knows the classes, and finds the picklers; without this it is the
   * reading thread's context class loader, and the runtime's.
   *
   * @param of the class loader
   * @return a new filter
   */
  public PickleFilter loader(ClassLoader of) {
    return new PickleFilter(
        allowed,
        key,
        Objects.requireNonNull(of, "loader"),
        mostBytes,
        mostObjects,
        picklers.foundBy(of));
  }

  /**
   * Limits what is read.
   *
   * @param bytes the most bytes of an image; 256 MB without this
   * @param objects the most objects in an image; 20,000,000 without this
   * @return a new filter
   */
  public PickleFilter limit(int bytes, int objects) {
    return new PickleFilter(allowed, key, loader, bytes, objects, picklers);
  }

  /**
   * Has objects read by a pickler, whatever classes are allowed.
   *
   * @param pickler the pickler, which comes before those given earlier and those that are found
   * @return a new filter
   */
  public PickleFilter pickler(Pickler<?> pickler) {
    return new PickleFilter(allowed, key, loader, mostBytes, mostObjects, picklers.with(pickler));
  }

  PickleKey key() {
    return key;
  }

  int mostBytes() {
    return mostBytes;
  }

  int mostObjects() {
    return mostObjects;
  }

  boolean allows(String className) {
    return allowed.match(className);
  }

  /** Whether objects of a form may be in an image, as far as names tell. */
  boolean allows(Form form) {
    return allows(form.name())
        || (form.kind == Form.Kind.PICKLER && picklers.given(form.name()) != null);
  }

  // What readers ask for

  /** The pickler that an image names. */
  PicklerForm pickler(String name) {
    PicklerForm form = picklers.given(name);
    if (form == null) {
      if (!allows(name)) {
        throw refused(name);
      }
      form = picklers.found(name);
    }
    if (form == null) {
      throw new PickleException(
          "the image has objects that a Pickler of "
              + name
              + " has written, which is not here: PickleFilter.pickler gives it");
    }
    return form;
  }

  /** A class whose objects are in an image. */
  Class<?> classOfData(String name) {
    Class<?> found = known.get(name);
    if (found == null) {
      if (!allows(name) && !(name.startsWith("io.bobbin.") && isDataOfRuntime(name))) {
        throw refused(name);
      }
      found = load(name);
      known.put(name, found);
    }
    return found;
  }

  private boolean isDataOfRuntime(String name) {
    return Forms.isDataOfRuntime(load(name));
  }

  /** A class one of whose methods an image has a frame of, or a lambda. */
  Class<?> classOfFrames(String name) {
    Class<?> found = load(name);
    if (!Woven.isWoven(found) && !allows(name)) {
      throw refused(name);
    }
    return found;
  }

  /** Sees that a class is one whose methods a lambda may be made of. */
  void requireCallable(String name) {
    if (!allows(name) && !Woven.isWoven(load(name))) {
      throw refused(name);
    }
  }

  /** A class that an image names in a descriptor. */
  Class<?> classNamed(String name) {
    return load(name);
  }

  /** The class of arrays of a name as {@link Class#getName()} has it. */
  Class<?> arrayClass(String name) {
    int depth = 0;
    while (depth < name.length() && name.charAt(depth) == '[') {
      depth++;
    }
    if (depth == 0 || depth > 255 || depth == name.length()) {
      throw new DamagedPickleException(name + " is no array");
    }
    Class<?> type = typeOf(name.substring(depth));
    for (int i = 0; i < depth; i++) {
      type = type.arrayType();
    }
    return type;
  }

  /** The type of a descriptor, with dots or slashes. */
  Class<?> typeOf(String descriptor) {
    String last = descriptor.isEmpty() ? " " : descriptor;
    return switch (last.charAt(0)) {
      case 'Z' -> boolean.class;
      case 'B' -> byte.class;
      case 'C' -> char.class;
      case 'S' -> short.class;
      case 'I' -> int.class;
      case 'J' -> long.class;
      case 'F' -> float.class;
      case 'D' -> double.class;
      case '[' -> arrayClass(last);
      case 'L' -> load(last.substring(1, last.length() - 1).replace('/', '.'));
      default -> throw new DamagedPickleException(descriptor + " is no type");
    };
  }

  void requireLength(int length, ImageReader from) {
    if (length > mostObjects) {
      throw from.damaged("an array of " + length);
    }
  }

  /** Loads a class, which is not initialised. */
  private Class<?> load(String name) {
    ClassLoader of = loader == null ? Thread.currentThread().getContextClassLoader() : loader;
    try {
      return Class.forName(name, false, of == null ? Forms.class.getClassLoader() : of);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new PickleException(
          "the class " + name + " is not here: " + e + ". PickleFilter.loader says who knows it",
          e);
    }
  }

  private static RefusedClassException refused(String name) {
    return new RefusedClassException(
        "the image names "
            + name
            + ", which is not allowed. If that is one of your classes, say PickleFilter.allow(\""
            + name
            + "\")");
  }
}
