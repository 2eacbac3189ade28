/** Images that a fuzzer makes up are read and inspected. */
package io.bobbin.fuzz;
