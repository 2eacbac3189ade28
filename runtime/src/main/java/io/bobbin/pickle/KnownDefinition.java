package io.bobbin.pickle;

import io.bobbin.frame.FrameCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A definition that was written or read before, behind certain others. Images of one program define
 * the same things in the same order as a rule, so their definitions are paths of a tree, from the
 * first one on: what stands there need not be written or parsed again. Where a path has led through
 * the same definitions the same texts have the same numbers, so the same definition has the same
 * bytes.
 *
 * <p>A tree has room for a few kilobytes; what does not fit in is written and parsed as if there
 * were no tree. May be used by any thread.
 */
final class KnownDefinition {
  /** How many bytes the definitions of a tree have together. */
  private static final int ROOM = 256 * 1024;

  /** How many may follow one; they are tried one after the other. */
  private static final int MOST_NEXT = 64;

  /** What the bytes count for, besides their number. */
  private static final int OVERHEAD = 64;

  private static final KnownDefinition[] NONE = {};

  /** The meaning of what has to be parsed and written anew, as it may have changed. */
  static final Object PASSING = new Object();

  /** A meaning that something passing has until {@link FrameCode#age()} is another. */
  private record Passing(Object meaning, long age) {}

  /** The one before this, or null if this is where a tree begins. */
  private final @Nullable KnownDefinition before;

  private final Object meaning;
  private final byte[] bytes;
  private final List<String> texts;

  /** How much more fits into the tree. */
  private final AtomicInteger room;

  private volatile @Nullable Passing passing;
  private volatile KnownDefinition[] next = NONE;

  private KnownDefinition(
      @Nullable KnownDefinition before,
      Object meaning,
      byte[] bytes,
      List<String> texts,
      AtomicInteger room) {
    this.before = before;
    this.meaning = meaning;
    this.bytes = bytes;
    this.texts = texts;
    this.room = room;
  }

  /** Where a new tree begins. */
  static KnownDefinition root() {
    return new KnownDefinition(null, NONE, new byte[0], List.of(), new AtomicInteger(ROOM));
  }

  /** Whether nothing more fits into the tree. */
  boolean isFull() {
    return room.get() < 0;
  }

  /** All that may follow. */
  KnownDefinition[] next() {
    return next;
  }

  /** What is defined. */
  Object meaning() {
    Passing last = passing;
    if (last == null) {
      return meaning;
    }
    return last.age == FrameCode.age() ? last.meaning : PASSING;
  }

  /** Remembers what something passing meant at some age. */
  void means(Object then, long age) {
    passing = new Passing(then, age);
  }

  byte[] bytes() {
    return bytes;
  }

  /** The texts that get numbers here. */
  List<String> newTexts() {
    return texts;
  }

  /** All texts that have numbers once this was defined, in the order of these. */
  List<String> texts() {
    List<KnownDefinition> path = new ArrayList<>();
    for (KnownDefinition at = this; at != null; at = at.before) {
      path.add(at);
    }
    List<String> all = new ArrayList<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      all.addAll(path.get(i).texts);
    }
    return all;
  }

  /**
   * Adds a definition behind this one; one that passes only if it is not there yet.
   *
   * @return it; or null if there is no room
   */
  synchronized @Nullable KnownDefinition add(Object what, byte[] asBytes, List<String> newTexts) {
    KnownDefinition[] known = next;
    if (what == PASSING) {
      for (KnownDefinition each : known) {
        if (each.meaning == PASSING && Arrays.equals(each.bytes, asBytes)) {
          return each;
        }
      }
    }
    if (known.length == MOST_NEXT || room.addAndGet(-OVERHEAD - asBytes.length) < 0) {
      return null;
    }
    KnownDefinition added = new KnownDefinition(this, what, asBytes, List.copyOf(newTexts), room);
    KnownDefinition[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = added;
    next = more;
    return added;
  }
}
