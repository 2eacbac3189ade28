package io.bobbin.tests.oracle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.ResumePoint;
import io.bobbin.frame.ResumePoint.Variable;
import io.bobbin.frame.Shapes;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks a saved frame against the description of its resume point. */
final class Frames {
  /** The fields of a shape, by index: p0, p1 and so on, and r0, r1 and so on. */
  private record Slots(List<Field> primitives, List<Field> references) {
    static Slots of(Class<?> shape) {
      return new Slots(fields(shape, 'p'), fields(shape, 'r'));
    }

    private static List<Field> fields(Class<?> shape, char kind) {
      Map<Integer, Field> found = new TreeMap<>();
      for (Field field : shape.getFields()) {
        if (field.getDeclaringClass() == shape && field.getName().matches(kind + "\\d+")) {
          found.put(Integer.valueOf(field.getName().substring(1)), field);
        }
      }
      return List.copyOf(found.values());
    }
  }

  private static final ClassValue<Slots> SLOTS =
      new ClassValue<>() {
        @Override
        protected Slots computeValue(Class<?> shape) {
          return Slots.of(shape);
        }
      };

  private Frames() {}

  /** What is wrong with a frame of a parked stack, or null. */
  static @Nullable String check(Frame frame) {
    FrameCode code = frame.code;
    if (code == null) {
      return "a frame without code";
    }
    ResumePoint point = code.point(frame.point);
    if (point == null) {
      return "resume point " + frame.point + " has no description";
    }
    BitSet primitives = new BitSet();
    BitSet references = new BitSet();
    for (Variable v : point.variables()) {
      boolean primitive = "ZBCSIJFD".contains(v.descriptor());
      if (primitive != (v.kind() == 'p')) {
        return "kind and type of " + v + " contradict each other";
      }
      boolean wide = v.descriptor().equals("J") || v.descriptor().equals("D");
      for (int i = 0; i < (wide ? 2 : 1); i++) {
        int slot = v.index() + i;
        BitSet used = primitive ? primitives : references;
        if (used.get(slot)) {
          return "two variables in slot " + v.kind() + slot;
        }
        used.set(slot);
        if (slot >= slots(frame, primitive)) {
          return frame.getClass().getSimpleName() + " has no slot for " + v;
        }
      }
      if (!primitive) {
        Object value = reference(frame, v.index());
        if (value != null && !fits(value, v.descriptor(), code.owner())) {
          return v + " holds a " + value.getClass().getName();
        }
      }
    }
    for (int i = 0; i < slots(frame, false); i++) {
      Object value = references.get(i) ? null : reference(frame, i);
      if (value != null) {
        return "reference slot r"
            + i
            + " belongs to no live variable, yet holds a "
            + value.getClass().getName();
      }
    }
    return null;
  }

  /** How many slots for primitives, or for references, a frame has. */
  private static int slots(Frame frame, boolean primitive) {
    if (frame instanceof Shapes.Large large) {
      return primitive ? large.p.length : large.r.length;
    }
    Slots slots = SLOTS.get(frame.getClass());
    return (primitive ? slots.primitives : slots.references).size();
  }

  private static @Nullable Object reference(Frame frame, int index) {
    if (frame instanceof Shapes.Large large) {
      return large.r[index];
    }
    try {
      return SLOTS.get(frame.getClass()).references.get(index).get(frame);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("fields of shapes are public", e);
    }
  }

  /** Whether a value is of a type, as far as that can be told. */
  private static boolean fits(Object value, String descriptor, Class<?> owner) {
    try {
      return MethodType.fromMethodDescriptorString("()" + descriptor, owner.getClassLoader())
          .returnType()
          .isInstance(value);
    } catch (TypeNotPresentException e) {
      return true;
    }
  }
}
