package io.github.wengert.examples;

import static io.github.wengert.autograd.Autograd.parallel;
import static io.github.wengert.ops.DType.F32;
import static io.github.wengert.ops.Losses.crossEntropy;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.linear;
import static io.github.wengert.ops.Ops.max;
import static io.github.wengert.ops.Ops.mean;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.stack;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.nn.Accuracy;
import io.github.wengert.nn.Activation;
import io.github.wengert.nn.BatchNorm;
import io.github.wengert.nn.ConfusionMatrix;
import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Dropout;
import io.github.wengert.nn.Initializer;
import io.github.wengert.nn.Layer;
import io.github.wengert.nn.LayerCheck;
import io.github.wengert.nn.LayerReport;
import io.github.wengert.nn.Loss;
import io.github.wengert.nn.Mlp;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.optim.Sgd;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The code of the page on networks is what stands here between two marks. */
final class NetworksPageTest {
  private static final Page PAGE = Page.of("docs/networks.md", NetworksPageTest.class);

  private static final Key key = Key.of(3);
  private static final Tensor x = RandomTensors.normal(Key.of(5), F32, Shape.of(4, 64), 0, 1);
  private static final Tensor more = RandomTensors.normal(Key.of(6), F32, Shape.of(2, 64), 0, 1);
  private static final Indices labels = Indices.of(3, 1, 4, 1);
  private static final Indices moreLabels = Indices.of(5, 9);

  @Test
  void a_formula_and_a_composition_of_the_same_parameters_are_the_same() {
    // page
    Parameter w1 = Parameter.of("W1", Initializer.HE.create(Key.of(1), F32, Shape.of(100, 64)));
    Parameter b1 = Parameter.of("b1", Tensor.zeros(F32, Shape.of(100)));
    Parameter w2 = Parameter.of("W2", Initializer.LECUN.create(Key.of(2), F32, Shape.of(10, 100)));
    Parameter b2 = Parameter.of("b2", Tensor.zeros(F32, Shape.of(10)));

    UnaryOperator<Tensor> s = x -> linear(max(0, linear(x, w1, b1)), w2, b2);
    // end
    Sequential composed = Sequential.of(new Dense(w1, b1), Activation.RELU, new Dense(w2, b2));
    assertThat(s.apply(x).hasSameBits(composed.apply(x))).isTrue();
  }

  private static Sequential network() {
    // page
    Sequential net =
        Sequential.of(
            Dense.of("layers.0", 64, 100, Initializer.HE, key),
            Activation.RELU,
            Dense.of("layers.1", 100, 10, key));
    // end
    return net;
  }

  // page
  record Gated(Dense values, Dense gates) implements Layer {
    static Gated of(String name, int inputs, int units, Key key) {
      return new Gated(
          Dense.of(name + ".values", inputs, units, key),
          Dense.of(name + ".gates", inputs, units, key));
    }

    @Override
    public Tensor apply(Tensor x) {
      return mul(values.apply(x), sigmoid(gates.apply(x)));
    }

    @Override
    public List<Parameter> parameters() {
      return Layer.parametersOf(values, gates);
    }
  }

  // end

  @Test
  void the_members_of_an_ensemble_differ() {
    // page
    List<Mlp> ensemble =
        IntStream.range(0, 5).mapToObj(i -> Mlp.of(key.split(i), 64, 100, 10)).toList();
    // end
    assertThat(ensemble.get(0).apply(x).hasSameBits(ensemble.get(1).apply(x))).isFalse();
  }

  @Test
  void an_input_of_another_type_is_refused_as_the_page_says() {
    assertThatThrownBy(() -> network().apply(x.to(DType.F64)))
        .satisfies(e -> assertThat(PAGE.text()).contains("```\n" + e.getMessage() + "\n```"));
  }

  @Test
  void a_layer_of_ones_own_is_checked() {
    // page
    LayerCheck.DEFAULT.check("gated", Gated.of("gated", 64, 100, key), Shape.of(5, 64)).orThrow();
    // end
    assertThat(Gated.of("gated", 64, 100, key).parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "gated.values.weight", "gated.values.bias", "gated.gates.weight", "gated.gates.bias");
  }

  @Test
  void a_layer_of_ones_own_stands_in_a_network() {
    Sequential net =
        Sequential.of(Gated.of("layers.0", 64, 100, key), Dense.of("layers.1", 100, 10, key));
    assertThat(net.summary(Shape.of(64)).parameters()).isEqualTo(2 * 6500 + 1010);
  }

  @Test
  void what_the_page_says_of_a_forgotten_parameter_is_what_the_check_says() {
    Gated gated = Gated.of("gated", 64, 100, key);
    Layer forgetful = new Forgetful(gated);
    LayerReport report = LayerCheck.DEFAULT.check("gated", forgetful, Shape.of(5, 64));
    assertThat(PAGE.text()).contains("```\n" + report + "\n```");
  }

  private record Forgetful(Gated gated) implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return gated.apply(x);
    }

    @Override
    public List<Parameter> parameters() {
      return gated.values().parameters();
    }

    @Override
    public String label() {
      return gated.label();
    }
  }

  @Test
  void frozen_parameters_stay_and_the_others_learn() {
    Sequential net = network();
    // page
    Sgd sgd =
        Sgd.on(net.parameters(p -> !p.name().startsWith("layers.0."))).learningRate(0.1).build();
    // end
    Tensor frozen = net.parameters().getFirst().snapshot();
    Tensor learned = net.parameters().getLast().snapshot();
    sgd.step(() -> crossEntropy(net.apply(x), labels));
    assertThat(net.parameters().getFirst().hasSameBits(frozen)).isTrue();
    assertThat(net.parameters().getLast().hasSameBits(learned)).isFalse();
  }

  @Test
  void features_that_are_evaluated_keep_their_statistics() {
    Sequential features =
        Sequential.of(Dense.of("a", 64, 20, key), BatchNorm.of("b", 20), new Dropout(0.5));
    Dense head = Dense.of("head", 20, 10, key);
    Sgd sgd = Sgd.of(head.parameters(), 0.1);
    Tensor mean = features.buffers().getFirst().snapshot();
    // page
    sgd.step(() -> {
      Tensor known = Training.evaluate(() -> features.apply(x));
      return crossEntropy(head.apply(known), labels);
    });
    // end
    assertThat(features.buffers().getFirst().hasSameBits(mean)).isTrue();
    sgd.step(() -> crossEntropy(head.apply(features.apply(x)), labels));
    assertThat(features.buffers().getFirst().hasSameBits(mean)).isFalse();
  }

  @Test
  void a_loss_with_settings_is_learned() {
    Sequential net = network();
    Sgd sgd = Sgd.of(net.parameters(), 0.1);
    // page
    Loss<Indices> loss = CrossEntropyLoss.DEFAULT.withLabelSmoothing(0.1);
    sgd.step(() -> loss.apply(net.apply(x), labels));
    // end
    assertThat(loss.apply(net.apply(x), labels).item())
        .isLessThan(loss.apply(network().apply(x), labels).item());
  }

  @Test
  void metrics_of_batches_add_up() {
    Sequential net = network();
    // page
    Accuracy accuracy =
        Accuracy.of(net.apply(x), labels).plus(Accuracy.of(net.apply(more), moreLabels));
    ConfusionMatrix matrix = ConfusionMatrix.of(net.apply(x), labels);
    double f1 = matrix.report().weighted().f1();
    // end
    assertThat(accuracy.samples()).isEqualTo(6);
    assertThat(f1).isBetween(0.0, 1.0);
  }

  @Test
  void parts_of_a_loss_run_side_by_side() {
    Sequential net = network();
    Sgd sgd = Sgd.on(net.parameters()).learningRate(0.1).build();
    Tensor before = net.parameters().getFirst().snapshot();
    // page
    List<Tensor> xs = List.of(x, more);
    List<Indices> ys = List.of(labels, moreLabels);

    sgd.step(() -> {
      List<Tensor> losses = parallel(2, p -> crossEntropy(net.apply(xs.get(p)), ys.get(p)));
      return mean(stack(losses, 0));
    });
    // end
    assertThat(net.parameters().getFirst().hasSameBits(before)).isFalse();
  }

  @Test
  void the_page_shows_how_a_task_on_another_thread_is_refused() {
    Sequential net = network();
    Sgd sgd = Sgd.on(net.parameters()).learningRate(0.1).build();
    Thread.Builder threads = Thread.ofPlatform().daemon().name("pool-1-thread-1");
    try (ExecutorService pool = Executors.newSingleThreadExecutor(threads.factory())) {
      assertThatThrownBy(() ->
              sgd.step(() -> {
                Tensor elsewhere =
                    supplyAsync(() -> crossEntropy(net.apply(more), moreLabels), pool).join();
                return add(crossEntropy(net.apply(x), labels), elsewhere);
              }))
          .satisfies(e -> assertThat(PAGE.text().replace("\n", " ")).contains(e.getMessage()));
    }
  }

  @Test
  void the_code_of_the_page_is_the_code_above() {
    assertThat(PAGE.shownCode()).hasSize(10).isEqualTo(PAGE.runCode());
  }
}
