package io.bobbin.tests.oracle;

import io.bobbin.frame.FrameStack;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Calls the twin of a static method {@code Object m(int)} of the corpus on a {@link TestStack} and
 * prints the result: for JVMs with a small heap and a small stack, where no plain run is possible.
 *
 * <pre>
 * RunDeep CLASS METHOD DEPTH
 * </pre>
 */
public final class RunDeep {
  private RunDeep() {}

  /** Runs one method. */
  public static void main(String[] args) throws Throwable {
    ClassLoader loader = new WovenTargets(Targets.inPackage(Corpus.PACKAGE)).loader(Mode.PARKS);
    Method twin =
        Class.forName(args[0], true, loader)
            .getDeclaredMethod(args[1], int.class, FrameStack.class, int.class);
    twin.setAccessible(true);
    MethodHandle method = MethodHandles.lookup().unreflect(twin);
    int depth = Integer.parseInt(args[2]);
    TestStack stack = new TestStack((s, room) -> (Object) method.invoke(depth, s, room));
    Object result = stack.finish();
    System.out.println(result + " after " + stack.parks() + " parks");
    stack.complaints().forEach(System.out::println);
  }
}
