package io.bobbin.tests.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import com.acme.proxied.Server;
import com.acme.proxied.Service;
import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.bind.annotation.AllArguments;
import net.bytebuddy.implementation.bind.annotation.Origin;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.MockMakers;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.MethodInterceptor;

/**
 * Proxies and generated subclasses see the methods of the source, each call once, whoever calls;
 * and woven callers never pass them by.
 */
class ProxiesTest {
  private static final List<String> SEEN = new ArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static void see(Method method, Object[] arguments) {
    SEEN.add(method.getName() + Arrays.toString(arguments));
  }

  @Suspendable
  private static String serve(Service service) {
    return "[" + service.serve(1) + "]";
  }

  @Suspendable
  private static String twice(Service service) {
    return "[" + service.twice(2) + "]";
  }

  @Suspendable
  private static String both(Server server) {
    return "[" + server.both(3, 4) + "]";
  }

  private static <T> T inTasklet(Scheduler here, Body<T> body) {
    return here.start(body).join();
  }

  // Proxies of interfaces

  @Test
  void aProxyOfTheJdkIsCalledOnceForEachCall() {
    Server server = new Server();
    Service proxy =
        (Service)
            Proxy.newProxyInstance(
                ProxiesTest.class.getClassLoader(),
                new Class<?>[] {Service.class},
                (self, method, arguments) -> {
                  see(method, arguments);
                  return invoke(method, server, arguments);
                });

    String plain = serve(proxy) + twice(proxy);
    String woven = inTasklet(Scheduler.here(), () -> serve(proxy) + twice(proxy));

    assertThat(woven).isEqualTo(plain).isEqualTo("[served 1][served 2served 2]");
    assertThat(SEEN).containsExactly("serve[1]", "twice[2]", "serve[1]", "twice[2]");
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  // Byte Buddy

  /** Sees calls, and passes them on. */
  public static class Interceptor {
    /** Sees a call. */
    @RuntimeType
    public static Object intercept(
        @Origin Method method, @AllArguments Object[] arguments, @SuperCall Callable<?> call)
        throws Exception {
      see(method, arguments);
      return call.call();
    }
  }

  @Test
  void aSubclassByByteBuddyIsCalledOnceForEachCall() throws Exception {
    Server server =
        new ByteBuddy()
            .subclass(Server.class)
            .method(ElementMatchers.isDeclaredBy(Server.class))
            .intercept(MethodDelegation.to(Interceptor.class))
            .make()
            .load(ProxiesTest.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
            .getLoaded()
            .getConstructor()
            .newInstance();

    subclassed(server);
  }

  @Test
  void aSubclassByByteBuddyOfMethodsByNameAloneIsCalledOnceForEachCall() throws Exception {
    // Takes what is synthetic as well, which Byte Buddy leaves alone as a rule.
    Server server =
        new ByteBuddy()
            .ignore(ElementMatchers.none())
            .subclass(Server.class)
            .method(ElementMatchers.namedOneOf("serve", "both", "inner"))
            .intercept(MethodDelegation.to(Interceptor.class))
            .make()
            .load(ProxiesTest.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
            .getLoaded()
            .getConstructor()
            .newInstance();

    subclassed(server);
  }

  // CGLIB, as Spring has it

  @Test
  void aSubclassByCglibIsCalledOnceForEachCall() {
    Enhancer enhancer = new Enhancer();
    enhancer.setSuperclass(Server.class);
    enhancer.setCallback(
        (MethodInterceptor)
            (self, method, arguments, proxy) -> {
              see(method, arguments);
              return proxy.invokeSuper(self, arguments);
            });

    subclassed((Server) enhancer.create());
  }

  private static void subclassed(Server server) {
    String plain = serve(server) + both(server);
    List<String> seen = List.copyOf(SEEN);
    SEEN.clear();
    String woven = inTasklet(Scheduler.here(), () -> serve(server) + both(server));

    assertThat(woven).isEqualTo(plain).isEqualTo("[served 1][served 3 and inner 4]");
    assertThat(SEEN)
        .isEqualTo(seen)
        .containsExactly("serve[1]", "both[3, 4]", "serve[3]", "inner[4]");
  }

  // Mockito

  @Test
  void aMockThatIsASubclassAnswersWovenCallers() {
    mocked(mock(Server.class, withSettings().mockMaker(MockMakers.SUBCLASS)));
  }

  @Test
  void aMockOfAnInlinedClassAnswersWovenCallers() {
    mocked(mock(Server.class, withSettings().mockMaker(MockMakers.INLINE)));
  }

  @Test
  void aMockOfAnInterfaceAnswersWovenCallers() {
    // Not by the inline mock maker: that of subclasses takes such a mock for its own, and Mockito
    // asserts that it does not, if it happens to ask that one first.
    Service service = mock(Service.class, withSettings().mockMaker(MockMakers.SUBCLASS));
    when(service.serve(1)).thenReturn("mocked");

    assertThat(inTasklet(Scheduler.here(), () -> serve(service))).isEqualTo("[mocked]");

    verify(service).serve(1);
    verifyNoMoreInteractions(service);
  }

  private static void mocked(Server server) {
    when(server.serve(1)).thenReturn("mocked");
    when(server.both(3, 4)).thenReturn("both mocked");

    assertThat(inTasklet(Scheduler.here(), () -> serve(server) + both(server)))
        .isEqualTo("[mocked][both mocked]");

    verify(server).serve(1);
    verify(server).both(3, 4);
    verifyNoMoreInteractions(server);
  }

  @Test
  void aSpyThatIsASubclassSeesCallsOfWovenCallers() {
    spied(
        mock(
            Server.class,
            withSettings()
                .mockMaker(MockMakers.SUBCLASS)
                .spiedInstance(new Server())
                .defaultAnswer(Answers.CALLS_REAL_METHODS)));
  }

  @Test
  void aSpyOfAnInlinedClassSeesCallsOfWovenCallers() {
    spied(spy(new Server()));
  }

  private static void spied(Server server) {
    when(server.inner(4)).thenReturn("spied");

    assertThat(inTasklet(Scheduler.here(), () -> serve(server) + both(server)))
        .isEqualTo("[served 1][served 3 and spied]");

    verify(server, times(2)).serve(anyInt());
    verify(server).both(3, 4);
    verify(server).inner(4);
    verifyNoMoreInteractions(server);
  }
}
