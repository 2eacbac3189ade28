package io.bobbin.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * What a lambda expression or method reference was compiled to, whether it has been relinked to the
 * runtime or not.
 *
 * @param erased the type of the interface's method
 * @param source the method that has the body
 * @param instantiated the type of the interface's method at this use
 */
record LambdaSite(Type erased, Handle source, Type instantiated) {
  /** The lambda that a call site makes; null if it makes none. */
  static @Nullable LambdaSite of(InvokeDynamicInsnNode site) {
    Object[] arguments = site.bsmArgs;
    if (site.bsm.equals(Abi.LAMBDA_BOOTSTRAP)) {
      return new LambdaSite((Type) arguments[0], (Handle) arguments[5], (Type) arguments[6]);
    }
    if (LambdaPass.isLambda(site, LambdaPass.METAFACTORY)
        || LambdaPass.isLambda(site, Abi.PLAIN_LAMBDAS)) {
      return new LambdaSite((Type) arguments[0], (Handle) arguments[1], (Type) arguments[2]);
    }
    return null;
  }

  List<Object> parts() {
    return List.of(erased, source, instantiated);
  }
}
