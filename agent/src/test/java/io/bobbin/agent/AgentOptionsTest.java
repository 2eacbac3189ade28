package io.bobbin.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void withoutTextAllIsOff(String text) {
    AgentOptions options = AgentOptions.parse(text);

    assertThat(options.suspendable()).isEmpty();
    assertThat(options.exclude()).isEmpty();
    assertThat(options.verify()).isFalse();
    assertThat(options.chaos()).isNull();
    assertThat(options.preempt()).isFalse();
    assertThat(options.dump()).isNull();
    assertThat(options.report()).isNull();
    assertThat(options.strict()).isFalse();
  }

  @Test
  void everyKeyIsRead() {
    AgentOptions options =
        AgentOptions.parse(
            "suspendable=a.B;c.*, exclude=d.**,verify=woven,chaos=-7,dump=x/y,report=r.json,"
                + "preempt=true,strict=true,suspendable=**");

    assertThat(options.suspendable()).isEqualTo(List.of("a.B", "c.*", "**"));
    assertThat(options.exclude()).isEqualTo(List.of("d.**"));
    assertThat(options.verify()).isTrue();
    assertThat(options.chaos()).isEqualTo(-7);
    assertThat(options.dump()).isEqualTo(Path.of("x/y"));
    assertThat(options.report()).isEqualTo(Path.of("r.json"));
    assertThat(options.preempt()).isTrue();
    assertThat(options.strict()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "supendable=a.B         | there is no option 'supendable'.",
        "Verify=woven           | there is no option 'Verify'.",
        "help                   | there is no option 'help'.",
        "verify=woven,          | there is no option ''.",
        "suspendable=           | the option 'suspendable' has no value.",
        "exclude                | the option 'exclude' has no value.",
        "dump=,report=x         | the option 'dump' has no value.",
        "suspendable=com.acme.  | 'com.acme.' in 'suspendable' is no pattern",
        "suspendable=*          | '*' in 'suspendable' is no pattern",
        "suspendable=a.B;;c.D   | '' in 'suspendable' is no pattern",
        "exclude=com/acme/Order | 'com/acme/Order' in 'exclude' is no pattern",
        "verify=yes             | the option 'verify' is woven or off, not 'yes'.",
        "chaos=some             | the option 'chaos' takes a whole number, not 'some'.",
        "preempt=on             | the option 'preempt' is true or false, not 'on'.",
        "chaos=1.5              | the option 'chaos' takes a whole number, not '1.5'.",
        "strict=1               | the option 'strict' is true or false, not '1'.",
      })
  void whatCannotBeUnderstoodIsToldWithWhatCan(String text, String complaint) {
    assertThatThrownBy(() -> AgentOptions.parse(text))
        .isInstanceOf(AgentOptions.UsageException.class)
        .hasMessageStartingWith("BBN001 " + complaint)
        .hasMessageEndingWith(AgentOptions.usage());
  }

  @Test
  void theUsageNamesEveryKey() {
    assertThat(AgentOptions.usage())
        .contains(" suspendable=", " exclude=", " verify=", " chaos=")
        .contains(" preempt=", " dump=", " report=", " strict=");
  }
}
