package io.bobbin.pickle;

import io.bobbin.Channel;
import java.lang.ref.WeakReference;
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
  private final Evolution evolution;
  private final Links links;

  /** What images have named up to now, as long as it is the same class loader that is asked. */
  private volatile @Nullable Known known;

  /**
   * What is known already.
   *
   * @param loader who was asked for the classes
   * @param definitions those that were read, by forms and points
   * @param classes those of data that were found and allowed, by name
   */
  private record Known(
      WeakReference<ClassLoader> loader,
      KnownDefinition definitions,
      ConcurrentHashMap<String, Class<?>> classes) {}

  private PickleFilter(
      NamePatterns allowed,
      PickleKey key,
      @Nullable ClassLoader loader,
      int mostBytes,
      int mostObjects,
      Picklers picklers,
      Evolution evolution,
      Links links) {
    this.allowed = allowed;
    this.key = key;
    this.loader = loader;
    this.mostBytes = mostBytes;
    this.mostObjects = mostObjects;
    this.picklers = picklers;
    this.evolution = evolution;
    this.links = links;
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
            new NamePatterns(),
            PickleKey.NONE,
            null,
            MOST_BYTES,
            MOST_OBJECTS,
            Picklers.FOUND,
            Evolution.NONE,
            Links.NONE)
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
    return new PickleFilter(more, key, loader, mostBytes, mostObjects, picklers, evolution, links);
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
        allowed,
        new PickleKey(secret.clone()),
        loader,
        mostBytes,
        mostObjects,
        picklers,
        evolution,
        links);
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
        picklers.foundBy(of),
        evolution,
        links);
  }

  /**
   * Says which channel an image means by a name, given to {@link PickleOptions#link}. Its type is
   * not looked at: who reads a link must be the one who knows what goes through the channel.
   *
   * @param name the name
   * @param channel the channel here
   * @return a new filter
   * @throws IllegalArgumentException if the name means another channel already, or the channel has
   *     another name
   */
  public PickleFilter link(String name, Channel<?> channel) {
    return new PickleFilter(
        allowed,
        key,
        loader,
        mostBytes,
        mostObjects,
        picklers,
        evolution,
        links.with(name, channel));
  }

  /** The channel of a name. */
  Channel<?> linked(String name) {
    Channel<?> found = links.channel(name);
    if (found == null) {
      throw new PickleException(
          "BBN035 the image has a channel that was linked as "
              + ImageContents.quoted(name)
              + ", and none has that name here: say which by PickleFilter.link(name, channel)");
    }
    return found;
  }

  /**
   * Limits what is read.
   *
   * @param bytes the most bytes of an image; 256 MiB without this
   * @param objects the most objects in an image; 20,000,000 without this
   * @return a new filter
   * @throws IllegalArgumentException if one is negative
   */
  public PickleFilter limit(int bytes, int objects) {
    if (bytes < 0 || objects < 0) {
      throw new IllegalArgumentException("limit(" + bytes + ", " + objects + ")");
    }
    return new PickleFilter(allowed, key, loader, bytes, objects, picklers, evolution, links);
  }

  /**
   * Has objects read by a pickler, whatever classes are allowed.
   *
   * @param pickler the pickler, which comes before those given earlier and those that are found
   * @return a new filter
   */
  public PickleFilter pickler(Pickler<?> pickler) {
    return new PickleFilter(
        allowed, key, loader, mostBytes, mostObjects, picklers.with(pickler), evolution, links);
  }

  /**
   * Has frames of a method that has changed since they were pickled go on nevertheless.
   *
   * @param method the method as it was, {@code com.acme.Job.run}; or one of several of that name,
   *     {@code com.acme.Job.run(Lcom/acme/Order;)V}
   * @param migrator says how, for each frame
   * @return a new filter
   * @throws IllegalArgumentException if the method is not named like that
   */
  public PickleFilter migrator(String method, FrameMigrator migrator) {
    int parameters = method.indexOf('(');
    int end = parameters < 0 ? method.length() : parameters;
    int dot = method.lastIndexOf('.', end);
    String here =
        dot < 0
            ? method
            : evolution.className(method.substring(0, dot)) + method.substring(dot, end);
    return with(
        evolution.migrator(method, here, false, Objects.requireNonNull(migrator, "migrator")));
  }

  /**
   * Has frames of a method that has another name or other parameters now go on in that one, whether
   * the first is still there or not.
   *
   * @param then the method as it was, as in {@link #migrator(String, FrameMigrator)}
   * @param now the method as it is here, named likewise; it returns what the other did
   * @param migrator says how, for each frame
   * @return a new filter
   * @throws IllegalArgumentException if a method is not named like that
   */
  public PickleFilter migrator(String then, String now, FrameMigrator migrator) {
    return with(evolution.migrator(then, now, true, Objects.requireNonNull(migrator, "migrator")));
  }

  /**
   * Says that a class has another name since images were written; so have those nested in it. What
   * is allowed is asked of the new name. An anonymous or local class is then used as it is said,
   * without being compared to what the image tells of it.
   *
   * @param then its name in images, as {@link Class#getName} has it
   * @param now its name here
   * @return a new filter
   */
  public PickleFilter renamedClass(String then, String now) {
    return with(evolution.renamedClass(then, now));
  }

  /**
   * Says that a field, a component of a record or a constant of an enum has another name since
   * images were written.
   *
   * @param then its class and name in images, {@code com.acme.Order.count}
   * @param now its name here, {@code total}
   * @return a new filter
   * @throws IllegalArgumentException if {@code then} has no class
   */
  public PickleFilter renamedField(String then, String now) {
    return with(evolution.renamedField(then, now));
  }

  /** The same for an image in which a class has another number for a name than here. */
  PickleFilter moved(Origin.Located origin) {
    return origin.now() == null ? this : with(evolution.renamedClass(origin.then(), origin.now()));
  }

  private PickleFilter with(Evolution other) {
    return new PickleFilter(allowed, key, loader, mostBytes, mostObjects, picklers, other, links);
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

  Evolution evolution() {
    return evolution;
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
  Class<?> classOfData(String then) {
    ConcurrentHashMap<String, Class<?>> classes = known().classes;
    Class<?> found = classes.get(then);
    if (found == null) {
      String name = evolution.className(then);
      if (!allows(name) && !isDataOfRuntime(name)) {
        throw refused(name);
      }
      found = load(name);
      classes.put(then, found);
    }
    return found;
  }

  /** Whether a class is the runtime's, and its objects may be in any image. */
  boolean isDataOfRuntime(String name) {
    return name.startsWith("io.bobbin.") && Forms.isDataOfRuntime(load(name));
  }

  /** A class one of whose methods an image has a frame of, or a lambda. */
  Class<?> classOfFrames(String then) {
    String name = evolution.className(then);
    Class<?> found = load(name);
    if (!Woven.isWoven(found) && !allows(name)) {
      throw refused(name);
    }
    return found;
  }

  /** Sees that a class is one whose methods a lambda may be made of. */
  void requireCallable(String then) {
    String name = evolution.className(then);
    if (!allows(name) && !Woven.isWoven(load(name))) {
      throw refused(name);
    }
  }

  /** Whether an image may have objects or frames of a class, as far as that can be told. */
  boolean mayUse(String then) {
    String name = evolution.className(then);
    return allows(name) || isWoven(name);
  }

  private boolean isWoven(String name) {
    try {
      return Woven.isWoven(Class.forName(name, false, loaderNow()));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** A class that an image names in a descriptor. */
  Class<?> classNamed(String then) {
    return load(evolution.className(then));
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
      case 'L' -> classNamed(last.substring(1, last.length() - 1).replace('/', '.'));
      default -> throw new DamagedPickleException(descriptor + " is no type");
    };
  }

  void requireLength(int length, ImageReader from) {
    if (length > mostObjects) {
      throw from.damaged("an array of " + length);
    }
  }

  /** Where what was defined in images read earlier is known from. */
  KnownDefinition definitions() {
    return known().definitions;
  }

  private Known known() {
    ClassLoader of = loaderNow();
    Known now = known;
    if (now == null || !now.loader.refersTo(of) || now.definitions.isFull()) {
      now = new Known(new WeakReference<>(of), KnownDefinition.root(), new ConcurrentHashMap<>());
      known = now;
    }
    return now;
  }

  private ClassLoader loaderNow() {
    ClassLoader of = loader == null ? Thread.currentThread().getContextClassLoader() : loader;
    return of == null ? Forms.class.getClassLoader() : of;
  }

  /** Loads a class, which is not initialised. */
  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, loaderNow());
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
