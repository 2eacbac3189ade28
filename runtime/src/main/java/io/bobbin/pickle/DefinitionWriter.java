package io.bobbin.pickle;

import io.bobbin.frame.FrameCode;
import io.bobbin.frame.ResumePoint;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.List;
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

  /** The texts that were written; null while all definitions were known. */
  private @Nullable TextWriter texts;

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
          long age = FrameCode.age();
          out.count(ImageWriter.CLASS);
          out.octet(form.code());
          form.define(this);
          if (form instanceof LambdaForm lambda) {
            keep(lambda, start, age);
          } else {
            keep(form, start);
          }
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
          each.newTexts().forEach(texts::add);
        }
        return true;
      }
    }
    return false;
  }

  /** Makes the definition that was just written known, if those before it are. */
  private void keep(Object what, int start) {
    addKnown(new WeakReference<>(what), start);
  }

  /**
   * The same for a lambda: as long as no class is redefined, since that may change its hash.
   *
   * @param age {@link FrameCode#age()} before it was written
   */
  private void keep(LambdaForm lambda, int start, long age) {
    addKnown(KnownDefinition.PASSING, start);
    if (lastKnown != null) {
      lastKnown.means(new WeakReference<>(lambda), age);
    }
  }

  private void addKnown(Object meaning, int start) {
    KnownDefinition last = lastKnown;
    List<String> newTexts = texts().takeAdded();
    if (last != null) {
      lastKnown = last.add(meaning, out.copy(start, out.length()), newTexts);
    }
  }

  /** Writes a text of a definition. */
  void text(String text) {
    texts().write(text, out);
  }

  private TextWriter texts() {
    TextWriter known = texts;
    if (known == null) {
      known = new TextWriter();
      texts = known;
      if (lastKnown != null) {
        lastKnown.texts().forEach(known::add);
      }
    }
    return known;
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
