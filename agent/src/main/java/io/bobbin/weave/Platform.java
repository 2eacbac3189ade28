package io.bobbin.weave;

import java.util.HashSet;
import java.util.Set;

/** Which classes are the JDK's own, or the runtime's: patterns never make those suspendable. */
final class Platform {
  private static final Set<String> RUNTIME_PACKAGES =
      Set.of(
          "io/bobbin",
          "io/bobbin/frame",
          "io/bobbin/adapt",
          "io/bobbin/schedule",
          "io/bobbin/channel",
          "io/bobbin/sync",
          "io/bobbin/pickle",
          "io/bobbin/observe",
          "io/bobbin/greenlet",
          "io/bobbin/go",
          "io/bobbin/agent",
          "io/bobbin/weave");

  private Platform() {}

  /** The packages of the boot and the platform loader; built once, without loading a class. */
  private static final class Packages {
    static final Set<String> ALL = new HashSet<>();

    static {
      for (Module module : ModuleLayer.boot().modules()) {
        if (isPlatform(module.getClassLoader())) {
          for (String name : module.getPackages()) {
            ALL.add(name.replace('.', '/'));
          }
        }
      }
    }
  }

  static boolean isPlatform(ClassLoader loader) {
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Whether a class is defined by the boot or the platform loader. */
  static boolean isJdk(String internalName) {
    if (isProxy(internalName)) {
      return false; // is defined by the loader of its interfaces
    }
    return internalName.startsWith("java/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/")
        || Packages.ALL.contains(packageOf(internalName));
  }

  /** Whether a class is one that {@code java.lang.reflect.Proxy} makes of public interfaces. */
  static boolean isProxy(String internalName) {
    return internalName.startsWith("jdk/proxy") && internalName.contains("/$Proxy");
  }

  /** Whether a class belongs to Bobbin's runtime or agent. */
  static boolean isBobbin(String internalName) {
    return internalName.startsWith(Abi.RUNTIME)
        && (RUNTIME_PACKAGES.contains(packageOf(internalName))
            || internalName.startsWith("io/bobbin/agent/shaded/"));
  }

  private static String packageOf(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return slash < 0 ? "" : internalName.substring(0, slash);
  }
}
