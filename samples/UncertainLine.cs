#:project ../src/Epoche.Probability
// Bayesian linear regression: a posterior of slope, offset and noise.  Run it:  dotnet run -c Release samples/UncertainLine.cs
using Epoche;

Console.OutputEncoding = System.Text.Encoding.UTF8; // "±", on Windows too
const int Points = 60;
Rng random = Rng.Stream(seed: 1, "points");
Tensor x = Tensor.Uniform([Points], ref random, -1, 1);
Tensor y = (2 * x) + 0.5f + Tensor.Normal([Points], ref random, 0, 0.3f);

Program<(Tensor X, Tensor Y)> line = (p, data) =>
{
    Tensor slope = p.Sample("slope", new Normal(0, 3));
    Tensor offset = p.Sample("offset", new Normal(0, 3));
    Tensor noise = p.Sample("noise", new HalfNormal(1));
    using (p.Plate("points", Points))
    {
        p.Sample("y", new Normal((slope * data.X) + offset, noise), observed: data.Y);
    }
};

Program<(Tensor X, Tensor Y)> own = (p, data) =>
{
    p.Sample("slope", new Normal(p.Param("slope.mean", 0), p.Param("slope.deviation", 0.1f, Constraint.Positive)));
    p.Sample("offset", new Normal(p.Param("offset.mean", 0), p.Param("offset.deviation", 0.1f, Constraint.Positive)));
    p.Sample("noise", new LogNormal(p.Param("noise.location", -1), p.Param("noise.scale", 0.1f, Constraint.Positive)));
};

foreach (Program<(Tensor X, Tensor Y)> guide in (Program<(Tensor X, Tensor Y)>[])[own, AutoNormal.For(line)])
{
    Svi<(Tensor X, Tensor Y)> svi = new(
        line, guide, new() { Optimizer = new Adam(Schedule.Exponential(0.05f, 0.001f, 1_000)), Particles = 4, Seed = 1 });
    foreach (SviReport report in svi.Run((x, y), steps: 1_000))
    {
        if (report.Step % 250 == 0)
        {
            Console.WriteLine(
                $"step {report.Step,4}  bound {report.Elbo:F1}  log-likelihood {report.LogLikelihood:F1}  divergence {report.Kl:F1}");
        }
    }

    Rng draws = Rng.Stream(seed: 1, "draws");
    float[] slopes = new float[1_000], inside = new float[1_000], outside = new float[1_000];
    for (int i = 0; i < slopes.Length; i++)
    {
        Trace posterior = svi.Posterior((x, y), ref draws);
        slopes[i] = posterior["slope"].Item();
        inside[i] = posterior["offset"].Item();
        outside[i] = (10 * slopes[i]) + inside[i];
    }

    Console.WriteLine($"the line at 0: {Text(inside)}, at 10, far from all points: {Text(outside)}");
    Console.WriteLine($"slope {Text(slopes)}");
}

static string Text(float[] values)
{
    float mean = values.Average();
    return $"{mean:F2} ± {MathF.Sqrt(values.Average(v => (v - mean) * (v - mean))):F2}";
}
