/** Timers, used by tasklets. */
package io.bobbin.tests.time;
