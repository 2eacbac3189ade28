package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.Received;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.schedule.Forever;
import io.bobbin.schedule.Timeout;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A channel that is never ready.
 *
 * @param <T> the type of the values
 */
public final class NeverChannel<T> implements Channel<T> {
  private volatile Preference preference = Preference.NONE;

  /** Makes the channel. */
  public NeverChannel() {}

  @Override
  @Suspendable
  public void send(T value) {
    Objects.requireNonNull(value, "a channel's values are never null");
    tell(true);
    Forever.await(null);
  }

  @Override
  @Suspendable
  public void send(T value, Duration timeout) throws TimeoutException {
    Objects.requireNonNull(value, "a channel's values are never null");
    tell(true);
    await(timeout, "send");
  }

  @Override
  @Suspendable
  public void sendException(Throwable exception) {
    Objects.requireNonNull(exception, "exception");
    tell(true);
    Forever.await(null);
  }

  @Override
  public boolean trySend(T value) {
    Objects.requireNonNull(value, "a channel's values are never null");
    return false;
  }

  @Override
  @Suspendable
  public T receive() {
    tell(false);
    Forever.await(null);
    throw neverReady();
  }

  @Override
  @Suspendable
  public T receive(Duration timeout) throws TimeoutException {
    tell(false);
    await(timeout, "receive");
    throw neverReady();
  }

  @Suspendable
  private static void await(Duration timeout, String what) {
    Timeout limit = new Timeout(timeout, what);
    try {
      Forever.await(limit);
    } finally {
      limit.cancel();
    }
  }

  private void tell(boolean isSend) {
    if (Uses.areTold()) {
      Uses.tell(this, isSend, true);
    }
  }

  @Override
  public Optional<T> tryReceive() {
    return Optional.empty();
  }

  @Override
  @Suspendable
  public Received<T> receiveOrClosed() {
    tell(false);
    Forever.await(null);
    throw neverReady();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("close of a channel that is never ready");
  }

  /** An iterator whose hasNext() waits for ever. */
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      @Override
      @Suspendable
      public boolean hasNext() {
        tell(false);
        Forever.await(null);
        throw neverReady();
      }

      @Override
      @Suspendable
      public T next() {
        tell(false);
        Forever.await(null);
        throw neverReady();
      }
    };
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public int capacity() {
    return 0;
  }

  /** Always 0: those who wait here wait for nobody. */
  @Override
  public int balance() {
    return 0;
  }

  /** Always empty: nobody is kept here. */
  @Override
  public List<Tasklet<?>> waiters() {
    return List.of();
  }

  /** What was set; nobody ever meets here. */
  @Override
  public Preference preference() {
    return preference;
  }

  @Override
  public void setPreference(Preference preferred) {
    preference = Objects.requireNonNull(preferred, "preference");
  }

  @Override
  public <R> Select.Case<R> onReceive(Select.ReceiveHandler<? super T, ? extends R> then) {
    Objects.requireNonNull(then, "then");
    return new NeverCase<>();
  }

  @Override
  public <R> Select.Case<R> onReceiveOrClosed(
      Select.ReceiveHandler<? super Received<T>, ? extends R> then) {
    Objects.requireNonNull(then, "then");
    return new NeverCase<>();
  }

  @Override
  public <R> Select.Case<R> onSend(T value, Select.Handler<? extends R> then) {
    Objects.requireNonNull(value, "a channel's values are never null");
    Objects.requireNonNull(then, "then");
    return new NeverCase<>();
  }

  private static IllegalStateException neverReady() {
    return new IllegalStateException("a channel that is never ready was");
  }

  @Override
  public String toString() {
    return "channel that is never ready";
  }
}
