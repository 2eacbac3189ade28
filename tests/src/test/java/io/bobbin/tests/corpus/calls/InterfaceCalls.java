package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Interface methods: abstract, default, static, private; diamonds; re-abstracted defaults. */
class InterfaceCalls {
  interface Shape {
    @Suspendable
    double area();

    @Suspendable
    default String describe() {
      return name() + ' ' + area() + ' ' + helper(2) + ' ' + Shape.unit(3);
    }

    String name(); // not suspendable

    @Suspendable
    private int helper(int n) {
      Park.now();
      return n + (int) area();
    }

    @Suspendable
    static String unit(int n) {
      return Park.value("cm") + n;
    }
  }

  static class Square implements Shape {
    final double side;

    Square(double side) {
      this.side = side;
    }

    @Override
    public double area() {
      return side * Park.value(side);
    }

    @Override
    public String name() {
      return "square";
    }
  }

  static class Named extends Square {
    Named() {
      super(3);
    }

    @Override
    public String describe() {
      return "named " + super.describe(); // invokespecial of a default method, through the class
    }
  }

  interface Left {
    @Suspendable
    default String which() {
      return "left" + Park.value(1);
    }
  }

  interface Right {
    @Suspendable
    default String which() {
      return "right" + Park.value(2);
    }
  }

  static class Both implements Left, Right {
    @Override
    public String which() {
      return Left.super.which() + Right.super.which(); // invokespecial of interface methods
    }
  }

  interface Again extends Left {
    @Override
    String which(); // abstract once more
  }

  static class Concrete implements Again {
    @Override
    public String which() {
      return "concrete" + Park.value(3);
    }
  }

  /** Inherits its implementation from a class that does not know the interface. */
  static class Unaware {
    @Suspendable
    public String which() {
      return "unaware" + Park.value(4);
    }
  }

  static class Aware extends Unaware implements Left {}

  @Suspendable
  static Object defaults() {
    Shape[] shapes = {new Square(2), new Named()};
    String all = "";
    for (Shape shape : shapes) {
      all += shape.describe() + "; ";
    }
    return all;
  }

  @Suspendable
  static Object staticOfInterface() {
    return Shape.unit(Park.value(5));
  }

  @Suspendable
  static Object diamonds() {
    Left both = new Both();
    Left concrete = new Concrete();
    Left aware = new Aware();
    return both.which() + concrete.which() + aware.which() + new Aware().which();
  }

  @Suspendable
  static Object anonymous() {
    int outer = Park.value(10);
    Shape shape =
        new Shape() {
          int calls;

          @Override
          public double area() {
            calls++;
            return outer + Park.value(calls);
          }

          @Override
          public String name() {
            return "anonymous";
          }
        };
    Log.note(shape.describe());
    return shape.area();
  }

  /** The interface's method is not suspendable, the implementation's is: called by its own type. */
  interface Quiet {
    int get();
  }

  static class Loud implements Quiet {
    @Override
    @Suspendable
    public int get() {
      return Park.value(1);
    }
  }

  @Suspendable
  static Object suspendableInClassOnly() {
    Loud loud = new Loud();
    return loud.get() + 10; // parks
  }
}
