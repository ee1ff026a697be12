namespace Epoche;

/// <summary>What a sampler is given: with the same context it gives the same numbers.</summary>
public sealed class SuggestionContext
{
    /// <summary>A context, as one is made for a trial or for a test of a sampler.</summary>
    /// <param name="space">The parameters to give numbers to.</param>
    /// <param name="history">What may be seen.</param>
    /// <param name="seed">Of the study.</param>
    /// <param name="number">Of the trial, from 0.</param>
    /// <param name="attempt">How many suggestions were refused before, since they were there already.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public SuggestionContext(SearchSpace space, StudyHistory history, ulong seed, int number, int attempt = 0)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(history);
        CountChecks.AtLeast(0, number);
        CountChecks.AtLeast(0, attempt);
        (Space, History, Seed, Number, Attempt) = (space, history, seed, number, attempt);
    }

    /// <summary>The parameters to give numbers to.</summary>
    public SearchSpace Space { get; }

    /// <summary>What may be seen.</summary>
    public StudyHistory History { get; }

    /// <summary>The study's seed.</summary>
    public ulong Seed { get; }

    /// <summary>The trial's number, from 0.</summary>
    public int Number { get; }

    /// <summary>How many suggestions for this trial were refused before, since they were there already.</summary>
    public int Attempt { get; }

    /// <summary>Random numbers for a purpose, such as the name of a parameter: of this study, trial and attempt alone.</summary>
    public Rng Stream(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return Rng.Stream(Seed, Attempt == 0 ? $"suggest/{purpose}" : $"suggest/{purpose}/{Attempt}", Number);
    }

    /// <summary>A number for a parameter: uniform on the domain, or on its logarithms; its own stream.</summary>
    public double Uniform(SearchParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Rng random = Stream(parameter.Name);
        return parameter.Domain.FromUnit(random.NextDouble());
    }
}
