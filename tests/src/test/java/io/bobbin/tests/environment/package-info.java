/**
 * What surrounds a woven program: class loaders that find classes in their own ways, modules,
 * several copies of the runtime, Java serialization, classes that go away again; debuggers, hot
 * swap, proxies, other agents.
 */
package io.bobbin.tests.environment;
