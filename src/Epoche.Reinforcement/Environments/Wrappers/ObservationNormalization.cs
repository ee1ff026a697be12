using System.Buffers;
using System.Globalization;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// The running mean and variance of every number of an observation, from which a network's first layer takes what it subtracts and what it
/// multiplies with. In double precision, one observation after the other (Welford 1962), so that the result is one whatever the batches.
/// </summary>
public sealed class ObservationNormalization
{
    private const int StateVersion = 1;

    private readonly double[] _mean, _squares; // the sum of squared distances from the mean
    private readonly bool[] _passes; // numbers that are no quantities
    private ulong _count;

    /// <summary>For observations of a shape.</summary>
    /// <param name="observation">Without a batch axis.</param>
    /// <param name="epsilon">
    /// Added to the variance before its root is taken, so that a number that hardly changes is not blown up. Default 1e-8, above 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not positive.</exception>
    public ObservationNormalization(Shape observation, double epsilon = 1e-8)
    {
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), string.Create(CultureInfo.InvariantCulture, $"epsilon is {epsilon}; expected a finite number above 0."));
        }

        Observation = observation;
        Epsilon = epsilon;
        _mean = new double[observation.ElementCount];
        _squares = new double[observation.ElementCount];
        _passes = new bool[observation.ElementCount];
    }

    /// <summary>
    /// For observations of an environment: those of its numbers that by its layout are indices or one-hot pass as they are, with mean 0 and
    /// deviation 1.
    /// </summary>
    /// <param name="spec">The environment.</param>
    /// <param name="epsilon">As above.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not positive.</exception>
    public ObservationNormalization(EnvironmentSpec spec, double epsilon = 1e-8)
        : this((spec ?? throw new ArgumentNullException(nameof(spec))).Observation, epsilon)
    {
        foreach (ObservationPart part in spec.Layout ?? Enumerable.Empty<ObservationPart>())
        {
            _passes.AsSpan(spec.Layout!.StartOf(part.Name), part.Shape.ElementCount).Fill(part.Kind != ObservationKind.Numbers);
        }
    }

    /// <summary>The shape of one observation.</summary>
    public Shape Observation { get; }

    /// <summary>Added to the variance before its root is taken.</summary>
    public double Epsilon { get; }

    /// <summary>Observations seen.</summary>
    public long Count => (long)_count;

    /// <summary>Takes a batch of observations into account.</summary>
    /// <param name="observations"><c>[count, …observation]</c>, any count.</param>
    /// <exception cref="ArgumentException">The length is no multiple of an observation's.</exception>
    /// <exception cref="NonFiniteException">A number is NaN or infinite; none of these observations was taken.</exception>
    public void Update(ReadOnlySpan<float> observations)
    {
        int width = _mean.Length;
        if (width == 0 || observations.Length % width != 0)
        {
            throw new ArgumentException(
                $"Observations of the shape {Observation} come in multiples of {width} numbers; received {observations.Length}.",
                nameof(observations));
        }

        if (observations.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and int odd)
        {
            throw new NonFiniteException(
                Count + (odd / width) + 1, $"number {odd % width} of observation {odd / width}", observations[odd],
                "None of these observations was taken: the mean would be lost for good.");
        }

        for (; observations.Length > 0; observations = observations[width..])
        {
            double share = 1.0 / ++_count;
            for (int i = 0; i < width; i++)
            {
                double before = observations[i] - _mean[i];
                _mean[i] += before * share;
                _squares[i] += before * (observations[i] - _mean[i]);
            }
        }
    }

    /// <summary>
    /// The mean of number <paramref name="index"/>; 0 before the first observation, and of a number that passes as it is.
    /// </summary>
    public double Mean(int index) => _passes[RequireIndex(index)] ? 0 : _mean[index];

    /// <summary>
    /// The variance of number <paramref name="index"/> (of the observations seen, not an estimate for others); 1 before the first
    /// observation, and of a number that passes as it is.
    /// </summary>
    public double Variance(int index) => _passes[RequireIndex(index)] || _count == 0 ? 1 : _squares[index] / _count;

    /// <summary>Writes what a normalizing layer needs: normalized = (observation − mean) · inverseDeviation.</summary>
    /// <param name="mean">Receives the means, <c>[observation]</c>.</param>
    /// <param name="inverseDeviation">
    /// Receives 1 / √(variance + epsilon), <c>[observation]</c>; 1 before the first observation, and of a number that has never changed,
    /// which has no deviation to divide by: what is left of it is the plain difference.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void CopyTo(Span<float> mean, Span<float> inverseDeviation)
    {
        if (mean.Length != _mean.Length || inverseDeviation.Length != _mean.Length)
        {
            throw new ArgumentException($"An observation has {_mean.Length} numbers; the spans for mean and inverse deviation have "
                + $"{mean.Length} and {inverseDeviation.Length}.", nameof(mean));
        }

        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = (float)Mean(i);
            inverseDeviation[i] = _count == 0 || _passes[i] || _squares[i] == 0 ? 1 : (float)(1 / Math.Sqrt(Variance(i) + Epsilon));
        }
    }

    /// <summary>Writes counts, means and variances.</summary>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, "observation normalization", _mean.Length);
        writer.Write(_count);
        writer.WriteAll<double>(_mean);
        writer.WriteAll<double>(_squares);
    }

    /// <summary>Continues from what <see cref="SaveState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or come from observations of another size.</exception>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, "observation normalization", _mean.Length);
        reader.Expect(sizeof(ulong) + (2 * _mean.Length * sizeof(double)));
        _count = reader.ReadUInt64();
        reader.ReadAll<double>(_mean);
        reader.ReadAll<double>(_squares);
    }

    private int RequireIndex(int index) => (uint)index < (uint)_mean.Length
        ? index
        : throw new ArgumentOutOfRangeException(
            nameof(index), $"An observation has {_mean.Length} numbers, 0 to {_mean.Length - 1}; received {index}.");
}
