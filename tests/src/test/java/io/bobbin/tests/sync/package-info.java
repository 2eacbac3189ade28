/**
 * The synchronisation tools, used by woven code: on schedulers with one thread and with several, by
 * platform threads, by virtual threads where the JDK has them, and by all of them together.
 */
package io.bobbin.tests.sync;
