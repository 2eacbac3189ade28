package io.bobbin.frame;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All frames of a stack that is parked, in one object that takes their place: much smaller, and not
 * to be run. The stack unpacks it when it goes on, and for who looks at its frames.
 *
 * <p>Kept are the live values, innermost frame first: a primitive as a number of variable length
 * (LEB128, the sign in the lowest bit), a reference as the number of its object in {@link
 * #references}, which has each once; 0 is null. Where the frames stand in the code is the same for
 * all stacks that wait in the same place, and shared by them.
 */
final class PackedFrames extends Frame {
  /** Of so many references it is looked whether they are here already. */
  private static final int WINDOW = 16;

  /** The methods and resume points of the frames of a stack, innermost first. */
  private static final class Path {
    private final FrameCode[] codes;
    private final int[] points;

    Path(FrameCode[] codes, int[] points) {
      this.codes = codes;
      this.points = points;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Path path
          && Arrays.equals(points, path.points)
          && Arrays.equals(codes, path.codes);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(points) + Arrays.hashCode(codes);
    }
  }

  /** All paths that are in use. */
  private static final Map<Path, WeakReference<Path>> PATHS = new WeakHashMap<>();

  private final Path path;
  private final byte[] bytes;
  private final @Nullable Object[] references;

  private PackedFrames(Path path, byte[] bytes, @Nullable Object[] references) {
    this.path = path;
    this.bytes = bytes;
    this.references = references;
  }

  /**
   * Packs frames, which are left as they are.
   *
   * @param top the innermost frame
   * @return what stands for them, or null if there is a frame among them that only the runtime
   *     knows
   */
  static @Nullable PackedFrames of(Frame top) {
    List<ResumePoint> points = new ArrayList<>();
    for (Frame frame = top; frame != null; frame = frame.parent) {
      ResumePoint point = frame.code == null ? null : frame.code.point(frame.point);
      if (point == null) {
        return null;
      }
      points.add(point);
    }
    FrameCode[] codes = new FrameCode[points.size()];
    int[] numbers = new int[codes.length];
    Packer packer = new Packer();
    int next = 0;
    for (Frame frame = top; frame != null; frame = frame.parent) {
      codes[next] = Objects.requireNonNull(frame.code);
      numbers[next] = frame.point;
      packer.add(frame, points.get(next++).held());
    }
    return new PackedFrames(shared(new Path(codes, numbers)), packer.bytes(), packer.references());
  }

  private static Path shared(Path path) {
    synchronized (PATHS) {
      WeakReference<Path> known = PATHS.get(path);
      Path first = known == null ? null : known.get();
      if (first == null) {
        PATHS.put(path, new WeakReference<>(path));
        return path;
      }
      return first;
    }
  }

  /** Makes frames as those that were packed; returns the innermost. */
  Frame unpack() {
    int at = 0;
    Frame top = null;
    Frame last = null;
    for (int i = 0; i < path.codes.length; i++) {
      FrameCode code = path.codes[i];
      Frame frame = code.frame(path.points[i]);
      for (ResumePoint.Variable variable : code.points().get(frame.point).held()) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
          next = bytes[at++];
          value |= (next & 0x7fL) << shift;
          shift += 7;
        } while (next < 0);
        store(frame, variable, value);
      }
      if (last == null) {
        top = frame;
      } else {
        last.parent = frame;
      }
      last = frame;
    }
    return Objects.requireNonNull(top);
  }

  private void store(Frame frame, ResumePoint.Variable variable, long value) {
    if (variable.kind() == 'r') {
      FrameValues.of(frame)
          .setReference(frame, variable.index(), value == 0 ? null : references[(int) value - 1]);
      return;
    }
    long number = (value >>> 1) ^ -(value & 1);
    if (FrameValues.isWide(variable)) {
      FrameValues.of(frame).setWide(frame, variable.index(), number);
    } else {
      FrameValues.of(frame).setWord(frame, variable.index(), (int) number);
    }
  }

  /** Collects the values of frames. */
  private static final class Packer {
    private byte[] bytes = new byte[64];
    private int size;
    private final List<@Nullable Object> references = new ArrayList<>();

    void add(Frame frame, List<ResumePoint.Variable> variables) {
      FrameValues values = FrameValues.of(frame);
      for (ResumePoint.Variable variable : variables) {
        int index = variable.index();
        if (variable.kind() == 'r') {
          count(numberOf(values.reference(frame, index)));
        } else {
          long number =
              FrameValues.isWide(variable) ? values.wide(frame, index) : values.word(frame, index);
          count((number << 1) ^ (number >> 63));
        }
      }
    }

    private int numberOf(@Nullable Object object) {
      if (object == null) {
        return 0;
      }
      int last = references.size();
      for (int i = last; i > 0 && i > last - WINDOW; i--) {
        if (references.get(i - 1) == object) {
          return i;
        }
      }
      references.add(object);
      return last + 1;
    }

    private void count(long value) {
      if (size + 10 > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      long left = value;
      while ((left & ~0x7fL) != 0) {
        bytes[size++] = (byte) (left | 0x80);
        left >>>= 7;
      }
      bytes[size++] = (byte) left;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, size);
    }

    @Nullable Object[] references() {
      return references.toArray();
    }
  }
}
