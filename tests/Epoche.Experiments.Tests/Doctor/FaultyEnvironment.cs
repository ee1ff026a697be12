namespace Epoche.Experiments.Tests.Doctor;

/// <summary>An environment with a fault planted into what it shows, pays or ends.</summary>
internal sealed class FaultyEnvironment(IEnvironment inner) : IEnvironment
{
    private int _elapsed;

    public EnvironmentSpec Spec { get; init; } = inner.Spec with { Name = $"{inner.Spec.Name}, faulty" };

    public float RewardScale { get; init; } = 1;

    public float ObservationScale { get; init; } = 1;

    /// <summary>A number of the observation that is always 0.</summary>
    public int? DeadSensor { get; init; }

    /// <summary>After so many steps an episode ends as if its task were over.</summary>
    public int? HiddenLimit { get; init; }

    /// <summary>A source of environments that has it as <c>Faulty</c>.</summary>
    public static ExperimentOptions Named(Func<FaultyEnvironment> create) => new()
    {
        Environments = new NamedEnvironments(
            new EnvironmentEntry("Faulty", "Has a fault.", create, count => BatchEnvironment.Of(create, count))),
    };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _elapsed = 0;
        inner.Reset(ref rng, observation);
        Spoil(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        StepResult result = inner.Step(action, ref rng, observation);
        Spoil(observation);
        return result with
        {
            Reward = result.Reward * RewardScale,
            Terminated = result.Terminated || ++_elapsed >= HiddenLimit,
        };
    }

    private void Spoil(Span<float> observation)
    {
        foreach (ref float number in observation)
        {
            number *= ObservationScale;
        }

        if (DeadSensor is { } dead)
        {
            observation[dead] = 0;
        }
    }
}
