package io.bobbin.frame;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;

/** Java serialization of woven lambdas, in the form that {@code LambdaMetafactory}'s have. */
public final class SerializedLambdas {
  private SerializedLambdas() {}

  /**
   * Called by the {@code writeReplace} of a serializable woven lambda.
   *
   * @param description the {@link Lambdas.Description} of its class
   * @param lambda the lambda
   * @return its serialized form
   */
  public static Object replace(Object description, Object lambda) {
    Lambdas.Description d = (Lambdas.Description) description;
    Object[] captured = new Object[d.captured().size()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = get(d.captured().get(i), lambda);
    }
    return new SerializedLambda(
        d.capturingClass(),
        d.interfaceType().getName().replace('.', '/'),
        d.methodName(),
        d.methodType().toMethodDescriptorString(),
        d.implementation().kind(),
        d.implementation().owner(),
        d.implementation().name(),
        d.implementation().descriptor(),
        d.instantiatedType().toMethodDescriptorString(),
        captured);
  }

  private static Object get(MethodHandle getter, Object lambda) {
    try {
      return getter.invoke(lambda);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("reading a field of " + lambda, e);
    }
  }
}
