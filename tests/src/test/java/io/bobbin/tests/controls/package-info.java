/**
 * What channels offer beyond Go's, after Stackless: who goes on first, exceptions as values, whole
 * sequences, and telling of each use.
 */
package io.bobbin.tests.controls;
