/** Schedulers, used by woven code. */
package io.bobbin.tests.schedule;
