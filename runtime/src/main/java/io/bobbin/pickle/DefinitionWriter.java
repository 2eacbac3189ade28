package io.bobbin.pickle;

import io.bobbin.frame.FrameCode;
import io.bobbin.frame.ResumePoint;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an image says of classes and resume points: once for each, before its first use. What
 * an earlier image has defined behind the same others is not written anew but copied, see {@link
 * KnownDefinition}.
 *
 * <p>Used once, by one thread.
 */
final class DefinitionWriter {
  private final ByteOut out;

  /** What is not written, as it is read in this JVM; null if it is not. */
  private final ImageWriter.@Nullable Local local;

  private final IdentityTable classes = new IdentityTable();
  private final IdentityTable codes = new IdentityTable();
  private @Nullable Set<Origin> origins;

  /** The texts that have numbers; null while all definitions were known. */
  private @Nullable Map<String, Integer> texts;

  private final List<String> newTexts = new ArrayList<>();

  /** The last definition, if it is known; null if that or an earlier one is not. */
  private @Nullable KnownDefinition lastKnown;

  /**
   * Makes a writer.
   *
   * @param out where the records go
   * @param known the definitions of earlier images; null if they are of no use
   * @param local what is not written; null if all is
   */
  DefinitionWriter(
      ByteOut out, @Nullable KnownDefinition known, ImageWriter.@Nullable Local local) {
    this.out = out;
    this.local = local;
    this.lastKnown = known;
  }

  /** The number of a form's definition, which is written if it has not been. */
  int of(Form form) {
    int known = classes.get(form);
    if (known == 0) {
      if (local != null) {
        local.forms().add(form);
      } else {
        form.origins().forEach(this::define);
        if (!writeKnown(form)) {
          int start = out.length();
          out.count(ImageWriter.CLASS);
          out.octet(form.code());
          form.define(this);
          keep(form, start);
        }
      }
      known = classes.add(form);
    }
    return known - 1;
  }

  /** The number of the definition of a resume point, which is written if it has not been. */
  int of(FrameCode code, ResumePoint point) {
    int known = codes.get(point);
    if (known == 0) {
      origin(code.owner());
      if (!writeKnown(point)) {
        int start = out.length();
        out.count(ImageWriter.CODE);
        SavedPoint.define(code, point, this);
        keep(point, start);
      }
      known = codes.add(point);
    }
    return known - 1;
  }

  /** Says where a class comes from, if it has a number for a name, before that is written. */
  void origin(Class<?> type) {
    Origin origin = local == null ? Origin.of(type) : null;
    if (origin != null) {
      define(origin);
    }
  }

  private void define(Origin origin) {
    Set<Origin> known = origins == null ? new HashSet<>() : origins;
    origins = known;
    if (known.add(origin)) {
      Origin outer = origin.outer();
      if (outer != null) {
        define(outer);
      }
      if (!writeKnown(origin)) {
        int start = out.length();
        out.count(ImageWriter.ORIGIN);
        origin.define(this);
        keep(origin, start);
      }
    }
  }

  /**
   * Writes the definition of a form, point or origin if it was written behind the same others
   * before.
   */
  private boolean writeKnown(Object what) {
    KnownDefinition last = lastKnown;
    if (last == null) {
      return false;
    }
    for (KnownDefinition each : last.next()) {
      if (each.meaning() instanceof WeakReference<?> known && known.get() == what) {
        out.raw(each.bytes(), 0, each.bytes().length);
        lastKnown = each;
        if (texts != null) {
          each.newTexts().forEach(this::addText);
        }
        return true;
      }
    }
    return false;
  }

  /** Whether something is always defined so: not lambdas, as a redefinition changes their hash. */
  private static boolean isForGood(Object what) {
    return !(what instanceof LambdaForm);
  }

  /** Makes the definition that was just written known, if those before it are. */
  private void keep(Object what, int start) {
    KnownDefinition last = lastKnown;
    if (last != null) {
      byte[] bytes = out.copy(start, out.length());
      Object meaning = isForGood(what) ? new WeakReference<>(what) : KnownDefinition.PASSING;
      lastKnown = last.add(meaning, bytes, newTexts);
    }
    newTexts.clear();
  }

  /** Writes a text of a definition; the second time, its number. */
  void text(String text) {
    Map<String, Integer> numbered = texts();
    Integer known = numbered.putIfAbsent(text, numbered.size() + 1);
    if (known == null) {
      newTexts.add(text);
      out.count(0);
      out.text(text);
    } else {
      out.count(known);
    }
  }

  private Map<String, Integer> texts() {
    Map<String, Integer> known = texts;
    if (known == null) {
      known = new HashMap<>();
      texts = known;
      if (lastKnown != null) {
        lastKnown.texts().forEach(this::addText);
      }
    }
    return known;
  }

  private void addText(String text) {
    Map<String, Integer> numbered = texts();
    numbered.put(text, numbered.size() + 1);
  }

  /** Writes a number of a definition. */
  void number(long number) {
    out.number(number);
  }

  /** Writes a count of a definition. */
  void count(long count) {
    out.count(count);
  }

  /** Writes the hash of a definition. */
  void fixed(long bits, int bytes) {
    out.fixed(bits, bytes);
  }
}
