package io.bobbin.tests.oracle;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which diagnostics the weaver gives for a method of a target; others give none. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Diagnosed {
  /** The codes, each once, in any order. */
  String[] value();
}
