package io.bobbin.pickle;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a class of a program, field by field, as far as fields are not {@code transient}.
 * None of the class's constructors is called.
 *
 * <p>Fields are matched by their names, and the classes that declare them. Who reads an image of an
 * older version of the class leaves new fields at zero or null, and passes over those that are no
 * more; a field of another type is an error.
 */
final class FieldForm extends Form {
  private final Class<?> type;

  /** A class of the hierarchy, and how many of the fields it declares. */
  private record Level(Class<?> type, int count) {}

  /** The fields that an image has, in its order; null for one that is no more. */
  private final List<@Nullable Access> fields;

  /** Whether each of these is a reference. */
  private final boolean[] areReferences;

  private final List<Level> levels;

  /** The class of the JDK below these, if it has state; that is written by its form. */
  private final @Nullable Class<?> base;

  private FieldForm(
      Class<?> type,
      List<Level> levels,
      List<@Nullable Access> fields,
      boolean[] areReferences,
      @Nullable Class<?> base) {
    super(Kind.FIELDS);
    this.type = type;
    this.levels = levels;
    this.fields = fields;
    this.areReferences = areReferences;
    this.base = base;
  }

  /** The form of a class as it is here. */
  static FieldForm of(Class<?> type) {
    List<Level> levels = new ArrayList<>();
    List<@Nullable Access> fields = new ArrayList<>();
    for (Class<?> level : hierarchy(type)) {
      List<Access> declared = Access.declaredIn(level);
      levels.add(new Level(level, declared.size()));
      fields.addAll(declared);
    }
    boolean[] areReferences = new boolean[fields.size()];
    for (int i = 0; i < areReferences.length; i++) {
      Access field = fields.get(i);
      areReferences[i] = field != null && field.isReference();
    }
    return new FieldForm(type, levels, fields, areReferences, base(type));
  }

  /** The classes whose fields count: those of programs, the superclass first. */
  private static Deque<Class<?>> hierarchy(Class<?> type) {
    Deque<Class<?>> levels = new ArrayDeque<>();
    Class<?> at = type;
    while (at != null && !Forms.isOfJdk(at)) {
      levels.addFirst(at);
      at = at.getSuperclass();
    }
    if (at == null || !(Forms.hasNoState(at) || Throwable.class.isAssignableFrom(at))) {
      throw new RefusedClassException(
          type.getName()
              + " extends "
              + (at == null ? "nothing" : at.getName())
              + ", whose state only the JDK knows: write a Pickler for it");
    }
    return levels;
  }

  private static @Nullable Class<?> base(Class<?> type) {
    Class<?> at = type;
    while (!Forms.isOfJdk(at)) {
      at = at.getSuperclass();
    }
    return Throwable.class.isAssignableFrom(at) ? at : null;
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  void define(ImageWriter to) {
    to.text(name());
    to.definition(levels.size());
    int next = 0;
    for (Level level : levels) {
      to.text(level.type.getName());
      to.definition(level.count);
      for (int i = 0; i < level.count; i++) {
        Access field = fields.get(next++);
        to.text(field == null ? "" : field.name());
        to.text(field == null ? "" : field.type().descriptorString());
      }
    }
  }

  static FieldForm read(ImageReader from) {
    Class<?> type = from.filter().classOfData(from.text());
    if (Forms.isOfJdk(type) || type.isInterface() || type.isEnum() || type.isArray()) {
      throw from.damaged(type.getName() + " is not written by field");
    }
    FieldForm here = (FieldForm) Forms.ofFields(type);
    List<@Nullable Access> fields = new ArrayList<>();
    List<Boolean> areReferences = new ArrayList<>();
    int levels = from.number(0, 1_000);
    for (int i = 0; i < levels; i++) {
      String level = from.text();
      int count = from.number(0, 100_000);
      for (int f = 0; f < count; f++) {
        String name = from.text();
        String descriptor = from.text();
        areReferences.add(descriptor.startsWith("L") || descriptor.startsWith("["));
        fields.add(here.field(level, name, descriptor));
      }
    }
    boolean[] kinds = new boolean[fields.size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = areReferences.get(i);
    }
    return new FieldForm(type, here.levels, fields, kinds, here.base);
  }

  /** The field that an image means, or null if there is none any more. */
  private @Nullable Access field(String level, String name, String descriptor) {
    int next = 0;
    for (Level each : levels) {
      for (int i = each.count; i > 0; i--) {
        Access field = fields.get(next++);
        if (field != null && each.type.getName().equals(level) && field.name().equals(name)) {
          if (!field.type().descriptorString().equals(descriptor)) {
            throw new PickleException(
                "the field "
                    + level
                    + '.'
                    + name
                    + " was of type "
                    + descriptor
                    + " and is of type "
                    + field.type().descriptorString()
                    + " here: write a Pickler for the class, or keep the type");
          }
          return field;
        }
      }
    }
    return null;
  }

  @Override
  boolean isShell() {
    return true;
  }

  @Override
  void save(Object object, ImageWriter to) {
    for (Access field : fields) {
      if (field == null) {
        continue;
      }
      if (field.isReference()) {
        to.reference(field.reference(object));
      } else {
        to.number(field.bits(object));
      }
    }
    if (base != null) {
      ThrowableForm.save(object, base, to);
    }
  }

  @Override
  Object shell(ImageReader from) {
    try {
      return Constructors.of(type).newInstance();
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new PickleException("cannot make an object of " + type.getName(), e);
    }
  }

  @Override
  void fill(Object object, ImageReader from) {
    for (int i = 0; i < areReferences.length; i++) {
      Access field = fields.get(i);
      if (!areReferences[i]) {
        long bits = from.number();
        if (field != null) {
          field.setBits(object, bits);
        }
      } else if (field == null) {
        from.reference();
      } else {
        field.setReference(object, from.reference(field.type()));
      }
    }
    if (base != null) {
      ThrowableForm.fill(object, base, from);
    }
  }

  @Override
  String part(Object object, int index) {
    int at = 0;
    for (Access field : fields) {
      if (field != null && field.isReference() && at++ == index) {
        return field.name();
      }
    }
    return super.part(object, index);
  }
}
