using System.Runtime.Intrinsics;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>The games that run one environment in each SIMD lane.</summary>
public sealed class LaneGameTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string name in (string[])["MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1"])
            {
                foreach (int lanes in Widths)
                {
                    cases.Add(name, lanes);
                }
            }

            return cases;
        }
    }

    private static IEnumerable<int> Widths => new[] { 4, 8, 16 }
        .Where(lanes => lanes == 4 || (lanes == 8 ? Vector256.IsHardwareAccelerated : Vector512.IsHardwareAccelerated));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_vector_width_gives_the_bits_of_the_narrowest(string name, int lanes)
    {
        foreach (int count in (int[])[1, 15, 16, 17, 64, 130])
        {
            using IBatchEnvironment batch = Batch(name, count, lanes), narrow = Batch(name, count, 4);
            Assert.Equal(Play(narrow, 300), Play(batch, 300));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_vector_width_keeps_the_rules(string name, int lanes)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        EnvironmentAssert.KeepsAll(new(entry.Create, count => Batch(name, count, lanes), entry.BatchTolerance));
    }

    /// <summary>Chaos is borne in few environments only: where many part, or one leaps, the two forms are not of one game.</summary>
    [Fact]
    public void Two_forms_that_part_in_many_environments_break_the_rule()
    {
        EnvironmentRule rule = EnvironmentCheck.Rules.Single(r => r.Name == "batch");

        EnvironmentFinding creeping = rule.Check(new(() => new Acrobot(), Acrobot.Batch, BatchTolerance: 3e-6f));
        EnvironmentFinding leaping = rule.Check(new(() => new FrozenLake(), count => FrozenLake.Batch(count), BatchTolerance: 0.1f)
        {
            CreateAt = index => new TimeLimit<FrozenLake>(new FrozenLake(), 100 - (index % 2 * 90)),
        });

        Assert.Equal((CheckOutcome.Failed, CheckOutcome.Failed), (creeping.Outcome, leaping.Outcome));
    }

    /// <summary>By the same player: a controller in the loop, so that episodes come to the same end.</summary>
    [Theory]
    [InlineData("MountainCar-v0", -130, -110)]
    [InlineData("MountainCarContinuous-v0", 88, 92)]
    [InlineData("Acrobot-v1", -110, -60)]
    public void The_player_that_swings_reaches_the_goal(string name, double least, double most)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        using IBatchEnvironment batch = entry.CreateBatch(1);
        using IBatchEnvironment scalar = BatchEnvironment.Of(entry.Create, 1);
        EvaluationReport lanes = entry.Player!.Play(batch, episodes: 100, seed: 1), precise = entry.Player.Play(scalar, 100, seed: 1);
        Assert.InRange(lanes.Mean, least, most);
        Assert.Equal(precise.Mean, lanes.Mean, name == "Acrobot-v1" ? 8.0 : 1.0); // Acrobot is chaotic
    }

    [Fact]
    public void Angles_in_lanes_stay_within_a_half_turn()
    {
        foreach (double angle in (double[])[0, 3.1, -3.1, 3.2, -3.2, 9, -9, 15.8, 40, -77])
        {
            float turned = Lanes<Vector128<float>, Simd128>.WithinPi(Lanes<Vector128<float>, Simd128>.Of(angle)).Value[0];
            Assert.InRange(turned, -3.1416f, 3.1416f);
            Assert.Equal(Float64.WithinPi(new((float)angle)).Value, turned, 4e-6);
        }
    }

    /// <summary>What the dynamics in lanes rest on, for the angles that they reach.</summary>
    [Fact]
    public void Sine_and_cosine_in_lanes_are_within_two_units_in_the_last_place()
    {
        for (int i = -40_000; i <= 40_000; i++)
        {
            float angle = i * 7.7e-4f; // ±30.8
            (Float32 sin, Float32 cos) = Float32.SinCosOfAny(new(angle));
            (double exactSin, double exactCos) = ScalarMath.SinCos((double)angle);
            Assert.Equal(exactSin, sin.Value, 1.2e-7);
            Assert.Equal(exactCos, cos.Value, 1.2e-7);
        }
    }

    [Fact]
    public void The_force_that_was_given_is_paid_and_the_clipped_one_acts()
    {
        using IBatchEnvironment cars = MountainCarContinuous.Batch(2);
        TransitionBuffers buffers = new(cars);
        cars.Reset(5, buffers.Observations);
        cars.Step(new[] { 3f, 1f }, buffers.View);

        Assert.Equal((-0.9f, -0.1f), (MathF.Round(buffers.Rewards[0], 6), MathF.Round(buffers.Rewards[1], 6)));
        for (int i = 0; i < 2; i++)
        {
            float velocity = buffers.Observations[(2 * i) + 1], start = buffers.Observations[2 * i] - velocity;
            Assert.Equal(0.0015f - (0.0025f * MathF.Cos(3 * start)), velocity, 1e-8f);
        }
    }

    private static IBatchEnvironment Batch(string name, int count, int lanes) => name switch
    {
        "MountainCar-v0" => new LaneBatch<MountainCarGame>(count, lanes),
        "MountainCarContinuous-v0" => new LaneBatch<MountainCarContinuousGame>(count, lanes),
        _ => new LaneBatch<AcrobotGame>(count, lanes),
    };

    private static float[] Play(IBatchEnvironment environment, int steps)
    {
        RandomActions actions = new(environment.Spec.Actions, environment.Count, steps, seed: 2);
        TransitionBuffers buffers = new(environment);
        environment.Reset(4, buffers.Observations);
        List<float> all = [.. buffers.Observations];
        for (int step = 0; step < steps; step++)
        {
            environment.Step(actions[step], buffers.View);
            all.AddRange(buffers.Observations);
            all.AddRange(buffers.Rewards);
        }

        return [.. all];
    }
}
