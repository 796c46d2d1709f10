package io.github.wengert.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** Tasks on threads of an executor. */
public final class Tasks {
  private Tasks() {}

  /** Runs a task on a thread of an executor and waits for its result, or rethrows its exception. */
  public static <T> T on(ExecutorService executor, Callable<T> task) {
    try {
      return executor.submit(task).get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failure);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
