/**
 * A small HTTP/1.1 server and client whose connections are tasklets: what {@code httpd} is made of.
 *
 * <p>From the bottom up: a {@link io.bobbin.examples.http.Poller} is a thread with a selector,
 * which wakes tasklets whose socket became ready; a {@link io.bobbin.examples.http.Wire} is a
 * socket whose reads and writes park; a {@link io.bobbin.examples.http.MessageReader} takes
 * messages off a wire, {@link io.bobbin.examples.http.Head} and {@link
 * io.bobbin.examples.http.Request} parse them; {@link io.bobbin.examples.http.HttpServer} and
 * {@link io.bobbin.examples.http.HttpClient} are the two sides; {@link
 * io.bobbin.examples.http.Load} plays ten thousand clients, {@link
 * io.bobbin.examples.http.BadClients} some impolite ones.
 */
@NullMarked
package io.bobbin.examples.http;

import org.jspecify.annotations.NullMarked;
