/**
 * What {@code jdkscan} knows of class files: {@link io.bobbin.examples.classfile.ClassFile} reads
 * the constant pool of one, {@link io.bobbin.examples.classfile.Tally} counts over many.
 */
@NullMarked
package io.bobbin.examples.classfile;

import org.jspecify.annotations.NullMarked;
