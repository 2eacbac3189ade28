/** What the pages of {@code docs/} show can be pasted, and does what they say. */
@NullMarked
package io.bobbin.tests.pages;

import org.jspecify.annotations.NullMarked;
