/**
 * What woven code calls instead of methods of the JDK that block: nothing here is for users to
 * name.
 *
 * <p>For a type of the JDK there is a class {@code OfType}, whose static methods stand in for the
 * type's, with the receiver as the first parameter. A stand-in waits until the JDK's method would
 * not block, by a {@link io.bobbin.adapt.Wait}, and then calls it: so results and exceptions are
 * the JDK's own. Who tells that it would not block is the object itself, if it can, or a {@link
 * io.bobbin.adapt.Watch}, which is blocked on behalf of all who wait for the object. Where waiting
 * and taking are one, an {@link io.bobbin.adapt.Errand} is sent to call the method elsewhere.
 *
 * <p>A method that a program has overridden is called where it is, and blocks as before.
 */
@NullMarked
package io.bobbin.adapt;

import org.jspecify.annotations.NullMarked;
