namespace Epoche.Tuning;

/// <summary>The internal numbers of a trial, to be found again.</summary>
internal readonly struct ParameterKey(double[] numbers) : IEquatable<ParameterKey>
{
    private readonly double[] _numbers = numbers;

    public bool Equals(ParameterKey other) => _numbers.AsSpan().SequenceEqual(other._numbers); // NaN equals NaN here

    public override bool Equals(object? obj) => obj is ParameterKey other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (double number in _numbers)
        {
            hash.Add(number);
        }

        return hash.ToHashCode();
    }
}
