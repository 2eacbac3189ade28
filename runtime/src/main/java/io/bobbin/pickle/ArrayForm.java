package io.bobbin.pickle;

import java.lang.reflect.Array;
import java.util.List;

/** Arrays: primitives as they lie in memory, objects as references. */
final class ArrayForm extends Form {
  private final Class<?> type;
  private final Class<?> component;

  ArrayForm(Class<?> type) {
    super(Kind.ARRAY);
    this.type = type;
    this.component = type.getComponentType();
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  List<Origin> findOrigins() {
    return Origin.of(List.of(type));
  }

  static ArrayForm read(ImageReader from) {
    return new ArrayForm(from.filter().arrayClass(from.text()));
  }

  @Override
  boolean isShell() {
    return true;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    to.numbers().count(Array.getLength(object));
  }

  @Override
  Object shell(ImageReader from) {
    int length = from.length();
    from.filter().requireLength(length, from);
    return Array.newInstance(component, length);
  }

  @Override
  void save(Object object, ImageWriter to) {
    ByteOut out = to.numbers();
    if (object instanceof Object[] objects) {
      for (Object each : objects) {
        to.reference(each);
      }
    } else if (object instanceof byte[] bytes) {
      out.raw(bytes, 0, bytes.length);
    } else if (object instanceof int[] ints) {
      for (int each : ints) {
        out.number(each);
      }
    } else if (object instanceof long[] longs) {
      for (long each : longs) {
        out.number(each);
      }
    } else if (object instanceof char[] chars) {
      for (char each : chars) {
        out.count(each);
      }
    } else if (object instanceof short[] shorts) {
      for (short each : shorts) {
        out.number(each);
      }
    } else if (object instanceof boolean[] booleans) {
      for (boolean each : booleans) {
        out.octet(each ? 1 : 0);
      }
    } else if (object instanceof float[] floats) {
      for (float each : floats) {
        out.fixed(Float.floatToRawIntBits(each), 4);
      }
    } else {
      for (double each : (double[]) object) {
        out.fixed(Double.doubleToRawLongBits(each), 8);
      }
    }
  }

  @Override
  void fill(Object object, ImageReader from) {
    ByteIn in = from.bytes();
    if (object instanceof Object[] objects) {
      for (int i = 0; i < objects.length; i++) {
        objects[i] = from.reference(component);
      }
    } else if (object instanceof byte[] bytes) {
      in.raw(bytes);
    } else if (object instanceof int[] ints) {
      for (int i = 0; i < ints.length; i++) {
        ints[i] = from.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
      }
    } else if (object instanceof long[] longs) {
      for (int i = 0; i < longs.length; i++) {
        longs[i] = in.number();
      }
    } else if (object instanceof char[] chars) {
      for (int i = 0; i < chars.length; i++) {
        chars[i] = (char) in.countUpTo(Character.MAX_VALUE);
      }
    } else if (object instanceof short[] shorts) {
      for (int i = 0; i < shorts.length; i++) {
        shorts[i] = (short) from.number(Short.MIN_VALUE, Short.MAX_VALUE);
      }
    } else if (object instanceof boolean[] booleans) {
      for (int i = 0; i < booleans.length; i++) {
        booleans[i] = in.countUpTo(1) != 0;
      }
    } else if (object instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = Float.intBitsToFloat((int) in.fixed(4));
      }
    } else {
      double[] doubles = (double[]) object;
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = Double.longBitsToDouble(in.fixed(8));
      }
    }
  }
}
