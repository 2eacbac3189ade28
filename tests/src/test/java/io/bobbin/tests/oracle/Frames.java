package io.bobbin.tests.oracle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.ResumePoint;
import io.bobbin.frame.ResumePoint.Variable;
import io.bobbin.frame.Shapes;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a saved frame against the description of its resume point. */
final class Frames {
  private static final ClassValue<Map<String, Field>> SLOTS =
      new ClassValue<>() {
        @Override
        protected Map<String, Field> computeValue(Class<?> shape) {
          Map<String, Field> slots = new HashMap<>();
          for (Field field : shape.getFields()) {
            if (field.getDeclaringClass() == shape) {
              slots.put(field.getName(), field);
            }
          }
          return slots;
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
    Set<String> used = new HashSet<>();
    for (Variable v : point.variables()) {
      boolean primitive = "ZBCSIJFD".contains(v.descriptor());
      if (primitive != (v.kind() == 'p')) {
        return "kind and type of " + v + " contradict each other";
      }
      boolean wide = v.descriptor().equals("J") || v.descriptor().equals("D");
      for (int i = 0; i < (wide ? 2 : 1); i++) {
        String slot = "" + v.kind() + (v.index() + i);
        if (!used.add(slot)) {
          return "two variables in slot " + slot;
        }
        if (!exists(frame, v.kind(), v.index() + i)) {
          return frame.getClass().getSimpleName() + " has no slot for " + v;
        }
      }
      if (!primitive) {
        Object value = reference(frame, v.index());
        Class<?> type = type(v.descriptor(), code.owner());
        if (value != null && type != null && !type.isInstance(value)) {
          return v + " holds a " + value.getClass().getName();
        }
      }
    }
    for (int i = 0; exists(frame, 'r', i); i++) {
      Object value = reference(frame, i);
      if (value != null && !used.contains("r" + i)) {
        return "reference slot r"
            + i
            + " belongs to no live variable, yet holds a "
            + value.getClass().getName();
      }
    }
    return null;
  }

  private static boolean exists(Frame frame, char kind, int index) {
    if (frame instanceof Shapes.Large large) {
      return index < (kind == 'p' ? large.p.length : large.r.length);
    }
    return SLOTS.get(frame.getClass()).containsKey("" + kind + index);
  }

  private static @Nullable Object reference(Frame frame, int index) {
    if (frame instanceof Shapes.Large large) {
      return large.r[index];
    }
    try {
      return SLOTS.get(frame.getClass()).get("r" + index).get(frame);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("fields of shapes are public", e);
    }
  }

  private static @Nullable Class<?> type(String descriptor, Class<?> owner) {
    try {
      return MethodType.fromMethodDescriptorString("()" + descriptor, owner.getClassLoader())
          .returnType();
    } catch (TypeNotPresentException e) {
      return null;
    }
  }
}
