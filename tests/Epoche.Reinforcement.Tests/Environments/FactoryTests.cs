using System.Buffers;
using System.Buffers.Binary;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Environments that differ within a batch, and what of them can be saved.</summary>
public sealed class FactoryTests
{
    private const string Fix = "Let the index alone decide: BatchEnvironment.Of(i => new …, count).";

    [Fact]
    public void Environments_made_by_their_index_go_on_where_they_were_saved()
    {
        // Environment i moves by i + 1 a step: after three steps they stand at 3, 6, 9 and 12.
        using IBatchEnvironment environment = BatchEnvironment.Of(i => new Pacer(i + 1), count: 4),
            restored = BatchEnvironment.Of(i => new Pacer(i + 1), count: 4);
        TransitionBuffers buffers = Played(environment, steps: 3);
        Assert.Equal([3f, 6, 9, 12], buffers.Observations);

        TransitionBuffers others = new(restored);
        restored.RestoreState(Saved(environment));
        restored.Step(new int[4], others.View);
        Assert.Equal([4f, 8, 12, 16], others.Observations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_factory_that_depends_on_the_order_of_its_calls_is_refused_when_its_state_is_saved(int count)
    {
        int made = 0;
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Pacer(++made), count);
        Played(environment, steps: 3);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Saved(environment));
        Assert.Equal(
            "Pacer: a saved state could not be restored. The factory made environment 0 twice, and after 1 random steps of both "
            + $"number 0 of the observation is {count + 1} in the one and {count + 2} in the other: what it makes depends on the order "
            + $"of its calls. {Fix}",
            error.Message);
    }

    [Fact]
    public void So_is_one_that_gets_the_index_and_does_not_use_it()
    {
        int made = 0;
        using IBatchEnvironment environment = BatchEnvironment.Of(_ => new Pacer(++made), count: 2);
        Played(environment, steps: 1);
        Assert.EndsWith(Fix, Assert.Throws<InvalidOperationException>(() => Saved(environment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_one_whose_environments_write_their_own_state()
    {
        int made = 0;
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new SavingPacer(++made), count: 3);
        Played(environment, steps: 3);
        Assert.EndsWith(Fix, Assert.Throws<InvalidOperationException>(() => Saved(environment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_struct_carries_what_it_was_made_with_and_needs_no_check()
    {
        int made = 0, others = 10;
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new PacerStruct(++made), count: 3),
            restored = BatchEnvironment.Of(() => new PacerStruct(++others), count: 3);
        Played(environment, steps: 3);
        restored.RestoreState(Saved(environment));
        TransitionBuffers buffers = new(restored);
        restored.Step(new int[3], buffers.View);
        Assert.Equal([4f, 8, 12], buffers.Observations);
    }

    [Fact]
    public void A_factory_that_makes_equal_ones_only_after_the_batch_is_found_by_replay()
    {
        int made = 0;
        // 1, 2, 3 at first, from then on 4.
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Pacer(Math.Min(++made, 4)), count: 3);
        Played(environment, steps: 3);
        string message = Assert.Throws<InvalidOperationException>(() => Saved(environment)).Message;
        Assert.StartsWith(
            "Pacer: a saved state could not be restored. Environment 0, made again and played as before for 3 steps, shows 12 as number 0 "
            + "of its observation; it was 3. Either the factory depends on",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_replays_to_something_else_is_refused_when_it_is_restored()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(i => new Pacer(i + 1), count: 2),
            faster = BatchEnvironment.Of(i => new Pacer(i + 2), count: 2);
        Played(environment, steps: 5);
        byte[] state = Saved(environment);
        Assert.StartsWith(
            "Pacer: the saved state cannot be restored. Environment 0, made again and played as before for 5 steps, shows 10 as number 0 "
            + "of its observation; it was 5.",
            Assert.Throws<InvalidDataException>(() => faster.RestoreState(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_reset_leaves_of_earlier_episodes_is_found_by_a_later_save()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new FlawedEnvironment(Flaw.RemembersEpisodes), count: 1);
        Played(environment, steps: 3);
        Saved(environment); // within the first episode nothing can be seen
        Played(environment, steps: 3);
        Assert.Contains(
            "Reset leaves something of earlier episodes", Assert.Throws<InvalidOperationException>(() => Saved(environment)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_probes_are_disposed_and_change_nothing()
    {
        int alive = 0;
        using IBatchEnvironment environment = BatchEnvironment.Of(_ => new Counted(() => alive++, () => alive--), count: 2);
        TransitionBuffers buffers = Played(environment, steps: 2);
        Saved(environment);
        Assert.Equal(2, alive);
        environment.Step(new int[2], buffers.View);
        Assert.Equal([3f, 3], buffers.Observations);
    }

    private static TransitionBuffers Played(IBatchEnvironment environment, int steps)
    {
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        for (int step = 0; step < steps; step++)
        {
            environment.Step(new int[environment.Count], buffers.View);
        }

        return buffers;
    }

    private static byte[] Saved(IBatchEnvironment environment)
    {
        ArrayBufferWriter<byte> writer = new();
        environment.SaveState(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static EnvironmentSpec PacerSpec { get; } = new() { Name = "Pacer", Observation = [1], Actions = ActionSpec.Discrete(1) };

    /// <summary>Moves by its pace, which its constructor is given.</summary>
    private class Pacer(int pace) : IEnvironment
    {
        public EnvironmentSpec Spec => PacerSpec;

        protected float Place { get; set; }

        public void Reset(ref Rng rng, Span<float> observation) => observation[0] = Place = 0;

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation[0] = Place += pace;
            return default;
        }
    }

    private sealed class SavingPacer(int pace) : Pacer(pace), IStatefulEnvironment
    {
        public void SaveState(IBufferWriter<byte> destination)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination.GetSpan(4), Place);
            destination.Advance(4);
        }

        public void RestoreState(ReadOnlySpan<byte> state) => Place = BinaryPrimitives.ReadSingleLittleEndian(state);
    }

    private struct PacerStruct(int pace) : IEnvironment
    {
        private float _place;

        public readonly EnvironmentSpec Spec => PacerSpec with { Name = "PacerStruct" };

        public void Reset(ref Rng rng, Span<float> observation) => observation[0] = _place = 0;

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation[0] = _place += pace;
            return default;
        }
    }

    private sealed class Counted : Pacer, IDisposable
    {
        private readonly Action _closed;

        public Counted(Action opened, Action closed)
            : base(1)
        {
            opened();
            _closed = closed;
        }

        public void Dispose() => _closed();
    }
}
