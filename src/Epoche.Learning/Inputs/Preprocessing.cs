namespace Epoche;

/// <summary>
/// How raw numbers become inputs: x = (raw − offset) / divisor. Pixels of 0 to 255 as a model wants them in [0, 1] have the divisor 255.
/// Statistics of single features belong into a <see cref="Normalization"/> layer instead, where they are part of the weights.
/// </summary>
public sealed record Preprocessing
{
    /// <summary>What is subtracted first. Default 0.</summary>
    public float Offset { get; init; }

    /// <summary>What is divided by then; not 0. Default 1.</summary>
    public float Divisor { get; init; } = 1;

    /// <summary>Turns raw numbers into inputs; the two spans may be the same.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void Apply(ReadOnlySpan<float> raw, Span<float> inputs)
    {
        if (raw.Length != inputs.Length)
        {
            throw new ArgumentException(
                $"{raw.Length} raw numbers give as many inputs; received room for {inputs.Length}.", nameof(inputs));
        }

        for (int i = 0; i < raw.Length; i++)
        {
            inputs[i] = (raw[i] - Offset) / Divisor;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Preprocessing), PrintMembers);
}
