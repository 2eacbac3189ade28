/**
 * Channels and select, used by woven code: what the tests of Go and of pygolang say of them, on
 * schedulers with one thread and with several, by threads, and by all of them together; and a soak
 * in which every value is accounted for. {@code tests/README.md} says which test is whose.
 */
package io.bobbin.tests.channel;
