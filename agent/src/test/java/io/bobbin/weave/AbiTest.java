package io.bobbin.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.bobbin.frame.Doors;
import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Lambdas;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/** The names by which the weaver knows the runtime are those of the runtime. */
class AbiTest {
  private static final ClassLoader LOADER = AbiTest.class.getClassLoader();

  @Test
  void everyClassIsThere() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : Abi.class.getDeclaredFields()) {
      if (field.getType() == String.class && field.get(null) instanceof String name) {
        if (name.startsWith("L") && name.endsWith(";")) {
          names.add(name.substring(1, name.length() - 1));
        } else if (name.startsWith(Abi.RUNTIME) && !name.endsWith("/")) {
          names.add(name);
        }
      }
    }
    assertThat(names).contains(Abi.FRAME, Abi.STACK, Abi.CODE, Abi.DOORS, Abi.LAMBDAS, Abi.CHAOS);
    assertThat(names)
        .allSatisfy(name -> assertThatCode(() -> load(name)).doesNotThrowAnyException());
  }

  @Test
  void theHiddenParametersAreAStackAndTheRoom() {
    assertThat(Abi.HIDDEN).isEqualTo(Type.getDescriptor(FrameStack.class) + "I");
    assertThat(Abi.HIDDEN_SLOTS).isEqualTo(2);
    assertThat(Abi.twin("(J[I)V")).isEqualTo("(J[ILio/bobbin/frame/FrameStack;I)V");
    assertThat(Abi.plain(Abi.twin("(J[I)V"))).isEqualTo("(J[I)V");
  }

  @Test
  void theDummiesAreThoseOfTheRuntime() {
    assertThat(Abi.RARE_INT).isEqualTo(FrameStack.RARE_INT);
    assertThat(Abi.RARE_LONG).isEqualTo(FrameStack.RARE_LONG);
    assertThat(Float.floatToRawIntBits(Abi.RARE_FLOAT))
        .isEqualTo(Float.floatToRawIntBits(FrameStack.RARE_FLOAT));
    assertThat(Double.doubleToRawLongBits(Abi.RARE_DOUBLE))
        .isEqualTo(Double.doubleToRawLongBits(FrameStack.RARE_DOUBLE));
  }

  @Test
  void theOtherConstantsAreThoseOfTheRuntime() {
    assertThat(Abi.LAMBDA_SERIALIZABLE).isEqualTo(Lambdas.SERIALIZABLE);
    assertThat(Abi.FORWARDING_LINE).isEqualTo(FrameStack.FORWARDING_LINE);
  }

  @Test
  void theBootstrapsAreThere() throws ReflectiveOperationException {
    for (Handle handle :
        List.of(Abi.CODE_BOOTSTRAP, Abi.LONG_CODE_BOOTSTRAP, Abi.LAMBDA_BOOTSTRAP)) {
      Method method =
          load(handle.getOwner()).getMethod(handle.getName(), parameters(handle.getDesc()));
      assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
      assertThat(Type.getMethodDescriptor(method)).isEqualTo(handle.getDesc());
    }
  }

  @Test
  void theBootstrapsOfPlainLambdasTakeWhatTheJdksTake() throws ReflectiveOperationException {
    Class<?> own = load(Abi.PLAIN_LAMBDAS);
    for (Method ofJdk : LambdaMetafactory.class.getMethods()) {
      if (ofJdk.getName().endsWith("etafactory")) {
        Method method = own.getMethod(ofJdk.getName(), ofJdk.getParameterTypes());
        assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
        assertThat(method.getReturnType()).isEqualTo(ofJdk.getReturnType());
      }
    }
  }

  @Test
  void aResumeBodyTakesWhatTheCodeObjectPasses() throws ReflectiveOperationException {
    Method resume =
        FrameCode.class.getMethod("resume", Frame.class, FrameStack.class, Object.class);
    assertThat(Abi.resumeDescriptor(0)).isEqualTo(Type.getMethodDescriptor(resume));
  }

  @Test
  void whatStandsInForUnwovenMethodsAndChaosIsThere() throws ReflectiveOperationException {
    Method raise = load(Abi.NOT_WOVEN).getMethod("raise", String.class);
    assertThat(raise.getReturnType()).isEqualTo(load(Abi.NOT_WOVEN));
    Method chaos = load(Abi.CHAOS).getMethod("point", FrameStack.class, int.class);
    assertThat(chaos.getReturnType()).isEqualTo(void.class);
  }

  @Test
  void everyDoorwayOfTheRuntimeIsKnownAndHasItsCall() throws ReflectiveOperationException {
    int found = 0;
    for (Class<?> door : Doors.class.getDeclaredClasses()) {
      if (!door.isInterface() || !Modifier.isPublic(door.getModifiers())) {
        continue;
      }
      Class<?> jdk = door.getInterfaces()[0];
      for (Method twin : door.getDeclaredMethods()) {
        String descriptor = Abi.plain(Type.getMethodDescriptor(twin));
        if (!Abi.isTwin(Type.getMethodDescriptor(twin))) {
          continue;
        }
        Method plain = jdk.getMethod(twin.getName(), parameters(descriptor));
        assertThat(Type.getMethodDescriptor(plain)).isEqualTo(descriptor);
        String owner = Type.getInternalName(jdk);
        assertThat(Abi.door(owner, twin.getName() + descriptor))
            .as("%s", twin)
            .isEqualTo(Type.getInternalName(door));
        assertCallIsThere(owner, twin.getName(), descriptor);
        found++;
      }
    }
    assertThat(found).isGreaterThan(30);
  }

  @Test
  void everyDoorwayThatTheWeaverKnowsIsInTheRuntime() throws ReflectiveOperationException {
    for (Class<?> jdk : functionalInterfaces()) {
      for (Method method : jdk.getMethods()) {
        String descriptor = Type.getMethodDescriptor(method);
        String door = Abi.door(Type.getInternalName(jdk), method.getName() + descriptor);
        if (door != null) {
          Class<?> type = load(door);
          assertThat(jdk).isAssignableFrom(type);
          assertThat(type.getMethod(method.getName(), parameters(Abi.twin(descriptor))))
              .isNotNull();
          assertCallIsThere(Type.getInternalName(jdk), method.getName(), descriptor);
        }
      }
    }
  }

  private static void assertCallIsThere(String jdk, String name, String descriptor)
      throws ReflectiveOperationException {
    String call = Abi.doorCall(jdk, descriptor);
    Method method = Doors.class.getMethod(name, parameters(call));
    assertThat(Modifier.isStatic(method.getModifiers())).as("%s", method).isTrue();
    assertThat(Type.getMethodDescriptor(method)).isEqualTo(call);
  }

  /** Those of {@code java.util.function}, and what else has doorways. */
  private static List<Class<?>> functionalInterfaces() {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> door : Doors.class.getDeclaredClasses()) {
      all.addAll(Arrays.asList(door.getInterfaces()));
    }
    return all;
  }

  private static Class<?> load(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'), false, LOADER);
  }

  private static Class<?>[] parameters(String descriptor) {
    return MethodType.fromMethodDescriptorString(descriptor, LOADER).parameterArray();
  }
}
