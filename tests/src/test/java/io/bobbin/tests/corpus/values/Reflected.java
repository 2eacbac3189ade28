package io.bobbin.tests.corpus.values;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** What reflection shows of woven types, but for synthetic members. */
class Reflected {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Note {
    String value() default "none";

    int[] numbers() default {1, 2};
  }

  @Note(value = "on the type", numbers = 3)
  static class Annotated<T extends Comparable<T>> implements Cloneable {
    @Note
    @Suspendable
    public <X extends Exception> List<T> generic(
        @Note("on a parameter") List<? super X> list, int... n) throws X {
      Park.now();
      return null;
    }

    @Override
    @Suspendable
    public Annotated<T> clone() throws CloneNotSupportedException {
      @SuppressWarnings("unchecked")
      Annotated<T> clone = (Annotated<T>) super.clone();
      Park.now();
      return clone;
    }
  }

  @Suspendable
  static Object annotations() throws Exception {
    Park.now();
    Note note = Annotated.class.getAnnotation(Note.class);
    Method generic = Annotated.class.getMethod("generic", List.class, int[].class);
    Log.note(note.value() + note.numbers()[0] + generic.getAnnotation(Note.class).value());
    Log.note(generic.toGenericString());
    Log.note(Arrays.deepToString(generic.getParameterAnnotations()).contains("on a parameter"));
    Log.note(generic.isVarArgs());
    return note.equals(Annotated.class.getAnnotation(Note.class));
  }

  @Suspendable
  static Object cloning() throws CloneNotSupportedException {
    Annotated<String> original = new Annotated<>();
    int[] array = Park.value(new int[] {1, 2}).clone();
    Annotated<?>[] copies = new Annotated<?>[] {original.clone()}.clone();
    return copies[0] != original && array.clone().length == Park.value(2);
  }

  /** A functional interface has one abstract method, woven too. */
  interface Functional {
    @Suspendable
    int apply(int n);

    @Suspendable
    default int twice(int n) {
      return apply(apply(n));
    }
  }

  @Suspendable
  static Object functionalInterface() {
    Functional f = n -> n + Park.value(1);
    long abstractMethods =
        Arrays.stream(Functional.class.getMethods())
            .filter(m -> Modifier.isAbstract(m.getModifiers()))
            .count();
    return abstractMethods + f.twice(5);
  }

  /** The enclosing method of local and anonymous classes, in code that was resumed. */
  @Suspendable
  static Object enclosing() {
    Park.now();
    class Local {}
    Object anonymous = new Object() {};
    Park.now();
    return new Local().getClass().getEnclosingMethod().getName()
        + anonymous.getClass().getEnclosingMethod().toGenericString()
        + Local.class.isLocalClass();
  }

  /**
   * Callers by StackWalker and by trace, in code that does not wait: the topmost frame at least.
   */
  @Suspendable
  static Object caller() {
    Park.now();
    return StackWalker.getInstance()
            .walk(frames -> frames.findFirst().orElseThrow().getMethodName())
        + Thread.currentThread().getStackTrace()[1].getMethodName();
  }
}
