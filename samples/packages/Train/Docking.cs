using Epoche;

namespace Train;

/// <summary>
/// A ship drifts towards a dock: touch it slowly. Actions: coast, push forward, push back. Observation: distance, and ten times the speed.
/// </summary>
public struct Docking : IEnvironment
{
    private float _distance, _speed;

    /// <inheritdoc/>
    public readonly EnvironmentSpec Spec =>
        new() { Name = "Docking", Observation = [2], Actions = ActionSpec.Discrete(3), TimeLimit = 100 };

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_distance, _speed) = (rng.NextSingle(0.5f, 1f), rng.NextSingle(-0.05f, 0.05f));
        (observation[0], observation[1]) = (_distance, 10 * _speed);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _speed += action.Index == 1 ? 0.01f : action.Index == 2 ? -0.01f : 0;
        _distance -= _speed;
        (observation[0], observation[1]) = (_distance, 10 * _speed);
        bool docked = _distance <= 0, lost = _distance > 2;
        float reward = docked && _speed < 0.05f ? 1 : docked || lost ? -1 : -0.01f;
        return new(reward, Terminated: docked || lost, Truncated: false);
    }
}
