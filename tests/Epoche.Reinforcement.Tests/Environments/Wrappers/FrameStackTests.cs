namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class FrameStackTests
{
    public static TheoryData<string> Rules => EnvironmentAssert.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_stacked_batch_keeps_every_rule(string rule)
    {
        EnvironmentAssert.Keeps(
            rule,
            new(() => new ScalarStack(new Ticker(1), 4), count => new FrameStack(BatchEnvironment.Of(() => new Ticker(1), count), 4)));
        EnvironmentAssert.Keeps(
            rule,
            new(() => new ScalarStack(new Ticker(3), 3), count => new FrameStack(BatchEnvironment.Of(() => new Ticker(3), count), 3)));
        EnvironmentAssert.Keeps(
            rule,
            new(() => new ScalarStack(new WindyWalk(), 2), count => new FrameStack(BatchEnvironment.Of(() => new WindyWalk(), count), 2)));
        EnvironmentAssert.Keeps(
            rule, new(() => new ScalarStack(new Ferry(), 3), count => new FrameStack(BatchEnvironment.Of(() => new Ferry(), count), 3)));
        EnvironmentAssert.Keeps(rule, new(() => new ScalarStack(new Catch(), 4), count => new FrameStack(new CatchBatch(count), 4)));
    }

    /// <summary>A ball falls in column 6 of row t: its trail shows in the channels of four rows, the newest last.</summary>
    [Fact]
    public void The_newest_frame_comes_last_and_the_first_of_an_episode_is_repeated()
    {
        using FrameStack environment = new(new CatchBatch(1), 4);
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        Assert.Equal(([8, 8, 4], 4, 2), (environment.Spec.Observation, environment.Spec.Frames, environment.Spec.PixelSteps));
        int column = Array.IndexOf(buffers.Observations, 0.5f) / 4;
        Assert.InRange(column, 0, 7);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], Pixel(row: 0));
        environment.Step(new[] { 0 }, buffers.View);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0], Pixel(row: 0));
        Assert.Equal([0, 0, 0, 0.5f], Pixel(row: 1));
        environment.Step(new[] { 0 }, buffers.View);
        Assert.Equal([0.5f, 0.5f, 0, 0], Pixel(row: 0));
        Assert.Equal([0, 0, 0.5f, 0], Pixel(row: 1));
        Assert.Equal([0, 0, 0, 0.5f], Pixel(row: 2));

        float[] Pixel(int row) => buffers.Observations[(4 * ((8 * row) + column))..(4 * ((8 * row) + column + 1))];
    }

    [Fact]
    public void Stacks_are_not_stacked_again()
    {
        FrameStack inner = new(new CatchBatch(2), 2);
        Assert.Contains(
            "2 frames already", Assert.Throws<ArgumentException>(() => new FrameStack(inner, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameStack(new CatchBatch(2), 0));
    }

    /// <summary>The same said with lists: the reference.</summary>
    private sealed class ScalarStack(IEnvironment inner, int frames) : IEnvironment
    {
        private readonly List<float[]> _last = [];

        public EnvironmentSpec Spec { get; } = inner.Spec with
        {
            Observation = inner.Spec.Observation.Rank == 1
                ? [inner.Spec.Observation[0] * frames]
                : [inner.Spec.Observation[0], inner.Spec.Observation[1], inner.Spec.Observation[2] * frames],
            Layout = inner.Spec.Layout is not { } layout ? null : ObservationLayout.Of(
            [
                .. Enumerable.Range(1 - frames, frames).SelectMany(frame => layout.Select(part => part.Kind switch
                {
                    ObservationKind.Index => ObservationPart.Index(Name(part, frame), part.Values),
                    ObservationKind.OneHot => ObservationPart.OneHot(Name(part, frame), part.Values),
                    _ => new(Name(part, frame), part.Shape),
                })),
            ]),
            Frames = frames,
        };

        public void Reset(ref Rng rng, Span<float> observation)
        {
            float[] frame = new float[inner.Spec.Observation.ElementCount];
            inner.Reset(ref rng, frame);
            _last.Clear();
            _last.AddRange(Enumerable.Repeat(frame, frames));
            Observe(observation);
        }

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            float[] frame = new float[inner.Spec.Observation.ElementCount];
            StepResult result = inner.Step(action, ref rng, frame);
            _last.RemoveAt(0);
            _last.Add(frame);
            Observe(observation);
            return result;
        }

        public void WriteActionMask(Span<bool> allowed) => inner.WriteActionMask(allowed);

        public void WriteInformation(Span<float> values) => inner.WriteInformation(values);

        private static string Name(ObservationPart part, int frame) => frame == 0 ? part.Name : part.Name + frame;

        private void Observe(Span<float> observation)
        {
            int channels = inner.Spec.Observation[inner.Spec.Observation.Rank - 1];
            float[] numbers = [.. Enumerable.Range(0, observation.Length / (channels * frames))
                .SelectMany(pixel => _last.SelectMany(frame => frame.Skip(pixel * channels).Take(channels)))];
            numbers.CopyTo(observation);
        }
    }
}
