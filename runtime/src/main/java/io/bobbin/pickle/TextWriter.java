package io.bobbin.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the texts of an image's definitions, as {@link Texts} reads them. Pieces are found by
 * their first characters, where these were seen last; no other place is tried.
 */
final class TextWriter {
  /** The fewest characters that are worth to be copied. */
  private static final int LEAST = 4;

  private static final Index USUAL = new Index(0);

  static {
    Texts.USUAL.forEach(USUAL::add);
  }

  /** Texts that have places one behind the other, and what begins where. */
  private static final class Index {
    final int first;
    final List<String> texts = new ArrayList<>();
    final Map<String, Integer> places = new HashMap<>();
    final Map<Long, Piece> pieces = new HashMap<>();

    Index(int first) {
      this.first = first;
    }

    void add(String text) {
      int place = first + texts.size();
      texts.add(text);
      places.putIfAbsent(text, place);
      for (int i = 0; i + LEAST <= text.length(); i++) {
        pieces.put(key(text, i), new Piece(text, place, i));
      }
    }
  }

  /** Where some characters stand. */
  private record Piece(String text, int place, int start) {
    /** How many characters of a text, from an index on, are the same if they are copied so. */
    int common(String other, int from, int kind) {
      int most = Math.min(text.length() - start, other.length() - from);
      int same = 0;
      while (same < most
          && Texts.copied(text.charAt(start + same), kind) == other.charAt(from + same)) {
        same++;
      }
      return same;
    }
  }

  private final Index own = new Index(Texts.USUAL.size());
  private final List<String> added = new ArrayList<>();

  /** Some characters as one number, in which a dot is a slash. */
  private static long key(String text, int start) {
    long key = 0;
    for (int i = start; i < start + LEAST; i++) {
      key = key << Character.SIZE | Texts.copied(text.charAt(i), Texts.COPY_WITH_SLASHES);
    }
    return key;
  }

  /** Has a text stand behind the others, as it was written already. */
  void add(String text) {
    own.add(text);
  }

  /** The texts that were written as new ones since this was last asked. */
  List<String> takeAdded() {
    List<String> taken = List.copyOf(added);
    added.clear();
    return taken;
  }

  /** Writes a text: the first time whole, and then where it stands. */
  void write(String text, ByteOut out) {
    Integer place = own.places.get(text);
    if (place == null) {
      place = USUAL.places.get(text);
    }
    if (place != null) {
      out.count((long) back(place) << 1);
    } else {
      out.count((long) text.length() << 1 | 1);
      writeParts(text, out);
      own.add(text);
      added.add(text);
    }
  }

  /** How far back a place is. */
  private int back(int place) {
    return own.first + own.texts.size() - place;
  }

  private void writeParts(String text, ByteOut out) {
    int written = 0;
    int at = 0;
    while (at + LEAST <= text.length()) {
      Piece piece = piece(key(text, at));
      int kind = piece == null ? Texts.LITERAL : kind(piece, text, at);
      int size = piece == null ? 0 : piece.common(text, at, kind);
      if (piece == null || size < LEAST) {
        at++;
      } else {
        writeLiteral(text, written, at, out);
        out.count((long) size << 2 | kind);
        out.count(back(piece.place));
        out.count(piece.start);
        at += size;
        written = at;
      }
    }
    writeLiteral(text, written, text.length(), out);
  }

  private @Nullable Piece piece(long key) {
    Piece piece = own.pieces.get(key);
    return piece == null ? USUAL.pieces.get(key) : piece;
  }

  /** How the most characters are the same. */
  private static int kind(Piece piece, String text, int from) {
    int best = Texts.COPY;
    for (int kind : new int[] {Texts.COPY_WITH_SLASHES, Texts.COPY_WITH_DOTS}) {
      if (piece.common(text, from, kind) > piece.common(text, from, best)) {
        best = kind;
      }
    }
    return best;
  }

  private static void writeLiteral(String text, int start, int end, ByteOut out) {
    if (end > start) {
      out.count((long) (end - start) << 2 | Texts.LITERAL);
      for (int i = start; i < end; i++) {
        out.count(text.charAt(i));
      }
    }
  }
}
