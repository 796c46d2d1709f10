package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.mapped;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Right functions of physics, chemistry and finance, in their usual units. */
final class PhysicalFunctions {
  private PhysicalFunctions() {}

  private static final double PLANCK = 6.62607015e-34;
  private static final double LIGHT = 299_792_458;
  private static final double BOLTZMANN = 1.380649e-23;
  private static final double GRAVITATION = 6.6743e-11;
  private static final double CHARGE = 1.602176634e-19;
  private static final double GAS = 8.314462618;

  static List<RightFunction> light() {
    return List.of(
        smooth(
            "Planck's law by wavelength",
            at(500e-9, 1e-6, 1e-5),
            unary(l -> planck(l, add(mul(l, 0), 5778)))),
        smooth(
            "Planck's law by temperature",
            at(5778, 300),
            unary(t -> planck(add(mul(t, 0), 1e-6), t))),
        smooth(
            "Planck's law by both", all(at(550e-9), at(6000)), binary(PhysicalFunctions::planck)),
        smooth("radiance of microwaves", at(1e-3), unary(l -> planck(l, add(mul(l, 0), 2.725)))),
        smooth(
            "radiation of a black body", at(300, 5778), unary(t -> mul(pow(t, 4), 5.670374419e-8))),
        smooth(
            "lens equation",
            all(at(0.05), at(2.0)),
            binary((f, d) -> div(1, sub(div(1, f), div(1, d))))),
        smooth(
            "lens near its focus",
            all(at(0.05), at(0.0500001)),
            binary((f, d) -> div(1, sub(div(1, f), div(1, d))))),
        smooth("refraction near total reflection", at(0.7296), unary(PhysicalFunctions::refracted)),
        smooth(
            "interference of slits 1e-4 apart",
            at(1e-3, 2.7e-3),
            unary(x -> square(Rule.cos(mul(x, Math.PI * 1e-4 / 500e-9))))));
  }

  static List<RightFunction> particles() {
    return List.of(
        smooth(
            "Lennard-Jones potential of argon",
            at(3.4e-10, 3.8e-10, 8e-10),
            unary(PhysicalFunctions::lennardJones)),
        rough(
            "Lennard-Jones at its minimum",
            at(3.4e-10 * Math.pow(2, 1.0 / 6)),
            unary(PhysicalFunctions::lennardJones)),
        smooth("opaque Lennard-Jones potential", at(3.6e-10), unary(opaqueLennardJones())),
        smooth(
            "Coulomb energy of two charges",
            at(5.29e-11, 1e-9),
            unary(r -> div(-2.307077552e-28, r))),
        smooth(
            "Yukawa potential",
            at(1e-15, 3e-15),
            unary(r -> div(mul(exp(div(neg(r), 1.4e-15)), -1e-26), r))),
        smooth(
            "relativistic energy of a slow electron",
            at(1e3, 1e6),
            unary(v -> kinetic(9.1093837e-31, v))),
        smooth(
            "relativistic energy near the speed of light",
            at(0.99999 * LIGHT),
            unary(v -> kinetic(9.1093837e-31, v))),
        smooth(
            "energy by momentum",
            at(1e-22),
            unary(
                p -> sqrt(add(square(mul(p, LIGHT)), Math.pow(9.1093837e-31 * LIGHT * LIGHT, 2))))),
        smooth(
            "Boltzmann factor of an electronvolt",
            at(300, 1000),
            unary(t -> exp(div(-CHARGE / BOLTZMANN, t)))),
        smooth(
            "Fermi function in joules",
            at(CHARGE, 1.02 * CHARGE),
            unary(e -> sigmoid(div(sub(CHARGE, e), BOLTZMANN * 300)))),
        smooth(
            "Bose function in joules",
            at(1e-21, 4e-21),
            unary(e -> div(1, Ops.expm1(div(e, BOLTZMANN * 300))))),
        smooth(
            "speed distribution of nitrogen",
            at(300, 1500),
            unary(v ->
                mul(
                    mul(square(v), exp(mul(square(v), -4.65e-26 / (2 * BOLTZMANN * 300)))),
                    3.0e-8))),
        smooth("partition function of a rotor", at(300), unary(PhysicalFunctions::rotor)),
        smooth("diode current", at(0.6, -0.1), unary(v -> mul(Ops.expm1(div(v, 0.02585)), 1e-12))));
  }

  static List<RightFunction> matter() {
    return List.of(
        smooth(
            "ideal gas",
            all(at(1e-3), at(0.04), at(300)),
            xs -> div(mul(mul(xs.get(1), xs.get(2)), GAS), xs.get(0))),
        smooth(
            "van der Waals gas near its covolume",
            at(4.0e-5, 1e-3),
            unary(v -> sub(div(GAS * 300, sub(v, 3.9e-5)), div(0.1355, square(v))))),
        smooth("Arrhenius' law", at(298.15, 500), unary(t -> mul(exp(div(-1e5 / GAS, t)), 1e13))),
        smooth(
            "Arrhenius' law by energy",
            at(5e4, 2e5),
            unary(e -> mul(exp(div(e, -GAS * 298.15)), 1e13))),
        smooth(
            "Michaelis-Menten at a small dose",
            at(1e-9, 1e-6),
            unary(s -> div(mul(s, 1e-3), add(s, 5e-6)))),
        smooth("Hill's equation", at(1e-7, 2e-6), unary(c -> div(1, add(pow(div(1e-6, c), 4), 1)))),
        smooth("pH of a weak acid", at(1e-3, 1e-7), unary(PhysicalFunctions::acidity)),
        smooth(
            "barometric formula", at(0, 8848, 1e5), unary(h -> mul(exp(div(h, -8434.5)), 101_325))),
        smooth(
            "steam pressure by Antoine",
            at(373.15),
            unary(t -> exp(mul(sub(10.196, div(1730.63, add(t, -39.724))), Math.log(10))))),
        smooth(
            "Reynolds number of a bacterium",
            all(at(3e-5), at(1e-6)),
            binary((v, d) -> div(mul(mul(v, d), 1e3), 1e-3))));
  }

  static List<RightFunction> space() {
    return List.of(
        smooth(
            "gravitation of Earth and Moon",
            at(3.844e8),
            unary(r -> div(GRAVITATION * 5.972e24 * 7.342e22, square(r)))),
        smooth(
            "gravitation of two grains",
            all(at(1e-9, 2e-9), at(1e-3)),
            xs -> div(mul(Ops.prod(xs.get(0)), GRAVITATION), square(xs.get(1)))),
        smooth(
            "energy of three bodies",
            mapped(
                v -> 1.5e11 * v,
                rows(new double[] {0, 0}, new double[] {1, 0}, new double[] {1.0026, 0})),
            unary(PhysicalFunctions::threeBodies)),
        smooth(
            "escape velocity", at(6.371e6), unary(r -> sqrt(div(2 * GRAVITATION * 5.972e24, r)))),
        smooth(
            "rate of time near a black hole",
            at(2.9541e3, 1e7),
            unary(r -> sqrt(sub(1, div(2953.25, r))))),
        smooth(
            "Doppler shift near the speed of light",
            at(0.999999, 1e-6),
            unary(b -> sqrt(div(sub(1, b), add(b, 1))))),
        smooth(
            "rocket equation",
            all(at(5e5), at(1.2e5)),
            binary((m, e) -> mul(log(div(m, e)), 4400))));
  }

  static List<RightFunction> finance() {
    return List.of(
        smooth(
            "Black-Scholes at the money", all(at(100), at(0.2), at(0.5)), PhysicalFunctions::call),
        smooth(
            "Black-Scholes far out of the money",
            all(at(40), at(0.2), at(0.25)),
            PhysicalFunctions::call),
        smooth(
            "Black-Scholes a minute before expiry",
            all(at(100.01), at(0.2), at(2e-6)),
            PhysicalFunctions::call),
        smooth("present value of a loan", at(0.003, 0.01), unary(PhysicalFunctions::loan)),
        smooth(
            "compound interest by the second",
            at(0.05),
            unary(r -> exp(mul(Ops.log1p(div(r, 31_557_600)), 31_557_600)))),
        smooth("bond of 1e9", at(0.02), unary(r -> mul(exp(mul(r, -30)), 1e9))));
  }

  private static Tensor planck(Tensor wavelength, Tensor temperature) {
    Tensor x = div(PLANCK * LIGHT / BOLTZMANN, mul(wavelength, temperature));
    return div(div(2 * PLANCK * LIGHT * LIGHT, pow(wavelength, 5)), Ops.expm1(x));
  }

  private static Tensor refracted(Tensor angle) {
    Tensor s = mul(Rule.sin(angle), 1.5);
    return sqrt(mul(sub(1, s), add(s, 1)));
  }

  private static Tensor lennardJones(Tensor r) {
    Tensor six = pow(div(3.4e-10, r), 6);
    return mul(sub(square(six), six), 4 * 1.65e-21);
  }

  private static UnaryOperator<Tensor> opaqueLennardJones() {
    return curve(
        r -> 4 * 1.65e-21 * (Math.pow(3.4e-10 / r, 12) - Math.pow(3.4e-10 / r, 6)),
        r -> 4 * 1.65e-21 * (-12 * Math.pow(3.4e-10 / r, 12) + 6 * Math.pow(3.4e-10 / r, 6)) / r,
        r ->
            4
                * 1.65e-21
                * (156 * Math.pow(3.4e-10 / r, 12) - 42 * Math.pow(3.4e-10 / r, 6))
                / r
                / r);
  }

  /** Returns {@code m c² (γ − 1)} as {@code m v² γ² / (γ + 1)}. */
  private static Tensor kinetic(double mass, Tensor v) {
    Tensor beta = div(v, LIGHT);
    Tensor gamma = div(1, sqrt(mul(sub(1, beta), add(beta, 1))));
    return div(mul(square(mul(v, gamma)), mass), add(gamma, 1));
  }

  private static Tensor rotor(Tensor temperature) {
    Tensor z = mul(temperature, 0);
    for (int j = 0; j < 20; j++) {
      z = add(z, mul(exp(div(-j * (j + 1) * 15.2, temperature)), 2 * j + 1));
    }
    return z;
  }

  /** Returns −log₁₀ [H⁺] of an acid of concentration c and dissociation constant 1.8e-5. */
  private static Tensor acidity(Tensor c) {
    double k = 1.8e-5;
    Tensor root = sqrt(add(mul(c, 4 * k), k * k));
    Tensor hydrogen = div(mul(c, 2 * k), add(root, k));
    return div(log(hydrogen), -Math.log(10));
  }

  private static Tensor threeBodies(Tensor x) {
    double[] masses = {1.989e30, 5.972e24, 7.342e22};
    Tensor energy = Tensor.scalar(x.dtype(), 0);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < i; j++) {
        Tensor distance = Ops.norm(sub(slice(x, 0, i, i + 1), slice(x, 0, j, j + 1)));
        energy = sub(energy, div(GRAVITATION * masses[i] * masses[j], distance));
      }
    }
    return energy;
  }

  /** Returns the price of a call with strike 100 and rate 1 %, by price, volatility and time. */
  private static Tensor call(List<Tensor> xs) {
    Tensor s = xs.get(0);
    Tensor deviation = mul(xs.get(1), sqrt(xs.get(2)));
    Tensor drift = add(log(div(s, 100)), mul(xs.get(2), 0.01));
    Tensor d = add(div(drift, deviation), mul(deviation, 0.5));
    Tensor discounted = mul(exp(mul(xs.get(2), -0.01)), 100);
    return sub(mul(s, Ops.normalCdf(d)), mul(discounted, Ops.normalCdf(sub(d, deviation))));
  }

  private static Tensor loan(Tensor rate) {
    return neg(div(Ops.expm1(mul(Ops.log1p(rate), -360)), rate));
  }
}
