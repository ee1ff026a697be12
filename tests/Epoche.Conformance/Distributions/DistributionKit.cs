using System.Globalization;

namespace Epoche.Conformance.Distributions;

/// <summary>
/// What every distribution must do; numbers are compared with integrals of its density. Each check throws with what went wrong.
/// </summary>
public static class DistributionKit
{
    private const int Draws = 20_000, Batch = 3;

    /// <summary>Runs all checks.</summary>
    public static void Check(DistributionCase distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        Grid grid = new(distribution);
        double mass = grid.Integrate((_, log) => Math.Exp(log));
        Near(mass, 1, "The density sums to");
        HasItsMoments(distribution, grid);
        HasItsDivergences(distribution, grid);
        DrawsByItsDensity(distribution, grid);
        StaysInItsSupport(distribution);
        PassesGradients(distribution);
        TakesElementsAlone(distribution);
        SaysTheSameEverywhere(distribution);
    }

    private static void HasItsMoments(DistributionCase distribution, Grid grid)
    {
        Distribution made = distribution.Create();
        double mean = grid.Integrate((x, log) => x * Math.Exp(log));
        Compare(made.Mean, mean, "mean");
        Compare(made.Variance, grid.Integrate((x, log) => (x - mean) * (x - mean) * Math.Exp(log)), "variance");
        Compare(made.Entropy, grid.Integrate((_, log) => double.IsNegativeInfinity(log) ? 0 : -log * Math.Exp(log)), "entropy");

        static void Compare(Func<Tensor> closed, double integral, string what)
        {
            try
            {
                Near(closed().Item(), integral, $"By the density the {what} differs:");
            }
            catch (NotSupportedException exception)
            {
                Require(
                    exception.Message.Contains("closed form", StringComparison.Ordinal),
                    $"It has no {what}, and does not say that there is no closed form: {exception.Message}");
            }
        }
    }

    private static void HasItsDivergences(DistributionCase distribution, Grid grid)
    {
        Distribution q = distribution.Create();
        if (KullbackLeibler.TryDivergence(q, distribution.Create(), out Tensor own))
        {
            Near(own.Item(), 0, "The divergence from itself is");
        }

        if (distribution.Other is { } other
            && KullbackLeibler.TryDivergence(q, distribution.Make(distribution.Tensors(other), []), out Tensor divergence))
        {
            Grid otherGrid = new(distribution with { Parameters = other });
            double integral = 0;
            for (int i = 0; i < grid.Logs.Length; i++)
            {
                integral += double.IsNegativeInfinity(grid.Logs[i])
                    ? 0
                    : Math.Exp(grid.Logs[i]) * (grid.Logs[i] - otherGrid.Logs[i]) * grid.Width;
            }

            Near(divergence.Item(), integral, "By the densities the divergence differs:");
        }
    }

    /// <summary>
    /// The distance of Kolmogorov and Smirnov, or that of each share, at most that which one sample in a thousand exceeds; the seed is
    /// fixed.
    /// </summary>
    private static void DrawsByItsDensity(DistributionCase distribution, Grid grid)
    {
        float[] draws = Sample();
        Require(draws.AsSpan().SequenceEqual(Sample()), "The same stream gave other draws.");
        Array.Sort(draws);
        double reached = 0, distance = 0;
        for (int i = 0, drawn = 0; i < grid.Logs.Length; i++)
        {
            double share = Math.Exp(grid.Logs[i]) * grid.Width;
            reached += share;
            int before = drawn;
            while (drawn < Draws && draws[drawn] <= grid.Points[i] + (grid.Width / 2))
            {
                drawn++;
            }

            distance = Math.Max(
                distance,
                distribution.IsDiscrete
                    ? Math.Abs(share - ((double)(drawn - before) / Draws))
                    : Math.Abs(reached - ((double)drawn / Draws)));
        }

        Require(
            distance <= 1.95 / Math.Sqrt(Draws),
            $"{Draws} draws are {distance:G3} away from the density; expected at most {1.95 / Math.Sqrt(Draws):G3}.");

        float[] Sample()
        {
            Rng random = Rng.Stream(11, distribution.Name);
            return distribution.Create().Sample(ref random, [Draws]).ToArray();
        }
    }

    private static void StaysInItsSupport(DistributionCase distribution)
    {
        Distribution made = distribution.Create();
        Rng random = Rng.Stream(12, distribution.Name);
        Tensor draws = made.Sample(ref random, [1_000]);
        float[] logs = made.LogDensity(draws).ToArray(), values = draws.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            Require(
                (made.Support.Contains(values[i]) || values[i] == made.Support.Low) && float.IsFinite(logs[i]),
                $"It drew {values[i]}, of log-density {logs[i]}; its support is {made.Support}.");
        }

        foreach (float outside in distribution.Outside)
        {
            float log = made.LogDensity(outside).Item();
            Require(float.IsNegativeInfinity(log), $"The log-density of {outside}, which cannot be drawn, is {log}; expected -∞.");
        }

        Require(float.IsNaN(made.LogDensity(float.NaN).Item()), "The log-density of NaN is a number; a bad value must not hide.");
    }

    /// <summary>
    /// Those of log-densities always, those of draws where they are said to pass: against central differences on the same noise, to 1%.
    /// </summary>
    private static void PassesGradients(DistributionCase distribution)
    {
        Rng random = Rng.Stream(13, distribution.Name);
        Tensor values = distribution.Create().Sample(ref random, [8]), weights = Tensor.Of(1, -0.5f, 0.25f, 2, 1, 0.5f, -1, 0.75f);
        Agree(parameters => (distribution.Make(parameters, []).LogDensity(values) * weights).Sum(), "log-density");
        if (distribution.Create().IsReparameterized)
        {
            Agree(parameters =>
            {
                Rng noise = new(3);
                return (distribution.Make(parameters, []).Sample(ref noise, [8]) * weights).Sum();
            }, "draw");
        }

        void Agree(Func<Tensor[], Tensor> loss, string what)
        {
            const float Step = 1f / 256;
            Tensor[] variables = [.. distribution.Parameters.Select(p => Tensor.Variable(p, p.Length == 1 ? [] : [p.Length]))];
            if (variables.Length == 0)
            {
                return;
            }

            try
            {
                using (new StepArena().Step())
                {
                    Tape.Backward(loss(variables));
                }
            }
            catch (ArgumentException exception)
            {
                throw new InvalidOperationException($"The gradient of a {what} reaches no parameter: {exception.Message}", exception);
            }

            for (int p = 0; p < variables.Length; p++)
            {
                float[] gradient = variables[p].Gradient.ToArray();
                for (int i = 0; i < gradient.Length; i++)
                {
                    double difference = (At(p, i, Step) - At(p, i, -Step)) / (2 * Step);
                    Require(
                        Math.Abs(gradient[i] - difference) <= 0.01 * Math.Max(1, Math.Abs(difference)),
                        $"The gradient of a {what} by parameter {p} is {gradient[i]}; by differences {difference:G5}.");
                }
            }

            double At(int p, int i, float by)
            {
                float[][] moved = [.. distribution.Parameters.Select(values => values.ToArray())];
                moved[p][i] += by;
                return loss(distribution.Tensors(moved)).Item();
            }
        }
    }

    /// <summary>
    /// Elements are independent: three distributions in one are what each is alone, whatever the shape of the values; draws fill every
    /// shape that fits.
    /// </summary>
    private static void TakesElementsAlone(DistributionCase distribution)
    {
        float[][][] alone = [.. Enumerable.Range(0, Batch).Select(
            i => distribution.Parameters.Select(p => p.Select(x => x * (1 + (0.1f * i))).ToArray()).ToArray())];
        Tensor[] stacked = [.. distribution.Parameters.Select(
            (p, k) => Tensor.Of([.. alone.SelectMany(a => a[k])], p.Length == 1 ? [Batch] : [Batch, p.Length]))];
        Distribution together = distribution.Make(stacked, [Batch]);
        Require(together.Shape == [Batch], $"Three in one have the shape {together.Shape}; expected [{Batch}].");
        Rng random = Rng.Stream(14, distribution.Name);
        Tensor draws = together.Sample(ref random, [4, Batch]);
        Require(
            draws.Shape == [4, Batch] && together.Sample(ref random).Shape == [Batch],
            $"Draws of shape [4, {Batch}] have the shape {draws.Shape}.");
        float[] values = draws.ToArray(), logs = together.LogDensity(draws).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            float one = distribution.Make(distribution.Tensors(alone[i % Batch]), []).LogDensity(values[i]).Item();
            Require(
                one.Equals(logs[i]) || Math.Abs(one - logs[i]) <= 2e-6 * Math.Max(1, Math.Abs(one)),
                $"Element {i} has the log-density {logs[i]} among others, {one} alone.");
        }

        try
        {
            together.Sample(ref random, [Batch, 4]);
        }
        catch (ArgumentException)
        {
            return;
        }

        throw new InvalidOperationException($"It gave draws of shape [{Batch}, 4], to which its own, [{Batch}], does not broadcast.");
    }

    private static void SaysTheSameEverywhere(DistributionCase distribution)
    {
        // machines may know no other by name
        CultureInfo before = CultureInfo.CurrentCulture, other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        string[] texts = [.. ((CultureInfo[])[CultureInfo.InvariantCulture, other]).Select(culture =>
        {
            CultureInfo.CurrentCulture = culture;
            Distribution made = distribution.Create();
            return $"{made}|{made.Support}|{made.Name}";
        })];
        CultureInfo.CurrentCulture = before;
        Require(texts.Distinct().Count() == 1, $"Its text depends on the culture: {string.Join(" or ", texts.Distinct())}.");
    }

    private static void Near(double actual, double expected, string what) =>
        Require(
            Math.Abs(actual - expected) <= 1e-3 * Math.Max(1, Math.Abs(expected)),
            string.Create(CultureInfo.InvariantCulture, $"{what} {actual:G6}; expected {expected:G6}."));

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    /// <summary>Log-densities at the middles of equal parts of the range, or at each whole number.</summary>
    private sealed class Grid
    {
        private const int Parts = 200_000;

        public Grid(DistributionCase distribution)
        {
            int count = distribution.IsDiscrete ? (int)(distribution.High - distribution.Low) + 1 : Parts;
            Width = distribution.IsDiscrete ? 1 : (distribution.High - distribution.Low) / Parts;
            Points = [.. Enumerable.Range(0, count).Select(
                i => distribution.IsDiscrete ? distribution.Low + i : distribution.Low + ((i + 0.5) * Width))];
            Logs = [.. distribution.Create().LogDensity(Tensor.Of((float[])[.. Points.Select(x => (float)x)])).ToArray()];
        }

        public double Width { get; }

        public double[] Points { get; }

        public double[] Logs { get; }

        public double Integrate(Func<double, double, double> of)
        {
            double sum = 0;
            for (int i = 0; i < Logs.Length; i++)
            {
                sum += of(Points[i], Logs[i]) * Width;
            }

            return sum;
        }
    }
}
