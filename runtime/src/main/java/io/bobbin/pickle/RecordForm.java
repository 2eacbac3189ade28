package io.bobbin.pickle;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records: made by their canonical constructors, from their components by name. Components may have
 * changed as fields may, see {@link FieldForm}.
 */
final class RecordForm extends Form {
  /**
   * A component as an image has it.
   *
   * @param name its name here
   * @param descriptor its type in the image
   * @param type its type here; if it is no more, that in the image
   * @param here which component it is here, or -1
   */
  private record Part(
      String name, String descriptor, Class<?> type, int here, @Nullable Field field) {}

  private final Class<?> type;
  private final Part[] parts;
  private final Constructor<?> constructor;

  private RecordForm(Class<?> type, Part[] parts, Constructor<?> constructor) {
    super(Kind.RECORD);
    this.type = type;
    this.parts = parts;
    this.constructor = constructor;
  }

  static RecordForm of(Class<?> type) {
    RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
    Part[] parts = new Part[components.length];
    Class<?>[] types = new Class<?>[components.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        // Not the accessor, which may give out a copy
        Field field = type.getDeclaredField(components[i].getName());
        field.setAccessible(true);
        types[i] = field.getType();
        parts[i] = new Part(field.getName(), types[i].descriptorString(), types[i], i, field);
      }
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new RecordForm(type, parts, constructor);
    } catch (NoSuchFieldException | NoSuchMethodException | RuntimeException e) {
      throw new RefusedClassException(
          "the record "
              + type.getName()
              + " cannot be accessed: "
              + e.getMessage()
              + Access.opening(type));
    }
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  List<Origin> findOrigins() {
    return Origin.of(List.of(type));
  }

  @Override
  void define(DefinitionWriter to) {
    to.text(name());
    to.number(parts.length);
    for (Part part : parts) {
      to.text(part.name);
      to.text(part.type.descriptorString());
    }
  }

  static RecordForm read(ImageReader from) {
    String name = from.text();
    Class<?> type = from.filter().classOfData(name);
    if (!type.isRecord() || Forms.isOfJdk(type)) {
      throw from.damaged(name + " is no record here");
    }
    RecordForm here = (RecordForm) Forms.of(type);
    Part[] parts = new Part[from.number(0, 255)];
    for (int i = 0; i < parts.length; i++) {
      String part = from.text();
      String descriptor = from.text();
      parts[i] = here.part(name, part, descriptor, from);
    }
    return new RecordForm(type, parts, here.constructor);
  }

  /**
   * The component here that one of an image means.
   *
   * @param owner the name of the record in the image
   */
  private Part part(String owner, String name, String descriptor, ImageReader from) {
    String nameHere = from.filter().evolution().fieldName(owner, name);
    for (Part part : parts) {
      if (part.name.equals(nameHere)) {
        FieldForm.requireFit("the component " + owner + '.' + name, descriptor, part.type);
        return new Part(nameHere, descriptor, part.type, part.here, part.field);
      }
    }
    from.note(FieldForm.gone(owner + '.' + name, descriptor));
    Class<?> any =
        Widening.isReference(descriptor) ? Object.class : from.filter().typeOf(descriptor);
    return new Part(name, descriptor, any, -1, null);
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void save(Object object, ImageWriter to) {
    for (Part part : parts) {
      Object value;
      try {
        value = Objects.requireNonNull(part.field).get(object);
      } catch (IllegalAccessException e) {
        throw new PickleException("the component " + name() + '.' + part.name, e);
      }
      if (part.type.isPrimitive()) {
        to.numbers().primitive(part.descriptor, Primitives.bits(Objects.requireNonNull(value)));
      } else {
        to.reference(value);
      }
    }
  }

  @Override
  Object make(ImageReader from) {
    Class<?>[] types = constructor.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = types[i].isPrimitive() ? Primitives.of(types[i], 0) : null;
    }
    for (Part part : parts) {
      Object value = value(part, from);
      if (part.here >= 0) {
        arguments[part.here] = value;
      }
    }
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new PickleException(
          "the constructor of the record " + name() + " refuses what it was made of", e.getCause());
    } catch (InstantiationException | IllegalAccessException e) {
      throw new PickleException("cannot make an object of " + name(), e);
    }
  }

  private @Nullable Object value(Part part, ImageReader from) {
    if (part.type.isPrimitive()) {
      String now = part.type.descriptorString();
      long bits = from.bytes().primitive(part.descriptor);
      return Primitives.of(part.type, Widening.convert(part.descriptor, now, bits));
    }
    return part.here < 0
        ? from.reference()
        : FieldForm.reference(name(), part.name, part.descriptor, part.type, from);
  }

  @Override
  String part(Object object, int index) {
    int at = 0;
    for (Part part : parts) {
      if (!part.type.isPrimitive() && at++ == index) {
        return part.name;
      }
    }
    return super.part(object, index);
  }
}
