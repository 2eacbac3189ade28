package io.bobbin.examples.http;

import io.bobbin.Suspendable;

/** What a server does with its requests. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a request. May wait: only its connection waits with it.
   *
   * @param request the request
   * @return the response
   * @throws HttpException to answer with an error
   */
  @Suspendable
  Response handle(Request request) throws HttpException;
}
