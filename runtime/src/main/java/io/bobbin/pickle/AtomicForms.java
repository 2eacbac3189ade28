package io.bobbin.pickle;

import java.util.BitSet;
import java.util.Date;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/** The forms of numbers, references, locks and generators of numbers that change. */
final class AtomicForms {
  private AtomicForms() {}

  /** An object that is made of a shape, and then filled. */
  private static final class Shaped<T> extends NamedForm {
    private final Class<T> type;
    private final ValueForm.Saver<T> shape;
    private final ValueForm.Maker<T> maker;
    private final ValueForm.Saver<T> saver;
    private final Filler<T> filler;

    interface Filler<T> {
      void fill(T object, ImageReader from);
    }

    Shaped(
        Class<T> type,
        ValueForm.Saver<T> shape,
        ValueForm.Maker<T> maker,
        ValueForm.Saver<T> saver,
        Filler<T> filler) {
      super(type.getName());
      this.type = type;
      this.shape = shape;
      this.maker = maker;
      this.saver = saver;
      this.filler = filler;
    }

    @Override
    void saveShape(Object object, ImageWriter to) {
      shape.save(type.cast(object), to);
    }

    @Override
    Object shell(ImageReader from) {
      return maker.make(from);
    }

    @Override
    void save(Object object, ImageWriter to) {
      saver.save(type.cast(object), to);
    }

    @Override
    void fill(Object object, ImageReader from) {
      filler.fill(type.cast(object), from);
    }
  }

  private static <T> void numbers(
      Consumer<Form> add, Class<T> type, ValueForm.Saver<T> saver, ValueForm.Maker<T> maker) {
    add.accept(new Shaped<>(type, saver, maker, (object, to) -> {}, (object, from) -> {}));
  }

  @SuppressWarnings("JavaUtilDate") // programs have them
  static void all(Consumer<Form> add) {
    numbers(
        add,
        AtomicIntegerArray.class,
        (array, to) -> {
          to.numbers().count(array.length());
          for (int i = 0; i < array.length(); i++) {
            to.number(array.get(i));
          }
        },
        from -> {
          AtomicIntegerArray array = new AtomicIntegerArray(from.bytes().size());
          for (int i = 0; i < array.length(); i++) {
            array.set(i, from.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
          }
          return array;
        });
    numbers(
        add,
        AtomicLongArray.class,
        (array, to) -> {
          to.numbers().count(array.length());
          for (int i = 0; i < array.length(); i++) {
            to.number(array.get(i));
          }
        },
        from -> {
          AtomicLongArray array = new AtomicLongArray(from.bytes().size());
          for (int i = 0; i < array.length(); i++) {
            array.set(i, from.number());
          }
          return array;
        });
    numbers(
        add,
        BitSet.class,
        (bits, to) -> {
          long[] words = bits.toLongArray();
          to.numbers().count(words.length);
          for (long word : words) {
            to.number(word);
          }
        },
        from -> {
          long[] words = new long[from.bytes().size()];
          for (int i = 0; i < words.length; i++) {
            words[i] = from.number();
          }
          return BitSet.valueOf(words);
        });
    numbers(
        add,
        LongAdder.class,
        (adder, to) -> to.number(adder.sum()),
        from -> {
          LongAdder adder = new LongAdder();
          adder.add(from.number());
          return adder;
        });
    numbers(
        add,
        DoubleAdder.class,
        (adder, to) -> to.numbers().fixed(Double.doubleToRawLongBits(adder.sum()), 8),
        from -> {
          DoubleAdder adder = new DoubleAdder();
          adder.add(Double.longBitsToDouble(from.bytes().fixed(8)));
          return adder;
        });
    numbers(
        add, Date.class, (date, to) -> to.number(date.getTime()), from -> new Date(from.number()));
    numbers(add, Random.class, AtomicForms::save, AtomicForms::random);
    numbers(
        add,
        SplittableRandom.class,
        (random, to) -> {
          to.number(Inner.number(random, "seed"));
          to.number(Inner.number(random, "gamma"));
        },
        from -> {
          SplittableRandom random = new SplittableRandom(0);
          Inner.setNumber(random, "seed", from.number());
          Inner.setNumber(random, "gamma", from.number());
          return random;
        });
    add.accept(
        new Shaped<>(
            AtomicReference.class,
            (reference, to) -> {},
            from -> new AtomicReference<>(),
            (reference, to) -> to.reference(reference.get()),
            (reference, from) ->
                AtomicForms.<AtomicReference<Object>>as(reference).set(from.reference())));
    add.accept(
        new Shaped<>(
            AtomicReferenceArray.class,
            (array, to) -> to.number(array.length()),
            from -> new AtomicReferenceArray<>(from.reserve(from.number(0, Integer.MAX_VALUE))),
            (array, to) -> {
              for (int i = 0; i < array.length(); i++) {
                to.reference(array.get(i));
              }
            },
            (array, from) -> {
              for (int i = 0; i < array.length(); i++) {
                AtomicForms.<AtomicReferenceArray<Object>>as(array).set(i, from.reference());
              }
            }));
    add.accept(
        new Shaped<>(
            AtomicStampedReference.class,
            (reference, to) -> {},
            from -> new AtomicStampedReference<>(null, 0),
            (reference, to) -> {
              to.reference(reference.getReference());
              to.number(reference.getStamp());
            },
            (reference, from) ->
                AtomicForms.<AtomicStampedReference<Object>>as(reference)
                    .set(from.reference(), from.number(Integer.MIN_VALUE, Integer.MAX_VALUE))));
    add.accept(
        new Shaped<>(
            AtomicMarkableReference.class,
            (reference, to) -> {},
            from -> new AtomicMarkableReference<>(null, false),
            (reference, to) -> {
              to.reference(reference.getReference());
              to.number(reference.isMarked() ? 1 : 0);
            },
            (reference, from) ->
                AtomicForms.<AtomicMarkableReference<Object>>as(reference)
                    .set(from.reference(), from.number(0, 1) != 0)));
    locks(add);
  }

  private static void locks(Consumer<Form> add) {
    numbers(
        add,
        ReentrantLock.class,
        (lock, to) -> {
          requireFree(lock.isLocked() || lock.hasQueuedThreads(), to);
          to.number(lock.isFair() ? 1 : 0);
        },
        from -> new ReentrantLock(from.number(0, 1) != 0));
    numbers(
        add,
        ReentrantReadWriteLock.class,
        (lock, to) -> {
          requireFree(
              lock.isWriteLocked() || lock.getReadLockCount() > 0 || lock.hasQueuedThreads(), to);
          to.number(lock.isFair() ? 1 : 0);
        },
        from -> new ReentrantReadWriteLock(from.number(0, 1) != 0));
    numbers(
        add,
        CountDownLatch.class,
        (latch, to) -> {
          Object sync = Objects.requireNonNull(Inner.get(latch, "sync"));
          requireFree(
              ((java.util.concurrent.locks.AbstractQueuedSynchronizer) sync).hasQueuedThreads(),
              to);
          to.number(latch.getCount());
        },
        from -> new CountDownLatch(from.number(0, Integer.MAX_VALUE)));
    numbers(
        add,
        Semaphore.class,
        (semaphore, to) -> {
          requireFree(semaphore.hasQueuedThreads(), to);
          to.number(semaphore.availablePermits());
          to.number(semaphore.isFair() ? 1 : 0);
        },
        from ->
            new Semaphore(
                from.number(Integer.MIN_VALUE, Integer.MAX_VALUE), from.number(0, 1) != 0));
  }

  private static void requireFree(boolean isUsed, ImageWriter to) {
    if (isUsed) {
      throw to.refusal("is held by a thread, or one waits for it");
    }
  }

  private static void save(Random random, ImageWriter to) {
    to.number(((AtomicLong) Objects.requireNonNull(Inner.get(random, "seed"))).get());
    to.number(Inner.number(random, "haveNextNextGaussian"));
    to.numbers().fixed(Inner.number(random, "nextNextGaussian"), 8);
  }

  private static Random random(ImageReader from) {
    Random random = new Random(0);
    ((AtomicLong) Objects.requireNonNull(Inner.get(random, "seed"))).set(from.number());
    Inner.setNumber(random, "haveNextNextGaussian", from.number(0, 1));
    Inner.setNumber(random, "nextNextGaussian", from.bytes().fixed(8));
    return random;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // of what the program puts
  private static <T> T as(Object object) {
    return (T) object;
  }
}
