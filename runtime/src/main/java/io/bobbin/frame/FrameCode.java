package io.bobbin.frame;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How the frames of one woven method are continued, and what their resume points are.
 *
 * <p>There is one instance for each woven method that was ever left; its class is made when the
 * method is left for the first time, and does nothing but call the method's resume body. (A virtual
 * call on such a class is cheaper than a method handle that is not a constant.)
 */
public abstract class FrameCode {
  private static final ClassValue<Map<String, FrameCode>> CODES =
      new ClassValue<>() {
        @Override
        protected Map<String, FrameCode> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /** The lookups that woven classes have linked themselves by, with all their rights. */
  private static final ClassValue<AtomicReference<Lookup>> LOOKUPS =
      new ClassValue<>() {
        @Override
        protected AtomicReference<Lookup> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  private static final AtomicLong DESCRIBED = new AtomicLong();

  /** How many parameters a resume body has, if no others are told from it. */
  private static final int RESUME_PARAMETERS = 3;

  private Class<?> owner = FrameCode.class;
  private String method = "?";
  private String metadata = "";
  private volatile @Nullable List<ResumePoint> points;
  private volatile @Nullable FrameValues values;

  /** When this was linked last, in an order of all codes. */
  private volatile long described;

  /** Makes an instance that {@link #bootstrap} will fill in. */
  protected FrameCode() {}

  /**
   * Continues a frame.
   *
   * @param frame the innermost frame of the stack
   * @param stack the stack, which holds the pending exception or primitive
   * @param value the reference that the call at the frame's resume point returns
   * @return the reference that the method returns, or null if it returns none or is unwinding
   * @throws Throwable whatever the method throws
   */
  public abstract @Nullable Object resume(Frame frame, FrameStack stack, @Nullable Object value)
      throws Throwable;

  /**
   * Links a woven method to its code object: the same one for the same code, whatever class file it
   * comes from, and another one once the method was redefined to do something else.
   *
   * @param lookup the woven class
   * @param name the method's name
   * @param type {@code ()FrameCode}
   * @param metadata the method and its resume points as {@link ResumePoint#parse} reads them; the
   *     first line ends in one more field, which says how many {@code int} parameters distinguish
   *     the resume body from those of other overloads
   * @return a constant call site
   * @throws IllegalAccessException if the woven class is not as the weaver left it
   */
  // With arguments of other types, or more of them, the JVM would have to make method handles that
  // convert and collect them, which takes as long as to make the code object.
  public static CallSite bootstrap(Lookup lookup, String name, MethodType type, String metadata)
      throws IllegalAccessException {
    int end = metadata.indexOf('\n');
    String[] method = (end < 0 ? metadata : metadata.substring(0, end)).split("\t", -1);
    String hash = method[2];
    int overload = Integer.parseInt(method[3]);
    note(lookup);
    Map<String, FrameCode> codes = CODES.get(lookup.lookupClass());
    String key = name + ' ' + overload + ' ' + hash;
    FrameCode code = codes.get(key);
    if (code == null) {
      FrameCode made = spin(lookup, name, overload);
      made.owner = lookup.lookupClass();
      made.method = name;
      FrameCode earlier = codes.putIfAbsent(key, made);
      code = earlier != null ? earlier : made;
    }
    code.describe(metadata);
    return new ConstantCallSite(MethodHandles.constant(FrameCode.class, code));
  }

  /** Notes the rights of a woven class, which has linked something of itself. */
  static void note(Lookup lookup) {
    LOOKUPS.get(lookup.lookupClass()).setPlain(lookup);
  }

  /**
   * The same for metadata that are too long for one constant of a class file.
   *
   * @param lookup the woven class
   * @param name the method's name
   * @param type {@code ()FrameCode}
   * @param pieces the metadata in pieces
   * @return a constant call site
   * @throws IllegalAccessException if the woven class is not as the weaver left it
   */
  public static CallSite bootstrapLong(
      Lookup lookup, String name, MethodType type, String... pieces) throws IllegalAccessException {
    return bootstrap(lookup, name, type, String.join("", pieces));
  }

  /** Takes the newest description: a redefinition may have moved the lines. */
  private synchronized void describe(String newest) {
    if (!metadata.equals(newest)) {
      metadata = newest;
      points = null;
      values = null;
    }
    described = DESCRIBED.incrementAndGet();
  }

  /**
   * A number that changes whenever {@link #find} may find something else than before.
   *
   * @return the number
   */
  public static long age() {
    return DESCRIBED.get();
  }

  /**
   * The class that declares the method.
   *
   * @return the woven class; for a frame of the runtime's own, that class of the runtime
   */
  public final Class<?> owner() {
    return owner;
  }

  /**
   * The name of the method.
   *
   * @return the name as in the source
   */
  public final String method() {
    return method;
  }

  /**
   * The point at which a frame goes on.
   *
   * @param point the frame's point
   * @return its description, or null if the code has no description of it (a frame of the runtime's
   *     own)
   */
  public final @Nullable ResumePoint point(int point) {
    List<ResumePoint> known = points;
    if (known == null) {
      known = metadata.isEmpty() ? List.of() : ResumePoint.parse(metadata);
      points = known;
    }
    return point < known.size() ? known.get(point) : null;
  }

  /**
   * All resume points.
   *
   * @return the points by number
   */
  public final List<ResumePoint> points() {
    point(0);
    return Objects.requireNonNull(points);
  }

  /**
   * Makes an empty frame of the method.
   *
   * @param point the number of a resume point
   * @return a frame that belongs to no stack
   */
  public final Frame frame(int point) {
    Frame frame = values().make();
    frame.code = this;
    frame.point = point;
    return frame;
  }

  /** The values of the method's frames. */
  final FrameValues values() {
    FrameValues known = values;
    if (known == null) {
      known = FrameValues.of(points());
      values = known;
    }
    return known;
  }

  /**
   * Finds the code of a woven method, whether it was ever left or not. This initialises the class.
   *
   * @param owner the class
   * @param method the method's name
   * @param descriptor its descriptor, as in the source
   * @return the code; null if there is no such method, or it is not woven
   * @throws IllegalAccessException if the class cannot be looked into
   */
  public static @Nullable FrameCode find(Class<?> owner, String method, String descriptor)
      throws IllegalAccessException {
    FrameCode found = known(owner, method, descriptor);
    if (found == null) {
      linkAll(owner, method);
      found = known(owner, method, descriptor);
    }
    return found;
  }

  /**
   * Finds the codes of the woven methods of a name. This initialises the class.
   *
   * @param owner the class
   * @param method the methods' name
   * @return a code for each, as the methods are now; empty if there are none, or none is woven
   * @throws IllegalAccessException if the class cannot be looked into
   */
  public static List<FrameCode> find(Class<?> owner, String method) throws IllegalAccessException {
    linkAll(owner, method);
    Map<String, FrameCode> newest = new TreeMap<>();
    for (FrameCode code : CODES.get(owner).values()) {
      if (code.method.equals(method)) {
        newest.merge(
            code.points().get(0).descriptor(),
            code,
            (one, other) -> one.described > other.described ? one : other);
      }
    }
    return List.copyOf(newest.values());
  }

  /** The code of the method as it is now: of several, the one that was described last. */
  private static @Nullable FrameCode known(Class<?> owner, String method, String descriptor) {
    FrameCode found = null;
    for (FrameCode code : CODES.get(owner).values()) {
      if (code.method.equals(method) && code.points().get(0).descriptor().equals(descriptor)) {
        found = found == null || code.described > found.described ? code : found;
      }
    }
    return found;
  }

  /**
   * A lookup with all the rights of a class: its own if it is woven, as nobody else can have that
   * for a class of another module. This initialises the class.
   *
   * @param owner the class
   * @return its lookup
   * @throws IllegalAccessException if the class cannot be looked into
   */
  static Lookup lookup(Class<?> owner) throws IllegalAccessException {
    AtomicReference<Lookup> known = LOOKUPS.get(owner);
    if (known.get() == null) {
      for (Method method : owner.getDeclaredMethods()) {
        Class<?>[] parameters = method.getParameterTypes();
        if (known.get() == null
            && parameters.length >= RESUME_PARAMETERS
            && parameters[0] == Frame.class) {
          linkAll(owner, method.getName());
        }
      }
    }
    Lookup own = known.get();
    return own != null ? own : MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
  }

  /** Has the resume bodies of all methods of a name link themselves to their codes. */
  private static void linkAll(Class<?> owner, String method) throws IllegalAccessException {
    Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
    MethodType type = methodType(Object.class, Frame.class, FrameStack.class, Object.class);
    try {
      for (; ; type = type.appendParameterTypes(int.class)) {
        MethodHandle body = lookup.findStatic(owner, method, type);
        Object[] arguments = new Object[type.parameterCount()];
        Arrays.fill(arguments, 0);
        arguments[0] = new Probe(); // which is no method's, and so is refused
        arguments[1] = new ProbeStack();
        arguments[2] = null;
        link(body, arguments);
      }
    } catch (NoSuchMethodException e) {
      // that was the last overload
    }
  }

  private static void link(MethodHandle resumeBody, Object[] arguments)
      throws IllegalAccessException {
    try {
      resumeBody.invokeWithArguments(arguments);
      throw new IllegalStateException("a resume body that takes any frame");
    } catch (FrameMismatchException e) {
      // It has linked itself, and looked.
    } catch (Throwable e) {
      throw new IllegalAccessException(resumeBody + ": " + e);
    }
  }

  private static final class Probe extends Frame {}

  private static final class ProbeStack extends FrameStack {
    @Override
    protected @Nullable Object begin(int room) {
      return null;
    }

    @Override
    protected void unwindFailed() {}
  }

  private static FrameCode spin(Lookup lookup, String name, int overload)
      throws IllegalAccessException {
    Class<?> owner = lookup.lookupClass();
    String self = ClassSpinner.internalName(owner);
    String base = ClassSpinner.internalName(FrameCode.class);
    ClassSpinner spinner = new ClassSpinner(self + "$$FrameCode", base);
    ClassSpinner.Code init = spinner.method("<init>", "()V");
    init.load(0, 'L').invokeSpecial(base, "<init>", "()V").returns('V').end();
    ClassSpinner.Code code = spinner.method("resume", resumeDescriptor(0));
    code.load(1, 'L').load(2, 'L').load(3, 'L');
    for (int i = 0; i < overload; i++) {
      code.zero();
    }
    code.invokeStatic(self, name, resumeDescriptor(overload), owner.isInterface());
    code.returns('L').end();
    Lookup made = spinner.define(lookup);
    try {
      return (FrameCode)
          ClassSpinner.invoke(made.findConstructor(made.lookupClass(), methodType(void.class)));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("the constructor just written", e);
    }
  }

  private static String resumeDescriptor(int overload) {
    return "(Lio/bobbin/frame/Frame;Lio/bobbin/frame/FrameStack;Ljava/lang/Object;"
        + "I".repeat(overload)
        + ")Ljava/lang/Object;";
  }
}
