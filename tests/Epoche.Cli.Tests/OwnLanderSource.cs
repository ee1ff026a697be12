namespace Epoche.Cli.Tests;

/// <summary>
/// An environment in a C# file, with a picture and a scripted player, as somebody may write it; it is built by the program.
/// </summary>
internal static class OwnLanderSource
{
    public const string Text =
        """
        using Epoche;

        struct OwnLander : IEnvironment, IDrawable, IScripted
        {
            private float _height, _speed;

            public readonly EnvironmentSpec Spec => new()
            {
                Name = "OwnLander", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 100,
            };

            public readonly IReadOnlyList<string> ActionNames => ["fall", "burn"];

            public readonly double AspectRatio => 1;

            public readonly double StepSeconds => 0.1;

            public readonly ScriptedPlayer Player => new(1, _ => new Falling());

            public void Reset(ref Rng rng, Span<float> observation)
            {
                (_height, _speed) = (rng.NextSingle(0.5f, 1.5f), rng.NextSingle(-0.1f, 0.1f));
                (observation[0], observation[1]) = (_height, 10 * _speed);
            }

            public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
            {
                _speed += action.Index == 1 ? 0.01f : -0.01f;
                _height += _speed;
                (observation[0], observation[1]) = (_height, 10 * _speed);
                bool landed = _height <= 0, lost = _height > 2;
                float reward = landed && _speed > -0.05f ? 1 : landed || lost ? -1 : -0.01f;
                return new(reward, Terminated: landed || lost, Truncated: false);
            }

            public readonly void Draw(ReadOnlySpan<float> observation, Canvas canvas) =>
                canvas.Clear(observation[0] > 1 ? Rgba.White : Rgba.Black);
        }

        sealed class Falling : IPolicy
        {
            public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Indices.Clear();
        }
        """;
}
