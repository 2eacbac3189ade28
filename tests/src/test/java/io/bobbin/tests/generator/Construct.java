package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Construct.Group.CHANCE;
import static io.bobbin.tests.generator.Construct.Group.EXPRESSION;
import static io.bobbin.tests.generator.Construct.Group.FUNCTION;
import static io.bobbin.tests.generator.Construct.Group.LAST;
import static io.bobbin.tests.generator.Construct.Group.LATER;
import static io.bobbin.tests.generator.Construct.Group.METHOD;
import static io.bobbin.tests.generator.Construct.Group.NESTED;
import static io.bobbin.tests.generator.Construct.Group.SIMPLE;
import static io.bobbin.tests.generator.Construct.Group.STRUCTURE;

import io.bobbin.tests.generator.Type.Kind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The table of everything that programs consist of, and how often.
 *
 * <p>The number of a construct is its weight among those of its group that fit in a place, or, in
 * the group {@link Group#CHANCE}, a percentage. The generator's test sees to it that each occurs.
 */
enum Construct {
  // Expressions, and the types they can have
  LITERAL(EXPRESSION, 8, t -> t.isPrimitive() || t.is(Kind.STRING)),
  COIN(EXPRESSION, 3, t -> t.is(Kind.BOOLEAN)),
  RARE_VALUE(EXPRESSION, 1, t -> t.is(Kind.INT, Kind.LONG, Kind.FLOAT, Kind.DOUBLE)),
  LOCAL(EXPRESSION, 30, t -> true),
  FIELD(EXPRESSION, 7, Type::isPrintable),
  ARRAY_ELEMENT(EXPRESSION, 5, t -> t.isPrimitive() || t.is(Kind.STRING, Kind.ARRAY)),
  PARK(EXPRESSION, 16, t -> !t.is(Kind.FUNCTION)),
  PARK_RARE_VALUE(
      EXPRESSION, 2, t -> t.is(Kind.INT, Kind.LONG, Kind.FLOAT, Kind.DOUBLE, Kind.STRING)),
  PARK_RAISE(EXPRESSION, 1, t -> t.is(Kind.INT, Kind.STRING)),
  CALL(EXPRESSION, 36, t -> !t.is(Kind.FUNCTION)),
  CALL_GENERIC(EXPRESSION, 4, t -> t.isReference() && !t.is(Kind.FUNCTION)),
  CALL_CONVERTED(EXPRESSION, 8, Type::isNumeric),
  CALL_FUNCTION(EXPRESSION, 14, t -> t.isPrimitive() || t.is(Kind.STRING, Kind.BOXED, Kind.ARRAY)),
  CALLBACK(EXPRESSION, 3, t -> t.is(Kind.INT, Kind.STRING)),
  LOGGED_VALUE(EXPRESSION, 4, t -> t.isReference() && !t.is(Kind.FUNCTION) || t.is(Kind.INT)),
  TERNARY(EXPRESSION, 7, t -> !t.is(Kind.FUNCTION)),
  SWITCH_VALUE(EXPRESSION, 2, t -> !t.is(Kind.FUNCTION), 14),
  ASSIGNMENT_VALUE(EXPRESSION, 3, t -> !t.is(Kind.FUNCTION)),
  COMPOUND_VALUE(EXPRESSION, 3, Type::isNumeric),
  ARRAY_COMPOUND_VALUE(EXPRESSION, 2, Type::isNumeric),
  ARRAY_ASSIGNMENT_VALUE(EXPRESSION, 2, t -> t.isPrimitive() || t.is(Kind.STRING)),
  INCREMENT_VALUE(EXPRESSION, 3, Type::isNumeric),
  ARITHMETIC(EXPRESSION, 12, Type::isNumeric),
  BITWISE(EXPRESSION, 5, t -> t.isIntegral() || t.is(Kind.BOOLEAN)),
  SHIFT(EXPRESSION, 3, Type::isIntegral),
  DIVISION(EXPRESSION, 3, Type::isNumeric),
  DIVISION_THAT_MAY_FAIL(EXPRESSION, 1, Type::isIntegral),
  NEGATION(EXPRESSION, 2, Type::isNumeric),
  NUMERIC_CAST(EXPRESSION, 5, Type::isNumeric),
  WIDENING(EXPRESSION, 3, t -> t.is(Kind.INT, Kind.LONG, Kind.FLOAT, Kind.DOUBLE)),
  UNBOXING(EXPRESSION, 3, Type::isPrimitive),
  ARRAY_LENGTH(EXPRESSION, 2, t -> t.is(Kind.INT)),
  STRING_LENGTH(EXPRESSION, 2, t -> t.is(Kind.INT)),
  COMPARISON(EXPRESSION, 25, t -> t.is(Kind.BOOLEAN)),
  AND_OR(EXPRESSION, 16, t -> t.is(Kind.BOOLEAN)),
  NOT(EXPRESSION, 5, t -> t.is(Kind.BOOLEAN)),
  INSTANCE_OF(EXPRESSION, 3, t -> t.is(Kind.BOOLEAN)),
  PATTERN(EXPRESSION, 5, t -> t.is(Kind.BOOLEAN), 16),
  EQUALITY(EXPRESSION, 3, t -> t.is(Kind.BOOLEAN)),
  NULL_CHECK(EXPRESSION, 2, t -> t.is(Kind.BOOLEAN)),
  CONCATENATION(EXPRESSION, 20, t -> t.is(Kind.STRING)),
  STRING_BUILDER(EXPRESSION, 4, t -> t.is(Kind.STRING)),
  TEXT_OF_OBJECT(EXPRESSION, 4, t -> t.is(Kind.STRING)),
  ARRAY_OF_VALUES(EXPRESSION, 25, t -> t.is(Kind.ARRAY)),
  ARRAY_OF_SIZE(EXPRESSION, 12, t -> t.is(Kind.ARRAY)),
  ARRAY_WITH_HOLES(EXPRESSION, 1, t -> t.is(Kind.ARRAY) && t.part().is(Kind.ARRAY)),
  ARRAY_CLONE(EXPRESSION, 4, t -> t.is(Kind.ARRAY)),
  BOXING(EXPRESSION, 25, t -> t.is(Kind.BOXED)),
  UPCAST(EXPRESSION, 40, t -> t.is(Kind.OBJECT)),
  NULL(EXPRESSION, 1, t -> t.isReference() && !t.is(Kind.VARIABLE, Kind.FUNCTION)),
  CLASS_CAST(EXPRESSION, 1, t -> t.is(Kind.CLASS, Kind.STRING, Kind.BOXED)),
  NEW_OBJECT(EXPRESSION, 40, t -> t.is(Kind.CLASS, Kind.THROWABLE)),
  ANONYMOUS_CLASS(EXPRESSION, 4, t -> t.is(Kind.CLASS)),
  LAMBDA(EXPRESSION, 30, t -> t.is(Kind.FUNCTION)),

  // Forms of a lambda
  LAMBDA_EXPRESSION(FUNCTION, 10),
  LAMBDA_BLOCK(FUNCTION, 10),
  METHOD_REFERENCE(FUNCTION, 15),
  CONSTRUCTOR_REFERENCE(FUNCTION, 8),

  // Statements that contain no statements
  DECLARATION(SIMPLE, 24),
  FUNCTION_DECLARATION(SIMPLE, 8),
  ASSIGNMENT(SIMPLE, 10),
  COMPOUND_ASSIGNMENT(SIMPLE, 8),
  STRING_APPEND(SIMPLE, 4),
  INCREMENT(SIMPLE, 4),
  FIELD_ASSIGNMENT(SIMPLE, 6),
  FIELD_COMPOUND(SIMPLE, 4),
  ARRAY_ASSIGNMENT(SIMPLE, 5),
  ARRAY_COMPOUND(SIMPLE, 7),
  CALL_STATEMENT(SIMPLE, 14),
  PARK_STATEMENT(SIMPLE, 6),
  PARK_RAISE_STATEMENT(SIMPLE, 1),
  PARK_TRACE(SIMPLE, 1),
  LOG(SIMPLE, 16),
  LOG_TRACE(SIMPLE, 1),
  GUARDED_JUMP(SIMPLE, 8),

  // Statements that contain statements
  IF(NESTED, 10),
  IF_ELSE(NESTED, 10),
  PATTERN_CHAIN(NESTED, 4, 17),
  WHILE(NESTED, 7),
  WHILE_TRUE(NESTED, 4),
  ENDLESS_FOR(NESTED, 2),
  DO_WHILE(NESTED, 5),
  COUNTED_FOR(NESTED, 8),
  FOR(NESTED, 4),
  FOR_EACH_ARRAY(NESTED, 5),
  FOR_EACH_ITERABLE(NESTED, 6),
  ITERATOR_LOOP(NESTED, 3),
  LABELLED_BLOCK(NESTED, 3),
  SCOPE_BLOCK(NESTED, 4),
  SWITCH_INT(NESTED, 5),
  SWITCH_STRING(NESTED, 4),
  SWITCH_ENUM(NESTED, 4),
  TRY_CATCH(NESTED, 10),
  TRY_FINALLY(NESTED, 7),
  TRY_CATCH_FINALLY(NESTED, 6),
  TRY_RESOURCES(NESTED, 7),
  SYNCHRONIZED_BLOCK(NESTED, 6),
  DECLARATION_LATER(NESTED, 9),
  LOCAL_CLASS(NESTED, 3),

  // How a variable is assigned after its declaration
  LATER_BY_IF(LATER, 10),
  LATER_BY_SWITCH(LATER, 5),
  LATER_BY_TRY(LATER, 7),
  LATER_BY_LOOP(LATER, 5),

  // The last statement of a block
  RETURN(LAST, 10),
  THROW(LAST, 5),
  BREAK(LAST, 6),
  CONTINUE(LAST, 6),
  LABELLED_BREAK(LAST, 8),
  LABELLED_CONTINUE(LAST, 8),

  // Methods
  STATIC_METHOD(METHOD, 10),
  VIRTUAL_METHOD(METHOD, 10),
  PRIVATE_METHOD(METHOD, 5),
  STATIC_PRIVATE_METHOD(METHOD, 3),
  FINAL_METHOD(METHOD, 3),
  VARARGS_METHOD(METHOD, 3),
  GENERIC_METHOD(METHOD, 3),
  SYNCHRONIZED_METHOD(METHOD, 2),

  // Types, in percent of programs; methods and blocks that follow from them
  ABSTRACT_CLASS(CHANCE, 45),
  SECOND_INTERFACE(CHANCE, 25),
  GENERIC_INTERFACE(CHANCE, 30),
  SEALED_INTERFACE(CHANCE, 30, 17),
  RECORD(STRUCTURE, 0, 16),
  ENUM(CHANCE, 40),
  ENUM_CONSTANT_BODY(CHANCE, 40),
  ITERATOR_CLASS(CHANCE, 35),
  RESOURCE_CLASS(CHANCE, 45),
  INNER_CLASS(CHANCE, 25),
  OWN_FUNCTION(CHANCE, 45),
  NESTED_IN_MAIN(CHANCE, 50),
  SUBCLASS(CHANCE, 55),
  INTERFACE(STRUCTURE, 0),
  CLASS(STRUCTURE, 0),
  FIELD_DECLARATION(STRUCTURE, 0),
  CONSTRUCTOR(STRUCTURE, 0),
  SECOND_CONSTRUCTOR(CHANCE, 25),
  STATIC_INITIALIZER(CHANCE, 25),
  INSTANCE_INITIALIZER(CHANCE, 20),
  ABSTRACT_METHOD(STRUCTURE, 0),
  DEFAULT_METHOD(CHANCE, 45),
  INTERFACE_STATIC_METHOD(CHANCE, 20),
  INTERFACE_PRIVATE_METHOD(CHANCE, 20, 9),
  OVERRIDING_METHOD(CHANCE, 40),
  COVARIANT_RETURN(CHANCE, 50),
  SUPER_CALL(CHANCE, 50),
  CASE(STRUCTURE, 0),
  CATCH(STRUCTURE, 0),
  FINALLY(STRUCTURE, 0),
  ELSE(STRUCTURE, 0),
  RESOURCE(STRUCTURE, 0),
  FUEL(STRUCTURE, 0),
  ENTRY(STRUCTURE, 0),

  // Variations of other constructs
  PROGRAM_THAT_PINS(CHANCE, 35),
  OLD_CLASS_FILE(CHANCE, 20),
  SUSPENDABLE(STRUCTURE, 0),
  SUSPENDABLE_TYPE(CHANCE, 12),
  UNANNOTATED(CHANCE, 18),
  UNANNOTATED_OVERRIDE(CHANCE, 40),
  LEAF_METHOD(CHANCE, 25),
  DECLARED_CHECKED(CHANCE, 12),
  NESTED_STATEMENT(CHANCE, 38),
  JUMP_AT_END(CHANCE, 22),
  FINAL_LOCAL(CHANCE, 30),
  VAR_LOCAL(CHANCE, 20, 10),
  ARROW_CASES(CHANCE, 45, 14),
  SWITCH_DEFAULT(CHANCE, 60),
  FALL_THROUGH(CHANCE, 30),
  YIELD_BLOCK(CHANCE, 25),
  LABEL(CHANCE, 35),
  MULTI_CATCH(CHANCE, 25),
  SECOND_CATCH(CHANCE, 35),
  CHECKED_CATCH(CHANCE, 10),
  CHECKED_THROW(CHANCE, 25),
  RETHROW(CHANCE, 15),
  SECOND_RESOURCE(CHANCE, 30),
  RESOURCE_VARIABLE(CHANCE, 20, 9),
  INDEX_THAT_MAY_FAIL(CHANCE, 6),
  ENTRY_LOG(CHANCE, 50),
  LOG_AFTER_STORE(CHANCE, 30),
  SERIALIZABLE_LAMBDA(CHANCE, 8),
  SPLIT_LINES(CHANCE, 10),
  UNGUARDED_ROOT(CHANCE, 35);

  /** What a construct is chosen among. */
  enum Group {
    EXPRESSION,
    FUNCTION,
    SIMPLE,
    NESTED,
    LATER,
    LAST,
    METHOD,
    /** By itself, with a probability in percent. */
    CHANCE,
    /** Not by chance: it follows from others. */
    STRUCTURE
  }

  private static final Map<Group, List<Construct>> GROUPS = new EnumMap<>(Group.class);

  static {
    for (Group group : Group.values()) {
      GROUPS.put(group, Arrays.stream(values()).filter(c -> c.group == group).toList());
    }
  }

  final Group group;
  final int weight;

  /** The Java version that it needs. */
  final int since;

  private final Predicate<Type> suits;

  Construct(Group group, int weight) {
    this(group, weight, 8);
  }

  Construct(Group group, int weight, int since) {
    this(group, weight, t -> true, since);
  }

  Construct(Group group, int weight, Predicate<Type> suits) {
    this(group, weight, suits, 8);
  }

  Construct(Group group, int weight, Predicate<Type> suits, int since) {
    this.group = group;
    this.weight = weight;
    this.suits = suits;
    this.since = since;
  }

  static List<Construct> of(Group group) {
    return GROUPS.getOrDefault(group, List.of());
  }

  /** Whether an expression of this form can have the type. */
  boolean suits(Type type) {
    return suits.test(type);
  }
}
