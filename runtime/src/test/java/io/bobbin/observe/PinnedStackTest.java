package io.bobbin.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.frame.FrameStack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code -Dbobbin.pinned=trace} marks. */
class PinnedStackTest {
  /** Stands for a stack that cannot be left: its methods look as the weaver makes them. */
  private static final class Pinned {
    String seen = "";

    void plain() {
      seen = PinnedStack.describe(List.of());
    }

    @SuppressWarnings("unused") // makes plain() a suspendable method
    void plain(FrameStack stack, int room) {
      throw new AssertionError("not called");
    }

    void inMonitor(FrameStack stack, int room) {
      plain();
    }

    void throughLibrary(FrameStack stack, int room) {
      List.of(1).forEach(one -> plain());
    }

    void throughSynchronized(FrameStack stack, int room) {
      guarded();
    }

    private synchronized void guarded() {
      plain();
    }

    void withLock(FrameStack stack, int room) {
      waits(stack, room);
    }

    private void waits(FrameStack stack, int room) {
      seen = PinnedStack.describe(List.of(new StackTraceElement("Heap", "caller", "Heap.java", 7)));
    }

    final class Constructed {
      Constructed() {
        plain();
      }
    }

    void throughConstructor(FrameStack stack, int room) {
      seen = new Constructed() + seen;
    }
  }

  private final Pinned pinned = new Pinned();

  private String line(String method) {
    return pinned.seen.lines().filter(line -> line.contains(method)).findFirst().orElse("");
  }

  @Test
  void aWovenMethodThatCallsAPlainEntryHoldsAMonitor() {
    run(pinned::inMonitor);
    assertThat(line("Pinned.inMonitor")).endsWith("<== pins: holds a monitor");
    assertThat(line("Pinned.plain")).doesNotContain("<==");
  }

  @Test
  void codeThatIsNotWovenIsMarked() {
    run(pinned::throughLibrary);
    assertThat(line("forEach")).endsWith("<== pins: is not woven");
    assertThat(line("Pinned.throughLibrary")).doesNotContain("<==");
  }

  @Test
  void synchronizedMethodsAndConstructorsAreMarkedAsWhatTheyAre() {
    run(pinned::throughSynchronized);
    assertThat(line("Pinned.guarded")).endsWith("<== pins: is synchronized");
    run(pinned::throughConstructor);
    assertThat(line("Constructed.<init>")).endsWith("<== pins: is a constructor");
  }

  @Test
  void ifNoFramePinsALockDoes() {
    run(pinned::withLock);
    assertThat(pinned.seen)
        .contains("at Heap.caller(Heap.java:7)")
        .endsWith("<== pins: an owned lock is held, taken by woven code\n");
  }

  private interface Twin {
    void call(FrameStack stack, int room);
  }

  /** Calls from a trampoline, at which the stack shown ends. */
  private static void run(Twin twin) {
    new FrameStack() {
      @Override
      protected Object begin(int room) {
        twin.call(this, room);
        return null;
      }

      @Override
      protected void unwindFailed() {}

      void start() {
        run();
      }
    }.start();
  }
}
