package io.bobbin.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final String[] NAMES = {
    "com", "acme", "orders", "Order", "Job$1", "\u00e9tage", "\ud83d", "a", "", "java.util.List"
  };

  private static byte[] written(List<String> texts) {
    ByteOut out = new ByteOut(16);
    TextWriter writer = new TextWriter();
    texts.forEach(text -> writer.write(text, out));
    return out.toArray();
  }

  private static ByteIn in(byte... bytes) {
    return new ByteIn(bytes, 0, bytes.length);
  }

  /** Names and descriptors of few parts, as those of one program are. */
  private static List<String> random(Random random) {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      StringBuilder text = new StringBuilder();
      String separator = random.nextBoolean() ? "." : "/";
      for (int parts = random.nextInt(6); parts > 0; parts--) {
        text.append(NAMES[random.nextInt(NAMES.length)]).append(parts > 1 ? separator : ";");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void readsWhatWasWritten() {
    for (int seed = 0; seed < 2_000; seed++) {
      List<String> texts = random(new Random(seed));
      byte[] bytes = written(texts);
      ByteIn in = in(bytes);
      Texts reader = new Texts(List.of(), in);
      int of = seed;
      texts.forEach(text -> assertEquals(text, reader.read(in), () -> "seed " + of));
      assertEquals(0, in.left());
    }
  }

  /** Those that were known take the places that they have where they were read. */
  @Test
  void goesOnBehindWhatWasWrittenBefore() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<String> before = random(random).stream().distinct().toList();
      List<String> texts = random(random);
      TextWriter writer = new TextWriter();
      before.forEach(writer::add);
      ByteOut out = new ByteOut(16);
      texts.forEach(text -> writer.write(text, out));
      ByteIn in = in(out.toArray());
      Texts reader = new Texts(before, in);
      texts.forEach(text -> assertEquals(text, reader.read(in)));
    }
  }

  @Test
  void namesOfOneProgramTakeAThirdOfTheirCharacters() {
    List<String> names = new ArrayList<>();
    int characters = 0;
    for (int i = 0; i < 100; i++) {
      names.add("com.acme.shop.orders.Order" + i);
      names.add("(Lcom/acme/shop/orders/Order" + i + ";Ljava/lang/String;)V");
    }
    for (String name : names) {
      characters += name.length();
    }
    int bytes = written(names).length;
    assertTrue(bytes < characters / 3, () -> bytes + " bytes");
  }

  @Test
  void refusesWhatIsNoText() {
    List<byte[]> damaged =
        List.of(
            new byte[] {0}, // the text that is none back
            new byte[] {(byte) 0xfe, 1}, // one before all
            new byte[] {3, 0}, // a part of nothing
            new byte[] {3, 8, 'a', 'b'}, // more than was said
            new byte[] {3, 5, 2, 2}, // the third character of "="
            new byte[] {3, 5, 2, -1, -1, -1, -1, 7}, // from the end of the integers on
            new byte[] {3, 4, -1, -1, 7}, // no character
            new byte[] {3}); // the image ends
    for (byte[] each : damaged) {
      ByteIn in = in(each);
      Texts texts = new Texts(List.of(), in);
      assertThrows(DamagedPickleException.class, () -> texts.read(in));
    }
  }

  @Test
  void fewBytesDoNotBecomeManyTexts() {
    ByteOut out = new ByteOut(16);
    TextWriter writer = new TextWriter();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      name.append(i).append('.');
    }
    for (int i = 0; i < 5_000; i++) {
      writer.write(name + "x" + i, out);
    }
    byte[] bytes = out.toArray();
    assertTrue(bytes.length < 60_000, () -> bytes.length + " bytes");
    ByteIn in = in(bytes);
    Texts reader = new Texts(List.of(), in);
    assertThrows(
        DamagedPickleException.class,
        () -> {
          while (in.left() > 0) {
            reader.read(in);
          }
        });
  }

  @Test
  void variablesAreParsedOnce() {
    ByteOut out = new ByteOut(16);
    TextWriter writer = new TextWriter();
    String text = "Isum;[[Ljava/lang/String;names;[Jtimes;Dshare;";
    writer.write(text, out);
    writer.write(text, out);
    writer.write("", out);
    ByteIn in = in(out.toArray());
    Texts reader = new Texts(List.of(), in);
    var variables = reader.readVariables(in);
    assertEquals(text, VariableList.text(variables));
    assertEquals("prrp", variables.stream().map(v -> "" + v.kind()).reduce("", String::concat));
    assertEquals(List.of(0, 1, 2, 3), variables.stream().map(v -> v.index()).toList());
    assertEquals(
        System.identityHashCode(variables), System.identityHashCode(reader.readVariables(in)));
    assertEquals(List.of(), reader.readVariables(in));
  }

  @Test
  void refusesVariablesThatAreNone() {
    for (String each : List.of("I", "Isum", "Ljava/lang/String", "Lx;y", "[", "[Lx;name")) {
      ByteIn in = in();
      assertThrows(DamagedPickleException.class, () -> VariableList.of(each, in), each);
    }
  }

  @Test
  void thePageTellsTheUsualTexts() throws IOException {
    String page =
        Files.readString(Path.of("..", "docs", "pickle-format.md"), StandardCharsets.UTF_8);
    StringBuilder told = new StringBuilder();
    for (String each : Texts.USUAL) {
      told.append(each.isEmpty() ? "(the empty text)" : each).append('\n');
    }
    assertTrue(page.contains("```\n" + told + "```\n"), told::toString);
  }
}
