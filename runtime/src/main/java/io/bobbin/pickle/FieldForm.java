package io.bobbin.pickle;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a class of a program, field by field, as far as fields are not {@code transient}.
 * None of the class's constructors is called. What a class of the JDK below has comes behind, by
 * that class's own form: see {@link JdkPart}.
 *
 * <p>Fields are matched by their names, and the classes that declare them. Who reads an image of an
 * older version of the class leaves new fields at zero or null, and passes over those that are no
 * more, which it notes. A primitive may have become a wider one; a field of references may have
 * another type if all that it is to hold fits. Any other change of a type is an error.
 */
final class FieldForm extends Form {
  private final Class<?> type;

  /** A class of the hierarchy, and how many of the fields it declares. */
  private record Level(Class<?> type, int count) {}

  /**
   * A field that an image has.
   *
   * @param field the one that takes it; null if it is no more
   * @param descriptor its type in the image
   */
  private record Slot(@Nullable Access field, String descriptor) {}

  /** The fields that an image has, in its order. */
  private final List<Slot> slots;

  private final List<Level> levels;

  /** The part of the JDK's below these, if that has state. */
  private final @Nullable JdkPart base;

  private final boolean hasHashCode;

  private FieldForm(Class<?> type, List<Level> levels, List<Slot> slots, @Nullable JdkPart base) {
    super(Kind.FIELDS);
    this.type = type;
    this.levels = levels;
    this.slots = slots;
    this.base = base;
    this.hasHashCode = hasHashCode(type);
  }

  /** The form of a class as it is here. */
  static FieldForm of(Class<?> type) {
    JdkPart base = JdkPart.of(type);
    List<Level> levels = new ArrayList<>();
    List<Slot> slots = new ArrayList<>();
    for (Class<?> level : hierarchy(type)) {
      List<Access> declared = Access.declaredIn(level);
      levels.add(new Level(level, declared.size()));
      for (Access field : declared) {
        slots.add(new Slot(field, field.type().descriptorString()));
      }
    }
    return new FieldForm(type, levels, slots, base);
  }

  /** The classes whose fields count: those of programs, the superclass first. */
  private static Deque<Class<?>> hierarchy(Class<?> type) {
    Deque<Class<?>> levels = new ArrayDeque<>();
    Class<?> at = type;
    while (at != null && !Forms.isOfJdk(at)) {
      levels.addFirst(at);
      at = at.getSuperclass();
    }
    return levels;
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  List<Origin> findOrigins() {
    List<Class<?>> named = new ArrayList<>();
    named.add(type);
    levels.forEach(level -> named.add(level.type));
    return Origin.of(named);
  }

  @Override
  void define(DefinitionWriter to) {
    to.text(name());
    if (base != null) {
      to.text(base.name());
    }
    to.number(levels.size());
    int next = 0;
    for (Level level : levels) {
      to.text(level.type.getName());
      to.number(level.count);
      for (int i = 0; i < level.count; i++) {
        Slot slot = slots.get(next++);
        to.text(slot.field == null ? "" : slot.field.name());
        to.text(slot.descriptor);
      }
    }
  }

  /**
   * Reads a definition.
   *
   * @param hasBase whether the class extended one of the JDK with state
   */
  static FieldForm read(ImageReader from, boolean hasBase) {
    Class<?> type = from.filter().classOfData(from.text());
    String base = hasBase ? from.text() : "";
    if (Forms.isOfJdk(type) || type.isInterface() || type.isEnum() || type.isArray()) {
      throw from.damaged(type.getName() + " is not written by field");
    }
    FieldForm here = (FieldForm) Forms.ofFields(type);
    String baseHere = here.base == null ? "" : here.base.name();
    if (!base.equals(baseHere)) {
      throw new PickleException(
          type.getName()
              + " had the state of "
              + (base.isEmpty() ? "no class of the JDK" : base)
              + " and has that of "
              + (baseHere.isEmpty() ? "none" : baseHere)
              + " here: write a Pickler for the class, or keep what it extends");
    }
    List<Slot> slots = new ArrayList<>();
    int levels = from.number(0, 1_000);
    for (int i = 0; i < levels; i++) {
      String level = from.text();
      int count = from.number(0, 100_000);
      for (int f = 0; f < count; f++) {
        String name = from.text();
        String descriptor = from.text();
        slots.add(new Slot(here.field(level, name, descriptor, from), descriptor));
      }
    }
    return new FieldForm(type, here.levels, slots, here.base);
  }

  /** The field that an image means, or null if there is none any more. */
  private @Nullable Access field(String level, String name, String descriptor, ImageReader from) {
    Evolution evolution = from.filter().evolution();
    String levelHere = evolution.className(level);
    String nameHere = evolution.fieldName(level, name);
    int next = 0;
    for (Level each : levels) {
      for (int i = each.count; i > 0; i--) {
        Access field = slots.get(next++).field;
        if (field != null
            && each.type.getName().equals(levelHere)
            && field.name().equals(nameHere)) {
          requireFit("the field " + level + '.' + name, descriptor, field.type());
          return field;
        }
      }
    }
    from.note(gone(level + '.' + name, descriptor));
    return null;
  }

  static String gone(String name, String descriptor) {
    return name
        + " of type "
        + ImageContents.type(descriptor)
        + " is not there any more: what it held is left out";
  }

  /** Sees that what a field or a component held may be in the one of now. */
  static void requireFit(String what, String then, Class<?> type) {
    String now = type.descriptorString();
    boolean areReferences = Widening.isReference(then) && Widening.isReference(now);
    if (!areReferences && !Widening.fits(then, now)) {
      throw unfit(what, then, now, "");
    }
  }

  private static PickleException unfit(String what, String then, String now, String but) {
    return new PickleException(
        what
            + " was of type "
            + ImageContents.type(then)
            + " and is of type "
            + ImageContents.type(now)
            + " here"
            + but
            + ": write a Pickler for the class, or keep the type");
  }

  /** Reads what was in a field or a component of a reference. */
  static @Nullable Object reference(
      String owner, String name, String then, Class<?> type, ImageReader from) {
    if (type.descriptorString().equals(then)) {
      return from.reference(type);
    }
    Object value = from.reference();
    if (value != null && !type.isInstance(value)) {
      throw unfit(
          owner + '.' + name,
          then,
          type.descriptorString(),
          ", which a " + value.getClass().getName() + " is not");
    }
    return value;
  }

  @Override
  boolean isShell() {
    return true;
  }

  @Override
  boolean isMeasured() {
    return base != null;
  }

  @Override
  boolean isHashed() {
    return base != null && base.form().isHashed();
  }

  @Override
  boolean isCollection() {
    return hasHashCode;
  }

  /** Whether a class's hash code is not that of the object's identity, and may be of its parts. */
  private static boolean hasHashCode(Class<?> type) {
    try {
      return type.getMethod("hashCode").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a class without hashCode: " + type, e);
    }
  }

  @Override
  void save(Object object, ImageWriter to) {
    for (Slot slot : slots) {
      Access field = Objects.requireNonNull(slot.field);
      if (field.isReference()) {
        to.reference(field.reference(object));
      } else {
        to.numbers().primitive(slot.descriptor, field.bits(object));
      }
    }
    if (base != null) {
      base.save(object, to);
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
    for (Slot slot : slots) {
      Access field = slot.field;
      if (!Widening.isReference(slot.descriptor)) {
        long bits = from.bytes().primitive(slot.descriptor);
        if (field != null) {
          String now = field.type().descriptorString();
          field.setBits(object, Widening.convert(slot.descriptor, now, bits));
        }
      } else if (field == null) {
        from.reference();
      } else {
        field.setReference(
            object, reference(type.getName(), field.name(), slot.descriptor, field.type(), from));
      }
    }
    if (base != null) {
      base.fill(object, from);
    }
  }

  @Override
  String part(Object object, int index) {
    int at = 0;
    for (Slot slot : slots) {
      if (slot.field != null && slot.field.isReference() && at++ == index) {
        return slot.field.name();
      }
    }
    return super.part(object, index);
  }
}
