/** What else is in a JVM beside the program: debuggers, hot swap, proxies, other agents. */
package io.bobbin.tests.environment;
