package io.bobbin.pickle;

import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.LambdaBodies;
import io.bobbin.frame.Lambdas;
import io.bobbin.frame.Lambdas.Description;
import io.bobbin.frame.Lambdas.Implementation;
import io.bobbin.frame.Lambdas.Site;
import io.bobbin.frame.PlainLambdas;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lambdas and method references of woven classes: the class whose code has them, the method that
 * has the body, and the captured values.
 */
final class LambdaForm extends Form {
  private static final int MOST = 255;

  private final String capturing;
  private final Site site;

  /** Getters of the captured values; empty in a form that reads. */
  private final List<MethodHandle> getters;

  /** Makes the lambda of an array of captured values; null until it is needed. */
  private volatile @Nullable MethodHandle factory;

  /** The class whose code has the lambda, in a form that writes. */
  private final @Nullable Class<?> owner;

  private final MethodType type;

  private LambdaForm(
      String capturing,
      Site site,
      List<MethodHandle> getters,
      @Nullable MethodHandle factory,
      @Nullable Class<?> owner,
      MethodType type) {
    super(Kind.LAMBDA);
    this.capturing = capturing;
    this.site = site;
    this.getters = getters;
    this.factory = factory;
    this.owner = owner;
    this.type = type;
  }

  static LambdaForm of(Description description) {
    List<Class<?>> captured = new ArrayList<>();
    for (MethodHandle getter : description.captured()) {
      captured.add(getter.type().returnType());
    }
    return new LambdaForm(
        description.capturingClass().getName(),
        description.site(),
        description.captured(),
        null,
        description.capturingClass(),
        MethodType.methodType(description.interfaceType(), captured));
  }

  @Override
  String name() {
    return capturing;
  }

  @Override
  List<Origin> findOrigins() {
    StringBuilder named = new StringBuilder();
    List.of(
            site.factory(),
            site.erased(),
            site.body().descriptor(),
            site.parameters(),
            site.source().descriptor(),
            site.instantiated())
        .forEach(named::append);
    site.bridges().forEach(named::append);
    Stream.concat(
            site.further().stream(),
            Stream.of(capturing.replace('.', '/'), site.body().owner(), site.source().owner()))
        .forEach(each -> named.append('L').append(each).append(';'));
    return Origin.in(named.toString(), Objects.requireNonNull(owner).getClassLoader());
  }

  @Override
  void define(DefinitionWriter to) {
    to.text(capturing);
    to.text(site.factory());
    to.text(site.name());
    to.text(site.erased());
    define(site.body(), to);
    to.text(site.parameters());
    to.number(site.flags());
    define(site.source(), to);
    to.text(site.instantiated());
    define(site.further(), to);
    define(site.bridges(), to);
  }

  private void define(Implementation method, DefinitionWriter to) {
    to.number(method.kind());
    to.text(method.owner());
    to.text(method.name());
    to.text(method.descriptor());
    to.text(hash(method));
  }

  /** The hash of a method that has no name of its own; nothing if it has one. */
  private String hash(Implementation method) {
    Class<?> here = Objects.requireNonNull(owner);
    if (!method.owner().replace('/', '.').equals(here.getName())) {
      return "";
    }
    try {
      String hash = LambdaBodies.of(here).hash(method.name(), method.descriptor());
      return hash == null ? "" : hash;
    } catch (IllegalAccessException e) {
      throw new PickleException("cannot look into " + capturing + " for its lambdas", e);
    }
  }

  private static void define(List<String> texts, DefinitionWriter to) {
    to.number(texts.size());
    texts.forEach(to::text);
  }

  static LambdaForm read(ImageReader from) {
    String capturing = from.text();
    PickleFilter filter = from.filter();
    Class<?> type = filter.classOfFrames(capturing);
    Site site =
        new Site(
            from.text(),
            from.text(),
            from.text(),
            implementation(from, type),
            from.text(),
            from.number(0, Lambdas.SERIALIZABLE | PlainLambdas.PLAIN),
            implementation(from, type),
            from.text(),
            texts(from),
            texts(from));
    filter.requireCallable(site.source().owner().replace('/', '.'));
    filter.requireCallable(site.body().owner().replace('/', '.'));
    try {
      MethodHandle factory = Lambdas.relink(type, site, filter::classNamed);
      return new LambdaForm(capturing, site, List.of(), spread(factory), null, factory.type());
    } catch (NoSuchMethodException e) {
      throw new PickleException(
          "the lambda of "
              + capturing
              + " whose body was "
              + site.source().name()
              + site.source().descriptor()
              + " is not there any more",
          e);
    } catch (ReflectiveOperationException
        | LambdaConversionException
        | IllegalArgumentException
        | UnsupportedOperationException // arrays of void, as newer JDKs say it
        | LinkageError e) {
      throw new DamagedPickleException("a lambda of " + capturing + " that cannot be: " + e);
    }
  }

  private static MethodHandle spread(MethodHandle factory) {
    return factory
        .asType(factory.type().generic())
        .asSpreader(Object[].class, factory.type().parameterCount());
  }

  /** Links the lambda for a copy in the JVM that has the original. */
  private MethodHandle linkHere() throws ReflectiveOperationException, LambdaConversionException {
    Class<?> here = Objects.requireNonNull(owner);
    return spread(
        Lambdas.relink(
            here,
            site,
            name -> {
              try {
                return Class.forName(name, false, here.getClassLoader());
              } catch (ClassNotFoundException e) {
                throw new PickleException("the class " + name + " of a lambda of " + capturing, e);
              }
            }));
  }

  private static Implementation implementation(ImageReader from, Class<?> capturing) {
    int kind = from.number(MethodHandleInfo.REF_getField, MethodHandleInfo.REF_invokeInterface);
    String owner = from.text();
    String name = from.text();
    String descriptor = from.text();
    String hash = from.text();
    if (!hash.isEmpty()) {
      String here = from.filter().evolution().descriptor(descriptor);
      name = locate(capturing, name, here, hash);
    }
    return new Implementation(kind, owner, name, descriptor);
  }

  /** The name that a lambda's body has here. */
  static String locate(Class<?> capturing, String name, String descriptor, String hash) {
    String here;
    try {
      here = LambdaBodies.of(capturing).locate(name, descriptor, hash);
    } catch (IllegalAccessException e) {
      throw new PickleException("cannot look into " + capturing.getName() + " for its lambdas", e);
    }
    if (here == null) {
      throw new FrameMismatchException(changed(capturing, name, descriptor));
    }
    return here;
  }

  /** What to tell of a lambda whose body no method has any more. */
  private static String changed(Class<?> capturing, String name, String descriptor) {
    return "BBN034 the lambda of "
        + capturing.getName()
        + " whose body was "
        + ImageContents.readable(name + descriptor)
        + " has changed, or is gone: no lambda of the class does the same here. (Their names are"
        + " numbers, which tell nothing.) The image is as it was: read it with the code that wrote"
        + " it. What is to be changed between writing and reading belongs into a method with a name"
        + " of its own, and a reference to that.";
  }

  private static List<String> texts(ImageReader from) {
    int count = from.number(0, MOST);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(from.text());
    }
    return texts;
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  void save(Object object, ImageWriter to) {
    for (int i = 0; i < getters.size(); i++) {
      Object value;
      try {
        value = getters.get(i).invoke(object);
      } catch (Throwable e) {
        throw new PickleException("a value captured by a lambda of " + capturing, e);
      }
      if (type.parameterType(i).isPrimitive()) {
        to.numbers().primitive(type.parameterType(i).descriptorString(), Primitives.bits(value));
      } else {
        to.reference(value);
      }
    }
  }

  @Override
  Object make(ImageReader from) {
    Object[] captured = new Object[type.parameterCount()];
    for (int i = 0; i < captured.length; i++) {
      Class<?> each = type.parameterType(i);
      captured[i] =
          each.isPrimitive()
              ? Primitives.of(each, from.bytes().primitive(each.descriptorString()))
              : from.reference(each);
    }
    try {
      MethodHandle known = factory;
      if (known == null) {
        known = linkHere();
        factory = known;
      }
      return known.invoke(captured);
    } catch (Throwable e) {
      throw new PickleException("making a lambda of " + capturing, e);
    }
  }

  @Override
  String part(Object object, int index) {
    return "captured value " + index;
  }
}
