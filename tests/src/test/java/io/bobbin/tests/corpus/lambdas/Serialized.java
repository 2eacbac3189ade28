package io.bobbin.tests.corpus.lambdas;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.RandomAccess;

/**
 * Serializable lambdas, whose class javac gives a {@code $deserializeLambda$}; marker interfaces.
 */
class Serialized {
  interface Task<T> extends Serializable {
    @Suspendable
    T run(int n);
  }

  interface Plain<T> {
    @Suspendable
    T run(int n);
  }

  @Suspendable
  static <T> T copy(T original) throws IOException, ClassNotFoundException {
    Park.now();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in = new Loader(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      T copy = (T) in.readObject();
      return copy;
    }
  }

  /** Looks for classes in the loader of the target. */
  static class Loader extends ObjectInputStream {
    Loader(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
      return Class.forName(type.getName(), false, Serialized.class.getClassLoader());
    }
  }

  @Suspendable
  static Object lambdas() throws Exception {
    int i = Park.value(1);
    long j = Park.value(2L);
    String s = Park.value("s");
    Task<String> none = n -> "none" + Park.value(n);
    Task<String> captures = n -> s + i + j + Park.value(n);
    return copy(none).run(5) + copy(captures).run(6) + copy(copy(captures)).run(7);
  }

  @Suspendable
  static Object methodReferences() throws Exception {
    Task<Integer> boxing = Park::value; // adapted, yet must read back
    Task<String> string = Integer::toString;
    Task<Serialized.Data> constructor = Data::new;
    Data data = new Data(3);
    Task<String> bound = data::show;
    return copy(boxing).run(1)
        + copy(string).run(2)
        + copy(constructor).run(4).show(5)
        + copy(bound).run(6);
  }

  static class Data implements Serializable {
    private static final long serialVersionUID = 1;
    final int n;

    Data(int n) {
      this.n = n;
    }

    @Suspendable
    String show(int m) {
      return "data" + n + Park.value(m);
    }
  }

  @Suspendable
  static Object markers() throws Exception {
    Plain<String> marked = (Plain<String> & Serializable & RandomAccess) n -> "m" + Park.value(n);
    Plain<String> plain = n -> "p" + Park.value(n);
    Log.note(marked instanceof RandomAccess);
    Log.note(plain instanceof Serializable);
    return copy(marked).run(1) + plain.run(2);
  }

  /**
   * The default serialVersionUID of a class is a hash of its members: weaving must not change it.
   */
  static class NoVersion implements Serializable {
    int field = 4;

    @Suspendable
    int get() {
      return Park.value(field);
    }

    private static int hidden() {
      return 1;
    }
  }

  @Suspendable
  static Object defaultVersion() throws Exception {
    Log.note(ObjectStreamClass.lookup(NoVersion.class).getSerialVersionUID());
    return copy(new NoVersion()).get() + NoVersion.hidden();
  }
}
