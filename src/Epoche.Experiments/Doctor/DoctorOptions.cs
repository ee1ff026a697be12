namespace Epoche;

/// <summary>How long <see cref="AgentDoctor"/> looks, and who listens.</summary>
public sealed record DoctorOptions
{
    /// <summary>Environment steps of its own training at most. Default 20,000; range: at least 1.</summary>
    public long Steps { get; init; } = 20_000;

    /// <summary>
    /// Seconds of playing and training at most. Where a machine is too slow for the steps in that time, fewer are made, and the figures
    /// depend on it; otherwise they repeat exactly. Default 20; range above 0.
    /// </summary>
    public double Seconds { get; init; } = 20;

    /// <summary>Receives what is being done, in words. Default: nobody listens.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        if (Steps < 1 || !(Seconds > 0 && double.IsFinite(Seconds)))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Steps is {Steps} and Seconds is {Seconds}; expected at least 1 step, and a time above 0."),
                nameof(Steps));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Steps} steps, {Seconds} s");
}
