package io.bobbin.pickle;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.TaskletLocal;
import io.bobbin.channel.BufferedChannel;
import io.bobbin.channel.Clockwork;
import io.bobbin.channel.DoneChannel;
import io.bobbin.channel.OwnedChannel;
import io.bobbin.channel.Selection;
import io.bobbin.frame.Lambdas;
import io.bobbin.schedule.Event;
import io.bobbin.schedule.GeneratorStrand;
import io.bobbin.schedule.Locals;
import io.bobbin.schedule.Members;
import io.bobbin.schedule.Sleep;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import io.bobbin.sync.Background;
import io.bobbin.sync.Countdown;
import io.bobbin.sync.Deadline;
import io.bobbin.sync.Doing;
import io.bobbin.sync.Ownership;
import io.bobbin.sync.Permits;
import io.bobbin.sync.ReadWrite;
import io.bobbin.sync.Scope;
import io.bobbin.sync.Signals;
import io.bobbin.sync.ValueContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the form of a class, or of a definition in an image. */
final class Forms {
  /** Stands where there is no form yet. */
  static final Form NULL =
      new ValueForm<>(
          Void.class,
          (value, to) -> {},
          from -> {
            throw new IllegalStateException();
          });

  /** Those that each JVM knows, by the name of the class. */
  private static final Map<String, Form> NAMED = new HashMap<>();

  /** The classes of the runtime that say themselves how they are written. */
  private static final Map<Class<?>, Form> RUNTIME_NAMES = new HashMap<>();

  /** The classes of the JDK that a program may extend, as their objects' own state is nothing. */
  private static final Set<String> WITHOUT_STATE =
      Set.of(
          "java.lang.Object",
          "java.lang.Number",
          "java.util.AbstractCollection",
          "java.util.AbstractList",
          "java.util.AbstractSequentialList",
          "java.util.AbstractSet",
          "java.util.AbstractMap",
          "java.util.AbstractQueue",
          "java.util.Dictionary");

  private static final Set<String> PACKAGES_OF_RUNTIME =
      Set.of(
          "io.bobbin",
          "io.bobbin.adapt",
          "io.bobbin.channel",
          "io.bobbin.frame",
          "io.bobbin.pickle",
          "io.bobbin.schedule",
          "io.bobbin.sync");

  /** The classes of the runtime that are written field by field. */
  private static final Set<String> OF_RUNTIME_BY_FIELD =
      Set.of(
          "io.bobbin.Condition",
          "io.bobbin.Mutex",
          "io.bobbin.Once",
          "io.bobbin.RWMutex",
          "io.bobbin.Semaphore",
          "io.bobbin.Ticker",
          "io.bobbin.Timer",
          "io.bobbin.WaitGroup",
          "io.bobbin.channel.AfterCase",
          "io.bobbin.channel.ChannelIterator",
          "io.bobbin.channel.ClosedCase",
          "io.bobbin.channel.ElseCase",
          "io.bobbin.channel.NeverCase",
          "io.bobbin.channel.NeverChannel",
          "io.bobbin.channel.ReceiveCase",
          "io.bobbin.channel.SendCase",
          "io.bobbin.channel.Thrown");

  static {
    runtime(TaskletStrand.class, new RuntimeForm("tasklet", from -> TaskletStrand.empty()));
    runtime(GeneratorStrand.class, new RuntimeForm("generator", from -> GeneratorStrand.empty()));
    runtime(BufferedChannel.class, new RuntimeForm("channel", BufferedChannel::empty));
    runtime(Event.class, new RuntimeForm("event", from -> new Event(WaitReason.JOIN)));
    runtime(Sleep.class, new RuntimeForm("sleep", from -> Sleep.empty()));
    runtime(Timeout.class, new RuntimeForm("timeout", from -> Timeout.empty()));
    runtime(Selection.class, new RuntimeForm("selection", from -> Selection.empty()));
    runtime(Ownership.class, new RuntimeForm("mutex", from -> new Ownership()));
    runtime(ReadWrite.class, new RuntimeForm("read-write mutex", from -> new ReadWrite()));
    runtime(Signals.class, new RuntimeForm("condition", from -> Signals.empty()));
    runtime(Permits.class, new RuntimeForm("semaphore", Permits::empty));
    runtime(Countdown.class, new RuntimeForm("wait group", from -> new Countdown()));
    runtime(Doing.class, new RuntimeForm("once", from -> new Doing()));
    runtime(Members.class, new RuntimeForm("work group", from -> Members.empty()));
    runtime(OwnedChannel.class, new RuntimeForm("tool's channel", OwnedChannel::empty));
    runtime(DoneChannel.class, new RuntimeForm("done channel", from -> DoneChannel.empty()));
    runtime(Clockwork.class, new RuntimeForm("clockwork", from -> Clockwork.empty()));
    runtime(Background.class, ContextForms.BACKGROUND);
    runtime(Scope.class, new RuntimeForm("context", from -> Scope.empty()));
    runtime(ValueContext.class, ContextForms.VALUE);
    runtime(Context.Key.class, ContextForms.KEY);
    runtime(Deadline.class, new RuntimeForm("deadline", from -> Deadline.empty()));
    runtime(TaskletLocal.class, LocalForm.FORM);
    runtime(Locals.Key.class, LocalForm.OfKey.FORM);
    value(String.class, (s, to) -> to.numbers().text(s), from -> from.bytes().text());
    value(Boolean.class, (b, to) -> to.number(b ? 1 : 0), from -> from.number(0, 1) != 0);
    value(
        Byte.class,
        (b, to) -> to.number(b),
        from -> (byte) from.number(Byte.MIN_VALUE, Byte.MAX_VALUE));
    value(
        Short.class,
        (s, to) -> to.number(s),
        from -> (short) from.number(Short.MIN_VALUE, Short.MAX_VALUE));
    value(
        Character.class,
        (c, to) -> to.number(c),
        from -> (char) from.number(0, Character.MAX_VALUE));
    value(
        Integer.class,
        (i, to) -> to.number(i),
        from -> from.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
    value(Long.class, (l, to) -> to.number(l), ImageReader::number);
    value(
        Float.class,
        (f, to) -> to.numbers().fixed(Float.floatToRawIntBits(f), 4),
        from -> Float.intBitsToFloat((int) from.bytes().fixed(4)));
    value(
        Double.class,
        (d, to) -> to.numbers().fixed(Double.doubleToRawLongBits(d), 8),
        from -> Double.longBitsToDouble(from.bytes().fixed(8)));
    value(Object.class, (o, to) -> {}, from -> new Object());
    NAMED.put(SharedForm.FORM.name(), SharedForm.FORM);
    NAMED.put(LinkForm.NAME, LinkForm.FORM);
    JdkForms.all().forEach(form -> NAMED.put(form.name(), form));
  }

  private static final ClassValue<Form> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected Form computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Forms() {}

  private static <T> void value(Class<T> type, ValueForm.Saver<T> saver, ValueForm.Maker<T> maker) {
    NAMED.put(type.getName(), new ValueForm<>(type, saver, maker));
  }

  private static void runtime(Class<?> type, NamedForm form) {
    NAMED.put(form.name(), form);
    RUNTIME_NAMES.put(type, form);
  }

  /**
   * The form of the objects of a class.
   *
   * @throws RefusedClassException if there is none
   */
  static Form of(Class<?> type) {
    return OF_CLASS.get(type);
  }

  private static Form find(Class<?> type) {
    Form runtime = RUNTIME_NAMES.get(type);
    if (runtime != null) {
      return runtime;
    }
    if (type.isArray()) {
      return new ArrayForm(type);
    }
    if (Enum.class.isAssignableFrom(type)) {
      return new EnumForm(type.isEnum() ? type : type.getSuperclass());
    }
    if (type.isHidden()) {
      Lambdas.Description description = Lambdas.description(type);
      if (description == null) {
        throw new RefusedClassException(notDescribed(type));
      }
      return LambdaForm.of(description);
    }
    if (isOfJdk(type) || JdkForms.restores(type)) {
      return ofJdk(type);
    }
    if (isInternal(type) && !isData(type)) {
      throw new RefusedClassException(
          type.getName()
              + " cannot be pickled"
              + (isToolOfRuntime(type)
                  ? ", as others use it here: have the tasklet find it in a static field, or make it"
                      + " anew where the tasklet goes on"
                  : ""));
    }
    if (type.isRecord()) {
      return RecordForm.of(type);
    }
    return FieldForm.of(type);
  }

  private static String notDescribed(Class<?> hidden) {
    String name = hidden.getName();
    int lambda = name.indexOf("$$Lambda");
    if (lambda < 0) {
      return name + " is a class that has no name in another JVM";
    }
    String of = name.substring(0, lambda);
    return "a lambda of "
        + of
        + (isOfJdk(hidden)
            ? ", of the JDK, cannot be written: make it by a lambda of your own, in a class with a"
                + " @Suspendable method"
            : ", which is not woven, cannot be written: give the class a @Suspendable method, or"
                + " move the lambda into one that has");
  }

  /** Whether a pickler of a program may be asked for the objects of a class. */
  static boolean mayHavePickler(Class<?> type) {
    return !(type.isArray()
        || type.isHidden()
        || Enum.class.isAssignableFrom(type)
        || ValueForm.isPlain(type.getName())
        || isInternal(type));
  }

  private static Form ofJdk(Class<?> type) {
    Form named = NAMED.get(type.getName());
    if (named == null) {
      named = JdkForms.of(type);
    }
    if (named == null) {
      throw new RefusedClassException(
          type.getName()
              + " of the JDK cannot be pickled: write a Pickler for it, or let go of it before the"
              + " tasklet waits");
    }
    return named;
  }

  /**
   * The form that reads what a definition in an image says.
   *
   * @param hasBase of fields, whether the class extends one of the JDK with state of its own
   */
  static Form read(Form.Kind kind, boolean hasBase, ImageReader from) {
    return switch (kind) {
      case NAMED -> named(from);
      case FIELDS -> FieldForm.read(from, hasBase);
      case ARRAY -> ArrayForm.read(from);
      case ENUM -> EnumForm.read(from);
      case RECORD -> RecordForm.read(from);
      case LAMBDA -> LambdaForm.read(from);
      case PICKLER -> PicklerForm.read(from);
    };
  }

  private static Form named(ImageReader from) {
    String name = from.text();
    Form form = NAMED.get(name);
    if (form == null) {
      throw new PickleException("the image was written by a later version: it has a " + name);
    }
    return form;
  }

  static Form ofFields(Class<?> type) {
    return of(type);
  }

  static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  static boolean hasNoState(Class<?> ofJdk) {
    return WITHOUT_STATE.contains(ofJdk.getName());
  }

  /** The form of a class of the JDK whose content programs may extend, or null. */
  static @Nullable Form extensible(Class<?> ofJdk) {
    if (Throwable.class.isAssignableFrom(ofJdk)) {
      return ThrowableForm.INSTANCE;
    }
    Form form = NAMED.get(ofJdk.getName());
    boolean hasContent =
        form instanceof CollectionForm || form instanceof MapForm || form instanceof JdkFieldForm;
    return hasContent ? form : null;
  }

  static boolean isOfRuntime(Class<?> type) {
    return type.getClassLoader() == Forms.class.getClassLoader()
        && type.getModule() == Forms.class.getModule();
  }

  /** Whether a class is the runtime's own, and no test's or example's beside it. */
  private static boolean isInternal(Class<?> type) {
    String name = type.getPackageName();
    return isOfRuntime(type) && PACKAGES_OF_RUNTIME.contains(name);
  }

  /** Whether objects of a class of the runtime connect tasklets with one another. */
  static boolean isToolOfRuntime(Class<?> type) {
    return Channel.class.isAssignableFrom(type)
        || (isInternal(type)
            && (type.getPackageName().equals("io.bobbin.sync")
                || type.getPackageName().equals("io.bobbin")));
  }

  /** Whether objects of a class of the runtime are plain data. */
  private static boolean isData(Class<?> type) {
    return type.isRecord()
        || type.isEnum()
        || Throwable.class.isAssignableFrom(type)
        || OF_RUNTIME_BY_FIELD.contains(type.getName());
  }

  /** Whether an image may name a class of the runtime. */
  static boolean isDataOfRuntime(Class<?> type) {
    return isInternal(type) && isData(type);
  }
}
