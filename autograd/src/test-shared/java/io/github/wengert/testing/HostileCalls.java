package io.github.wengert.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Calls all public constructors and methods of a module with bad arguments, and judges what they
 * throw: an exception of this library, or a standard one with a message of its own. Null is refused
 * at once, by the name of the argument.
 *
 * <p>Each argument takes each of its values, alone and together with each value of each other
 * argument; some calls are drawn at random. The first value of a type is a good one.
 */
public final class HostileCalls {
  private static final String OURS = "io.github.wengert.";
  private static final int DRAWN = 50;

  /** Packages that modules keep to themselves. */
  private static final Pattern NOT_EXPORTED =
      Pattern.compile(
          "\\.(kernel|exact|ops\\.internal|check\\.(?!(contract|report|settings)\\.)[a-z]+)\\.");

  /** The messages of our own checks for null: <em>operation: which argument</em>. */
  private static final String TELLS_OF_NULL =
      "[\\w ]+: (\\w+(\\[\\d+])? must not be null|operand \\d+ is null|\\w+ must not return null(:"
          + " .+)?)";

  private static final List<Class<? extends RuntimeException>> USUAL =
      List.of(
          IllegalArgumentException.class,
          IllegalStateException.class,
          UnsupportedOperationException.class,
          NoSuchElementException.class,
          UncheckedIOException.class);

  private final Function<Parameter, List<?>> arguments;
  private final Function<Class<?>, List<?>> receivers;

  /**
   * Makes calls with the given arguments.
   *
   * @param arguments values for a parameter, new ones each time; null is tried besides
   * @param receivers objects of a class, new ones each time
   */
  public HostileCalls(
      Function<Parameter, List<?>> arguments, Function<Class<?>, List<?>> receivers) {
    this.arguments = arguments;
    this.receivers = receivers;
  }

  // ------------------------------------------------------------------------------- the inventory

  /** Returns the public classes that were compiled together with {@code one}, by name. */
  public static List<Class<?>> publicClassesBeside(Class<?> one) {
    try {
      Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
            .map(file -> file.replace(".class", "").replace('/', '.').replace('\\', '.'))
            .filter(name -> !NOT_EXPORTED.matcher(name).find())
            .sorted()
            .<Class<?>>map(name -> load(name, one.getClassLoader()))
            .filter(HostileCalls::isPublic)
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  private static List<Executable> publicExecutablesOf(Class<?> type) {
    List<Executable> all = new ArrayList<>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      all.addAll(List.of(type.getConstructors()));
    }
    for (Method method : type.getMethods()) {
      boolean isOurs = method.getDeclaringClass().getName().startsWith(OURS);
      boolean isUsersOwn = type.isInterface() && Modifier.isAbstract(method.getModifiers());
      boolean isInherited =
          method.getDeclaringClass() != type && isPublic(method.getDeclaringClass());
      if (isOurs && !isUsersOwn && !isInherited && !method.isBridge() && !isOfObject(method)) {
        all.add(method);
      }
    }
    return all;
  }

  private static boolean isOfObject(Method method) {
    return (method.getName().equals("equals") && method.getParameterCount() == 1)
        || (method.getName().equals("valueOf") && method.getDeclaringClass().isEnum());
  }

  // ------------------------------------------------------------------------------------ the calls

  /** Returns a test for each public constructor and method of the classes. */
  public Stream<DynamicTest> testsOf(Collection<Class<?>> classes) {
    return classes.stream()
        .flatMap(type ->
            publicExecutablesOf(type).stream()
                .map(called ->
                    dynamicTest(
                        type.getSimpleName()
                            + ": "
                            + called.toGenericString().replaceAll("[\\w.]+\\.", ""),
                        () -> assertThat(faultsOf(type, called)).isEmpty())));
  }

  /** Returns the calls that took null or threw what they should not, one for each kind of fault. */
  private List<String> faultsOf(Class<?> type, Executable called) {
    Map<String, String> faults = new LinkedHashMap<>();
    int receiverCount = isFree(called) ? 1 : receivers.apply(type).size();
    if (receiverCount == 0) {
      throw new IllegalStateException("no objects of " + type);
    }
    for (int receiver = 0; receiver < receiverCount; receiver++) {
      for (int[] choice : choices(called)) {
        call(type, called, receiver, choice, faults);
      }
    }
    return List.copyOf(faults.values());
  }

  private static boolean isFree(Executable called) {
    return called instanceof Constructor || Modifier.isStatic(called.getModifiers());
  }

  /** Returns which value each argument takes, for each call. */
  private List<int[]> choices(Executable called) {
    int[] counts =
        Arrays.stream(called.getParameters()).mapToInt(p -> valuesOf(p).size()).toArray();
    List<int[]> choices = new ArrayList<>();
    choices.add(new int[counts.length]);
    for (int i = 0; i < counts.length; i++) {
      for (int a = 1; a < counts[i]; a++) {
        choices.add(choice(counts.length, i, a, i, a));
        for (int j = i + 1; j < counts.length; j++) {
          for (int b = 1; b < counts[j]; b++) {
            choices.add(choice(counts.length, i, a, j, b));
          }
        }
      }
    }
    Random random = new Random(called.toString().hashCode());
    for (int drawn = 0; drawn < DRAWN && counts.length > 2; drawn++) {
      choices.add(Arrays.stream(counts).map(random::nextInt).toArray());
    }
    return choices;
  }

  private static int[] choice(int length, int i, int a, int j, int b) {
    int[] choice = new int[length];
    choice[i] = a;
    choice[j] = b;
    return choice;
  }

  private List<@Nullable Object> valuesOf(Parameter parameter) {
    List<@Nullable Object> values = new ArrayList<>(arguments.apply(parameter));
    if (values.isEmpty()) {
      throw new IllegalStateException("no values for " + parameter.getParameterizedType());
    }
    if (!parameter.getType().isPrimitive()) {
      values.add(null);
    }
    return values;
  }

  private void call(
      Class<?> type, Executable called, int receiver, int[] choice, Map<String, String> faults) {
    Parameter[] parameters = called.getParameters();
    @Nullable Object[] values =
        IntStream.range(0, choice.length)
            .mapToObj(i -> valuesOf(parameters[i]).get(choice[i]))
            .toArray();
    String words = words(called, values);
    try {
      invoke(type, called, receiver, values);
      takenNulls(parameters, values)
          .forEach(name ->
              faults.putIfAbsent("null " + name, "%s took null for %s".formatted(words, name)));
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      if (!isWell(thrown, parameters, values)) {
        StackTraceElement[] trace = thrown.getStackTrace();
        String where = trace.length == 0 ? "?" : trace[0].toString();
        String mine =
            Arrays.stream(trace)
                .filter(element -> element.getClassName().startsWith(OURS))
                .limit(2)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        faults.putIfAbsent(
            thrown.getClass() + where, "%s threw %s at %s".formatted(words, thrown, mine));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(words, e);
    }
  }

  private void invoke(Class<?> type, Executable called, int receiver, @Nullable Object[] values)
      throws ReflectiveOperationException {
    called.setAccessible(true); // a public method may be inherited from a class that is not
    if (called instanceof Constructor<?> constructor) {
      constructor.newInstance(values);
    } else {
      Object on = isFree(called) ? null : receivers.apply(type).get(receiver);
      ((Method) called).invoke(on, values);
    }
  }

  private static String words(Executable called, @Nullable Object[] values) {
    return Arrays.stream(values)
        .map(HostileCalls::words)
        .collect(Collectors.joining(", ", called.getName().replaceAll(".*\\.", "") + "(", ")"));
  }

  private static String words(@Nullable Object value) {
    String text =
        value != null && value.getClass().isArray()
            ? IntStream.range(0, Array.getLength(value))
                .mapToObj(i -> words(Array.get(value, i)))
                .toList()
                .toString()
            : Objects.toString(value).replaceAll("\\s+", " ");
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  // ---------------------------------------------------------------------------------- the verdict

  private static List<String> takenNulls(Parameter[] parameters, @Nullable Object[] values) {
    return IntStream.range(0, values.length)
        .filter(i -> values[i] == null && !mayBeNull(parameters[i]))
        .mapToObj(i -> parameters[i].getName())
        .toList();
  }

  private static boolean mayBeNull(Parameter parameter) {
    return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || (parameter.getAnnotatedType() instanceof AnnotatedArrayType array
            && array.isAnnotationPresent(Nullable.class));
  }

  private static boolean isWell(
      Throwable thrown, Parameter[] parameters, @Nullable Object[] values) {
    if (thrown.getStackTrace().length == 0) {
      return true; // the JVM drops the trace of an exception that it throws often: judged before
    }
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return false;
    }
    if (thrown instanceof NullPointerException) {
      return message.matches(TELLS_OF_NULL)
          || IntStream.range(0, values.length)
              .anyMatch(i -> values[i] == null && isNamed(parameters[i].getName(), message));
    }
    return thrown.getClass().getName().startsWith(OURS)
        || USUAL.stream().anyMatch(usual -> usual.isInstance(thrown));
  }

  /** Whether the virtual machine's message names the argument, not something behind it. */
  private static boolean isNamed(String parameter, String message) {
    return message.endsWith("because \"%s\" is null".formatted(parameter));
  }
}
