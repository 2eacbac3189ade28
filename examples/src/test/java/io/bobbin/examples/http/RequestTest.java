package io.bobbin.examples.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
  private static Request request(String line, String connection) throws HttpException {
    Map<String, List<String>> fields =
        Map.of("host", List.of("here"), "connection", List.of(connection));
    return Request.of(new Head(line, fields), ByteBuffer.allocate(0));
  }

  @Test
  void theTargetIsSplitAtItsFirstQuestionMark() throws HttpException {
    Request request = request("GET /a/b?c=d?e HTTP/1.1", "");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/a/b");
    assertThat(request.query()).isEqualTo("c=d?e");
    assertThat(request("GET / HTTP/1.1", "").query()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, '', true",
    "HTTP/1.1, keep-alive, true",
    "HTTP/1.1, Close, false",
    "HTTP/1.0, '', false",
    "HTTP/1.0, Keep-Alive, true"
  })
  void aConnectionPersistsAsItsVersionSays(String version, String connection, boolean persists)
      throws HttpException {
    assertThat(request("GET / " + version, connection).keepAlive()).isEqualTo(persists);
  }

  @ParameterizedTest
  @CsvSource({
    "hello, BAD_REQUEST",
    "'', BAD_REQUEST",
    "GET  / HTTP/1.1, BAD_REQUEST",
    "'GET / HTTP/1.1 ', BAD_REQUEST",
    "GET /a b HTTP/1.1, BAD_REQUEST",
    "GET http://here/ HTTP/1.1, BAD_REQUEST",
    "G(T / HTTP/1.1, BAD_REQUEST",
    "GET / http/1.1, BAD_REQUEST",
    "GET / HTTP/1.10, BAD_REQUEST",
    "GET / HTTP/2.0, VERSION_NOT_SUPPORTED"
  })
  void aMalformedRequestLineIsRefused(String line, Status status) {
    assertThat(catchThrowableOfType(HttpException.class, () -> request(line, "")).status())
        .isEqualTo(status);
  }

  @Test
  void onlyOldClientsNeedNotNameTheHost() throws HttpException {
    ByteBuffer none = ByteBuffer.allocate(0);
    Head old = new Head("GET / HTTP/1.0", Map.of());
    assertThat(Request.of(old, none).path()).isEqualTo("/");
    Head current = new Head("GET / HTTP/1.1", Map.of());
    assertThat(catchThrowableOfType(HttpException.class, () -> Request.of(current, none)).status())
        .isEqualTo(Status.BAD_REQUEST);
  }
}
