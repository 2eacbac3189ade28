package io.bobbin.tests.generator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A program in the making: its types and signatures, and the dice. */
final class World {
  final Settings settings;
  final Dice dice;
  final ClassModel main;

  /** All types, Main included, supertypes before subtypes. */
  final List<ClassModel> classes = new ArrayList<>();

  final List<Method> methods = new ArrayList<>();
  final List<Shape> shapes = new ArrayList<>(Shape.OF_JDK);

  private final Set<String> names = new HashSet<>();
  private int counter;

  World(Settings settings) {
    this.settings = settings;
    this.dice = settings.dice();
    this.main = new ClassModel("Main", "Main", Construct.CLASS);
  }

  /** A name that nothing else has. */
  String fresh(String prefix) {
    return prefix + ++counter;
  }

  /** A name for a method: overloads are wanted, but never with as many parameters. */
  String methodName(int parameters) {
    for (int i = 0; i < 3; i++) {
      String name = dice.pick("alpha", "beta", "gamma", "delta", "omega");
      if (names.add(name + parameters)) {
        return name;
      }
    }
    return fresh("m");
  }

  ClassModel classOf(Type type) {
    return classes.stream().filter(c -> c.type.equals(type)).findFirst().orElseThrow();
  }

  Shape shapeOf(Type type) {
    return shapes.stream().filter(s -> s.type().equals(type)).findFirst().orElseThrow();
  }

  boolean isSubtype(Type type, Type wanted) {
    if (type.equals(wanted)) {
      return true;
    }
    if (type.is(Type.Kind.CLASS) && wanted.is(Type.Kind.CLASS)) {
      return classOf(type).isSubtypeOf(classOf(wanted));
    }
    // Not Object[], so that an Object never is an array of objects.
    return wanted.is(Type.Kind.OBJECT)
        && (type.is(Type.Kind.STRING, Type.Kind.BOXED, Type.Kind.CLASS)
            || type.is(Type.Kind.ARRAY) && type.part().isPrimitive());
  }

  /** The concrete types of which an instance can stand for a type. */
  List<ClassModel> instantiable(ClassModel wanted) {
    return classes.stream().filter(c -> c.isInstantiable() && c.isSubtypeOf(wanted)).toList();
  }

  /** A type for a variable or a parameter. */
  Type valueType() {
    int roll = dice.below(100);
    if (roll < 45) {
      return primitive();
    } else if (roll < 62) {
      return Type.STRING;
    } else if (roll < 70) {
      return dice.pick(Type.BOXES);
    } else if (roll < 82) {
      return dice.pick(Type.ARRAYS);
    } else if (roll < 86) {
      return Type.OBJECT;
    }
    List<ClassModel> usable = classes.stream().filter(c -> c != main).toList();
    return usable.isEmpty() ? Type.STRING : dice.pick(usable).type;
  }

  /** A primitive type; int most often. */
  Type primitive() {
    return dice.percent(40) ? Type.INT : dice.pick(Type.PRIMITIVES);
  }

  /** A type that a literal can have. */
  Type plainType() {
    return dice.percent(25) ? Type.STRING : primitive();
  }

  Type number() {
    return dice.percent(40) ? Type.INT : dice.pick(Type.NUMBERS);
  }
}
