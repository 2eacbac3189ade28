/**
 * Classes of a program, to be proxied: their package is none of the runtime's, whose classes the
 * weaver trusts to have twins of their own.
 */
package com.acme.proxied;
