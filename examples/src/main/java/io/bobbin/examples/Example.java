package io.bobbin.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** What all examples share: how their command line is read, and with which status they exit. */
final class Example {
  private Example() {}

  /**
   * Runs an example and ends the JVM: with status 0 if all went well, 1 if a result was wrong or
   * something failed, 2 if the arguments were wrong.
   *
   * @param example annotated for picocli
   * @param args its arguments
   */
  static void main(Callable<Integer> example, String[] args) {
    CommandLine command = new CommandLine(example);
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("show this").build());
    command.setExecutionExceptionHandler(
        (exception, failed, parsed) -> {
          if (exception instanceof Check.WrongResult) {
            failed.getErr().println("WRONG: " + exception.getMessage());
          } else {
            exception.printStackTrace(failed.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    System.exit(command.execute(args));
  }

  /** A number of which an example needs at least one. */
  static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int number = Integer.parseInt(value.replace("_", ""));
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException("'" + value + "' is not a positive number");
    }
  }
}
