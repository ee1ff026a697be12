using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed class ScalarMathTests
{
    [Fact]
    public void Sine_and_cosine_agree_with_the_C_library_at_every_magnitude()
    {
        Rng rng = new(1);
        for (int i = 0; i < 200_000; i++)
        {
            double x = Math.ScaleB(rng.NextDouble() + 1, rng.NextInt(1060) - 60) * (i % 2 == 0 ? 1 : -1);
            (double sin, double cos) = ScalarMath.SinCos(x);
            Assert.True(
                Ulp.Distance(sin, Math.Sin(x)) <= 1 && Ulp.Distance(cos, Math.Cos(x)) <= 1,
                $"SinCos({x:R}) = ({sin:R}, {cos:R}), expected ({Math.Sin(x):R}, {Math.Cos(x):R})");
        }
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_C_library_near_multiples_of_half_pi()
    {
        Rng rng = new(2);
        for (int i = 0; i < 200_000; i++)
        {
            double x = rng.NextInt(1 << (1 + (i % 30))) * (Math.PI / 2);
            (double sin, double cos) = ScalarMath.SinCos(x);
            Assert.True(
                Ulp.Distance(sin, Math.Sin(x)) <= 1 && Ulp.Distance(cos, Math.Cos(x)) <= 1,
                $"SinCos({x:R}) = ({sin:R}, {cos:R}), expected ({Math.Sin(x):R}, {Math.Cos(x):R})");
        }
    }

    /// <summary>
    /// The double nearest to a multiple of π/2 (Kahan): 6381956970095103·2⁷⁹⁷, at distance 4.687165924254627611122582801963884e−19.
    /// </summary>
    [Fact]
    public void The_hardest_angle_is_reduced_right()
    {
        double x = Math.ScaleB(6381956970095103, 797);
        Assert.Equal(4.6871659242546276e-19, Math.Abs(ScalarMath.Cos(x)), 1e-34);
    }

    [Fact]
    public void Exponentials_and_logarithms_agree_with_the_C_library()
    {
        Rng rng = new(3);
        for (int i = 0; i < 200_000; i++)
        {
            double x = (rng.NextDouble() - 0.5) * 1500;
            Assert.True(Ulp.Distance(ScalarMath.Exp(x), Math.Exp(x)) <= 1, $"Exp({x:R})");
            double y = Math.ScaleB(rng.NextDouble() + 1, rng.NextInt(2098) - 1074);
            Assert.True(Ulp.Distance(ScalarMath.Log(y), Math.Log(y)) <= 1, $"Log({y:R})");
            double near = 0.5 + rng.NextDouble();
            Assert.True(Ulp.Distance(ScalarMath.Log(near), Math.Log(near)) <= 1, $"Log({near:R})");
            double z = Math.ScaleB(rng.NextDouble() - 0.5, rng.NextInt(40) - 30);
            Assert.True(
                Ulp.Distance(ScalarMath.Tanh(z), Math.Tanh(z)) <= 3, $"Tanh({z:R}) = {ScalarMath.Tanh(z):R}, expected {Math.Tanh(z):R}");
        }
    }

    /// <summary>Against series near 0; elsewhere against the C library, whose sums are exact there.</summary>
    [Fact]
    public void Differences_from_one_keep_their_digits()
    {
        Rng rng = new(6);
        for (int i = 0; i < 100_000; i++)
        {
            double small = Math.ScaleB(rng.NextDouble() - 0.5, rng.NextInt(1000) - 1012); // below 2⁻¹³
            double exp = small + (small * small / 2) + (small * small * small / 6) + (small * small * small * small / 24);
            double log = small - (small * small / 2) + (small * small * small / 3) - (small * small * small * small / 4);
            Assert.True(Ulp.Distance(ScalarMath.Expm1(small), exp) <= 2 && Ulp.Distance(ScalarMath.Log1p(small), log) <= 2, $"{small:R}");
            double x = (rng.NextDouble() * 700) + 3, y = Math.ScaleB(rng.NextDouble() + 1, rng.NextInt(1000) + 2),
                below = -rng.NextDouble();
            Assert.True(Ulp.Distance(ScalarMath.Expm1(x), Math.Exp(x) - 1) <= 2
                && Ulp.Distance(ScalarMath.Expm1(-x), Math.Exp(-x) - 1) <= 2, $"Expm1(±{x:R})");
            Assert.True(Ulp.Distance(ScalarMath.Log1p(y), Math.Log(1 + y)) <= 2, $"Log1p({y:R})");
            // 1 + below is exact.
            Assert.True(below > -0.5 || Ulp.Distance(ScalarMath.Log1p(below), Math.Log(1 + below)) <= 2, $"Log1p({below:R})");
        }

        Assert.Equal(
            [0, -1, double.PositiveInfinity, double.NaN],
            Array.ConvertAll([0, double.NegativeInfinity, double.PositiveInfinity, double.NaN], ScalarMath.Expm1));
        Assert.Equal(
            [0, double.NegativeInfinity, double.PositiveInfinity, double.NaN, double.NaN],
            Array.ConvertAll([0, -1, double.PositiveInfinity, -2, double.NaN], ScalarMath.Log1p));
    }

    [Fact]
    public void Powers_are_within_their_stated_error()
    {
        Rng rng = new(4);
        for (int i = 0; i < 100_000; i++)
        {
            double x = Math.ScaleB(rng.NextDouble() + 1, rng.NextInt(60) - 30), y = (rng.NextDouble() - 0.5) * 60;
            double expected = Math.Pow(x, y);
            Assert.InRange(Math.Abs(ScalarMath.Pow(x, y) - expected) / expected, 0, 2e-13);
        }

        Assert.Equal(0, ScalarMath.Pow(0, 2));
        Assert.Equal(1, ScalarMath.Pow(0, 0));
        Assert.Equal(double.PositiveInfinity, ScalarMath.Pow(0, -1));
        Assert.Equal(double.NaN, ScalarMath.Pow(-1, 0.5));
    }

    [Fact]
    public void Special_values_are_those_of_the_standard()
    {
        foreach (double x in (double[])[
            0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, -double.Epsilon, -1])
        {
            Assert.Equal(Math.Exp(x), ScalarMath.Exp(x));
            Assert.Equal(Math.Log(x), ScalarMath.Log(x), 1e-12);
            Assert.Equal(Math.Tanh(x), ScalarMath.Tanh(x));
            Assert.Equal(Math.Sin(x), ScalarMath.Sin(x));
            Assert.Equal(Math.Cos(x), ScalarMath.Cos(x));
            Assert.Equal(double.IsNegative(x), double.IsNegative(ScalarMath.Tanh(x)));
        }
    }

    [Fact]
    public void A_single_float_gives_the_bits_of_a_vector_lane()
    {
        float[] x = [-3.7f, 0.1f, 2.5f, 40, 123456, -0f, 1e-40f, 700_000], y = new float[x.Length];
        Elementwise.Apply<Exponential>(x, y);
        Assert.Equal(y, Array.ConvertAll(x, ScalarMath.Exp));
        Elementwise.Apply<Sine>(x, y);
        Assert.Equal(y, Array.ConvertAll(x, v => ScalarMath.SinCos(v).Sin));
        Elementwise.Apply<HyperbolicTangent>(x, y);
        Assert.Equal(y, Array.ConvertAll(x, ScalarMath.Tanh));
    }
}
