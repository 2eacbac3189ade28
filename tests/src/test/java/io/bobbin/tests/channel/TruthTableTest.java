package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether each kind of send and receive happens, waits, or is refused, in each state of a channel;
 * and that one which waits in vain leaves the channel as it was.
 */
@Timeout(60)
class TruthTableTest {
  private static final String HAPPENS = "happens";
  private static final String WAITS = "waits";
  private static final String REFUSED = "refused";

  private static final String RECEIVED = "received";
  private static final String SENT = "sent";
  private static final String ELSE = "else";

  /** What a channel is like, and what becomes of a send and of a receive then. */
  enum State {
    NEVER(WAITS, WAITS),
    EMPTY(WAITS, WAITS),
    EMPTY_BUFFER(HAPPENS, WAITS),
    FULL_BUFFER(WAITS, HAPPENS),
    UNLIMITED_EMPTY(HAPPENS, WAITS),
    UNLIMITED_WITH_A_VALUE(HAPPENS, HAPPENS),
    WITH_A_SENDER(WAITS, HAPPENS),
    WITH_A_SENDER_BEHIND_A_FULL_BUFFER(WAITS, HAPPENS),
    WITH_A_SELECT_THAT_SENDS(WAITS, HAPPENS),
    WITH_A_RECEIVER(HAPPENS, WAITS),
    WITH_A_RECEIVER_AND_A_BUFFER(HAPPENS, WAITS),
    WITH_A_SELECT_THAT_RECEIVES(HAPPENS, WAITS),
    WITH_A_SELECT_OF_BOTH(HAPPENS, HAPPENS),
    CLOSED(REFUSED, REFUSED),
    CLOSED_WITH_A_VALUE(REFUSED, HAPPENS);

    private final String send;
    private final String receive;

    State(String send, String receive) {
      this.send = send;
      this.receive = receive;
    }

    private Channel<Integer> make() {
      return switch (this) {
        case NEVER -> Channel.never();
        case UNLIMITED_EMPTY, UNLIMITED_WITH_A_VALUE -> Channel.unlimited();
        case EMPTY_BUFFER,
            FULL_BUFFER,
            WITH_A_SENDER_BEHIND_A_FULL_BUFFER,
            WITH_A_RECEIVER_AND_A_BUFFER,
            CLOSED_WITH_A_VALUE ->
            Channel.buffered(1);
        default -> Channel.unbuffered();
      };
    }

    private void prepare(Channel<Integer> channel, Parties parties) {
      switch (this) {
        case FULL_BUFFER, UNLIMITED_WITH_A_VALUE -> channel.send(1);
        case CLOSED -> channel.close();
        case CLOSED_WITH_A_VALUE -> {
          channel.send(1);
          channel.close();
        }
        case WITH_A_SENDER_BEHIND_A_FULL_BUFFER -> {
          channel.send(1);
          parties.untilWaiting(parties.start(() -> channel.send(2)));
        }
        case WITH_A_SENDER -> parties.untilWaiting(parties.start(() -> channel.send(2)));
        case WITH_A_RECEIVER, WITH_A_RECEIVER_AND_A_BUFFER ->
            parties.untilWaiting(parties.start(() -> channel.receive()));
        case WITH_A_SELECT_THAT_SENDS ->
            parties.untilWaiting(parties.start(() -> Select.of(channel.onSend(2, () -> SENT))));
        case WITH_A_SELECT_THAT_RECEIVES ->
            parties.untilWaiting(parties.start(() -> Select.of(channel.onReceive(v -> RECEIVED))));
        case WITH_A_SELECT_OF_BOTH ->
            parties.untilWaiting(
                parties.start(
                    () ->
                        Select.of(
                            channel.onReceive(v -> RECEIVED), channel.onSend(2, () -> SENT))));
        case NEVER, EMPTY, EMPTY_BUFFER, UNLIMITED_EMPTY -> {}
      }
    }

    private boolean hasPartner() {
      return name().startsWith("WITH_A");
    }
  }

  /** A way to send or to receive. */
  enum Form {
    PLAIN,
    OR_CLOSED,
    TRY,
    SELECT,
    SELECT_BESIDE_WHAT_IS_NEVER_READY,
    SELECT_BESIDE_WHAT_IS_NOT_READY,
    SELECT_TWICE,
    IN_ORDER,
    AMONG,
    SELECT_OR_ELSE;

    private boolean waits() {
      return this != TRY && this != SELECT_OR_ELSE;
    }
  }

  static Stream<Arguments> table() {
    return Company.ofTasklets()
        .flatMap(
            company ->
                Arrays.stream(State.values())
                    .flatMap(
                        state ->
                            Arrays.stream(Form.values())
                                .map(form -> Arguments.of(company, state, form))));
  }

  @ParameterizedTest
  @MethodSource("table")
  void aSend(Company company, State state, Form form) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = state.make();
      state.prepare(channel, parties);
      AtomicReference<String> outcome = new AtomicReference<>(WAITS);
      Tasklet<?> sender = parties.start(() -> sends(channel, form, outcome));
      holds(parties, state, form, channel, sender, outcome, state.send);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aReceive(Company company, State state, Form form) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = state.make();
      state.prepare(channel, parties);
      AtomicReference<String> outcome = new AtomicReference<>(WAITS);
      Tasklet<?> receiver = parties.start(() -> receives(channel, form, outcome));
      holds(parties, state, form, channel, receiver, outcome, state.receive);
    }
  }

  private static void holds(
      Parties parties,
      State state,
      Form form,
      Channel<Integer> channel,
      Tasklet<?> party,
      AtomicReference<String> outcome,
      String inTable)
      throws Exception {
    String expected = inTable.equals(WAITS) && !form.waits() ? ELSE : inTable;
    // A tasklet is never seen to wait in what need not wait.
    parties.until(
        () -> party.state() == Tasklet.State.WAITING || party.state() == Tasklet.State.ENDED);
    assertThat(outcome).hasValue(expected);
    if (expected.equals(HAPPENS)) {
      parties.join(); // the partner has ended, too
      assertThat(channel.balance()).isZero();
      return;
    }
    party.kill();
    parties.until(() -> party.state() == Tasklet.State.ENDED);
    assertThat(channel.waiters()).as("those who waited before").hasSize(state.hasPartner() ? 1 : 0);
    assertThat(channel.size())
        .isEqualTo(
            switch (state) {
              case FULL_BUFFER,
                  WITH_A_SENDER_BEHIND_A_FULL_BUFFER,
                  UNLIMITED_WITH_A_VALUE,
                  CLOSED_WITH_A_VALUE ->
                  1;
              default -> 0;
            });
  }

  @Suspendable
  private static void sends(Channel<Integer> channel, Form form, AtomicReference<String> outcome) {
    try {
      String done =
          switch (form) {
            case PLAIN, OR_CLOSED -> plainSend(channel);
            case TRY -> channel.trySend(7) ? HAPPENS : ELSE;
            default -> select(form, channel.onSend(7, () -> HAPPENS), again(channel, SENT));
          };
      outcome.set(done);
    } catch (ChannelClosedException e) {
      outcome.set(REFUSED);
    }
  }

  @Suspendable
  private static String plainSend(Channel<Integer> channel) {
    channel.send(7);
    return HAPPENS;
  }

  @Suspendable
  private static void receives(
      Channel<Integer> channel, Form form, AtomicReference<String> outcome) {
    try {
      String done =
          switch (form) {
            case PLAIN -> channel.receive() > 0 ? HAPPENS : "received another value";
            case OR_CLOSED ->
                channel.receiveOrClosed() instanceof Received.Value ? HAPPENS : REFUSED;
            case TRY -> channel.tryReceive().isPresent() ? HAPPENS : ELSE;
            default -> select(form, channel.onReceive(v -> HAPPENS), again(channel, RECEIVED));
          };
      outcome.set(done);
    } catch (ChannelClosedException e) {
      outcome.set(REFUSED);
    }
  }

  private static Select.Case<String> again(Channel<Integer> channel, String what) {
    return what.equals(SENT) ? channel.onSend(7, () -> HAPPENS) : channel.onReceive(v -> HAPPENS);
  }

  @Suspendable
  private static String select(Form form, Select.Case<String> once, Select.Case<String> again) {
    Channel<Integer> never = Channel.never();
    Channel<Integer> empty = Channel.unbuffered();
    Channel<Integer> full = Channel.buffered(1);
    full.send(0);
    return switch (form) {
      case SELECT -> Select.of(once);
      case SELECT_BESIDE_WHAT_IS_NEVER_READY ->
          Select.of(never.onSend(0, () -> SENT), once, never.onReceive(v -> RECEIVED));
      case SELECT_BESIDE_WHAT_IS_NOT_READY ->
          Select.of(empty.onReceive(v -> RECEIVED), once, full.onSend(0, () -> SENT));
      case SELECT_TWICE -> Select.of(once, again);
      case IN_ORDER -> Select.inOrder(empty.onSend(0, () -> SENT), once, again);
      case AMONG -> Select.<String>among(List.of(once, empty.onReceive(v -> RECEIVED))).result();
      case SELECT_OR_ELSE -> Select.of(once, Select.orElse(() -> ELSE));
      default -> throw new AssertionError(form);
    };
  }

  static Stream<Company> ofTasklets() {
    return Company.ofTasklets();
  }

  @ParameterizedTest
  @MethodSource("ofTasklets")
  void aSelectThatCanOnlyMeetItselfWaits(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.unbuffered();
      Tasklet<?> self =
          parties.start(
              () -> Select.of(channel.onSend(1, () -> SENT), channel.onReceive(v -> RECEIVED)));
      parties.untilWaiting(self);
      assertThat(channel.waiters()).hasSize(2).containsOnly(self);
      self.kill();
      parties.join();
      assertThat(channel.waiters()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ofTasklets")
  void aSelectWithoutCasesOrWithNoneThatIsEverReadyWaitsUntilItIsKilled(Company company)
      throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> never = Channel.never();
      List<Tasklet<?>> all =
          List.of(
              parties.start(() -> Select.of()),
              parties.start(() -> Select.among(List.of())),
              parties.start(() -> Select.inOrder(never.onReceive(v -> v))),
              parties.start(() -> never.send(1)),
              parties.start(() -> never.receive()),
              parties.start(() -> never.receiveOrClosed()));
      all.forEach(parties::untilWaiting);
      all.forEach(Tasklet::kill);
      parties.join();
    }
  }
}
