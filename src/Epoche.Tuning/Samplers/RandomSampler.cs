namespace Epoche;

/// <summary>Independent random numbers, uniform on each domain or on its logarithms. The one that others are compared with.</summary>
public sealed class RandomSampler : Sampler
{
    /// <inheritdoc/>
    public override string Text => "random";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = context.Uniform(context.Space.Parameters[i]);
        }
    }
}
