package io.bobbin.pickle;

import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of an image's definitions as they are read, in the order of these. What was said before
 * is named by how far back it stands. A new text is made of characters and of pieces of earlier
 * ones, after LZ77 (Ziv and Lempel, 1977): the names of one program are much alike, and descriptors
 * are made of names. {@link TextWriter} writes them.
 */
final class Texts {
  /** What stands before the texts of each image. Part of the format. */
  static final List<String> USUAL =
      List.of(
          "io.bobbin.schedule.WaitReason",
          "io.bobbin.Channel$Preference",
          "io.bobbin.WorkGroup",
          "io.bobbin.Generator",
          "io.bobbin.Mutex",
          "io.bobbin.Tasklet",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.util.concurrent.CompletableFuture",
          "java.util.function.Function",
          "java.util.LinkedHashMap",
          "java.util.Iterator",
          "java.lang.Exception",
          "java.lang.Runnable",
          "java.lang.Boolean",
          "java.util.HashMap",
          "java.util.ArrayList",
          "java.util.List",
          "java.util.Map",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.String",
          "java.lang.Object",
          "io.bobbin.Channel",
          "(Lio/bobbin/Channel;)V",
          "(Ljava/lang/String;)V",
          "(Ljava/lang/Object;)V",
          "()Ljava/lang/Object;",
          "Ljava/lang/String;",
          "Ljava/lang/Object;",
          "io.bobbin.Body",
          "io.bobbin.VoidBody",
          "lambda$main$0",
          "lambda$new$1",
          "accept",
          "apply",
          "receive",
          "send",
          "sleep",
          "yield",
          "value",
          "this",
          "()I",
          "()V",
          "J",
          "I",
          "Z",
          "generator",
          "selection",
          "event",
          "channel",
          "tasklet",
          "run",
          "=",
          "");

  /** What a part of a new text is: characters; else some of an earlier text. */
  static final int LITERAL = 0;

  static final int COPY = 1;

  /** The same with each dot for a slash: the name of a class in a descriptor. */
  static final int COPY_WITH_SLASHES = 2;

  /** The same with each slash for a dot. */
  static final int COPY_WITH_DOTS = 3;

  /** How many characters new texts may have together: so many for each byte of the image. */
  private static final int MOST_TIMES = 64;

  private static final int MOST_AT_LEAST = 1_000_000;

  private final List<String> own;
  private final Map<String, List<ResumePoint.Variable>> variables = new HashMap<>();
  private long left;

  /**
   * Reads behind others.
   *
   * @param before the others
   * @param in the image
   */
  Texts(List<String> before, ByteIn in) {
    own = new ArrayList<>(before);
    left = MOST_AT_LEAST + (long) MOST_TIMES * in.left();
  }

  /** Those that the image has defined. */
  List<String> own() {
    return own;
  }

  /** Reads a text; a new one is added. */
  String read(ByteIn in) {
    long header = in.count();
    if ((header & 1) == 0) {
      return back(header >>> 1, in);
    }
    long length = header >>> 1;
    left -= length;
    if (left < 0) {
      throw in.damaged("texts of " + MOST_TIMES + " times the length of the image");
    }
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      long part = in.count();
      long size = part >>> 2;
      if (size == 0 || size > length - text.length()) {
        throw in.damaged("a part of a text of " + size + " characters");
      }
      read((int) part & 3, (int) size, in, text);
    }
    String read = text.toString();
    own.add(read);
    return read;
  }

  /** Reads the variables of a resume point: parsed once, as a byte is enough to name many again. */
  List<ResumePoint.Variable> readVariables(ByteIn in) {
    return variables.computeIfAbsent(read(in), text -> VariableList.of(text, in));
  }

  private void read(int kind, int size, ByteIn in, StringBuilder to) {
    if (kind == LITERAL) {
      for (int i = 0; i < size; i++) {
        to.append((char) in.countUpTo(Character.MAX_VALUE));
      }
    } else {
      String from = back(in.count(), in);
      int start = in.countUpTo(Integer.MAX_VALUE);
      if (start > from.length() - size) {
        throw in.damaged("a part of a text beyond its end");
      }
      for (int i = start; i < start + size; i++) {
        to.append(copied(from.charAt(i), kind));
      }
    }
  }

  /** What a copy has for a character. */
  static char copied(char original, int kind) {
    if (kind == COPY_WITH_SLASHES && original == '.') {
      return '/';
    }
    return kind == COPY_WITH_DOTS && original == '/' ? '.' : original;
  }

  /** The text that stands so far back, from 1 on. */
  private String back(long count, ByteIn in) {
    if (count < 1 || count > own.size() + USUAL.size()) {
      throw in.damaged("a text that was not defined");
    }
    int at = own.size() - (int) count;
    return at >= 0 ? own.get(at) : USUAL.get(USUAL.size() + at);
  }
}
