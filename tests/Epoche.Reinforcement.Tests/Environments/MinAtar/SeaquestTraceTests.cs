using Epoche.Conformance;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Long play with the bits that the plain form of the rules gave: it shows a changed rule, draw or order of swimmers.</summary>
public sealed class SeaquestTraceTests
{
    private const int Players = 16, Frames = 3_000, FramesPerEpisode = 1_000;

    /// <summary>The game goes on after its end, so that divers fill the submarine, the sea becomes crowded and enemies fast.</summary>
    [Theory]
    [InlineData(true, "521f56760b9272fe")]
    [InlineData(false, "172bc30fbce19707")]
    public void Play_has_the_recorded_bits(bool ramping, string recorded)
    {
        MinAtarLanes<SeaquestGame> lanes = new(Players, new() { Ramping = ramping });
        RandomActions actions = new(SeaquestGame.Rules.Spec(new()).Actions, Players, Frames, seed: 1);
        using Fingerprint fingerprint = new();
        float[] rewards = new float[Players];
        bool[] ends = new bool[Players];
        lanes.Reset(seed: 2);
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int i = 0; i < Players; i++)
            {
                rewards[i] = lanes.Advance(i, actions[frame].Indices[i], out ends[i]);
                if (lanes.Elapsed[i] == FramesPerEpisode)
                {
                    lanes.Begin(i);
                }
            }

            fingerprint.Add<float>(rewards);
            fingerprint.Add<bool>(ends);
            fingerprint.Add<SeaquestGame>(lanes.Games);
        }

        Assert.Equal(recorded, fingerprint.ToString());
    }
}
