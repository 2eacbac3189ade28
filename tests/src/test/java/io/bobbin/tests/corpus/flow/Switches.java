package io.bobbin.tests.corpus.flow;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Switches over ints, strings, enums; old and new form; suspend points in each part. */
class Switches {
  enum Colour {
    RED,
    GREEN,
    BLUE
  }

  @Suspendable
  static Object onInts() {
    int sum = 0;
    for (int i = -1; i < 6; i++) {
      switch (Park.value(i)) { // tableswitch
        case 0:
          sum += Park.value(1);
        case 1: // falls through
          sum += 10;
          break;
        case 2:
        case 3:
          sum += Park.value(100);
          break;
        default:
          Park.now();
          sum += 1000;
        // falls through
        case 4:
          sum += 10_000;
      }
    }
    return sum;
  }

  @Suspendable
  static Object sparse() {
    String all = "";
    for (int i : new int[] {Integer.MIN_VALUE, -5, 0, 1000, Integer.MAX_VALUE}) {
      switch (Park.value(i)) { // lookupswitch
        case Integer.MIN_VALUE -> all += "min";
        case 1000 -> all += Park.value("thousand");
        case Integer.MAX_VALUE -> {
          Park.now();
          all += "max";
        }
        default -> all += i;
      }
    }
    return all;
  }

  @Suspendable
  static Object onStrings() {
    String all = "";
    for (String s : new String[] {"Aa", "BB", "c", "", "none"}) { // Aa and BB have one hash
      switch (Park.value(s)) {
        case "Aa":
          all += Park.value(1);
          break;
        case "BB":
          all += Park.value(2);
          break;
        case "c":
          all += 3;
          break;
        case "":
          Park.now();
          all += 4;
          break;
        default:
          all += Park.value(s);
      }
    }
    return all;
  }

  @Suspendable
  static Object onNullString() {
    String s = Park.nothing();
    switch (s) {
      case "a":
        return 1;
      default:
        return 2;
    }
  }

  @Suspendable
  static Object onEnums() {
    int sum = 0;
    for (Colour colour : Colour.values()) {
      switch (Park.ref(colour)) {
        case RED:
          sum += Park.value(1);
          break;
        case BLUE:
          sum += Park.value(100);
          break;
        default:
          break;
      }
      sum +=
          switch (colour) { // exhaustive
            case RED -> Park.value(1000);
            case GREEN -> 2000;
            case BLUE -> {
              int n = Park.value(3000);
              yield n + Park.value(1);
            }
          };
    }
    return sum;
  }

  @Suspendable
  static Object expressionOnTheStack() {
    int n = Park.value(2);
    // the switch runs with values under it on the stack; javac spills them to locals
    String s =
        Log.value("a")
            + Park.value("b")
            + switch (n) {
              case 1 -> Park.value("one");
              case 2 -> {
                try {
                  yield Park.raiseRef(new IllegalStateException("two"));
                } catch (IllegalStateException e) {
                  yield Park.value(e.getMessage());
                }
              }
              default -> throw new AssertionError();
            }
            + Log.value("c");
    return s
        + switch (Park.value("x")) {
          case "x", "y" -> Park.value('z');
          default -> ' ';
        };
  }

  @Suspendable
  static Object mixedKinds() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      Object o = switch (i) { // boxes of different types at the merge
            case 0 -> Park.value(1);
            case 1 -> Park.value("s");
            case 2 -> Park.value(2.5);
            default -> new int[] {Park.value(3)};
          };
      all += o instanceof int[] a ? "array" + a[0] : o;
      long wide =
          switch (i) {
            case 0 -> Park.value((byte) 1);
            case 1 -> Park.value('a');
            case 2 -> Park.value(3L);
            default -> Park.value((short) 4);
          };
      all += wide + " ";
    }
    return all;
  }

  @Suspendable
  static Object onChars() {
    int vowels = 0;
    for (char c : Park.value("the quick brown fox").toCharArray()) {
      switch (Park.value(c)) {
        case 'a', 'e', 'i', 'o', 'u' -> vowels += Park.value(1);
        default -> {}
      }
    }
    return vowels;
  }

  @Suspendable
  static Object onBoxes() {
    Integer boxed = Park.ref(5);
    Character c = Park.ref('c');
    Byte b = Park.ref((byte) 3);
    return switch (boxed) {
          case 5 -> "five" + Park.value(1);
          default -> "other";
        }
        + switch (c) {
          case 'c' -> Park.value("c");
          default -> "";
        }
        + switch (b) {
          case 3 -> Park.value(3.5f);
          default -> 0f;
        };
  }

  @Suspendable
  static Object nested() {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        sum +=
            switch (Park.value(i)) {
              case 0 -> j;
              case 1 ->
                  switch (Park.value(j)) {
                    case 0 -> Park.value(10);
                    case 1 ->
                        switch (i + j) {
                          case 2 -> Park.value(20);
                          default -> 0;
                        };
                    default -> 30;
                  };
              default -> i * Park.value(j) * 100;
            };
      }
    }
    return sum;
  }

  @Suspendable
  static Object returnsFromWithin() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      all.append(classify(i));
    }
    return all.toString();
  }

  @Suspendable
  private static String classify(int n) {
    switch (Park.value(n)) {
      case 0:
        return Park.value("zero");
      case 1:
        {
          String one = Park.value("one");
          return one + n;
        }
      case 2:
        if (Park.value(true)) {
          break;
        }
        return "never";
      default:
        throw new IllegalArgumentException(Park.value("n") + n);
    }
    return "after";
  }
}
