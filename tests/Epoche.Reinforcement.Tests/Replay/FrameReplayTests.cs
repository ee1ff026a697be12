using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Replay;

/// <summary>
/// A buffer that keeps every observation whole, as float32, is the reference: from the same stream the same batches must come, bit for bit.
/// </summary>
public sealed class FrameReplayTests
{
    private const float Discount = 0.9f;

    public static TheoryData<int, int, int, bool> Layouts
    {
        get
        {
            TheoryData<int, int, int, bool> layouts = [];
            foreach (int frames in (int[])[1, 2, 4])
            {
                foreach (int channels in (int[])[1, 3])
                {
                    foreach (int nStep in (int[])[1, 3])
                    {
                        layouts.Add(frames, channels, nStep, true);
                        layouts.Add(frames, channels, nStep, false);
                    }
                }
            }

            return layouts;
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Observations_put_together_from_frames_are_those_that_were_shown(int frames, int channels, int nStep, bool bytes)
    {
        Pair pair = new(frames, channels, nStep, bytes, environments: 3, capacity: 75);
        for (int step = 0; step < 400; step++)
        {
            pair.Step();
            pair.Compare();
            if (step % 97 == 96)
            {
                pair.Begin(seed: (ulong)step); // cut off from outside
                pair.Compare();
            }
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public void A_buffer_restored_from_its_segments_draws_the_same_batches(int frames, bool bytes)
    {
        Pair pair = new(frames, channels: 1, nStep: 3, bytes, environments: 2, capacity: 60);
        List<ReplaySegment> segments = [];
        long[] saved = [];
        for (int step = 0; step < 170; step++)
        {
            pair.Step();
            if (step % 12 == 11)
            {
                // In parts, as a buffer leaves that is too large for one array.
                while (segments.Count == 0 || !segments[^1].To.SequenceEqual(pair.Tested.Positions()))
                {
                    segments.Add(pair.Tested.Export(saved, most: 7));
                    saved = [.. segments[^1].To];
                    Assert.Equal(bytes, segments[^1].Observations.IsEmpty);
                    Assert.Equal(!bytes, segments[^1].Pixels.IsEmpty);
                }
            }
        }

        segments.Add(pair.Tested.Export(saved));
        ReplayBuffer restored = new(pair.Spec, 2, pair.Options, Discount);
        // 30 slots a column and three frames before them lie in the last of the segments.
        foreach (ReplaySegment segment in segments.TakeLast(8))
        {
            restored.Import(segment);
        }

        pair.Tested = restored;
        for (int step = 0; step < 50; step++)
        {
            pair.Compare();
            pair.Step();
        }
    }

    [Fact]
    public void What_is_held_leaves_and_comes_back_in_one_segment()
    {
        Pair pair = new(frames: 4, channels: 1, nStep: 1, bytes: true, environments: 2, capacity: 40);
        for (int step = 0; step < 100; step++)
        {
            pair.Step();
        }

        ReplayBuffer restored = new(pair.Spec, 2, pair.Options, Discount);
        restored.Import(pair.Tested.Export());
        pair.Tested = restored;
        pair.Compare();
    }

    [Fact]
    public void A_segment_of_another_form_is_refused()
    {
        Pair bytes = new(frames: 2, channels: 1, nStep: 1, bytes: true, environments: 2, capacity: 40),
            floats = new(frames: 2, channels: 1, nStep: 1, bytes: false, environments: 2, capacity: 40);
        bytes.Step();
        Assert.Throws<InvalidDataException>(() => floats.Tested.Import(bytes.Tested.Export()));
    }

    [Fact]
    public void Adding_and_sampling_allocate_nothing()
    {
        Pair pair = new(frames: 4, channels: 1, nStep: 3, bytes: true, environments: 4, capacity: 100);
        for (int step = 0; step < 50; step++)
        {
            pair.Step();
        }

        TransitionBatch batch = new(pair.Spec, 32);
        Rng random = new(1);
        pair.Tested.Sample(ref random, batch);
        int[] actions = new int[4];
        TransitionBuffers buffers = new(pair.Spec, 4);

        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                pair.Tested.Add(actions, buffers.View);
                pair.Tested.Sample(ref random, batch);
            }
        }));
    }

    [Theory]
    [InlineData(0.3f, "0.3")]
    [InlineData(-0.5f, "-0.5")]
    [InlineData(128f, "128")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_number_that_no_byte_stands_for_is_refused(float number, string received)
    {
        ReplayBuffer buffer = new(
            new() { Name = "Halves", Observation = [2], Actions = ActionSpec.Discrete(2), PixelSteps = 2 }, 1, new(), Discount);
        buffer.Begin([1, 127.5f]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => buffer.Begin([1, number]));
        Assert.Equal(
            "The environment's PixelSteps is 2, so that every number of an observation must be k/2 with k = 0 … 255; received "
            + $"{received}. Correct PixelSteps, or set none: numbers are then kept as float32.",
            error.Message);
    }

    [Fact]
    public void Specs_that_cannot_be_are_refused()
    {
        EnvironmentSpec spec = new() { Name = "Odd", Observation = [8, 8, 3], Actions = ActionSpec.Discrete(2) };
        Assert.Equal(
            "Odd: observations of shape [8, 8, 3] cannot hold 4 frames side by side in their last axis. (Parameter 'spec')",
            Assert.Throws<ArgumentException>(() => new ReplayBuffer(spec with { Frames = 4 }, 1, new(), Discount)).Message);
        Assert.Throws<ArgumentException>(() => new ReplayBuffer(spec with { PixelSteps = 256 }, 1, new(), Discount));
    }

    /// <summary>A buffer under test and the reference, fed alike.</summary>
    private sealed class Pair
    {
        private readonly IBatchEnvironment _environment;
        private readonly ReplayBuffer _reference;
        private readonly TransitionBuffers _buffers;
        private Rng _random = new(17);
        private ulong _draws;

        public Pair(int frames, int channels, int nStep, bool bytes, int environments, int capacity)
        {
            _environment = new FrameStack(BatchEnvironment.Of(() => new Ticker(channels), environments), frames);
            Spec = bytes ? _environment.Spec : _environment.Spec with { PixelSteps = null };
            Options = new() { Capacity = capacity, NStep = nStep };
            Tested = new(Spec, environments, Options, Discount);
            _reference = new(Spec with { Frames = 1, PixelSteps = null }, environments, Options, Discount);
            _buffers = new(_environment);
            Begin(seed: 3);
        }

        public EnvironmentSpec Spec { get; }

        public ReplayOptions Options { get; }

        public ReplayBuffer Tested { get; set; }

        public void Begin(ulong seed)
        {
            _environment.Reset(seed, _buffers.Observations);
            Tested.Begin(_buffers.Observations);
            _reference.Begin(_buffers.Observations);
        }

        public void Step()
        {
            int[] actions = [.. Enumerable.Range(0, _environment.Count).Select(_ => _random.NextInt(2))];
            _environment.Step(actions, _buffers.View);
            Tested.Add(actions, _buffers.View);
            _reference.Add(actions, _buffers.View);
        }

        public void Compare()
        {
            Assert.Equal(_reference.Count, Tested.Count);
            if (Tested.Count == 0)
            {
                return;
            }

            TransitionBatch tested = new(Spec, 40), reference = new(Spec, 40);
            Rng first = new(_draws), second = new(_draws++);
            Tested.Sample(ref first, tested);
            _reference.Sample(ref second, reference);
            Assert.Equal(reference.Observations, tested.Observations);
            Assert.Equal(reference.NextObservations, tested.NextObservations);
            Assert.Equal(reference.Actions, tested.Actions);
            Assert.Equal(reference.Rewards, tested.Rewards);
            Assert.Equal(reference.Discounts, tested.Discounts);
            Assert.Equal(second.Position, first.Position);
        }
    }
}
