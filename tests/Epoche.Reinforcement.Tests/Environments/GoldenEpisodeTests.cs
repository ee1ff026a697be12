using Epoche.Conformance;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>
/// Episodes under random actions, as they were when the environments were compared with their sources: whoever changes a rule, a draw or
/// the order of a sum sees it here. In child processes also without wide registers and without fused multiply-add.
/// </summary>
public sealed class GoldenEpisodeTests
{
    private const int Count = 37, Steps = 400;

    private static readonly string[] s_recorded =
    [
        "FrozenLake-v1 b4fe2a49efc4b157",
        "FrozenLake8x8-v1 137f2c7fe0830fe2",
        "CliffWalking-v1 73eae5b373c91561",
        "Taxi-v3 88807541b165ba8c",
        "DeepSea-10 dd482722fae407ec",
        "DeepSea-20 de72f7a2323e815e",
        "MountainCar-v0 00d1035f0f97ff76",
        "MountainCarContinuous-v0 f61337b55c88d96e",
        "Acrobot-v1 4f251b78c2d87799",
    ];

    [Fact]
    public void Episodes_have_the_recorded_bits_at_every_vector_width() => FeatureSwitch.AssertSame<GoldenEpisodeTests>(() =>
    {
        string[] played = [.. s_recorded.Select(line => line.Split(' ')[0]).Select(name => $"{name} {Play(name)}")];
        Assert.True(s_recorded.SequenceEqual(played), string.Join(Environment.NewLine, played));
        return string.Join(';', played);
    });

    private static string Play(string name)
    {
        using IBatchEnvironment environment = EnvironmentRegistry.Find(name).CreateBatch(Count);
        using Fingerprint fingerprint = new();
        RandomActions actions = new(environment.Spec.Actions, Count, Steps, seed: 1);
        TransitionBuffers buffers = new(environment);
        environment.Reset(2, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        for (int step = 0; step < Steps; step++)
        {
            environment.Step(actions.Under(step, buffers.ActionMasks), buffers.View);
            fingerprint.Add<float>(buffers.Observations);
            fingerprint.Add<float>(buffers.Rewards);
            fingerprint.Add<bool>(buffers.Terminated);
        }

        return fingerprint.ToString();
    }
}
