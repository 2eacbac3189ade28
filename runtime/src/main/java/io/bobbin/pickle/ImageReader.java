package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameValues;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Portable;
import io.bobbin.frame.ResumePoint;
import io.bobbin.schedule.GeneratorStrand;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an {@link ImageWriter} has written, from front to back; whatever the bytes are, no
 * class is used that the filter refuses, and no more is allocated than a small multiple of them.
 *
 * <p>Used once, by one thread.
 */
final class ImageReader implements Inlet, Definitions {
  /** How much work hashing may be, in parts of keys. */
  private static final long MOST_HASHING = 50_000_000;

  /** How much work it may be to compare keys that have the same hash code, in parts of keys. */
  private static final long MOST_COMPARING = 250_000_000;

  /** Of so many keys it is looked how many have the same hash code. */
  private static final int MANY_KEYS = 64;

  /** How far iterators may stand within their collections, all together. */
  private static final long MOST_STEPS = 1L << 30;

  /** How many lambdas may be defined: each is a class that the JVM has to make. */
  private static final int MOST_LAMBDAS = 10_000;

  /** How many origins may be defined: each has several names of classes tried. */
  private static final int MOST_ORIGINS = 1_000;

  private record AtResume(Object strand, Runnable action) {}

  private final ByteIn in;

  /** That of who reads, and where the classes are that have numbers for names in the image. */
  private PickleFilter filter;

  // The objects, from 1 on
  private @Nullable Object[] objects = new Object[16];
  private @Nullable Form[] unfilled = new Form[16];

  /** How much work it is to hash each. */
  private long[] costs = new long[16];

  /** Whether the network is asked when it is hashed. */
  private boolean[] askers = new boolean[16];

  private int count;
  private int open;
  private long hashing;
  private long comparing;
  private long steps;
  private long reserved;
  private int lambdas;
  private int origins;

  /** How many elements may yet be promised, as each takes a byte or more. */
  private long elements;

  private final List<Strand> strands = new ArrayList<>();

  // The references of the object that is being read
  private @Nullable Object[] references = new Object[16];
  private boolean[] referenceAsks = new boolean[16];
  private int referenceCount;
  private int nextReference;
  private long cost;

  // What has been defined
  private final List<Form> classes;
  private final Texts texts;
  private final List<Destination> codes;

  /** The last definition, if it is known; null if that or an earlier one is not. */
  private @Nullable KnownDefinition lastKnown;

  private final List<AtResume> atResume = new ArrayList<>();
  private final FirstResume firstResume = new FirstResume();
  private final List<Runnable> atEnd = new ArrayList<>();
  private final List<Runnable> afterAll = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** What the writer has shared, if that was in this JVM. */
  private final List<Object> shared;

  /**
   * Makes a reader.
   *
   * @param local what the writer has not written, if that was in this JVM; else empty
   */
  ImageReader(ByteIn in, PickleFilter filter, ImageWriter.Local local) {
    this(in, filter, local, List.of());
    this.lastKnown = filter.definitions();
  }

  /** Makes one that reads definitions behind others, which have these texts. */
  ImageReader(ByteIn in, PickleFilter filter, List<String> texts) {
    this(in, filter, new ImageWriter.Local(), texts);
  }

  private ImageReader(ByteIn in, PickleFilter filter, ImageWriter.Local local, List<String> texts) {
    this.in = in;
    this.filter = filter;
    this.elements = in.left();
    this.classes = local.forms();
    this.codes = local.frames();
    this.shared = local.shared();
    this.texts = new Texts(texts, in);
  }

  /** Reads all; returns the roots. */
  List<Object> read() {
    int tag = in.countUpTo(Integer.MAX_VALUE);
    while (tag != ImageWriter.END) {
      switch (tag) {
        case ImageWriter.DECLARE -> declare();
        case ImageWriter.FILL -> fill();
        case ImageWriter.CLASS -> classes.add((Form) define(Form.class));
        case ImageWriter.CODE -> codes.add((SavedPoint) define(SavedPoint.class));
        case ImageWriter.ORIGIN ->
            filter = filter.moved((Origin.Located) define(Origin.Located.class));
        default -> object(form(tag - ImageWriter.FIRST_CLASS));
      }
      tag = in.countUpTo(Integer.MAX_VALUE);
    }
    if (open != 0) {
      throw damaged("an object was never filled");
    }
    List<Object> roots = new ArrayList<>();
    int size = in.size();
    for (int i = 0; i < size; i++) {
      roots.add(object(in.count()));
    }
    if (in.left() != 0) {
      throw damaged("something stands behind the end");
    }
    if (Strand.runInCircles(strands)) {
      throw damaged("a generator that runs within itself");
    }
    atEnd.forEach(Runnable::run);
    afterAll.forEach(Runnable::run);
    firstResume.isAwaitedBy(strands);
    for (AtResume each : atResume) {
      TaskletStrand<?> host = ((Strand) each.strand).host();
      if (host == null) {
        throw damaged("a strand of no tasklet");
      }
      host.atResume(each.action);
    }
    return roots;
  }

  /** Reads what comes after the tag of a definition, unless it is known. */
  private Object define(Class<?> type) {
    KnownDefinition last = lastKnown;
    if (last != null) {
      for (KnownDefinition each : last.next()) {
        Object known = each.meaning();
        if (type.isInstance(known) && in.skips(each.bytes())) {
          lastKnown = each;
          if (!texts.own().isEmpty()) {
            texts.own().addAll(each.newTexts());
          }
          return known;
        }
      }
      if (texts.own().isEmpty()) { // as all definitions were known
        texts.own().addAll(last.texts());
      }
    }
    int start = in.place();
    int textsBefore = texts.own().size();
    int notesBefore = notes.size();
    long age = FrameCode.age();
    Object meaning =
        type == Form.class
            ? definition()
            : type == SavedPoint.class ? SavedPoint.read(this) : origin();
    if (last != null) {
      // A note is to be given at each reading.
      lastKnown =
          notes.size() > notesBefore
              ? null
              : last.add(
                  meaning instanceof LambdaForm ? KnownDefinition.PASSING : meaning,
                  in.copy(start, in.place()),
                  texts.own().subList(textsBefore, texts.own().size()));
      if (lastKnown != null && meaning instanceof LambdaForm) {
        lastKnown.means(meaning, age);
      }
    }
    return meaning;
  }

  /** Reads what comes after the tag of the definition of a class. */
  Form definition() {
    int code = in.octet();
    Form.Kind kind = Form.Kind.of(code, in);
    if (kind == Form.Kind.LAMBDA && ++lambdas > MOST_LAMBDAS) {
      throw damaged("more than " + MOST_LAMBDAS + " kinds of lambdas");
    }
    Form form;
    try {
      form = Forms.read(kind, (code & Form.MEASURED) != 0, this);
    } catch (LinkageError e) {
      throw unusable(e);
    }
    if (form.code() != code) {
      throw damaged("a definition of another kind than " + form.name());
    }
    return form;
  }

  /** Reads what comes after the tag of an origin, and finds the class. */
  private Origin.Located origin() {
    if (++origins > MOST_ORIGINS) {
      throw damaged("more than " + MOST_ORIGINS + " classes with numbers for names");
    }
    Origin origin = Origin.read(this);
    try {
      return origin.locate(filter);
    } catch (LinkageError e) {
      throw unusable(e);
    }
  }

  private static PickleException unusable(LinkageError e) {
    return new PickleException("a class in the image cannot be used here: " + e, e);
  }

  /**
   * The length of an array that is made before its elements are read: all such arrays together have
   * no more elements than the image has bytes.
   */
  int length() {
    int length = in.size();
    elements -= length;
    if (elements < 0) {
      throw damaged("arrays of more elements than the image has bytes");
    }
    return length;
  }

  private Form form(int index) {
    if (index >= classes.size()) {
      throw damaged("a class that was not defined");
    }
    return classes.get(index);
  }

  private Object object(long id) {
    Object object = id < 1 || id > count ? null : objects[(int) id];
    if (object == null) {
      throw damaged("a reference to nothing");
    }
    return object;
  }

  // Objects

  private void add(Object object) {
    count++;
    if (count == objects.length) {
      objects = Arrays.copyOf(objects, 2 * count);
      unfilled = Arrays.copyOf(unfilled, 2 * count);
      costs = Arrays.copyOf(costs, 2 * count);
      askers = Arrays.copyOf(askers, 2 * count);
    }
    if (count > filter.mostObjects()) {
      throw new DamagedPickleException("more than " + filter.mostObjects() + " objects");
    }
    if (object instanceof Strand strand) {
      strands.add(strand);
    }
    objects[count] = object;
    costs[count] = 1;
  }

  private void declare() {
    Form form = form(in.countUpTo(Integer.MAX_VALUE));
    if (!form.isShell()) {
      throw damaged("a value that was declared");
    }
    noReferences();
    add(shell(form));
    unfilled[count] = form;
    open++;
  }

  private void fill() {
    long id = in.count();
    Object object = object(id);
    Form form = unfilled[(int) id];
    if (form == null) {
      throw damaged("an object that was filled twice");
    }
    unfilled[(int) id] = null;
    open--;
    references(count + 1);
    fill(object, form);
    hashing((int) id, form);
  }

  private void object(Form form) {
    if (form.isShell()) {
      noReferences();
      Object object = shell(form);
      add(object);
      int id = count;
      references(count);
      fill(object, form);
      hashing(id, form);
    } else {
      references(count + 1);
      payForHashing(form);
      int after = narrow(form);
      Object object = form.make(this);
      widen(after);
      requireAllRead();
      add(object);
      hashing(count, form);
    }
  }

  private void fill(Object object, Form form) {
    payForHashing(form);
    int after = narrow(form);
    form.fill(object, this);
    widen(after);
    requireAllRead();
  }

  private Object shell(Form form) {
    int after = narrow(form);
    Object object = form.shell(this);
    widen(after);
    return object;
  }

  /** Lets no more be read than the numbers that come next, if their length is said. */
  private int narrow(Form form) {
    return form.isMeasured() ? in.narrow(in.size()) : -1;
  }

  private void widen(int after) {
    if (after >= 0) {
      if (in.left() != 0) {
        throw damaged("numbers of another length than is said");
      }
      in.widen(after);
    }
  }

  private void payForHashing(Form form) {
    if (form.isHashed()) {
      hashing += cost;
      if (hashing > MOST_HASHING) {
        throw damaged("keys made of keys, or of collections, whose hash codes would take too long");
      }
    }
  }

  /** Remembers what it means to hash an object that has just been read. */
  private void hashing(int id, Form form) {
    long parts = cost + form.partsWithoutReference(object(id));
    costs[id] = form.isCollection() ? Math.min(parts, Integer.MAX_VALUE) : 1;
    boolean asks = form.asksNetwork();
    for (int i = 0; form.isCollection() && i < referenceCount; i++) {
      asks |= referenceAsks[i];
    }
    askers[id] = asks;
  }

  private void references(int base) {
    int size = in.size();
    if (size > references.length) {
      references = new Object[Math.max(size, 2 * references.length)];
      referenceAsks = new boolean[references.length];
    }
    cost = 1;
    for (int i = 0; i < size; i++) {
      long back = in.count();
      if (back == 0) {
        references[i] = null;
        referenceAsks[i] = false;
      } else {
        long id = base - back;
        references[i] = object(id);
        referenceAsks[i] = askers[(int) id];
        cost += costs[(int) id];
      }
    }
    referenceCount = size;
    nextReference = 0;
  }

  private void noReferences() {
    referenceCount = 0;
    nextReference = 0;
  }

  private void requireAllRead() {
    if (nextReference != referenceCount) {
      throw damaged("an object with more references than it has parts");
    }
  }

  // What definitions read

  @Override
  public String text() {
    return texts.read(in);
  }

  @Override
  public List<ResumePoint.Variable> variables() {
    return texts.readVariables(in);
  }

  /** The bytes, for what is read of them directly. */
  @Override
  public ByteIn bytes() {
    return in;
  }

  PickleFilter filter() {
    return filter;
  }

  Object shared(int number) {
    if (number >= shared.size()) {
      throw damaged("a shared object in an image");
    }
    return shared.get(number);
  }

  /** Sees that capacities, of which an image has no byte each, stay within the limit together. */
  int reserve(int capacity) {
    reserved += capacity;
    if (capacity < 0 || reserved > filter.mostObjects()) {
      throw damaged("capacities of " + reserved);
    }
    return capacity;
  }

  // What forms read

  @Override
  public @Nullable Object reference() {
    if (nextReference == referenceCount) {
      throw damaged("an object with fewer references than it has parts");
    }
    return references[nextReference++];
  }

  @Override
  public <T> @Nullable T reference(Class<T> type) {
    Object object = reference();
    if (object != null && !type.isInstance(object)) {
      throw damaged(
          "a " + object.getClass().getName() + " where a " + type.getName() + " is to be");
    }
    return type.cast(object);
  }

  /** The next reference, if that may be hashed. */
  @Nullable Object key() {
    if (nextReference < referenceCount && referenceAsks[nextReference]) {
      throw damaged("a key whose hash code asks the network, as that of a java.net.URL does");
    }
    return reference();
  }

  /**
   * Sees that keys can be told from one another before long, as each may be compared with all that
   * have its hash code.
   *
   * @param stride how many references there are for each key, which is the first of them
   * @param sorts whether what collides is sorted, if it can be
   */
  void payForComparing(int stride, boolean sorts) {
    int count = referencesLeft() / stride;
    if (count < MANY_KEYS) {
      return;
    }
    int[] hashes = new int[count];
    int used = 0;
    for (int at = nextReference; at < referenceCount; at += stride) {
      Object key = references[at];
      boolean isSorted =
          sorts && (key instanceof String || key instanceof Integer || key instanceof Long);
      if (key != null && !isSorted && !referenceAsks[at]) {
        hashes[used++] = key.hashCode();
      }
    }
    Arrays.sort(hashes, 0, used);
    long pairs = 0;
    int same = 0;
    for (int i = 1; i < used; i++) {
      same = hashes[i] == hashes[i - 1] ? same + 1 : 0;
      pairs += same;
    }
    comparing += pairs * Math.max(1, cost / count);
    if (comparing > MOST_COMPARING) {
      throw damaged("keys of the same hash codes, which it would take too long to compare");
    }
  }

  /** Sees that iterators are not led through their collections for ever. */
  void payForSteps(int count) {
    steps += count;
    if (steps > MOST_STEPS) {
      throw damaged("iterators that stand " + steps + " elements within their collections");
    }
  }

  /** How many references of the object have not been read. */
  int referencesLeft() {
    return referenceCount - nextReference;
  }

  /** All the references of the object that have not been read. */
  @Nullable Object[] allReferences() {
    @Nullable Object[] all = Arrays.copyOfRange(references, nextReference, referenceCount);
    nextReference = referenceCount;
    return all;
  }

  @Override
  public long number() {
    return in.number();
  }

  @Override
  public int number(int least, int most) {
    long number = in.number();
    if (number < least || number > most) {
      throw damaged("a number that is out of range: " + number);
    }
    return (int) number;
  }

  @Override
  public @Nullable Frame frames() {
    Frame top = null;
    Frame last = null;
    for (int code = in.countUpTo(Integer.MAX_VALUE);
        code != 0;
        code = in.countUpTo(Integer.MAX_VALUE)) {
      Frame frame = code == 1 ? special() : woven(code - 2);
      if (last == null) {
        top = frame;
      } else {
        FrameValues.link(last, frame);
      }
      last = frame;
    }
    return top;
  }

  private Frame special() {
    Frame frame = GeneratorStrand.emptyCall(this);
    ((Portable) frame).restore(this);
    return frame;
  }

  private Frame woven(int code) {
    if (code >= codes.size()) {
      throw damaged("a resume point that was not defined");
    }
    return codes.get(code).frame(this);
  }

  @Override
  public void atResume(Object strand, Runnable action) {
    atResume.add(new AtResume(strand, action));
  }

  @Override
  public void atFirstResume(Consumer<Object> action) {
    firstResume.add(action);
  }

  @Override
  public void atEnd(Runnable action) {
    atEnd.add(action);
  }

  @Override
  public void afterAll(Runnable action) {
    afterAll.add(action);
  }

  /** Tells who reads of something that the image has and nothing here takes. */
  void note(String text) {
    notes.add(text);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public DamagedPickleException damaged(String why) {
    return in.damaged(why);
  }
}
