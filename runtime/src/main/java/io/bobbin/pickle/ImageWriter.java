package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameValues;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.frame.ResumePoint;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a graph of objects: depth first, with a stack of its own instead of recursion.
 *
 * <p>An object that is met is asked, by its {@link Form}, for its numbers and its references; then
 * those that are new are walked; then the object is written. So references point backwards as a
 * rule. In a circle they cannot:
 *
 * <ul>
 *   <li>A reference to a shell that is being walked still has the shell <em>declared</em>, empty;
 *       it is filled when its turn comes.
 *   <li>A shell that refers to a value that is being walked still is declared, and filled when that
 *       value has been written.
 *   <li>A hashed collection whose keys lead to an object that is being walked still is declared,
 *       and filled when all of their circle has been written: hash codes and comparators may ask
 *       any of it. Values that are made of a circle's parts may look into them, so what can be
 *       filled is filled before them.
 * </ul>
 *
 * <p>Used once, by one thread.
 */
final class ImageWriter implements Outlet {
  static final int END = 0;
  static final int DECLARE = 1;
  static final int FILL = 2;
  static final int CLASS = 3;
  static final int CODE = 4;
  static final int ORIGIN = 5;
  static final int FIRST_CLASS = 6;

  /** An object that is being walked. */
  private static final class Step {
    Object object = this;
    Form form = Forms.NULL;

    /** The number of the form's definition. */
    int definition;

    int index;

    /** Where its references begin in {@link #references}. */
    int firstReference;

    int nextReference;

    /** Where its numbers begin in {@link #numbers}. */
    int start;

    /** Where the shape ends and the rest begins. */
    int shapeEnd;

    /** What is to be filled once this is written. */
    @Nullable List<Later> later;

    /** The place of the outermost object being walked that this leads to, or its own. */
    int outermost;
  }

  /** A declared shell that is filled later. */
  private static final class Later {
    final int id;
    final Form form;
    final int[] references;
    final byte[] numbers;

    /** Whether its keys lead to what is being walked, so that it waits for all of their circle. */
    final boolean asksCircle;

    boolean isFilled;

    Later(int id, Form form, int[] references, byte[] numbers, boolean asksCircle) {
      this.id = id;
      this.form = form;
      this.references = references;
      this.numbers = numbers;
      this.asksCircle = asksCircle;
    }
  }

  /** For how many objects there is room at first. */
  private static final int ROOM = 16;

  private static final byte WALKED = 1;
  private static final byte DONE = 2;

  private final PickleOptions options;
  private final Collection<? extends TaskletStrand<?>> group;
  private final ByteOut out = new ByteOut(256);

  // The objects, by the order in which they were met, from 1 on
  private final IdentityTable met = new IdentityTable();
  private byte[] states = new byte[ROOM];
  private int[] ids = new int[ROOM];

  /** Where they are on the stack while they are being walked. */
  private int[] places = new int[ROOM];

  /** To which outermost object that was being walked each one led when it was left; 0 for none. */
  private int[] circles = new int[ROOM];

  /** What could be filled already, but waits for a circle. */
  private final Set<Later> fillable = new LinkedHashSet<>();

  private int count;

  // The stack
  private Step[] steps = new Step[8];
  private int depth;
  private @Nullable Object[] references = new Object[ROOM];
  private int[] indexes = new int[ROOM];

  /** Whether a reader neither hashes nor compares it. */
  private boolean[] isUnasked = new boolean[ROOM];

  private int referenceCount;
  private final ByteOut numbers = new ByteOut(128);

  private final DefinitionWriter definitions;

  /** What is not written, as it is read in this JVM; null if it is not. */
  private final @Nullable Local local;

  /** Classes, frames and objects of this JVM that an image refers to by their numbers. */
  record Local(List<Form> forms, List<Destination> frames, List<Object> shared) {
    Local() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    int copy(Frame frame, ResumePoint point) {
      frames.add(new Destination.Copied(FrameValues.copy(frame), point.variables()));
      return frames.size() - 1;
    }
  }

  ImageWriter(PickleOptions options, Collection<? extends TaskletStrand<?>> group) {
    this.options = options;
    this.group = group;
    this.local = options.local();
    this.definitions =
        new DefinitionWriter(out, local == null ? options.definitions() : null, local);
  }

  /** In which states things are written that several objects write; null if there are none. */
  private @Nullable Map<Object, Long> noted;

  /** Locals and keys by which nothing but their values refers to so far, and the way there. */
  private @Nullable Map<Object, String> unfound;

  /** Writes all that some objects reach, and these. */
  byte[] write(List<?> roots) {
    for (Object root : roots) {
      enter(root);
      walk();
    }
    requireAllFound();
    out.count(END);
    out.count(roots.size());
    for (Object root : roots) {
      out.count(ids[met.get(root)]);
    }
    return out.toArray();
  }

  // Walking

  private void enter(Object object) {
    if (met.get(object) != 0) {
      if (unfound != null && depth > 0 && !isFoundBy(steps[depth - 1])) {
        unfound.remove(object);
      }
      return;
    }
    int index = met.add(object);
    if (index == states.length) {
      states = Arrays.copyOf(states, 2 * index);
      ids = Arrays.copyOf(ids, 2 * index);
      places = Arrays.copyOf(places, 2 * index);
      circles = Arrays.copyOf(circles, 2 * index);
    }
    states[index] = WALKED;
    push(object, index);
  }

  private void push(Object object, int index) {
    if (depth == steps.length) {
      steps = Arrays.copyOf(steps, 2 * depth);
    }
    Step step = steps[depth];
    if (step == null) {
      step = new Step();
      steps[depth] = step;
    }
    step.object = object;
    step.index = index;
    step.firstReference = referenceCount;
    step.nextReference = referenceCount;
    step.start = numbers.length();
    step.later = null;
    step.outermost = depth;
    places[index] = depth++;
    Form form = form(object);
    step.form = form;
    try {
      if (form instanceof StaticForm finder
          && depth > 1
          && isFoundBy(steps[depth - 2])
          && !finder.isStatic(object)) {
        Map<Object, String> known = unfound == null ? new IdentityHashMap<>() : unfound;
        unfound = known;
        known.put(object, path());
      }
      step.definition = definitions.of(form);
      form.saveShape(object, this);
      step.shapeEnd = numbers.length();
      form.save(object, this);
    } catch (RefusedClassException e) {
      throw new NotPicklableException(Objects.requireNonNull(e.getMessage()), path(), e);
    } catch (ConcurrentModificationException e) {
      throw refusal(
          "was changed by somebody else while it was written: what tasklets have in common with"
              + " others is to be at rest too, or to be safe for use by several threads",
          e);
    }
  }

  /** Whether the reference that is being walked is to what a value is found by. */
  private static boolean isFoundBy(Step step) {
    return step.form.findsBy(step.nextReference - 1 - step.firstReference);
  }

  /** Sees that no value would be there that no code can find. */
  private void requireAllFound() {
    if (unfound != null && !unfound.isEmpty()) {
      Map.Entry<Object, String> first = unfound.entrySet().iterator().next();
      StaticForm form = (StaticForm) form(first.getKey());
      throw new NotPicklableException(form.notFound(), first.getValue(), null);
    }
  }

  private Form form(Object object) {
    if (options.shares(object)) {
      return SharedForm.FORM;
    }
    if (options.linkOf(object) != null) {
      return LinkForm.FORM;
    }
    try {
      Form form = options.formOf(object.getClass());
      options.requireAllowed(form);
      return form;
    } catch (RefusedClassException e) {
      throw new NotPicklableException(Objects.requireNonNull(e.getMessage()), path(), e);
    }
  }

  private void walk() {
    while (depth > 0) {
      Step step = steps[depth - 1];
      if (step.nextReference < referenceCount) {
        int at = step.nextReference++;
        Object child = references[at];
        if (child == null) {
          indexes[at] = 0;
        } else {
          enter(child);
          indexes[at] = met.get(child);
        }
      } else {
        leave(step);
      }
    }
  }

  /** Writes an object all of whose references have been walked, or are being. */
  private void leave(Step step) {
    Step waitsFor = declareForward(step);
    Step circle = findCircle(step);
    boolean declared = ids[step.index] != 0;
    if (waitsFor != null) {
      postpone(step, waitsFor, circle != null);
    } else if (circle != null) {
      fillable.add(postpone(step, circle, true));
    } else if (declared) {
      out.count(FILL);
      out.count(ids[step.index]);
      references(count + 1, step.firstReference);
      numbers(step.form, step.shapeEnd, numbers.length());
    } else {
      if (!step.form.isShell() && step.outermost < depth - 1 && step.later == null) {
        fillAll();
      }
      out.count(FIRST_CLASS + step.definition);
      ids[step.index] = ++count;
      shape(step);
      references(count, step.firstReference);
      numbers(step.form, step.shapeEnd, numbers.length());
    }
    states[step.index] = DONE;
    numbers.cutTo(step.start);
    Arrays.fill(references, step.firstReference, referenceCount, null);
    referenceCount = step.firstReference;
    depth--;
    circles[step.index] = step.outermost < depth ? steps[step.outermost].index : 0;
    List<Later> later = step.later;
    if (later != null) {
      step.later = null;
      fill(later, step.outermost < depth ? steps[step.outermost] : null);
    }
  }

  /** Fills what waits for nothing but its circle, as what comes next may look into it. */
  private void fillAll() {
    List<Later> all = new ArrayList<>(fillable);
    all.forEach(this::fill);
  }

  /** Fills what has waited for an object; what asks its circle only if that ends there. */
  private void fill(List<Later> later, @Nullable Step circle) {
    for (Later each : later) {
      if (!each.asksCircle) {
        fill(each);
      }
    }
    for (Later each : later) {
      if (each.asksCircle && !each.isFilled) {
        if (circle == null) {
          fill(each);
        } else {
          add(each, circle);
          fillable.add(each);
        }
      }
    }
  }

  /**
   * Notes to which outermost object being walked a step leads.
   *
   * @return that to which what is hashed of it leads; null if there is none but itself
   */
  private @Nullable Step findCircle(Step step) {
    int own = depth - 1;
    int asked = own;
    boolean isHashed = step.form.isHashed();
    for (int at = step.firstReference; at < referenceCount; at++) {
      int place = placeOf(indexes[at]);
      if (place >= 0) {
        step.outermost = Math.min(step.outermost, place);
        if (isHashed && !isUnasked[at]) {
          asked = Math.min(asked, place);
        }
      }
    }
    return asked < own ? steps[asked] : null;
  }

  /** Where the outermost object that is being walked and that one leads to is, or -1. */
  private int placeOf(int index) {
    int at = index;
    while (at != 0 && states[at] != WALKED) {
      at = circles[at];
    }
    for (int i = index; i != at; ) { // shortens the way for who asks next
      int next = circles[i];
      circles[i] = at;
      i = next;
    }
    return at == 0 ? -1 : places[at];
  }

  /**
   * Declares what an object refers to that is being walked still.
   *
   * @return the outermost of those for which the object has to wait, or null
   */
  private @Nullable Step declareForward(Step step) {
    Step outermost = null;
    for (int at = step.firstReference; at < referenceCount; at++) {
      int child = indexes[at];
      if (child == 0 || states[child] != WALKED) {
        continue;
      }
      Step walked = steps[places[child]];
      if (walked.form.isShell()) {
        declare(walked);
      } else if (!step.form.isShell()) {
        throw refusal("is a value that contains itself");
      } else if (outermost == null || walked.firstReference < outermost.firstReference) {
        outermost = walked;
      }
    }
    return outermost;
  }

  private void declare(Step step) {
    if (ids[step.index] == 0) {
      out.count(DECLARE);
      out.count(step.definition);
      shape(step);
      ids[step.index] = ++count;
    }
  }

  private Later postpone(Step step, Step waitsFor, boolean asksCircle) {
    declare(step);
    Later later =
        new Later(
            ids[step.index],
            step.form,
            Arrays.copyOfRange(indexes, step.firstReference, referenceCount),
            numbers.copy(step.shapeEnd, numbers.length()),
            asksCircle);
    add(later, waitsFor);
    return later;
  }

  private static void add(Later later, Step waitsFor) {
    List<Later> all = waitsFor.later == null ? new ArrayList<>() : waitsFor.later;
    waitsFor.later = all;
    all.add(later);
  }

  private void fill(Later later) {
    later.isFilled = true;
    fillable.remove(later);
    out.count(FILL);
    out.count(later.id);
    out.count(later.references.length);
    for (int index : later.references) {
      out.count(index == 0 ? 0 : count + 1 - ids[index]);
    }
    measure(later.form, later.numbers.length);
    out.raw(later.numbers, 0, later.numbers.length);
  }

  private void shape(Step step) {
    if (step.form.isShell()) {
      numbers(step.form, step.start, step.shapeEnd);
    }
  }

  private void numbers(Form form, int start, int end) {
    measure(form, end - start);
    out.append(numbers, start, end);
  }

  private void measure(Form form, int length) {
    if (form.isMeasured()) {
      out.count(length);
    }
  }

  /** Writes the references of the top step, by how far they point back. */
  private void references(int base, int first) {
    out.count(referenceCount - first);
    for (int at = first; at < referenceCount; at++) {
      int index = indexes[at];
      out.count(index == 0 ? 0 : base - ids[index]);
    }
  }

  // What an object's form writes

  @Override
  public void reference(@Nullable Object object) {
    if (referenceCount == references.length) {
      references = Arrays.copyOf(references, 2 * referenceCount);
      indexes = Arrays.copyOf(indexes, 2 * referenceCount);
      isUnasked = Arrays.copyOf(isUnasked, 2 * referenceCount);
    }
    isUnasked[referenceCount] = false;
    references[referenceCount++] = object;
  }

  /** Writes a reference that a collection has to a value, and not to a key. */
  void valueOfKey(@Nullable Object object) {
    reference(object);
    isUnasked[referenceCount - 1] = true;
  }

  /**
   * Writes a reference to what a reader has to hash.
   *
   * @throws RefusedClassException if that asks the network
   */
  void key(@Nullable Object object) {
    if (object instanceof URL) {
      throw new RefusedClassException(
          "a java.net.URL as a key, whose hash code asks the network; a java.net.URI does not");
    }
    reference(object);
  }

  @Override
  public void number(long number) {
    numbers.number(number);
  }

  /** Where what is said of classes goes. */
  DefinitionWriter definitions() {
    return definitions;
  }

  /** Where numbers and raw bytes go. */
  ByteOut numbers() {
    return numbers;
  }

  @Override
  public void frames(@Nullable Frame top) {
    for (Frame frame = top; frame != null; frame = frame.parent()) {
      FrameCode code = Objects.requireNonNull(frame.code);
      ResumePoint point = code.point(frame.point);
      if (point == null) {
        numbers.count(1);
        special(frame);
      } else {
        numbers.count(2 + (local == null ? definitions.of(code, point) : local.copy(frame, point)));
        values(frame, point);
      }
    }
    numbers.count(0);
  }

  private void special(Frame frame) {
    if (!(frame instanceof Portable portable)) {
      throw refusal("has a frame of the runtime that cannot be pickled: " + frame.getClass());
    }
    portable.saveShape(this);
    portable.save(this);
  }

  private void values(Frame frame, ResumePoint point) {
    List<ResumePoint.Variable> variables = point.variables();
    FrameValues values = FrameValues.of(frame);
    for (int i = 0; i < variables.size(); i++) {
      ResumePoint.Variable variable = variables.get(i);
      if (variable.kind() == 'r') {
        Object value = values.reference(frame, variable.index());
        reference(value == null || isCopied(value) ? null : value);
      } else if (local == null) { // else the copy has it
        numbers.primitive(
            variable.descriptor(),
            FrameValues.isWide(variable)
                ? values.wide(frame, variable.index())
                : values.word(frame, variable.index()));
      }
    }
  }

  /** Whether the copy of a frame has what it is to refer to. */
  private boolean isCopied(Object value) {
    return local != null && options.shares(value);
  }

  @Override
  public boolean includes(Object strand) {
    TaskletStrand<?> host = ((Strand) strand).host();
    return host != null && group.contains(host);
  }

  @Override
  public boolean leavesBehind(Object place, Object waiter) {
    return options.leavesBehind(place);
  }

  @Override
  public boolean stays(Object place) {
    return options.stays(place);
  }

  @Override
  public boolean cuts(Object place) {
    return options.cuts(place);
  }

  /** The name of a channel that is linked; null if it is not. */
  @Nullable String linkOf(Object channel) {
    return options.linkOf(channel);
  }

  /** Has an object shared by who reads the image in this JVM; returns its number. */
  int share(Object object) {
    List<Object> shared = Objects.requireNonNull(local).shared();
    shared.add(object);
    return shared.size() - 1;
  }

  ImageWriter.Local local() {
    return Objects.requireNonNull(local);
  }

  // Telling

  @Override
  public RuntimeException refusal(String why) {
    return refusal(why, null);
  }

  RuntimeException refusal(String why, @Nullable Exception cause) {
    Step top = steps[depth - 1];
    return new NotPicklableException(describe(top) + " " + why, path(), cause);
  }

  @Override
  public RuntimeException interference() {
    return new Interference();
  }

  @Override
  public void asOf(Object what, long state) {
    Map<Object, Long> known = noted == null ? new IdentityHashMap<>() : noted;
    noted = known;
    Long before = known.putIfAbsent(what, state);
    if (before != null && before != state) {
      throw interference();
    }
  }

  private static String describe(Step step) {
    return step.object instanceof TaskletStrand<?> tasklet
        ? "tasklet " + tasklet.name()
        : "an object of " + step.object.getClass().getName();
  }

  /** The way to the object that is being walked. */
  private String path() {
    StringBuilder path = new StringBuilder();
    int from = Math.max(0, depth - 20);
    if (from > 0) {
      path.append("... > ");
    }
    for (int i = from; i < depth; i++) {
      Step step = steps[i];
      if (step.object instanceof TaskletStrand<?> tasklet) {
        path.append("tasklet ").append(tasklet.name());
      } else if (i == from) {
        path.append(step.object.getClass().getName());
      }
      if (i + 1 < depth) {
        int index = step.nextReference - 1 - step.firstReference;
        path.append(" > ").append(step.form.part(step.object, index));
      }
    }
    return path.toString();
  }

  /** Somebody outside has changed what was being written. */
  static final class Interference extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interference() {
      super(null, null, false, false);
    }
  }
}
