package io.bobbin.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The trampoline, with bodies that need no frame when they are left. */
class FrameStackTest {
  /** A stack whose body is nothing but a call that waits. */
  private static final class OneCall extends FrameStack {
    private final boolean forRoom;
    int begun;

    OneCall(boolean forRoom) {
      this.forRoom = forRoom;
    }

    boolean goOn() {
      return run();
    }

    @Override
    protected Object begin(int room) {
      begun++;
      if (forRoom) {
        overflow();
      } else {
        unwind();
      }
      return null;
    }

    @Override
    protected void unwindFailed() {
      throw new AssertionError("nothing is saved, so no saving fails");
    }
  }

  @Test
  void aBodyThatIsLeftWithoutAFrameDoesNotBeginAgain() {
    OneCall stack = new OneCall(false);
    assertThat(stack.goOn()).isFalse();
    stack.refResult = "outcome of the call";
    assertThat(stack.goOn()).isTrue();
    assertThat(stack.begun).isEqualTo(1);
    assertThat(stack.refResult).isEqualTo("outcome of the call");
    assertThat(stack.exception).isNull();
  }

  @Test
  void whatTheOnlyCallThrowsIsTheOutcomeOfTheBody() {
    OneCall stack = new OneCall(false);
    assertThat(stack.goOn()).isFalse();
    IOException failure = new IOException("disk");
    stack.exception = failure;
    assertThat(stack.goOn()).isTrue();
    assertThat(stack.begun).isEqualTo(1);
    assertThat(stack.refResult).isNull();
    assertThat(stack.exception).isSameAs(failure);
  }

  @Test
  void beforeTheBodyBeginsAndAfterItEndedThereIsNoFrame() {
    OneCall stack = new OneCall(true);
    assertThat(stack.top()).isNull();
    assertThat(stack.goOn()).isTrue();
    assertThat(stack.top()).isNull();
    assertThat(stack.begun).isEqualTo(1);
  }
}
