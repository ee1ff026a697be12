namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Python environments keep the rules of all others.</summary>
public sealed class PythonRuleTests
{
    private static readonly Lazy<EnvironmentSubject> s_cart = new(() =>
        EnvironmentSubject.Of(GymnasiumEnvironment.Entry("Cart-v0", PythonHere.Options)));

    public static TheoryData<string> Rules => [.. EnvironmentCheck.Rules.Select(rule => rule.Name)];

    [Theory]
    [InlineData("seed")]
    [InlineData("batch")]
    [InlineData("state")]
    [InlineData("memory")]
    public void A_Python_environment_keeps_the_rules_of_exact_runs(string rule) => Keeps(rule);

    [Theory]
    [MemberData(nameof(Rules))]
    [Trait("category", "soak")]
    public void A_Python_environment_keeps_every_rule(string rule) => Keeps(rule);

    private static void Keeps(string rule)
    {
        _ = PythonHere.Options;
        EnvironmentAssert.Keeps(rule, s_cart.Value);
    }

    [Theory]
    [InlineData("Cart-v0")]
    [InlineData("toys:Machine")]
    [InlineData("toys:Plane")]
    [InlineData("toys:Room")]
    public void Episodes_depend_neither_on_processes_nor_on_neighbours(string name)
    {
        PythonEnvironmentOptions options = PythonHere.Options with { TimeLimit = 25 };
        float[] alone = Play(name, count: 1, options, 60), five = Play(name, 5, options, 60);
        float[] spread = Play(name, 5, options with { Processes = 4 }, 60);

        Assert.Equal(five, spread);
        float[] first = [.. five.Chunk(five.Length / 60 / 5).Where((_, i) => i % 5 == 0).SelectMany(row => row)];
        Assert.Equal(alone, first);
    }

    /// <summary>Rows of observation, reward and flags, environment by environment within each step.</summary>
    internal static float[] Play(string name, int count, PythonEnvironmentOptions options, int steps)
    {
        using IBatchEnvironment environment = GymnasiumEnvironment.Batch(name, count, options);
        TransitionBuffers buffers = new(environment);
        environment.Reset(11, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        RandomActions actions = new(environment.Spec.Actions, 1, steps, seed: 4);
        int width = environment.Spec.Observation.ElementCount;
        List<float> rows = [];
        for (int step = 0; step < steps; step++)
        {
            environment.Step(Repeated(environment.Spec.Actions, actions, step, count, buffers.ActionMasks), buffers.View);
            for (int i = 0; i < count; i++)
            {
                rows.AddRange(buffers.Observations.AsSpan(i * width, width));
                rows.AddRange([buffers.Rewards[i], buffers.Terminated[i] ? 1 : 0, buffers.Truncated[i] ? 1 : 0]);
            }
        }

        return [.. rows];
    }

    /// <summary>One action for all, or what the state allows of it.</summary>
    private static BatchActions Repeated(ActionSpec spec, RandomActions actions, int step, int count, bool[] masks)
    {
        if (spec.IsContinuous)
        {
            float[] values = [.. Enumerable.Repeat(actions[step].Values.ToArray(), count).SelectMany(row => row)];
            return new(values);
        }

        int[] one = actions[step].Indices.ToArray();
        int[] all = [.. Enumerable.Range(0, count).SelectMany(i => masks.Length == 0 || masks[(i * spec.Count) + one[0]] ? one : [1])];
        return new(all);
    }
}
