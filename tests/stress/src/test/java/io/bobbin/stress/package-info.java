/** What does not wait, checked by Lincheck, in threads and without an agent. */
package io.bobbin.stress;
