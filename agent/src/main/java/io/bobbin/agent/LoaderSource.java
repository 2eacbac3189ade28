package io.bobbin.agent;

import io.bobbin.weave.ClassSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class files of the classes that a class loader sees: in the modules that its modules
 * read (their class files are no resources of the loader, as a rule), and among its resources.
 *
 * <p>Keeps neither the loader nor a module alive. Safe for use by several threads.
 */
final class LoaderSource implements ClassSource {
  private final WeakReference<ClassLoader> loader;
  private final Definitions definitions;
  private final Set<Module> modules =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final Map<String, Boolean> present = new ConcurrentHashMap<>();

  /** Tells of the classes that all loaders have defined. */
  interface Definitions {
    /** Whether a class of an internal name has been defined by any loader. */
    boolean isDefined(String internalName);

    /** Whether that has been done without showing it to the weaver. */
    boolean isMissed(String internalName);
  }

  /** Makes the source of a class loader. */
  LoaderSource(ClassLoader loader, Definitions definitions) {
    this.loader = new WeakReference<>(loader);
    this.definitions = definitions;
  }

  /** Notes a module of the loader, if it is of a layer that the program made; true if it is new. */
  boolean note(@Nullable Module module) {
    boolean isNew =
        module != null
            && module.isNamed()
            && module.getLayer() != null
            && module.getLayer() != ModuleLayer.boot()
            && modules.add(module);
    if (isNew) {
      present.clear();
    }
    return isNew;
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    ClassLoader alive = loader.get();
    if (alive == null) {
      return null;
    }
    byte[] inModule = modules.isEmpty() ? null : findInModules(internalName);
    return inModule != null ? inModule : ClassSource.of(alive).find(internalName);
  }

  @Override
  public boolean isDefined(String internalName) {
    return definitions.isDefined(internalName);
  }

  @Override
  public boolean isMissed(String internalName) {
    return definitions.isMissed(internalName);
  }

  /** The loader, or null if it has been collected. */
  @Nullable ClassLoader loader() {
    return loader.get();
  }

  /** Whether the loader is the one of the class path, which has nothing of the program above it. */
  boolean isOfSystem() {
    return loader.get() == ClassLoader.getSystemClassLoader();
  }

  /** Whether there is a class file; remembered, unless a module is noted later. */
  boolean has(String internalName) {
    return present.computeIfAbsent(internalName, new Finder());
  }

  private final class Finder implements Function<String, Boolean> {
    @Override
    public Boolean apply(String internalName) {
      return find(internalName) != null;
    }
  }

  /**
   * Whether one of some loaders, which have defined a class, is above the loader (or is it), and
   * does not offer the class file as a resource: a child that does not find one either need not be
   * hiding it.
   */
  boolean inherits(String internalName, Set<ClassLoader> definers) {
    ClassLoader each = loader.get();
    while (each != null && !definers.contains(each)) {
      each = each.getParent();
    }
    return each != null && ClassSource.of(each).find(internalName) == null;
  }

  /**
   * Of some types the first that comes from a loader above which sees another copy of a class than
   * this one does; or null, as nearly always.
   *
   * @param internalName the class of which there may be two copies
   * @param definers the loaders that are known to have defined one
   * @param types internal names
   */
  @Nullable String fromAboveAnotherCopy(
      String internalName, Set<ClassLoader> definers, Set<String> types) {
    ClassLoader alive = loader.get();
    String own = alive == null ? null : place(alive, internalName);
    if (alive == null || own == null) {
      return null;
    }
    boolean hasDefinedOwn = definers.contains(alive);
    for (ClassLoader each = alive.getParent(); each != null; each = each.getParent()) {
      String other = place(each, internalName);
      boolean definesToo = hasDefinedOwn && definers.contains(each); // of the same file, maybe
      hasDefinedOwn |= definers.contains(each);
      if (!definesToo && (other == null || other.equals(own))) {
        continue;
      }
      for (String type : types) {
        String place = place(alive, type);
        if (place != null && place.equals(place(each, type))) {
          return type;
        }
      }
    }
    return null;
  }

  private static @Nullable String place(ClassLoader loader, String internalName) {
    URL found = loader.getResource(internalName + ".class");
    return found == null ? null : found.toString();
  }

  private byte @Nullable [] findInModules(String internalName) {
    int slash = internalName.lastIndexOf('/');
    String packageName = slash < 0 ? "" : internalName.substring(0, slash).replace('/', '.');
    List<Module> own;
    synchronized (modules) {
      own = new ArrayList<>(modules);
    }
    for (Module module : own) {
      Module home = module.getPackages().contains(packageName) ? module : null;
      if (home == null) {
        home = findRead(module, module.getLayer(), packageName, new HashSet<>());
      }
      byte[] found = home == null ? null : read(home, internalName + ".class");
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The module with a package that a module reads, in a layer or those above; or null. */
  private static @Nullable Module findRead(
      Module module, ModuleLayer layer, String packageName, Set<ModuleLayer> seen) {
    if (!seen.add(layer)) {
      return null;
    }
    for (Module other : layer.modules()) {
      if (other.getPackages().contains(packageName) && module.canRead(other)) {
        return other;
      }
    }
    for (ModuleLayer parent : layer.parents()) {
      Module found = findRead(module, parent, packageName, seen);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static byte @Nullable [] read(Module module, String resource) {
    try (InputStream in = module.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | UncheckedIOException e) {
      return null; // as one that is not there
    }
  }
}
