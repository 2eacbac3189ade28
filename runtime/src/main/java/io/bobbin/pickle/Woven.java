package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameStack;
import java.lang.reflect.Method;

/** Tells which classes the agent has woven. */
final class Woven {
  private static final ClassValue<Boolean> WOVEN =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return hasResumeBody(type);
        }
      };

  private Woven() {}

  static boolean isWoven(Class<?> type) {
    return WOVEN.get(type);
  }

  private static boolean hasResumeBody(Class<?> type) {
    Method[] methods;
    try {
      methods = type.getDeclaredMethods();
    } catch (LinkageError e) {
      return false; // it mentions what is not here, so nobody can tell
    }
    for (Method method : methods) {
      Class<?>[] parameters = method.getParameterTypes();
      if (parameters.length >= 3
          && parameters[0] == Frame.class
          && parameters[1] == FrameStack.class) {
        return true;
      }
    }
    return false;
  }
}
