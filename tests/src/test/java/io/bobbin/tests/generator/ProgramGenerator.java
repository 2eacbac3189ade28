package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.clause;
import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.ClassModel.Field;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Node.Program;
import io.bobbin.tests.generator.Scope.Body;
import io.bobbin.tests.generator.Scope.Variable;
import io.bobbin.tests.generator.Statements.Made;
import java.util.ArrayList;
import java.util.List;

/** Makes a program from a seed: the same one each time. */
final class ProgramGenerator {
  /** How many method entries and loop rounds a run may have. */
  private static final int FUEL = 160;

  private static final int STATEMENTS = 3;

  private final World world;
  private final Dice dice;
  private final Bodies bodies;

  private ProgramGenerator(Settings settings) {
    this.world = new World(settings);
    this.dice = world.dice;
    this.bodies = new Bodies(world);
  }

  static Program make(long seed) {
    return make(Settings.of(seed));
  }

  static Program make(Settings settings) {
    while (true) {
      ProgramGenerator generator = new ProgramGenerator(settings);
      Skeleton.make(generator.world);
      Program program = generator.program();
      if (!JavacBugs.isHit(program)) {
        return program;
      }
      settings = settings.again();
    }
  }

  /** The package of the program made from a seed. */
  static String packageName(long seed) {
    return "p" + (seed < 0 ? "_" + -seed : seed);
  }

  private Program program() {
    Settings settings = world.settings;
    String head =
        """
        package %s;

        import io.bobbin.Suspendable;
        import io.bobbin.frame.FrameStack;
        import io.bobbin.tests.generator.Given;
        import io.bobbin.tests.generator.Given.Bang;
        import io.bobbin.tests.generator.Given.Boom;
        import io.bobbin.tests.generator.Given.Checked;
        import io.bobbin.tests.oracle.Log;
        import io.bobbin.tests.oracle.Park;
        import java.util.*;
        import java.util.concurrent.Callable;
        import java.util.function.*;

        """
            .formatted(packageName(settings.seed()));
    List<Object> parts = new ArrayList<>(List.of(head));
    parts.add(main());
    for (ClassModel model : world.classes) {
      if (model != world.main && !model.nested && model.outer == null) {
        parts.add(item(model.kind, type(model)));
      }
    }
    // Nothing to be seen, but the test that counts constructs needs it.
    for (Construct chance : dice.happened()) {
      parts.add(clause(chance));
    }
    if (settings.pins()) {
      parts.add(clause(Construct.PROGRAM_THAT_PINS));
    }
    if (settings.options().level() < 17) {
      parts.add(clause(Construct.OLD_CLASS_FILE));
    }
    return new Program(settings.seed(), Node.parts(parts.toArray()));
  }

  private Item main() {
    List<Item> members = new ArrayList<>();
    members.add(item(Construct.FUEL, "static int fuel = " + FUEL + ";"));
    members.add(item(Construct.FUEL, "static final Object LOCK = new Object();"));
    members.add(item(Construct.FUEL, "static boolean more() { return fuel-- > 0; }"));
    members.add(
        item(
            Construct.FUEL,
            "static void burn() { if (!more()) { throw new Given.OutOfFuel(); } }"));
    members.add(
        item(
            Construct.COIN,
            "static boolean coin() { coins = coins * 69069 + 12345; return coins < 0; }"));
    members.add(item(Construct.COIN, "static int coins = " + dice.below(1 << 20) + ";"));
    members.addAll(fields(world.main));
    members.add(entry());
    members.addAll(methods(world.main));
    for (ClassModel model : world.classes) {
      if (model.nested) {
        members.add(item(Construct.NESTED_IN_MAIN, modifiers(model), type(model)));
      }
    }
    for (Shape shape : world.shapes) {
      if (shape.type().name().startsWith("Main.F")) {
        members.add(ownFunction(shape));
      }
    }
    return item(Construct.CLASS, "public class Main ", Node.block(members));
  }

  private Item ownFunction(Shape shape) {
    List<String> parameters = new ArrayList<>();
    for (Type type : shape.parameters()) {
      parameters.add(type.name() + " " + world.fresh("a"));
    }
    boolean annotated = !world.settings.pins() || !dice.happens(Construct.UNANNOTATED);
    return item(
        Construct.OWN_FUNCTION,
        "interface " + shape.type().name().substring("Main.".length()) + " { ",
        annotated ? clause(Construct.SUSPENDABLE, "@Suspendable ") : "",
        shape.result().name()
            + " "
            + shape.method()
            + "("
            + String.join(", ", parameters)
            + "); }");
  }

  /** The entry: calls each static method, so that an exception in one leaves the others. */
  private Item entry() {
    Body body = new Body(null, world.main, Type.OBJECT, null, STATEMENTS);
    Scope outer = Scope.of(body, true);
    Scope scope = outer.inner();
    List<Item> statements = new ArrayList<>();
    statements.add(item(Construct.PARK_STATEMENT, "Park.now();"));
    for (int i = 0; i < 4; i++) {
      Node.Expr call = bodies.calls.any(scope.inner(), 3);
      if (call == null) {
        continue;
      }
      Item root = item(Construct.CALL_STATEMENT, bodies.statements.logged(call, ";"));
      boolean guarded = !dice.happens(Construct.UNGUARDED_ROOT) || i < 3;
      statements.add(guarded ? guarded(root) : item(Construct.UNGUARDED_ROOT, root.parts()));
    }
    Made made = bodies.statements.some(scope, 2, 2);
    if (made.completes()) {
      statements.addAll(made.items());
    } else {
      statements.add(item(Construct.IF, "if (Main.coin()) ", made.block()));
      scope = outer;
    }
    Node block =
        Node.block(
            Node.parts(
                    statements,
                    item(Construct.RETURN, "return ", bodies.expr(Type.OBJECT, scope, 2), ";"))
                .stream()
                .toList());
    return item(
        Construct.ENTRY, "@Suspendable public static Object run() throws Exception ", block);
  }

  private Item guarded(Item statement) {
    String name = world.fresh("e");
    Item log = item(Construct.LOG_TRACE, bodies.tries.logOf(name));
    return item(
        Construct.TRY_CATCH,
        "try ",
        Node.block(List.of(statement)),
        clause(Construct.CATCH, " catch (Throwable " + name + ") ", Node.block(List.of(log))));
  }

  // Types

  private List<Object> type(ClassModel model) {
    List<Item> members = new ArrayList<>();
    StringBuilder head = new StringBuilder();
    String keyword =
        switch (model.kind) {
          case INTERFACE, GENERIC_INTERFACE -> "interface ";
          case SEALED_INTERFACE -> "sealed interface ";
          case RECORD -> "record ";
          case ENUM -> "enum ";
          case ABSTRACT_CLASS -> "abstract class ";
          default -> "class ";
        };
    head.append(keyword).append(model.simpleName);
    if (model.argument != null) {
      head.append("<X>");
    }
    if (model.kind == Construct.RECORD) {
      List<String> components =
          model.fields.stream().map(f -> f.type().name() + " " + f.name()).toList();
      head.append('(').append(String.join(", ", components)).append(')');
    }
    head.append(supertypes(model));
    switch (model.kind) {
      case ENUM -> members.add(constants(model));
      case ITERATOR_CLASS, RESOURCE_CLASS -> members.addAll(helper(model));
      case CLASS, ABSTRACT_CLASS, INNER_CLASS -> {
        members.addAll(fields(model));
        members.addAll(new Constructors(bodies).of(model));
        members.add(bodies.members.toString(model.simpleName, model.fields));
      }
      default -> {}
    }
    members.addAll(methods(model));
    for (ClassModel inner : world.classes) {
      if (inner.outer == model) {
        members.add(item(Construct.INNER_CLASS, type(inner)));
      }
    }
    return List.of(
        model.suspendable ? clause(Construct.SUSPENDABLE_TYPE, "@Suspendable ") : "",
        head.append(' ').toString(),
        Node.block(members));
  }

  private static String modifiers(ClassModel model) {
    return switch (model.kind) {
      case CLASS, ABSTRACT_CLASS, ITERATOR_CLASS, RESOURCE_CLASS -> "static ";
      default -> "";
    };
  }

  private String supertypes(ClassModel model) {
    StringBuilder text = new StringBuilder();
    ClassModel superclass = model.superclass();
    if (superclass != null) {
      text.append(" extends ").append(superclass.type.name());
    }
    List<String> interfaces = new ArrayList<>();
    for (ClassModel supertype : model.supertypes) {
      if (supertype.isInterface()) {
        interfaces.add(supertype.type.name());
      }
    }
    switch (model.kind) {
      case ITERATOR_CLASS -> interfaces.addAll(List.of("Iterable<Integer>", "Iterator<Integer>"));
      case RESOURCE_CLASS -> interfaces.add("AutoCloseable");
      default -> {}
    }
    if (!interfaces.isEmpty()) {
      text.append(model.isInterface() ? " extends " : " implements ");
      text.append(String.join(", ", interfaces));
    }
    if (model.kind == Construct.SEALED_INTERFACE) {
      List<String> permitted = world.instantiable(model).stream().map(c -> c.type.name()).toList();
      text.append(" permits ").append(String.join(", ", permitted));
    }
    return text.toString();
  }

  private Item constants(ClassModel model) {
    List<Object> parts = new ArrayList<>();
    for (String name : model.constants) {
      parts.add((parts.isEmpty() ? "" : ", ") + name);
      boolean first = name.equals(model.constants.get(0));
      if (first && dice.happens(Construct.ENUM_CONSTANT_BODY)) {
        List<Item> members = new ArrayList<>();
        for (Method method : model.methods) {
          if (method.isOverridable() && members.isEmpty()) {
            Method own = overriding(model, method);
            members.add(bodies.members.method(own, null, 3));
          }
        }
        parts.add(clause(Construct.ENUM_CONSTANT_BODY, " ", Node.block(members)));
      }
    }
    parts.add(";");
    return item(Construct.ENUM, parts);
  }

  private static Method overriding(ClassModel owner, Method method) {
    Method own =
        new Method(
            owner, method.name, method.parameters, method.result, Construct.OVERRIDING_METHOD);
    own.overridden = method;
    own.checked = method.checked;
    return own;
  }

  private List<Item> fields(ClassModel model) {
    List<Item> items = new ArrayList<>();
    for (Field field : model.fields) {
      String name = field.name().substring(field.name().lastIndexOf('.') + 1);
      items.add(
          item(
              Construct.FIELD_DECLARATION,
              (field.isStatic() ? "static " : "") + field.type().name() + " " + name + " = ",
              bodies.values.constant(field.type()),
              ";"));
    }
    return items;
  }

  private List<Item> methods(ClassModel model) {
    return model.methods.stream()
        .map(m -> bodies.members.method(m, null, dice.between(2, STATEMENTS)))
        .toList();
  }

  // Classes that implement interfaces of the JDK

  private List<Item> helper(ClassModel model) {
    String head = model.simpleName;
    List<Item> items = new ArrayList<>();
    items.add(item(Construct.FIELD_DECLARATION, "int left;"));
    items.add(item(Construct.CONSTRUCTOR, head + "(int left) { this.left = left & 3; }"));
    items.add(bodies.members.toString(head, model.fields));
    if (model.kind == Construct.RESOURCE_CLASS) {
      Method close = new Method(model, "close", List.of(), Type.VOID, model.kind);
      items.add(bodies.members.method(close, null, 4));
      return items;
    }
    Type iterator = Type.ofClass("Iterator<Integer>");
    Method has = new Method(model, "hasNext", List.of(), Type.BOOLEAN, model.kind);
    Scope scope = Scope.of(new Body(model, model, Type.BOOLEAN, has, 2), false);
    scope.add(Variable.fixed("left", Type.INT));
    items.add(
        item(
            Construct.ITERATOR_CLASS,
            "@Suspendable public boolean hasNext() { return Main.more() && left-- > ",
            bodies.expressions.any(Type.INT, scope, 1),
            " % 2; }"));
    items.add(
        bodies.members.method(
            new Method(model, "next", List.of(), Type.INTEGER, model.kind), null, 4));
    items.add(
        item(
            Construct.ITERATOR_CLASS,
            "@Suspendable public " + iterator.name() + " iterator() { Park.now(); return this; }"));
    return items;
  }
}
