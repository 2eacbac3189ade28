package io.bobbin.frame;

import org.jspecify.annotations.Nullable;

/**
 * The frame classes that woven methods share: one for each number of primitive words ({@code p})
 * and references ({@code r}) up to eight in all, and one with arrays for everything larger.
 *
 * <p>An object header, {@code code}, {@code point} and {@code parent} fill 24 bytes (compressed
 * class pointers), and objects are padded to eight bytes, so only shapes with an even number of
 * four-byte slots exist. An {@code int}, {@code float} or smaller takes one word, a {@code long} or
 * {@code double} two. {@code docs/frames.md} tells why shapes and not a class for each method.
 */
public final class Shapes {
  private Shapes() {}

  /** 0 primitive words and 0 references. */
  public static final class P0R0 extends Frame {}

  /** 0 primitive words and 2 references. */
  public static final class P0R2 extends Frame {
    public @Nullable Object r0, r1;
  }

  /** 1 primitive word and 1 reference. */
  public static final class P1R1 extends Frame {
    public int p0;
    public @Nullable Object r0;
  }

  /** 2 primitive words and 0 references. */
  public static final class P2R0 extends Frame {
    public int p0, p1;
  }

  /** 0 primitive words and 4 references. */
  public static final class P0R4 extends Frame {
    public @Nullable Object r0, r1, r2, r3;
  }

  /** 1 primitive word and 3 references. */
  public static final class P1R3 extends Frame {
    public int p0;
    public @Nullable Object r0, r1, r2;
  }

  /** 2 primitive words and 2 references. */
  public static final class P2R2 extends Frame {
    public int p0, p1;
    public @Nullable Object r0, r1;
  }

  /** 3 primitive words and 1 reference. */
  public static final class P3R1 extends Frame {
    public int p0, p1, p2;
    public @Nullable Object r0;
  }

  /** 4 primitive words and 0 references. */
  public static final class P4R0 extends Frame {
    public int p0, p1, p2, p3;
  }

  /** 0 primitive words and 6 references. */
  public static final class P0R6 extends Frame {
    public @Nullable Object r0, r1, r2, r3, r4, r5;
  }

  /** 1 primitive word and 5 references. */
  public static final class P1R5 extends Frame {
    public int p0;
    public @Nullable Object r0, r1, r2, r3, r4;
  }

  /** 2 primitive words and 4 references. */
  public static final class P2R4 extends Frame {
    public int p0, p1;
    public @Nullable Object r0, r1, r2, r3;
  }

  /** 3 primitive words and 3 references. */
  public static final class P3R3 extends Frame {
    public int p0, p1, p2;
    public @Nullable Object r0, r1, r2;
  }

  /** 4 primitive words and 2 references. */
  public static final class P4R2 extends Frame {
    public int p0, p1, p2, p3;
    public @Nullable Object r0, r1;
  }

  /** 5 primitive words and 1 reference. */
  public static final class P5R1 extends Frame {
    public int p0, p1, p2, p3, p4;
    public @Nullable Object r0;
  }

  /** 6 primitive words and 0 references. */
  public static final class P6R0 extends Frame {
    public int p0, p1, p2, p3, p4, p5;
  }

  /** 0 primitive words and 8 references. */
  public static final class P0R8 extends Frame {
    public @Nullable Object r0, r1, r2, r3, r4, r5, r6, r7;
  }

  /** 1 primitive word and 7 references. */
  public static final class P1R7 extends Frame {
    public int p0;
    public @Nullable Object r0, r1, r2, r3, r4, r5, r6;
  }

  /** 2 primitive words and 6 references. */
  public static final class P2R6 extends Frame {
    public int p0, p1;
    public @Nullable Object r0, r1, r2, r3, r4, r5;
  }

  /** 3 primitive words and 5 references. */
  public static final class P3R5 extends Frame {
    public int p0, p1, p2;
    public @Nullable Object r0, r1, r2, r3, r4;
  }

  /** 4 primitive words and 4 references. */
  public static final class P4R4 extends Frame {
    public int p0, p1, p2, p3;
    public @Nullable Object r0, r1, r2, r3;
  }

  /** 5 primitive words and 3 references. */
  public static final class P5R3 extends Frame {
    public int p0, p1, p2, p3, p4;
    public @Nullable Object r0, r1, r2;
  }

  /** 6 primitive words and 2 references. */
  public static final class P6R2 extends Frame {
    public int p0, p1, p2, p3, p4, p5;
    public @Nullable Object r0, r1;
  }

  /** 7 primitive words and 1 reference. */
  public static final class P7R1 extends Frame {
    public int p0, p1, p2, p3, p4, p5, p6;
    public @Nullable Object r0;
  }

  /** 8 primitive words and 0 references. */
  public static final class P8R0 extends Frame {
    public int p0, p1, p2, p3, p4, p5, p6, p7;
  }

  /** Any number of primitive words and references. */
  public static final class Large extends Frame {
    public final int[] p;
    public final @Nullable Object[] r;

    /**
     * Makes a frame with room for the given number of values.
     *
     * @param words how many primitive words
     * @param references how many references
     */
    public Large(int words, int references) {
      p = new int[words];
      r = new Object[references];
    }
  }
}
