package io.bobbin.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Suspendable;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

/** The methods of the JDK that have stand-ins are there, and so are these. */
class AdaptPassTest {
  private static final ClassLoader LOADER = AdaptPassTest.class.getClassLoader();

  /** They came with later versions of the JDK than the oldest that counts. */
  private static final Set<String> LATER =
      Set.of(
          "sleep(Ljava/time/Duration;)V",
          "join(Ljava/time/Duration;)Z",
          "waitFor(Ljava/time/Duration;)Z");

  @Test
  void everyMethodHasItsStandInAndEveryStandInItsMethod() throws ReflectiveOperationException {
    Map<String, Set<String>> known = new HashMap<>();
    for (Map.Entry<String, List<AdaptPass.Blocking>> each : AdaptPass.METHODS.entrySet()) {
      String key = each.getKey();
      String name = key.substring(0, key.indexOf('('));
      String descriptor = key.substring(name.length());
      for (AdaptPass.Blocking method : each.getValue()) {
        String standIn = method.standIn(descriptor);
        Method found = load(Abi.standIn(method.type())).getMethod(name, parameters(standIn));
        assertThat(Type.getMethodDescriptor(found)).isEqualTo(standIn);
        assertThat(Modifier.isStatic(found.getModifiers())).isTrue();
        assertThat(found.isAnnotationPresent(Suspendable.class)).as("%s", found).isTrue();
        known.computeIfAbsent(method.type(), t -> new HashSet<>()).add(name + standIn);
        if (!LATER.contains(key)) {
          Method jdk = load(method.type()).getMethod(name, parameters(descriptor));
          assertThat(Type.getMethodDescriptor(jdk)).isEqualTo(descriptor);
          assertThat(Modifier.isStatic(jdk.getModifiers())).isEqualTo(method.isStatic());
        }
      }
    }
    assertThat(known).isNotEmpty();
    for (Map.Entry<String, Set<String>> type : known.entrySet()) {
      Set<String> there = new HashSet<>();
      for (Method each : load(Abi.standIn(type.getKey())).getDeclaredMethods()) {
        if (Modifier.isPublic(each.getModifiers())) {
          there.add(each.getName() + Type.getMethodDescriptor(each));
        }
      }
      assertThat(there).isEqualTo(type.getValue());
    }
  }

  private static Class<?> load(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'), false, LOADER);
  }

  private static Class<?>[] parameters(String descriptor) {
    return MethodType.fromMethodDescriptorString(descriptor, LOADER).parameterArray();
  }
}
