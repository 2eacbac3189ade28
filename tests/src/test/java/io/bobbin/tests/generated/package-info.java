/**
 * Targets that are not written as Java files: sources made by a loop, as they are too long to be
 * read, and class files assembled by hand, as javac does not make such.
 */
package io.bobbin.tests.generated;
