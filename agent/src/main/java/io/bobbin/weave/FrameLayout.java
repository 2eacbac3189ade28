package io.bobbin.weave;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Pass: decides where in a frame each live value goes.
 *
 * <p>All points of a method use one shape, so that a frame can be used again when the method is
 * left once more. A local variable keeps its place from point to point where it can.
 */
final class FrameLayout {
  /** How a value gets over a suspension. */
  enum Way {
    /** In the frame. */
    SAVED,
    /** Made again by a constant instruction. */
    REMADE,
    /** Never read again: a zero or null satisfies the verifier. */
    DEAD
  }

  /**
   * A local variable or an operand at a point.
   *
   * @param position the local's slot, or the operand's depth from the bottom of the stack
   * @param field the first word ({@code words} > 0) or the reference in the frame, if saved
   * @param live whether it may be read again, if not by a debugger alone
   */
  record Item(int position, TypeValue value, Way way, int field, boolean live) {
    int words() {
      return Values.words(value);
    }
  }

  /**
   * A resume point.
   *
   * @param call the call, or null for the method's entry
   */
  record Point(
      int index,
      @Nullable SuspendCall call,
      Frame<TypeValue> types,
      List<Item> locals,
      List<Item> operands) {}

  private final List<Point> points = new ArrayList<>();
  private final Map<Integer, Integer> wordsOfLocal = new HashMap<>();
  private final Map<Integer, Integer> referenceOfLocal = new HashMap<>();
  private int words;
  private int references;

  /**
   * Adds the next point.
   *
   * @param types the types before the call
   * @param kept the locals to keep: those that are live, and others that a debugger may show
   * @param live the locals that are live after it
   */
  Point add(@Nullable SuspendCall call, Frame<TypeValue> types, BitSet kept, BitSet live) {
    BitSet usedWords = new BitSet();
    BitSet usedReferences = new BitSet();
    List<Item> locals = new ArrayList<>();
    List<Integer> unplaced = new ArrayList<>();
    for (int slot = 0; slot < types.getLocals(); slot++) {
      TypeValue value = types.getLocal(slot);
      if (value.is(Opcodes.TOP)) {
        continue;
      }
      Way way = kept.get(slot) ? way(value) : Way.DEAD;
      int field = way == Way.SAVED ? placeAgain(slot, value, usedWords, usedReferences) : 0;
      if (field < 0) {
        unplaced.add(locals.size());
      }
      locals.add(new Item(slot, value, way, field, live.get(slot)));
    }
    for (int i : unplaced) {
      Item item = locals.get(i);
      int field = place(item.value(), usedWords, usedReferences);
      (item.words() > 0 ? wordsOfLocal : referenceOfLocal).putIfAbsent(item.position(), field);
      locals.set(i, new Item(item.position(), item.value(), Way.SAVED, field, item.live()));
    }
    int height = types.getStackSize() - (call == null ? 0 : call.operands());
    List<Item> operands = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      TypeValue value = types.getStack(i);
      Way way = way(value);
      int field = way == Way.SAVED ? place(value, usedWords, usedReferences) : 0;
      operands.add(new Item(i, value, way, field, true));
    }
    words = Math.max(words, usedWords.length());
    references = Math.max(references, usedReferences.length());
    Point point = new Point(points.size(), call, types, locals, operands);
    points.add(point);
    return point;
  }

  private static Way way(TypeValue value) {
    if (value.isUninitialised()) {
      throw new IllegalStateException("an uninitialised object at a suspend point");
    }
    if (value.is(Opcodes.NULL)) {
      return Way.DEAD;
    }
    return value.constant() != null ? Way.REMADE : Way.SAVED;
  }

  private int placeAgain(int slot, TypeValue value, BitSet usedWords, BitSet usedReferences) {
    int size = Values.words(value);
    Integer earlier = (size > 0 ? wordsOfLocal : referenceOfLocal).get(slot);
    BitSet used = size > 0 ? usedWords : usedReferences;
    int length = Math.max(1, size);
    if (earlier == null || !isFree(used, earlier, length)) {
      return -1;
    }
    used.set(earlier, earlier + length);
    return earlier;
  }

  private static int place(TypeValue value, BitSet usedWords, BitSet usedReferences) {
    int size = Values.words(value);
    BitSet used = size > 0 ? usedWords : usedReferences;
    int length = Math.max(1, size);
    int field = used.nextClearBit(0);
    while (!isFree(used, field, length)) {
      field = used.nextClearBit(field + 1);
    }
    used.set(field, field + length);
    return field;
  }

  private static boolean isFree(BitSet used, int from, int length) {
    int next = used.nextSetBit(from);
    return next < 0 || next >= from + length;
  }

  List<Point> points() {
    return points;
  }

  /** The references of a frame that other points use and this one does not. */
  List<Integer> unusedReferences(Point point) {
    BitSet used = new BitSet();
    for (List<Item> items : List.of(point.locals(), point.operands())) {
      for (Item item : items) {
        if (item.way() == Way.SAVED && item.words() == 0) {
          used.set(item.field());
        }
      }
    }
    List<Integer> unused = new ArrayList<>();
    for (int i = used.nextClearBit(0); i < references; i = used.nextClearBit(i + 1)) {
      unused.add(i);
    }
    return unused;
  }

  /** The shape of the method's frames. */
  Shape shape() {
    return Shape.of(words, references);
  }
}
