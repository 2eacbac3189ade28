package io.bobbin.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final VarHandle[] words;
  private final VarHandle[] references;
  private final Maker maker;

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
  }

  private FrameValues(VarHandle[] words, VarHandle[] references, Maker maker) {
    this.words = words;
    this.references = references;
    this.maker = maker;
  }

  private static void of(Class<? extends Frame> shape, Maker maker, int words, int references) {
    FrameValues made =
        new FrameValues(
            handles(shape, "p", words, int.class),
            handles(shape, "r", references, Object.class),
            maker);
    OF_CLASS.put(shape, made);
    OF_COUNTS[words][references] = made;
  }

  private static VarHandle[] handles(
      Class<? extends Frame> shape, String letter, int count, Class<?> type) {
    VarHandle[] found = new VarHandle[count];
    for (int i = 0; i < count; i++) {
      try {
        found[i] = MethodHandles.lookup().findVarHandle(shape, letter + i, type);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
    return found;
  }

  private static FrameValues of(Frame frame) {
    FrameValues known = OF_CLASS.get(frame.getClass());
    if (known == null) {
      throw new IllegalArgumentException("not a frame of woven code: " + frame.getClass());
    }
    return known;
  }

  /**
   * Makes an empty frame for a method.
   *
   * @param points the resume points of the method
   * @return a frame of the shape that the weaver has given the method
   */
  static Frame make(List<ResumePoint> points) {
    int words = 0;
    int references = 0;
    for (ResumePoint point : points) {
      for (ResumePoint.Variable variable : point.variables()) {
        if (variable.kind() == 'r') {
          references = Math.max(references, variable.index() + 1);
        } else {
          words = Math.max(words, variable.index() + (isWide(variable) ? 2 : 1));
        }
      }
    }
    int odd = (words + references) & 1;
    if (words + references + odd > LARGEST_SHAPE) {
      return new Shapes.Large(words, references);
    }
    return OF_COUNTS[words][references + odd].maker.make();
  }

  /**
   * Whether a variable takes two words.
   *
   * @param variable a primitive variable
   * @return true for {@code long} and {@code double}
   */
  public static boolean isWide(ResumePoint.Variable variable) {
    return variable.descriptor().equals("J") || variable.descriptor().equals("D");
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
   * Reads a primitive word.
   *
   * @param frame a frame of woven code
   * @param index which
   * @return the word
   */
  public static int word(Frame frame, int index) {
    if (frame instanceof Shapes.Large large) {
      return large.p[index];
    }
    return (int) of(frame).words[index].get(frame);
  }

  /**
   * Stores a primitive word.
   *
   * @param frame a frame of woven code
   * @param index which
   * @param word the word
   */
  public static void setWord(Frame frame, int index, int word) {
    if (frame instanceof Shapes.Large large) {
      large.p[index] = word;
    } else {
      of(frame).words[index].set(frame, word);
    }
  }

  /**
   * Reads a primitive of two words, of which the low one comes first.
   *
   * @param frame a frame of woven code
   * @param index which is its first word
   * @return its bits
   */
  public static long wide(Frame frame, int index) {
    return (word(frame, index) & 0xffff_ffffL) | ((long) word(frame, index + 1) << 32);
  }

  /**
   * Stores a primitive of two words.
   *
   * @param frame a frame of woven code
   * @param index which is its first word
   * @param bits its bits
   */
  public static void setWide(Frame frame, int index, long bits) {
    setWord(frame, index, (int) bits);
    setWord(frame, index + 1, (int) (bits >>> 32));
  }

  /**
   * Reads a reference.
   *
   * @param frame a frame of woven code
   * @param index which
   * @return the reference
   */
  public static @Nullable Object reference(Frame frame, int index) {
    if (frame instanceof Shapes.Large large) {
      return large.r[index];
    }
    return of(frame).references[index].get(frame);
  }

  /**
   * Stores a reference.
   *
   * @param frame a frame of woven code
   * @param index which
   * @param reference the reference
   */
  public static void setReference(Frame frame, int index, @Nullable Object reference) {
    if (frame instanceof Shapes.Large large) {
      large.r[index] = reference;
    } else {
      of(frame).references[index].set(frame, reference);
    }
  }
}
