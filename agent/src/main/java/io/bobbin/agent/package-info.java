/**
 * The {@code -javaagent}: reads options, installs the weaver, checks itself, reports. What weaving
 * is stands in {@link io.bobbin.weave}.
 */
@NullMarked
package io.bobbin.agent;

import org.jspecify.annotations.NullMarked;
