package io.bobbin.tests.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.go.ErrorValue;
import io.bobbin.go.Errors;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Errors as values, and what they wrap. */
class ErrorsTest {
  /** An error of a program's own class. */
  private static final class Own extends ErrorValue {
    private static final long serialVersionUID = 1;

    Own(String text) {
      super(text, null);
    }
  }

  /** The error that wraps the last text by the one before, and so on. */
  private static ErrorValue chain(String... texts) {
    ErrorValue error = Errors.error(texts[texts.length - 1]);
    for (int i = texts.length - 2; i >= 0; i--) {
      error = Errors.wrap(texts[i], error);
    }
    return error;
  }

  @Test
  void errorsOfTheSameTextAreEqual() {
    assertThat(Errors.error("мир")).isEqualTo(Errors.error("мир")).hasMessage("мир");
    assertThat(Errors.error("мир")).hasSameHashCodeAs(Errors.error("мир"));
    assertThat(Errors.error("мир")).isNotEqualTo(Errors.error("other"));
  }

  @Test
  void errorsOfDifferentClassesAreNotEqual() {
    assertThat(new Own("abc")).isEqualTo(new Own("abc")).isNotEqualTo(Errors.error("abc"));
    assertThat(Errors.error("abc")).isNotEqualTo(new Own("abc"));
  }

  @Test
  void wrappingTellsBothTexts() {
    assertThat(chain("abc", "def", "zzz")).hasMessage("abc: def: zzz");
    assertThat(Errors.wrap("reading", new IOException("peer")))
        .hasMessage("reading: peer")
        .hasCauseInstanceOf(IOException.class);
    assertThat(Errors.wrap("reading", new IOException()))
        .hasMessage("reading: java.io.IOException");
  }

  @Test
  void unwrapGivesWhatIsWrapped() {
    ErrorValue error = chain("abc", "def", "zzz");
    Throwable once = Errors.unwrap(error);
    assertThat(once).isEqualTo(chain("def", "zzz"));
    Throwable twice = Errors.unwrap(once);
    assertThat(twice).isEqualTo(Errors.error("zzz"));
    assertThat(Errors.unwrap(twice)).isNull();
    assertThat(Errors.unwrap(null)).isNull();
  }

  @Test
  void isFindsEqualErrorsAtAnyDepth() {
    ErrorValue error = chain("hello", "world", "мир");
    assertThat(Errors.is(error, Errors.error("мир"))).isTrue();
    assertThat(Errors.is(error, Errors.error("май"))).isFalse();
    assertThat(Errors.is(error, chain("world", "мир"))).isTrue();
    assertThat(Errors.is(error, chain("hello", "мир"))).isFalse();
    assertThat(Errors.is(error, chain("hello", "world", "мир"))).isTrue();
    assertThat(Errors.is(error, chain("hello", "b", "мир"))).isFalse();
    assertThat(Errors.is(error, chain("x", "hello", "world", "мир"))).isFalse();
  }

  @Test
  void nullIsFoundInNullOnly() {
    assertThat(Errors.is(null, null)).isTrue();
    assertThat(Errors.is(Errors.error("a"), null)).isFalse();
    assertThat(Errors.is(null, Errors.error("b"))).isFalse();
  }

  @Test
  void isLooksIntoExceptionsOfAnyClass() {
    IOException inner = new IOException("inner");
    IllegalStateException outer = new IllegalStateException("outer", Errors.wrap("abc", inner));
    assertThat(Errors.is(outer, inner)).isTrue();
    assertThat(Errors.is(outer, outer)).isTrue();
    assertThat(Errors.is(outer, Errors.wrap("abc", inner))).isTrue();
    assertThat(Errors.is(outer, new IOException("inner"))).as("compares identity").isFalse();
  }

  @Test
  void asFindsTheFirstOfAType() {
    FileNotFoundException inner = new FileNotFoundException("f");
    IOException middle = new IOException("middle", inner);
    ErrorValue outer = Errors.wrap("outer", middle);
    assertThat(Errors.as(outer, IOException.class)).containsSame(middle);
    assertThat(Errors.as(outer, FileNotFoundException.class)).containsSame(inner);
    assertThat(Errors.as(outer, ErrorValue.class)).containsSame(outer);
    assertThat(Errors.as(outer, Own.class)).isEmpty();
    assertThat(Errors.as(null, IOException.class)).isEmpty();
  }

  @Test
  void errorsThatCauseEachOtherAreSearchedOnce() {
    IOException first = new IOException("first");
    IOException second = new IOException("second", first);
    first.initCause(second);
    assertThat(Errors.is(first, Errors.error("other"))).isFalse();
    assertThat(Errors.as(first, Own.class)).isEmpty();
  }

  @Test
  void anErrorSaysSomething() {
    assertThatThrownBy(() -> Errors.error(missing())).isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway") // as careless callers do
  private static String missing() {
    return null;
  }
}
