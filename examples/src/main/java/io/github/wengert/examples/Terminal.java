package io.github.wengert.examples;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The streams of a command: UTF-8 whatever the locale says, as today's terminals read it. */
final class Terminal {
  private Terminal() {}

  static PrintStream out() {
    return utf8(FileDescriptor.out);
  }

  static PrintStream err() {
    return utf8(FileDescriptor.err);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Whether somebody watches: a progress bar makes sense. */
  @SuppressWarnings("SystemConsoleNull") // its documentation still allows null
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
