using Epoche;

namespace Epoche.Reinforcement.Tests.Evaluation;

/// <summary>
/// Each step rolls a die and shows it; guessing an even roll right (action = roll mod 2) earns 1, a wrong guess of a six ends the episode.
/// </summary>
internal struct Dice : IEnvironment
{
    private int _roll;

    public readonly EnvironmentSpec Spec => new()
    {
        Name = "Dice", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 30, BestReturn = 30,
    };

    public void Reset(ref Rng rng, Span<float> observation) => Roll(ref rng, observation);

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        bool right = action.Index == _roll % 2, six = _roll == 6;
        Roll(ref rng, observation);
        return new(right ? 1 : 0, Terminated: six && !right, Truncated: false);
    }

    private void Roll(ref Rng rng, Span<float> observation)
    {
        _roll = 1 + rng.NextInt(6);
        observation[0] = _roll;
        observation[1] = _roll % 2;
    }

    /// <summary>Right except where the roll is at least a threshold.</summary>
    internal sealed class Player(int wrongFrom) : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
        {
            for (int i = 0; i < actions.Indices.Length; i++)
            {
                int parity = (int)observations[(2 * i) + 1];
                actions.Indices[i] = observations[2 * i] >= wrongFrom ? 1 - parity : parity;
            }
        }
    }
}
