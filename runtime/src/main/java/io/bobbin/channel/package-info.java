/**
 * Channels and select: {@link io.bobbin.channel.BufferedChannel} is every ordinary channel, {@link
 * io.bobbin.channel.Selection} one execution of a select.
 */
@NullMarked
package io.bobbin.channel;

import org.jspecify.annotations.NullMarked;
