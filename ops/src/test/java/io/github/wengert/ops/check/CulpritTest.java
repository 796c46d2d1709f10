package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Primitive;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is blamed when a network's gradient is wrong. */
final class CulpritTest {
  private static final GradientCheck CHECK =
      GradientCheck.DEFAULT
          .withMode(Mode.SAMPLES)
          .withSamples(3)
          .withDirections(2)
          .withCulpritSearch(false);

  static @Nullable Culprit culprit(Function<List<Tensor>, Tensor> f, List<Tensor> point) {
    ImmutableList<String> names =
        IntStream.range(0, point.size())
            .mapToObj(i -> "input " + i)
            .collect(ImmutableList.toImmutableList());
    GradientReport report = firstFailure(check -> check.check("net", f, point));
    return Culprits.of(report, Twin.of(f, names, point));
  }

  static @Nullable Culprit culprit(ImmutableList<Parameter> parameters, Supplier<Tensor> loss) {
    GradientReport report = firstFailure(check -> check.check("net", parameters, loss));
    return Culprits.of(report, Twin.of("net", parameters, loss));
  }

  private static GradientReport firstFailure(Function<GradientCheck, GradientReport> check) {
    GradientReport first = check.apply(CHECK.withOrder(1));
    return first.isRight() ? check.apply(CHECK) : first;
  }

  @Test
  void the_planted_operation_is_named_in_a_function() {
    assertNamed(plant -> culprit(plant.net(), CulpritNet.point(1)));
  }

  @Test
  void the_planted_operation_is_named_in_a_loss_of_parameters() {
    assertNamed(plant -> {
      ImmutableList<Parameter> parameters = CulpritNet.parameters(2);
      CulpritNet net = plant.net();
      return culprit(parameters, () -> net.apply(List.copyOf(parameters)));
    });
  }

  private static void assertNamed(Function<CulpritPlant, @Nullable Culprit> find) {
    List<String> missed = new ArrayList<>();
    assertThat(CulpritPlant.all()).hasSizeGreaterThan(20);
    for (CulpritPlant plant : CulpritPlant.all()) {
      Culprit culprit = find.apply(plant);
      if (culprit == null || !culprit.operation().equals(CulpritPlant.NAME)) {
        missed.add(plant + ": " + culprit);
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void a_right_network_has_no_culprit() {
    assertThat(culprit(new CulpritNet("", xs -> xs.getFirst()), CulpritNet.point(1))).isNull();
  }

  @Test
  void the_line_that_applied_it_is_named() {
    int[] line = new int[1];
    Primitive<Tensor> operation = operation(Ops::tanh, (x, y, g) -> mul(g, mul(slope(y), 2)));
    Culprit culprit =
        culprit(
            xs -> {
              Tensor x = Ops.add(xs.getFirst(), 1);
              line[0] = new Throwable().getStackTrace()[0].getLineNumber() + 1;
              Tensor y = Ops.custom(operation, x);
              return Ops.exp(y);
            },
            List.of(Tensor.of(DType.F64, 0.1, 0.2)));
    assertThat(Objects.requireNonNull(culprit).toString().lines())
        .containsExactly(
            "culprit: mine, applied at CulpritTest.the_line_that_applied_it_is_named"
                + "(CulpritTest.java:%d) to F64[2]".formatted(line[0]),
            "  2 of 2 derivatives by operand 0 are wrong, all by the factor 2: counted twice?",
            "  it is applied once; the 2 applications of other operations are right",
            "  smallest failing input: [0] → the derivative is 2, differences say 1");
  }

  private static Tensor slope(Tensor y) {
    return sub(1, square(y));
  }

  private static Primitive<Tensor> operation(UnaryOperator<Tensor> f, Rule.UnaryBackward rule) {
    return new Rule(
        "mine",
        xs -> f.apply(xs.getFirst()),
        ImmutableList.of((xs, y, g) -> rule.apply(xs.getFirst(), y, g)));
  }

  @Test
  void applications_of_the_same_operation_are_counted() {
    Primitive<Tensor> wrongBelow0 =
        operation(Ops::square, (x, y, g) -> mul(g, mul(Ops.relu(x), 2)));
    Culprit culprit =
        culprit(
            xs -> {
              Tensor x = Ops.custom(wrongBelow0, xs.getFirst());
              return Ops.custom(wrongBelow0, sub(Ops.custom(wrongBelow0, x), 10));
            },
            List.of(Tensor.of(DType.F64, 1.5, 1.25)));
    assertThat(Objects.requireNonNull(culprit).wrong()).isEqualTo(1);
    assertThat(culprit.applications()).isEqualTo(3);
    assertThat(culprit.others()).isEqualTo(1);
    assertThat(culprit.toString()).contains("1 of 3 applications of mine is wrong; the one");
  }

  @Test
  void a_wrong_operation_in_the_pullback_of_a_right_one_is_named() {
    Rule inner =
        new Rule(
            "slope of tanh",
            xs -> slope(tanh(xs.getFirst())),
            ImmutableList.of((xs, y, g) -> mul(g, mul(tanh(xs.getFirst()), -2))));
    Primitive<Tensor> outer = operation(Ops::tanh, (x, y, g) -> mul(g, Ops.custom(inner, x)));
    Culprit culprit =
        culprit(
            xs -> Ops.exp(Ops.custom(outer, xs.getFirst())),
            List.of(Tensor.of(DType.F64, 0.3, 0.2)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("slope of tanh");
    assertThat(culprit.toString()).contains("it is applied by the pullback of mine");
  }

  @Test
  void a_cotangent_that_only_the_network_gives_shows_what_is_wrong() {
    Primitive<Tensor> clipping =
        operation(Ops::tanh, (x, y, g) -> mul(Ops.clamp(g, -20, 20), slope(y)));
    Culprit culprit =
        culprit(
            xs -> Ops.exp(mul(Ops.custom(clipping, mul(xs.getFirst(), 1.5)), 8)),
            List.of(Tensor.of(DType.F64, 0.9, 0.8, 1.2)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("mine");
    assertThat(culprit.remarks().getFirst()).doesNotContain("with a random one");
  }

  @Test
  void a_pullback_that_is_wrong_for_huge_cotangents_only_is_blamed_on_its_operation() {
    Primitive<Tensor> clipping =
        operation(Ops::tanh, (x, y, g) -> mul(Ops.clamp(g, -1e9, 1e9), slope(y)));
    Culprit culprit =
        culprit(
            xs -> Ops.exp(Ops.custom(clipping, mul(Ops.exp(xs.getFirst()), 0.5))),
            List.of(Tensor.of(DType.F64, 0.9, 0.8, -1.2)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("mine");
    assertThat(culprit.wrong()).isEqualTo(1);
    assertThat(culprit.remarks().getFirst())
        .startsWith("the pullback by operand 0: not linear: 2⁴⁰ times the cotangent gives ")
        .endsWith(": clipped?");
  }

  @Test
  void a_pullback_that_spoils_its_recording_is_blamed_on_its_operation() {
    Tensor[] saved = new Tensor[1];
    Primitive<Tensor> reading =
        operation(
            x -> {
              saved[0] = Ops.stopGradient(x);
              return square(x);
            },
            (x, y, g) -> mul(g, mul(saved[0], 2)));
    Culprit culprit =
        culprit(
            xs -> Ops.exp(Ops.custom(reading, tanh(xs.getFirst()))),
            List.of(Tensor.of(DType.F64, 0.9, 0.8)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("mine");
    assertThat(culprit.remarks().getFirst()).contains("what was recorded before another forward");
  }

  @Test
  void a_wrong_rule_that_the_network_does_not_need_is_not_blamed() {
    Rule unneeded =
        new Rule(
            "unneeded",
            xs -> mul(xs.get(0), xs.get(1)),
            ImmutableList.of((xs, y, g) -> mul(g, xs.get(1)), (xs, y, g) -> mul(g, 77)));
    Primitive<Tensor> wrong = operation(Ops::tanh, (x, y, g) -> mul(g, mul(slope(y), 1.5)));
    Culprit culprit =
        culprit(
            xs ->
                Ops.custom(
                    wrong, Ops.custom(unneeded, xs.getFirst(), Tensor.of(DType.F64, 0.5, 2, 1))),
            List.of(Tensor.of(DType.F64, 0.9, 0.8, 1.2)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("mine");
    assertThat(culprit.others()).isEqualTo(1);
    assertThat(culprit.toString()).doesNotContain("unneeded");
  }

  @Test
  void what_is_wrong_in_single_precision_only_is_named() {
    Primitive<Tensor> wrong =
        operation(Ops::tanh, (x, y, g) -> mul(mul(g, slope(y)), x.dtype() == DType.F32 ? 1.01 : 1));
    Culprit culprit =
        culprit(
            xs -> Ops.exp(Ops.custom(wrong, Ops.add(xs.getFirst(), 0.5))),
            List.of(Tensor.of(0.3f, 0.2f, -0.7f)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("mine");
    assertThat(culprit.operands()).containsExactly("F32[3]");
    assertThat(culprit.toString()).contains("float32 operand 0 are wrong");
  }

  @Test
  void large_operands_are_no_obstacle() {
    Key key = Key.of(3);
    Rule wrong =
        new Rule(
            "product",
            xs -> Ops.matmul(xs.get(0), xs.get(1), false, true),
            ImmutableList.of(
                (xs, y, g) -> Ops.matmul(g, xs.get(1)),
                (xs, y, g) -> mul(Ops.matmul(g, xs.get(0), true, false), 0.5)));
    Culprit culprit =
        culprit(
            xs -> Ops.relu(Ops.custom(wrong, xs.get(0), xs.get(1))),
            List.of(
                RandomTensors.normal(key.split(1), DType.F64, Shape.of(8, 300), 0, 1),
                RandomTensors.normal(key.split(2), DType.F64, Shape.of(100, 300), 0, 1)));
    assertThat(Objects.requireNonNull(culprit).operation()).isEqualTo("product");
  }

  private static Culprit culpritInTime(UnaryOperator<Tensor> repeated, Deadline deadline) {
    FunctionSubject chain =
        new FunctionSubject(
            xs -> {
              Tensor x = xs.getFirst();
              for (int i = 0; i < 1000; i++) {
                x = repeated.apply(Ops.add(x, 0.01));
              }
              return x;
            },
            List.of("x"),
            List.of(Tensor.of(DType.F64, 0.1, 0.2)));
    return Culprits.find(CHECK, chain, 1, Verdict.WRONG, deadline);
  }

  @Test
  void when_time_is_up_what_is_known_is_said() {
    AtomicInteger asked = new AtomicInteger();
    Primitive<Tensor> wrong = operation(Ops::tanh, (x, y, g) -> mul(g, sub(1, y)));
    Culprit culprit = culpritInTime(x -> Ops.custom(wrong, x), () -> asked.incrementAndGet() > 10);
    assertThat(culprit.operation()).isEqualTo("mine");
    assertThat(culprit.remarks()).contains("10 of 2,000 applications were looked at");
    assertThat(culprit.smallest()).startsWith("[").contains("differences say");
    Culprit unknown = culpritInTime(Ops::tanh, () -> true);
    assertThat(unknown.kind()).isEqualTo(Culprit.Kind.UNKNOWN);
    assertThat(unknown.remarks()).containsExactly("0 of 2,000 applications were looked at");
  }

  @Test
  void a_search_that_fails_says_so() {
    List<Tensor> point = List.of(Tensor.of(DType.F64, 0.1));
    AtomicBoolean fails = new AtomicBoolean();
    Function<List<Tensor>, Tensor> f =
        xs -> {
          if (fails.get()) {
            throw new IllegalStateException("no more");
          }
          return Rule.unary(Ops::tanh, (x, y, g) -> mul(g, 3)).apply(xs);
        };
    GradientReport report = CHECK.check("f", f, point);
    assertThat(report.isWrong()).isTrue();
    Twin twin = Twin.of(f, ImmutableList.of("x"), point);
    fails.set(true);
    Culprit culprit = Objects.requireNonNull(Culprits.of(report, twin));
    assertThat(culprit.kind()).isEqualTo(Culprit.Kind.UNKNOWN);
    assertThat(culprit.toString())
        .contains("the search ended early: java.lang.IllegalStateException: no more");
  }

  @Test
  void parameters_are_left_as_they_were() {
    ImmutableList<Parameter> parameters = CulpritNet.parameters(5);
    List<Tensor> before = parameters.stream().map(p -> Bits.copy(p)).toList();
    CulpritNet net = new CulpritNet("act2", Rule.unary(Ops::tanh, (x, y, g) -> mul(g, sub(1, y))));
    assertThat(culprit(parameters, () -> net.apply(List.copyOf(parameters)))).isNotNull();
    for (int i = 0; i < before.size(); i++) {
      assertThat(parameters.get(i).hasSameBits(before.get(i))).isTrue();
    }
  }
}
