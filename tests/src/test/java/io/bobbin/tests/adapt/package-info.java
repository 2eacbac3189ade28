/** Blocking methods of the JDK, called by woven code: they do what they do in threads, and park. */
package io.bobbin.tests.adapt;
