package io.bobbin.frame;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values in frames, by their numbers. */
public final class FrameValues {
  /** The most values of a shape that has a field for each. */
  private static final int LARGEST_SHAPE = 8;

  private static final Map<Class<?>, FrameValues> OF_CLASS = new HashMap<>();
  private static final FrameValues[][] OF_COUNTS =
      new FrameValues[LARGEST_SHAPE + 1][LARGEST_SHAPE + 1];

  private interface Maker {
    Frame make();
  }

  private final Class<?> shape;
  private final Maker maker;

  // Of any Frame, so that they are called exactly: a handle that has to be adapted to its caller's
  // types at each call takes ten times as long.
  private final MethodHandle[] words;
  private final MethodHandle[] wordSetters;
  private final MethodHandle[] references;
  private final MethodHandle[] referenceSetters;

  static {
    of(Shapes.P0R0.class, Shapes.P0R0::new, 0, 0);
    of(Shapes.P0R2.class, Shapes.P0R2::new, 0, 2);
    of(Shapes.P1R1.class, Shapes.P1R1::new, 1, 1);
    of(Shapes.P2R0.class, Shapes.P2R0::new, 2, 0);
    of(Shapes.P0R4.class, Shapes.P0R4::new, 0, 4);
    of(Shapes.P1R3.class, Shapes.P1R3::new, 1, 3);
    of(Shapes.P2R2.class, Shapes.P2R2::new, 2, 2);
    of(Shapes.P3R1.class, Shapes.P3R1::new, 3, 1);
    of(Shapes.P4R0.class, Shapes.P4R0::new, 4, 0);
    of(Shapes.P0R6.class, Shapes.P0R6::new, 0, 6);
    of(Shapes.P1R5.class, Shapes.P1R5::new, 1, 5);
    of(Shapes.P2R4.class, Shapes.P2R4::new, 2, 4);
    of(Shapes.P3R3.class, Shapes.P3R3::new, 3, 3);
    of(Shapes.P4R2.class, Shapes.P4R2::new, 4, 2);
    of(Shapes.P5R1.class, Shapes.P5R1::new, 5, 1);
    of(Shapes.P6R0.class, Shapes.P6R0::new, 6, 0);
    of(Shapes.P0R8.class, Shapes.P0R8::new, 0, 8);
    of(Shapes.P1R7.class, Shapes.P1R7::new, 1, 7);
    of(Shapes.P2R6.class, Shapes.P2R6::new, 2, 6);
    of(Shapes.P3R5.class, Shapes.P3R5::new, 3, 5);
    of(Shapes.P4R4.class, Shapes.P4R4::new, 4, 4);
    of(Shapes.P5R3.class, Shapes.P5R3::new, 5, 3);
    of(Shapes.P6R2.class, Shapes.P6R2::new, 6, 2);
    of(Shapes.P7R1.class, Shapes.P7R1::new, 7, 1);
    of(Shapes.P8R0.class, Shapes.P8R0::new, 8, 0);
    OF_CLASS.put(Shapes.Large.class, large(0, 0));
  }

  private FrameValues(Class<?> shape, Maker maker, int words, int references) {
    this.shape = shape;
    this.maker = maker;
    this.words = new MethodHandle[words];
    this.wordSetters = new MethodHandle[words];
    this.references = new MethodHandle[references];
    this.referenceSetters = new MethodHandle[references];
  }

  private static void of(Class<? extends Frame> shape, Maker maker, int words, int references) {
    FrameValues made = new FrameValues(shape, maker, words, references);
    handles(shape, "p", int.class, made.words, made.wordSetters);
    handles(shape, "r", Object.class, made.references, made.referenceSetters);
    OF_CLASS.put(shape, made);
    OF_COUNTS[words][references] = made;
  }

  private static void handles(
      Class<?> shape,
      String letter,
      Class<?> type,
      MethodHandle[] getters,
      MethodHandle[] setters) {
    Lookup lookup = MethodHandles.lookup();
    try {
      for (int i = 0; i < getters.length; i++) {
        getters[i] =
            lookup.findGetter(shape, letter + i, type).asType(methodType(type, Frame.class));
        setters[i] =
            lookup
                .findSetter(shape, letter + i, type)
                .asType(methodType(void.class, Frame.class, type));
      }
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The values of a frame.
   *
   * @param frame a frame of woven code
   * @return what reads and stores them, in this and in each other frame of its class
   */
  public static FrameValues of(Frame frame) {
    FrameCode code = frame.code;
    FrameValues known = code == null ? null : code.values();
    if (known == null || known.shape != frame.getClass()) {
      known = OF_CLASS.get(frame.getClass());
      if (known == null) {
        throw new IllegalArgumentException("not a frame of woven code: " + frame.getClass());
      }
    }
    return known;
  }

  /** Those of the shape that the weaver has given a method with such resume points. */
  static FrameValues of(List<ResumePoint> points) {
    int words = 0;
    int references = 0;
    for (ResumePoint point : points) {
      for (ResumePoint.Variable variable : point.held()) {
        if (variable.kind() == 'r') {
          references = Math.max(references, variable.index() + 1);
        } else {
          words = Math.max(words, variable.index() + (isWide(variable) ? 2 : 1));
        }
      }
    }
    int odd = (words + references) & 1;
    if (words + references + odd > LARGEST_SHAPE) {
      return large(words, references);
    }
    return Objects.requireNonNull(OF_COUNTS[words][references + odd]);
  }

  private static FrameValues large(int words, int references) {
    return new FrameValues(Shapes.Large.class, () -> new Shapes.Large(words, references), 0, 0);
  }

  /** Makes an empty frame. */
  Frame make() {
    return maker.make();
  }

  /**
   * Whether a variable takes two words.
   *
   * @param variable a primitive variable
   * @return true for {@code long} and {@code double}
   */
  public static boolean isWide(ResumePoint.Variable variable) {
    String type = variable.descriptor();
    return type.length() == 1 && (type.charAt(0) == 'J' || type.charAt(0) == 'D');
  }

  /**
   * Links a frame that belongs to no stack yet to its caller's.
   *
   * @param frame the frame
   * @param parent the caller's frame
   */
  public static void link(Frame frame, Frame parent) {
    frame.parent = parent;
  }

  /**
   * Copies a frame.
   *
   * @param frame a frame of woven code
   * @return one with the same values, which belongs to no stack
   */
  public static Frame copy(Frame frame) {
    return frame.copy();
  }

  /**
   * Reads a primitive word.
   *
   * @param frame a frame of this class
   * @param index which
   * @return the word
   */
  public int word(Frame frame, int index) {
    if (frame instanceof Shapes.Large large) {
      return large.p[index];
    }
    try {
      return (int) words[index].invokeExact(frame);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * Stores a primitive word.
   *
   * @param frame a frame of this class
   * @param index which
   * @param word the word
   */
  public void setWord(Frame frame, int index, int word) {
    if (frame instanceof Shapes.Large large) {
      large.p[index] = word;
      return;
    }
    try {
      wordSetters[index].invokeExact(frame, word);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * Reads a primitive of two words, of which the low one comes first.
   *
   * @param frame a frame of this class
   * @param index which is its first word
   * @return its bits
   */
  public long wide(Frame frame, int index) {
    return (word(frame, index) & 0xffff_ffffL) | ((long) word(frame, index + 1) << 32);
  }

  /**
   * Stores a primitive of two words.
   *
   * @param frame a frame of this class
   * @param index which is its first word
   * @param bits its bits
   */
  public void setWide(Frame frame, int index, long bits) {
    setWord(frame, index, (int) bits);
    setWord(frame, index + 1, (int) (bits >>> 32));
  }

  /**
   * Reads a reference.
   *
   * @param frame a frame of this class
   * @param index which
   * @return the reference
   */
  public @Nullable Object reference(Frame frame, int index) {
    if (frame instanceof Shapes.Large large) {
      return large.r[index];
    }
    try {
      return references[index].invokeExact(frame);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * Stores a reference.
   *
   * @param frame a frame of this class
   * @param index which
   * @param reference the reference
   */
  public void setReference(Frame frame, int index, @Nullable Object reference) {
    if (frame instanceof Shapes.Large large) {
      large.r[index] = reference;
      return;
    }
    try {
      referenceSetters[index].invokeExact(frame, reference);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** A field is read and stored without exceptions; what comes is an index out of bounds. */
  private static RuntimeException failed(Throwable e) {
    if (e instanceof RuntimeException known) {
      return known;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }
}
