using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Python environments keep the rules of all others.</summary>
public sealed class PythonRuleTests
{
    private static readonly Lazy<EnvironmentSubject> s_cart = new(() =>
        EnvironmentSubject.Of(GymnasiumEnvironment.Entry("Cart-v0", PythonHere.Options)));

    public static TheoryData<string> Rules => [.. EnvironmentCheck.Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    [Trait("category", "soak")] // three dozen processes
    public void A_Python_environment_keeps_every_rule(string rule)
    {
        _ = PythonHere.Options;
        EnvironmentAssert.Keeps(rule, s_cart.Value);
    }

    [Theory]
    [InlineData("Cart-v0")]
    [InlineData("toys:Room")]
    public void Episodes_depend_neither_on_processes_nor_on_neighbours(string name) => AreTheSame(name);

    [Theory]
    [InlineData("toys:Machine")]
    [InlineData("toys:Plane")]
    [Trait("category", "soak")]
    public void Nor_do_those_of_other_spaces(string name) => AreTheSame(name);

    [Fact]
    public void The_scalar_form_plays_the_episodes_of_the_batch()
    {
        const int steps = 150, width = 7;
        float[] batch = Play("Cart-v0", 1, PythonHere.Options, steps);
        using PythonEnvironment alone = new(GymnasiumEnvironment.Source("Cart-v0", PythonHere.Options));
        RandomActions actions = new(alone.Spec.Actions, 1, steps, seed: 4);
        Rng rng = Rng.Stream(11, "env", 0);
        float[] observation = new float[4];
        alone.Reset(ref rng, observation);
        int ended = 0, lasted = 0;
        for (int step = 0; step < steps; step++)
        {
            StepResult result = alone.Step(alone.Spec.Actions.Row(actions[step], 0), ref rng, observation);
            bool isCut = ++lasted == alone.Spec.TimeLimit;
            if (result.Terminated || isCut)
            {
                (ended, lasted) = (ended + 1, 0);
                alone.Reset(ref rng, observation);
            }

            float[] row = [.. observation, result.Reward, result.Terminated ? 1 : 0, isCut ? 1 : 0];
            Assert.Equal(row, batch[(step * width)..((step + 1) * width)]);
        }

        Assert.True(ended > 1);
    }

    /// <summary>Steps go past the clocks around an environment: the least limit counts, and so does every other wrapper.</summary>
    [Theory]
    [InlineData("toys:clocked", null, 5)]
    [InlineData("toys:clocked", 3, 3)]
    [InlineData("toys:slowly_clocked", null, 4)]
    public void The_least_of_the_clocks_ends_an_episode(string name, int? limit, int expected)
    {
        const int steps = 20, width = 7;
        float[] rows = Play(name, 1, PythonHere.Options with { TimeLimit = limit }, steps);

        Assert.All(rows.Chunk(width), row => Assert.Equal((2, 0), (row[4], row[5])));
        Assert.Equal(
            Enumerable.Range(1, steps).Select(step => step % expected == 0 ? 1f : 0), rows.Chunk(width).Select(row => row[6]));
    }

    /// <summary>In two processes five are two and three of them, three are one and two: each has another place.</summary>
    private static void AreTheSame(string name)
    {
        const int steps = 60;
        PythonEnvironmentOptions options = PythonHere.Two with { TimeLimit = 25 };
        float[] five = Play(name, 5, options, steps), three = Play(name, 3, options, steps);

        float[] first = [.. five.Chunk(five.Length / steps).SelectMany(row => row.Take(row.Length / 5 * 3))];

        Assert.Equal(three, first);
    }

    /// <summary>Rows of observation, reward and flags, environment by environment within each step.</summary>
    internal static float[] Play(string name, int count, PythonEnvironmentOptions options, int steps)
    {
        using IBatchEnvironment environment = PythonHere.Batch(name, count, options);
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
