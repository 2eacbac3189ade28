package io.bobbin.examples.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Head head(String... fields) throws HttpException {
    return Head.parse(bytes("GET / HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n"));
  }

  @Test
  void aHeadIsTakenAndWhatFollowsIsLeft() throws HttpException {
    ByteBuffer in = bytes("GET / HTTP/1.1\r\nHost: here\r\nX-A:  b  \r\nhost:there\r\n\r\nbody");

    Head head = Head.parse(in);

    assertThat(head)
        .isEqualTo(
            new Head(
                "GET / HTTP/1.1", Map.of("host", List.of("here", "there"), "x-a", List.of("b"))));
    assertThat(StandardCharsets.ISO_8859_1.decode(in).toString()).isEqualTo("body");
  }

  @Test
  void aHeadWithoutFieldsIsAHead() throws HttpException {
    assertThat(Head.parse(bytes("GET / HTTP/1.1\r\n\r\n")))
        .isEqualTo(new Head("GET / HTTP/1.1", Map.of()));
  }

  @Test
  void nothingIsTakenBeforeTheHeadIsComplete() throws HttpException {
    String text = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    for (int length = 0; length < text.length(); length++) {
      ByteBuffer in = bytes(text.substring(0, length));
      assertThat(Head.parse(in)).isNull();
      assertThat(in.position()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no colon",
        ": no name",
        "Space : before the colon",
        " folded: line",
        "Bare: line\nfeed",
        "Bare: carriage\rreturn",
        "Nul: \0",
        "N\u00e4me: x"
      })
  void aMalformedFieldIsRefused(String field) {
    assertThat(catchThrowableOfType(HttpException.class, () -> head("Host: h", field)).status())
        .isEqualTo(Status.BAD_REQUEST);
  }

  @Test
  void aFieldThatMayBeThereOnceMustNotBeThereTwice() throws HttpException {
    assertThat(head("Host: h").only("host")).isEqualTo("h");
    assertThat(head("Host: h").only("date")).isNull();
    assertThatThrownBy(() -> head("Host: h", "Host: h").only("host"))
        .isInstanceOf(HttpException.class);
    assertThatThrownBy(() -> head("Content-Length: 1", "Content-Length: 1").contentLength(9))
        .isInstanceOf(HttpException.class);
  }

  @Test
  void aListMayBeSpreadOverFields() throws HttpException {
    Head head = head("Connection: a, Close", "Connection: keep-alive");
    assertThat(head.lists("connection", "close")).isTrue();
    assertThat(head.lists("connection", "keep-alive")).isTrue();
    assertThat(head.lists("connection", "upgrade")).isFalse();
  }

  @Test
  void theContentLengthTellsTheSizeOfTheBody() throws HttpException {
    assertThat(head("A: b").contentLength(10)).isZero();
    assertThat(head("Content-Length: 010").contentLength(10)).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 11, CONTENT_TOO_LARGE",
    "Content-Length: 99999999999999999999, CONTENT_TOO_LARGE",
    "Content-Length: -1, BAD_REQUEST",
    "Content-Length: +1, BAD_REQUEST",
    "Content-Length:, BAD_REQUEST",
    "Transfer-Encoding: chunked, NOT_IMPLEMENTED"
  })
  void aSizeThatCannotBeTrustedIsRefused(String field, Status status) {
    assertThat(
            catchThrowableOfType(HttpException.class, () -> head(field).contentLength(10)).status())
        .isEqualTo(status);
  }
}
