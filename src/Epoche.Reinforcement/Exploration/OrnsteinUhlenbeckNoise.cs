namespace Epoche;

/// <summary>
/// Noise that drifts (Uhlenbeck and Ornstein 1930), as DDPG explores (Lillicrap et al. 2015, arXiv:1509.02971):
/// x += θ·(0 − x)·dt + σ·√dt·N(0, 1), one x for each environment and number, 0 at the start of an episode. It forgets within 1/(θ·dt)
/// steps, and its deviation in the long run is σ/√(2θ − θ²·dt), close to σ/√(2θ) whatever dt is: σ alone says nothing.
/// </summary>
/// <param name="Deviation">σ, in units of half an action's range. Range: 0 or more.</param>
/// <param name="Pull">θ, how strongly it returns to 0. Default 0.15, as in the paper; range: above 0, and θ·dt at most 1.</param>
/// <param name="TimeStep">dt, the time of a step. Default 0.01, as most libraries have it; the paper's formula is the one with 1.</param>
public sealed record OrnsteinUhlenbeckNoise(float Deviation, float Pull = 0.15f, float TimeStep = 1e-2f) : ActionNoise
{
    /// <summary>The standard deviation of x long after the start of an episode.</summary>
    public double StationaryDeviation => Deviation / Math.Sqrt((2.0 * Pull) - ((double)Pull * Pull * TimeStep));

    /// <inheritdoc/>
    public override void Add(Span<float> actions, Span<float> state, ref Rng random)
    {
        if (state.Length != actions.Length)
        {
            throw new ArgumentException(
                $"Drifting noise keeps a number for each number of the actions; received {state.Length} for {actions.Length}.",
                nameof(state));
        }

        float kept = 1 - (Pull * TimeStep), deviation = Deviation * MathF.Sqrt(TimeStep);
        for (int i = 0; i < actions.Length; i++)
        {
            state[i] = (kept * state[i]) + random.NextNormal(0, deviation);
            actions[i] += state[i];
        }
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionChecks.Within(0, float.MaxValue, Deviation, $"Noise.{nameof(Deviation)}");
        OptionChecks.Positive(Pull, $"Noise.{nameof(Pull)}");
        OptionChecks.Positive(TimeStep, $"Noise.{nameof(TimeStep)}");
        OptionChecks.AboveTo(0, 1, Pull * TimeStep, $"Noise.{nameof(Pull)} · Noise.{nameof(TimeStep)}", "above 1 it swings by itself");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(OrnsteinUhlenbeckNoise), PrintMembers);
}
