namespace Epoche.Reinforcement.Tests.Replay;

/// <summary>A buffer saved again and again, each time only what is new, and loaded: it must be the buffer that was saved.</summary>
public sealed class ReplayLogTests
{
    [Theory]
    [InlineData(1, 1, true, 40, 1, false)]
    [InlineData(3, 4, true, 75, 3, false)]
    [InlineData(3, 4, false, 75, 3, false)]
    [InlineData(5, 1, false, 35, 2, false)]
    [InlineData(1, 1, true, 40, 1, true)]
    [InlineData(3, 4, true, 75, 3, true)]
    [InlineData(5, 1, false, 35, 2, true)]
    public void What_was_saved_in_parts_is_loaded_whole(int environments, int frames, bool bytes, int capacity, int nStep, bool addsOnly)
    {
        EnvironmentSpec spec = new()
        {
            Name = "pictures", Observation = [2, 2, frames], Frames = frames, PixelSteps = bytes ? 255 : null,
            Actions = ActionSpec.Discrete(3),
        };
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        Rng random = new(7);
        Holder first = new(New());
        TransitionBuffers buffers = new(spec, environments);
        int[] actions = new int[environments];
        Begin();
        for (int save = 0; save < (addsOnly ? 120 : 20); save++)
        {
            for (int steps = random.NextInt(save % 5 == 4 && !addsOnly ? 3 * capacity : 12); steps > 0; steps--)
            {
                Step();
            }

            if (random.NextInt(4) == 0)
            {
                Begin(); // what was saved as going on has been cut off
                Step();
            }

            checkpoints.Save(first, save);
            Holder second = new(New());
            Assert.True(addsOnly ? LoadCopy(folder, second) : checkpoints.TryLoad(second));
            AssertEqual(first.Replay, second.Replay, spec);
            first = save % 3 == 2 && !addsOnly ? second : first; // and goes on with that
        }

        ReplayBuffer New() => new(spec, environments, new() { Capacity = capacity, NStep = nStep }, 0.9f);

        void Begin()
        {
            Fill(buffers.Observations, fresh: true);
            first.Replay.Begin(buffers.Observations);
        }

        void Step()
        {
            for (int i = 0; i < environments; i++)
            {
                actions[i] = random.NextInt(3);
                buffers.Rewards[i] = random.NextSingle();
                buffers.Terminated[i] = random.NextInt(i == 0 ? 3 : 9) == 0; // its column grows faster than the others
                buffers.Truncated[i] = random.NextInt(11) == 0;
            }

            Fill(buffers.FinalObservations, fresh: false);
            Fill(buffers.Observations, fresh: false);
            first.Replay.Add(actions, buffers.View);
        }

        void Fill(float[] observations, bool fresh)
        {
            foreach (ref float number in observations.AsSpan())
            {
                number = (fresh ? 7 : random.NextInt(256)) / 255f;
            }
        }
    }

    /// <summary>In a folder of its own: whoever loads begins its logs again.</summary>
    private static bool LoadCopy(TemporaryFolder folder, Holder into)
    {
        using TemporaryFolder copy = new();
        foreach (string path in Directory.GetFiles(folder.Path).Where(path => Path.GetFileName(path) != "lock"))
        {
            File.Copy(path, Path.Combine(copy.Path, Path.GetFileName(path)));
        }

        using Checkpoints checkpoints = Checkpoints.Open(copy.Path);
        return checkpoints.TryLoad(into);
    }

    private static void AssertEqual(ReplayBuffer expected, ReplayBuffer found, EnvironmentSpec spec)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(expected.Positions(), found.Positions());
        ReplaySegment a = expected.Export(), b = found.Export();
        Assert.Equal(a.From, b.From);
        Assert.Equal(a.Observations.ToArray(), b.Observations.ToArray());
        Assert.Equal(a.Pixels.ToArray(), b.Pixels.ToArray());
        Assert.Equal(a.Actions.ToArray(), b.Actions.ToArray());
        Assert.Equal(a.Rewards.ToArray(), b.Rewards.ToArray());
        Assert.Equal(a.Kinds.ToArray(), b.Kinds.ToArray());
        if (expected.Count > 0)
        {
            TransitionBatch drawn = new(spec, 16), again = new(spec, 16);
            Rng random = new(1), same = new(1);
            expected.Sample(ref random, drawn);
            found.Sample(ref same, again);
            Assert.Equal(drawn.Observations, again.Observations);
            Assert.Equal(drawn.NextObservations, again.NextObservations);
            Assert.Equal(random.Position, same.Position);
        }
    }

    private sealed class Holder(ReplayBuffer replay) : IStateful
    {
        public ReplayBuffer Replay { get; } = replay;

        public int StateVersion => 1;

        public void SaveState(StateSaver to) => to.Log("replay", Replay);

        public void LoadState(StateLoader from) => from.Log("replay", Replay);
    }
}
