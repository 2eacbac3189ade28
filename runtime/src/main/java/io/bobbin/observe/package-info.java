/**
 * What a running program tells about itself: {@link io.bobbin.observe.PinnedWaits} counts and shows
 * the waits that block a carrier.
 */
@NullMarked
package io.bobbin.observe;

import org.jspecify.annotations.NullMarked;
