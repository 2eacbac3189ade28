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
 *
 * <p>A twin that is left calls the static {@code save} of its shape: one call keeps the twin's code
 * short, and so fit for inlining.
 */
public final class Shapes {
  private Shapes() {}

  /** 0 primitive words and 0 references. */
  public static final class P0R0 extends Frame {
    /** Saves a frame. */
    public static void save(int point, FrameStack stack, FrameCode code) {
      P0R0 frame = new P0R0();
      stack.push(frame, code, point);
    }
  }

  /** 0 primitive words and 2 references. */
  public static final class P0R2 extends Frame {
    public @Nullable Object r0, r1;

    /** Saves a frame. */
    public static void save(
        @Nullable Object r0, @Nullable Object r1, int point, FrameStack stack, FrameCode code) {
      P0R2 frame = new P0R2();
      frame.r0 = r0;
      frame.r1 = r1;
      stack.push(frame, code, point);
    }
  }

  /** 1 primitive word and 1 reference. */
  public static final class P1R1 extends Frame {
    public int p0;
    public @Nullable Object r0;

    /** Saves a frame. */
    public static void save(
        int p0, @Nullable Object r0, int point, FrameStack stack, FrameCode code) {
      P1R1 frame = new P1R1();
      frame.p0 = p0;
      frame.r0 = r0;
      stack.push(frame, code, point);
    }
  }

  /** 2 primitive words and 0 references. */
  public static final class P2R0 extends Frame {
    public int p0, p1;

    /** Saves a frame. */
    public static void save(int p0, int p1, int point, FrameStack stack, FrameCode code) {
      P2R0 frame = new P2R0();
      frame.p0 = p0;
      frame.p1 = p1;
      stack.push(frame, code, point);
    }
  }

  /** 0 primitive words and 4 references. */
  public static final class P0R4 extends Frame {
    public @Nullable Object r0, r1, r2, r3;

    /** Saves a frame. */
    public static void save(
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        int point,
        FrameStack stack,
        FrameCode code) {
      P0R4 frame = new P0R4();
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      stack.push(frame, code, point);
    }
  }

  /** 1 primitive word and 3 references. */
  public static final class P1R3 extends Frame {
    public int p0;
    public @Nullable Object r0, r1, r2;

    /** Saves a frame. */
    public static void save(
        int p0,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        int point,
        FrameStack stack,
        FrameCode code) {
      P1R3 frame = new P1R3();
      frame.p0 = p0;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      stack.push(frame, code, point);
    }
  }

  /** 2 primitive words and 2 references. */
  public static final class P2R2 extends Frame {
    public int p0, p1;
    public @Nullable Object r0, r1;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        @Nullable Object r0,
        @Nullable Object r1,
        int point,
        FrameStack stack,
        FrameCode code) {
      P2R2 frame = new P2R2();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.r0 = r0;
      frame.r1 = r1;
      stack.push(frame, code, point);
    }
  }

  /** 3 primitive words and 1 reference. */
  public static final class P3R1 extends Frame {
    public int p0, p1, p2;
    public @Nullable Object r0;

    /** Saves a frame. */
    public static void save(
        int p0, int p1, int p2, @Nullable Object r0, int point, FrameStack stack, FrameCode code) {
      P3R1 frame = new P3R1();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.r0 = r0;
      stack.push(frame, code, point);
    }
  }

  /** 4 primitive words and 0 references. */
  public static final class P4R0 extends Frame {
    public int p0, p1, p2, p3;

    /** Saves a frame. */
    public static void save(
        int p0, int p1, int p2, int p3, int point, FrameStack stack, FrameCode code) {
      P4R0 frame = new P4R0();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      stack.push(frame, code, point);
    }
  }

  /** 0 primitive words and 6 references. */
  public static final class P0R6 extends Frame {
    public @Nullable Object r0, r1, r2, r3, r4, r5;

    /** Saves a frame. */
    public static void save(
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        @Nullable Object r4,
        @Nullable Object r5,
        int point,
        FrameStack stack,
        FrameCode code) {
      P0R6 frame = new P0R6();
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      stack.push(frame, code, point);
    }
  }

  /** 1 primitive word and 5 references. */
  public static final class P1R5 extends Frame {
    public int p0;
    public @Nullable Object r0, r1, r2, r3, r4;

    /** Saves a frame. */
    public static void save(
        int p0,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        @Nullable Object r4,
        int point,
        FrameStack stack,
        FrameCode code) {
      P1R5 frame = new P1R5();
      frame.p0 = p0;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      stack.push(frame, code, point);
    }
  }

  /** 2 primitive words and 4 references. */
  public static final class P2R4 extends Frame {
    public int p0, p1;
    public @Nullable Object r0, r1, r2, r3;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        int point,
        FrameStack stack,
        FrameCode code) {
      P2R4 frame = new P2R4();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      stack.push(frame, code, point);
    }
  }

  /** 3 primitive words and 3 references. */
  public static final class P3R3 extends Frame {
    public int p0, p1, p2;
    public @Nullable Object r0, r1, r2;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        int point,
        FrameStack stack,
        FrameCode code) {
      P3R3 frame = new P3R3();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      stack.push(frame, code, point);
    }
  }

  /** 4 primitive words and 2 references. */
  public static final class P4R2 extends Frame {
    public int p0, p1, p2, p3;
    public @Nullable Object r0, r1;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        @Nullable Object r0,
        @Nullable Object r1,
        int point,
        FrameStack stack,
        FrameCode code) {
      P4R2 frame = new P4R2();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.r0 = r0;
      frame.r1 = r1;
      stack.push(frame, code, point);
    }
  }

  /** 5 primitive words and 1 reference. */
  public static final class P5R1 extends Frame {
    public int p0, p1, p2, p3, p4;
    public @Nullable Object r0;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        int p4,
        @Nullable Object r0,
        int point,
        FrameStack stack,
        FrameCode code) {
      P5R1 frame = new P5R1();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.r0 = r0;
      stack.push(frame, code, point);
    }
  }

  /** 6 primitive words and 0 references. */
  public static final class P6R0 extends Frame {
    public int p0, p1, p2, p3, p4, p5;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        int p4,
        int p5,
        int point,
        FrameStack stack,
        FrameCode code) {
      P6R0 frame = new P6R0();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      stack.push(frame, code, point);
    }
  }

  /** 0 primitive words and 8 references. */
  public static final class P0R8 extends Frame {
    public @Nullable Object r0, r1, r2, r3, r4, r5, r6, r7;

    /** Saves a frame. */
    public static void save(
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        @Nullable Object r4,
        @Nullable Object r5,
        @Nullable Object r6,
        @Nullable Object r7,
        int point,
        FrameStack stack,
        FrameCode code) {
      P0R8 frame = new P0R8();
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      stack.push(frame, code, point);
    }
  }

  /** 1 primitive word and 7 references. */
  public static final class P1R7 extends Frame {
    public int p0;
    public @Nullable Object r0, r1, r2, r3, r4, r5, r6;

    /** Saves a frame. */
    public static void save(
        int p0,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        @Nullable Object r4,
        @Nullable Object r5,
        @Nullable Object r6,
        int point,
        FrameStack stack,
        FrameCode code) {
      P1R7 frame = new P1R7();
      frame.p0 = p0;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      stack.push(frame, code, point);
    }
  }

  /** 2 primitive words and 6 references. */
  public static final class P2R6 extends Frame {
    public int p0, p1;
    public @Nullable Object r0, r1, r2, r3, r4, r5;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        @Nullable Object r4,
        @Nullable Object r5,
        int point,
        FrameStack stack,
        FrameCode code) {
      P2R6 frame = new P2R6();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      stack.push(frame, code, point);
    }
  }

  /** 3 primitive words and 5 references. */
  public static final class P3R5 extends Frame {
    public int p0, p1, p2;
    public @Nullable Object r0, r1, r2, r3, r4;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        @Nullable Object r4,
        int point,
        FrameStack stack,
        FrameCode code) {
      P3R5 frame = new P3R5();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      stack.push(frame, code, point);
    }
  }

  /** 4 primitive words and 4 references. */
  public static final class P4R4 extends Frame {
    public int p0, p1, p2, p3;
    public @Nullable Object r0, r1, r2, r3;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        @Nullable Object r3,
        int point,
        FrameStack stack,
        FrameCode code) {
      P4R4 frame = new P4R4();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      stack.push(frame, code, point);
    }
  }

  /** 5 primitive words and 3 references. */
  public static final class P5R3 extends Frame {
    public int p0, p1, p2, p3, p4;
    public @Nullable Object r0, r1, r2;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        int p4,
        @Nullable Object r0,
        @Nullable Object r1,
        @Nullable Object r2,
        int point,
        FrameStack stack,
        FrameCode code) {
      P5R3 frame = new P5R3();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      stack.push(frame, code, point);
    }
  }

  /** 6 primitive words and 2 references. */
  public static final class P6R2 extends Frame {
    public int p0, p1, p2, p3, p4, p5;
    public @Nullable Object r0, r1;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        int p4,
        int p5,
        @Nullable Object r0,
        @Nullable Object r1,
        int point,
        FrameStack stack,
        FrameCode code) {
      P6R2 frame = new P6R2();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.r0 = r0;
      frame.r1 = r1;
      stack.push(frame, code, point);
    }
  }

  /** 7 primitive words and 1 reference. */
  public static final class P7R1 extends Frame {
    public int p0, p1, p2, p3, p4, p5, p6;
    public @Nullable Object r0;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        int p4,
        int p5,
        int p6,
        @Nullable Object r0,
        int point,
        FrameStack stack,
        FrameCode code) {
      P7R1 frame = new P7R1();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.r0 = r0;
      stack.push(frame, code, point);
    }
  }

  /** 8 primitive words and 0 references. */
  public static final class P8R0 extends Frame {
    public int p0, p1, p2, p3, p4, p5, p6, p7;

    /** Saves a frame. */
    public static void save(
        int p0,
        int p1,
        int p2,
        int p3,
        int p4,
        int p5,
        int p6,
        int p7,
        int point,
        FrameStack stack,
        FrameCode code) {
      P8R0 frame = new P8R0();
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      stack.push(frame, code, point);
    }
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

    /** Saves a frame. */
    public static void save(Large frame, int point, FrameStack stack, FrameCode code) {
      stack.push(frame, code, point);
    }

    @Override
    Frame copy() {
      Large copy = new Large(p.length, r.length);
      System.arraycopy(p, 0, copy.p, 0, p.length);
      System.arraycopy(r, 0, copy.r, 0, r.length);
      copy.code = code;
      copy.point = point;
      return copy;
    }
  }
}
