package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Node.Expr;

/** What makes bodies: one helper for each matter, which all may call each other. */
final class Bodies {
  final World world;
  final Dice dice;
  final Expressions expressions;
  final Values values;
  final Calls calls;
  final Functions functions;
  final Stores stores;
  final Statements statements;
  final Loops loops;
  final Tries tries;
  final Switches switches;
  final Jumps jumps;
  final Members members;

  Bodies(World world) {
    this.world = world;
    this.dice = world.dice;
    this.expressions = new Expressions(this);
    this.values = new Values(this);
    this.calls = new Calls(this);
    this.functions = new Functions(this);
    this.stores = new Stores(this);
    this.statements = new Statements(this);
    this.loops = new Loops(this);
    this.tries = new Tries(this);
    this.switches = new Switches(this);
    this.jumps = new Jumps(this);
    this.members = new Members(this);
  }

  /** An expression of the type, at most so deep. */
  Expr expr(Type type, Scope scope, int depth) {
    return expressions.any(type, scope, depth);
  }
}
