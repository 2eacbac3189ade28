package io.bobbin.tests.generator;

import io.bobbin.tests.generator.ClassModel.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the types of a program and the signatures of their methods, before any body. */
final class Skeleton {
  private final World world;
  private final Dice dice;

  private Skeleton(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  static void make(World world) {
    new Skeleton(world).all();
  }

  private void all() {
    interfaces();
    classes();
    if (dice.happens(Construct.ENUM)) {
      enumeration();
    }
    if (dice.happens(Construct.ITERATOR_CLASS)) {
      helperClass(Construct.ITERATOR_CLASS, "Numbers");
    }
    if (dice.happens(Construct.RESOURCE_CLASS)) {
      helperClass(Construct.RESOURCE_CLASS, "Resource");
    }
    if (dice.happens(Construct.OWN_FUNCTION)) {
      ownFunction();
    }
    world.classes.add(world.main);
    fields(world.main, true, dice.between(1, 3));
    int methods = dice.between(2, 4);
    for (int i = 0; i < methods; i++) {
      Construct kind = dice.weighted(Construct.of(Construct.Group.METHOD));
      add(method(world.main, i == 0 || !isStaticKind(kind) ? Construct.STATIC_METHOD : kind));
    }
    shapes();
  }

  private static boolean isStaticKind(Construct kind) {
    return switch (kind) {
      case STATIC_METHOD, STATIC_PRIVATE_METHOD, VARARGS_METHOD, GENERIC_METHOD -> true;
      default -> false;
    };
  }

  // Interfaces

  private void interfaces() {
    add(interfaceOf(Construct.INTERFACE));
    if (dice.happens(Construct.SECOND_INTERFACE)) {
      ClassModel second = interfaceOf(Construct.INTERFACE);
      if (dice.percent(40)) {
        second.supertypes.add(world.classes.get(0));
      }
      add(second);
    }
    if (dice.happens(Construct.GENERIC_INTERFACE)) {
      genericInterface();
    }
    if (dice.happens(Construct.SEALED_INTERFACE)) {
      ClassModel sealed = interfaceOf(Construct.SEALED_INTERFACE);
      add(sealed);
      for (int i = 0; i < 2; i++) {
        add(record(sealed));
      }
    } else if (Construct.RECORD.since <= dice.level && dice.percent(40)) {
      add(record(dice.percent(50) ? world.classes.get(0) : null));
    }
  }

  private ClassModel interfaceOf(Construct kind) {
    ClassModel model = model(world.fresh("I"), kind);
    add(method(model, Construct.ABSTRACT_METHOD));
    if (dice.percent(15)) {
      add(method(model, Construct.ABSTRACT_METHOD));
    }
    for (Construct extra :
        List.of(
            Construct.DEFAULT_METHOD,
            Construct.INTERFACE_STATIC_METHOD,
            Construct.INTERFACE_PRIVATE_METHOD)) {
      if (dice.happens(extra)) {
        add(method(model, extra));
      }
    }
    return model;
  }

  /** At a type argument that all who use it share, so that bodies need not know of it. */
  private void genericInterface() {
    Type argument = dice.pick(Type.STRING, Type.INTEGER, Type.INT.array(), Type.OBJECT);
    String name = world.fresh("G");
    boolean nested = dice.happens(Construct.NESTED_IN_MAIN);
    ClassModel model =
        new ClassModel(
            name,
            (nested ? "Main." : "") + name + "<" + argument.name() + ">",
            Construct.GENERIC_INTERFACE);
    model.nested = nested;
    model.argument = argument;
    List<Type> parameters = new ArrayList<>(List.of(argument));
    if (dice.percent(50)) {
      parameters.add(world.primitive());
    }
    add(
        new Method(
            model,
            world.methodName(parameters.size()),
            parameters,
            argument,
            Construct.ABSTRACT_METHOD));
    add(model);
  }

  private ClassModel record(@Nullable ClassModel implemented) {
    ClassModel model = model(world.fresh("R"), Construct.RECORD);
    for (int i = dice.between(1, 3); i > 0; i--) {
      String name = world.fresh("c");
      Type type = world.plainType();
      model.fields.add(new Field(name, type, false, name + "()"));
      model.constructor.add(type);
    }
    if (implemented != null) {
      model.supertypes.add(implemented);
    }
    add(method(model, Construct.FINAL_METHOD));
    implementAll(model);
    return model;
  }

  // Classes

  private void classes() {
    int count = dice.between(1, 2);
    boolean hasAbstract = dice.happens(Construct.ABSTRACT_CLASS);
    for (int i = 0; i <= count; i++) {
      if (i > 0 || hasAbstract) {
        add(classOf(i == 0 ? Construct.ABSTRACT_CLASS : Construct.CLASS));
      }
    }
    // Every interface needs a class that implements it.
    for (ClassModel model : List.copyOf(world.classes)) {
      if (world.instantiable(model).isEmpty()) {
        ClassModel simple = model(world.fresh("C"), Construct.CLASS);
        simple.supertypes.add(model);
        implementAll(simple);
        add(simple);
      }
    }
    if (dice.happens(Construct.INNER_CLASS)) {
      innerClass();
    }
  }

  private ClassModel classOf(Construct kind) {
    ClassModel model = model(world.fresh("C"), kind);
    List<ClassModel> bases = world.classes.stream().filter(ClassModel::isExtensible).toList();
    if (!bases.isEmpty() && dice.happens(Construct.SUBCLASS)) {
      model.supertypes.add(dice.pick(bases));
    }
    for (ClassModel candidate : world.classes) {
      if (candidate.isInterface()
          && candidate.kind != Construct.SEALED_INTERFACE
          && !model.isSubtypeOf(candidate)
          && dice.percent(35)) {
        model.supertypes.add(candidate);
      }
    }
    fields(model, false, dice.between(0, 2));
    fields(model, true, dice.percent(30) ? 1 : 0);
    for (int i = dice.between(0, 2); i > 0; i--) {
      model.constructor.add(dice.percent(15) ? dice.pick(Type.ARRAYS) : world.plainType());
    }
    model.secondConstructor = dice.happens(Construct.SECOND_CONSTRUCTOR);
    for (int i = dice.percent(60) ? 1 : 2; i > 0; i--) {
      Construct method = dice.weighted(Construct.of(Construct.Group.METHOD));
      boolean pins = method == Construct.SYNCHRONIZED_METHOD && !world.settings.pins();
      add(method(model, pins ? Construct.VIRTUAL_METHOD : method));
    }
    if (kind == Construct.ABSTRACT_CLASS) {
      add(method(model, Construct.ABSTRACT_METHOD));
    } else {
      implementAll(model);
    }
    for (Method inherited : model.allMethods()) {
      if (inherited.owner != model
          && inherited.isOverridable()
          && !inherited.isAbstract()
          && dice.happens(Construct.OVERRIDING_METHOD)) {
        add(overriding(model, inherited));
      }
    }
    return model;
  }

  private void innerClass() {
    List<ClassModel> outers =
        world.classes.stream().filter(c -> c.kind == Construct.CLASS).toList();
    if (outers.isEmpty()) {
      return;
    }
    ClassModel outer = dice.pick(outers);
    String name = world.fresh("Inner");
    ClassModel model = new ClassModel(name, outer.type.name() + "." + name, Construct.INNER_CLASS);
    model.outer = outer;
    fields(model, false, 1);
    model.constructor.add(world.plainType());
    add(method(model, Construct.FINAL_METHOD));
    add(model);
  }

  private void enumeration() {
    ClassModel model = model(world.fresh("E"), Construct.ENUM);
    model.constants.addAll(List.of("RED", "GREEN", "BLUE").subList(0, dice.between(2, 3)));
    add(method(model, Construct.VIRTUAL_METHOD));
    if (dice.percent(40)) {
      model.supertypes.add(world.classes.get(0));
      implementAll(model);
    }
    add(model);
  }

  /** Something to iterate over, or to close. */
  private void helperClass(Construct kind, String name) {
    ClassModel model = model(world.fresh(name), kind);
    model.constructor.add(Type.INT);
    model.fields.add(new Field("left", Type.INT, false, "left"));
    add(model);
  }

  private void ownFunction() {
    List<Type> parameters = new ArrayList<>();
    for (int i = dice.between(0, 2); i > 0; i--) {
      parameters.add(world.plainType());
    }
    Type type = Type.ofFunction("Main." + world.fresh("F"));
    Type result = dice.percent(20) ? Type.VOID : world.plainType();
    world.shapes.add(new Shape(type, "call", parameters, result, false));
  }

  // Functions of the program's own types

  /** Functional interfaces of the JDK that constructors and methods of the program fit. */
  private void shapes() {
    for (ClassModel model : world.classes) {
      if (model.kind == Construct.CLASS && model.constructor.size() <= 2 && dice.percent(50)) {
        shape(model.constructor, model.type);
      }
    }
    for (Method method : world.methods) {
      if (!method.isStatic()
          && !method.isPrivate()
          && !method.checked
          && method.parameters.size() <= 1
          && dice.percent(30)) {
        List<Type> parameters = new ArrayList<>(List.of(method.owner.type));
        parameters.addAll(method.parameters);
        shape(parameters, method.result);
      }
    }
  }

  private void shape(List<Type> from, Type to) {
    List<Type> parameters = from.stream().map(Skeleton::reference).toList();
    boolean isVoid = to.is(Type.Kind.VOID);
    Type result = isVoid ? to : reference(to);
    String name =
        switch (parameters.size()) {
          case 0 -> isVoid ? "Runnable" : "Supplier";
          case 1 -> isVoid ? "Consumer" : "Function";
          default -> isVoid ? "BiConsumer" : "BiFunction";
        };
    List<String> arguments = new ArrayList<>(parameters.stream().map(Type::name).toList());
    if (!isVoid) {
      arguments.add(result.name());
    }
    String method =
        switch (name) {
          case "Supplier" -> "get";
          case "Consumer", "BiConsumer" -> "accept";
          case "Runnable" -> "run";
          default -> "apply";
        };
    Type type =
        Type.ofFunction(
            name + (arguments.isEmpty() ? "" : "<" + String.join(", ", arguments) + ">"));
    if (world.shapes.stream().noneMatch(s -> s.type().equals(type))) {
      world.shapes.add(new Shape(type, method, parameters, result, false));
    }
  }

  private static Type reference(Type type) {
    return type.isPrimitive() ? type.boxed() : type;
  }

  // Members

  private void fields(ClassModel model, boolean isStatic, int count) {
    for (int i = 0; i < count; i++) {
      String name = world.fresh("f");
      Type type = dice.percent(15) ? dice.pick(Type.ARRAYS) : world.plainType();
      String access = isStatic ? model.type.name() + "." + name : name;
      model.fields.add(new Field(isStatic ? access : name, type, isStatic, access));
    }
  }

  private Method method(ClassModel owner, Construct kind) {
    List<Type> parameters = new ArrayList<>();
    for (int i = dice.percent(70) ? dice.between(0, 2) : dice.between(3, 5); i > 0; i--) {
      parameters.add(world.valueType());
    }
    Type result = dice.percent(18) ? Type.VOID : world.valueType();
    if (kind == Construct.GENERIC_METHOD) {
      parameters.add(0, Type.VARIABLE);
      parameters.add(Type.VARIABLE);
      result = Type.VARIABLE;
    } else if (kind == Construct.VARARGS_METHOD) {
      parameters.add(dice.pick(Type.INT, Type.STRING, Type.LONG).array());
    } else if (dice.percent(40)) {
      // What a lambda of the JDK's may refer to.
      Shape shape = dice.pick(Shape.OF_JDK);
      parameters = new ArrayList<>(shape.parameters());
      result = shape.result();
    }
    if (kind == Construct.ABSTRACT_METHOD && dice.percent(20) && !world.classes.isEmpty()) {
      result = dice.pick(world.classes).type;
    }
    String name =
        kind == Construct.VARARGS_METHOD
            ? world.fresh("varargs")
            : world.methodName(parameters.size());
    Method method = new Method(owner, name, parameters, result, kind);
    method.checked = dice.happens(Construct.DECLARED_CHECKED);
    method.leaf = !method.isAbstract() && dice.happens(Construct.LEAF_METHOD);
    return method;
  }

  /** Implements every abstract method that a concrete class inherits. */
  private void implementAll(ClassModel model) {
    for (Method inherited : model.allMethods()) {
      if (inherited.isAbstract()) {
        add(overriding(model, inherited));
      }
    }
  }

  private Method overriding(ClassModel owner, Method overridden) {
    Type result = overridden.result;
    if (result.is(Type.Kind.CLASS) && dice.happens(Construct.COVARIANT_RETURN)) {
      Type wanted = result;
      result =
          dice.pick(
              world.classes.stream()
                  .map(c -> c.type)
                  .filter(t -> world.isSubtype(t, wanted) && (!t.equals(wanted) || alone(wanted)))
                  .toList());
    }
    Method method =
        new Method(
            owner, overridden.name, overridden.parameters, result, Construct.OVERRIDING_METHOD);
    method.overridden = overridden;
    method.checked = overridden.checked;
    return method;
  }

  /** Whether a type has no subtypes yet. */
  private boolean alone(Type type) {
    return world.classes.stream()
        .noneMatch(c -> !c.type.equals(type) && world.isSubtype(c.type, type));
  }

  private ClassModel model(String name, Construct kind) {
    // What a sealed interface permits must be in its package only; any nesting will do.
    boolean nested = dice.happens(Construct.NESTED_IN_MAIN);
    ClassModel model = new ClassModel(name, (nested ? "Main." : "") + name, kind);
    model.nested = nested;
    return model;
  }

  private void add(ClassModel model) {
    model.suspendable = dice.happens(Construct.SUSPENDABLE_TYPE);
    world.classes.add(model);
  }

  private void add(Method method) {
    method.owner.methods.add(method);
    world.methods.add(method);
  }
}
