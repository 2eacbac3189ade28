/**
 * Programs that show what tasklets are for: one idea per file, each with the command to paste.
 *
 * <p>{@code ./examples/run} lists them. Each checks its own result and exits with another status
 * than 0 if that is wrong. The larger ones keep their helpers in the packages beneath.
 */
@NullMarked
package io.bobbin.examples;

import org.jspecify.annotations.NullMarked;
