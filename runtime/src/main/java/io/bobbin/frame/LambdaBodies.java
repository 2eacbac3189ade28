package io.bobbin.frame;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a woven class that have the bodies of its lambdas, each with a hash of what it
 * does. Compilers number these methods, so that a lambda that is added to the source takes the name
 * of another one: in an image, a body is known by its hash.
 *
 * <p>A redefinition of the class changes the hashes of what it changes: ask anew each time.
 */
public final class LambdaBodies {
  /**
   * What begins the name of the method that lists them, a line each of name, descriptor and hash.
   * The name of the class follows: else one that has no such method would be found to have that of
   * its superclass.
   */
  private static final String LIST = "bobbin$bodies$";

  private static final ClassValue<Source> SOURCES =
      new ClassValue<>() {
        @Override
        protected Source computeValue(Class<?> type) {
          return new Source(type);
        }
      };

  private static final LambdaBodies NONE = new LambdaBodies("");

  private final String text;

  /** The hashes, by name and descriptor. */
  private final Map<String, String> hashes = new LinkedHashMap<>();

  /** The names, by hash and descriptor. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private LambdaBodies(String text) {
    this.text = text;
    if (!text.isEmpty()) {
      for (String line : text.split("\n")) {
        String[] parts = line.split("\t");
        hashes.put(parts[0] + parts[1], parts[2]);
        names.putIfAbsent(parts[2] + parts[1], parts[0]);
      }
    }
  }

  /**
   * Links the method that lists the bodies.
   *
   * @param lookup the woven class
   * @param name any
   * @param type {@code ()String}
   * @param pieces the list, in pieces
   * @return a constant call site
   */
  public static CallSite bootstrap(Lookup lookup, String name, MethodType type, String... pieces) {
    FrameCode.note(lookup);
    return new ConstantCallSite(MethodHandles.constant(String.class, String.join("", pieces)));
  }

  /**
   * The bodies of a class's lambdas. This initialises the class.
   *
   * @param type a class
   * @return the bodies as they are now; none if the class is not woven, or has no lambdas
   * @throws IllegalAccessException if the class cannot be looked into
   */
  public static LambdaBodies of(Class<?> type) throws IllegalAccessException {
    return SOURCES.get(type).bodies();
  }

  /**
   * The hash of a body.
   *
   * @param name the method's name
   * @param descriptor its descriptor
   * @return the hash, in hexadecimal digits; null if the method is not the body of a lambda, but
   *     one that has its own name in the source
   */
  public @Nullable String hash(String name, String descriptor) {
    return hashes.get(name + descriptor);
  }

  /**
   * The name that a body has now.
   *
   * @param name the name it had
   * @param descriptor its descriptor
   * @param hash its hash
   * @return the same name if that method does the same still, else that of one that does; null if
   *     none does
   */
  public @Nullable String locate(String name, String descriptor, String hash) {
    return hash.equals(hash(name, descriptor)) ? name : names.get(hash + descriptor);
  }

  /** Reads what a class lists. */
  private static final class Source {
    private final Class<?> type;
    private volatile @Nullable MethodHandle list;
    private volatile LambdaBodies newest = NONE;

    Source(Class<?> type) {
      this.type = type;
    }

    // Without a lock, as it may have to wait for the class to be initialised.
    LambdaBodies bodies() throws IllegalAccessException {
      MethodHandle known = list;
      if (known == null) {
        known = find();
        list = known;
      }
      String text = (String) ClassSpinner.invoke(known);
      LambdaBodies now = newest;
      if (!text.equals(now.text)) {
        now = new LambdaBodies(text);
        newest = now;
      }
      return now;
    }

    private MethodHandle find() throws IllegalAccessException {
      try {
        String name = LIST + ClassSpinner.internalName(type).replace('/', '-');
        return FrameCode.lookup(type).findStatic(type, name, methodType(String.class));
      } catch (NoSuchMethodException e) {
        return MethodHandles.constant(String.class, "");
      }
    }
  }
}
