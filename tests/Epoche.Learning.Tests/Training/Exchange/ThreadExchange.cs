namespace Epoche.Learning.Tests.Training.Exchange;

/// <summary>Adds up the gradients of trainers on threads of one process, in the order of the participants.</summary>
internal sealed class ThreadExchange(int participants) : IDisposable
{
    private readonly Barrier _barrier = new(participants);
    private readonly float[][][] _gradients = new float[participants][][];
    private readonly double[][] _counts = new double[participants][];

    /// <summary>Runs each participant on a thread of its own; what each threw, or null.</summary>
    public static Exception?[] Run(params Action<IGradientExchange>[] participants)
    {
        using ThreadExchange exchange = new(participants.Length);
        Exception?[] thrown = new Exception?[participants.Length];
        Thread[] threads = [.. participants.Select(
            (run, i) => new Thread(() => thrown[i] = Record.Exception(() => run(new Participant(exchange, i)))))];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "a participant waits for another one"));
        return thrown;
    }

    public void Dispose() => _barrier.Dispose();

    private sealed class Participant(ThreadExchange all, int index) : IGradientExchange
    {
        public void Sum(IReadOnlyList<ParameterSlab> parameters, Span<double> counts)
        {
            all._gradients[index] = [.. parameters.Select(slab => slab.Gradients.ToArray())];
            all._counts[index] = counts.ToArray();
            all._barrier.SignalAndWait();
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] = 0;
                foreach (double[] one in all._counts)
                {
                    counts[i] += one[i];
                }
            }

            for (int slab = 0; slab < parameters.Count; slab++)
            {
                Span<float> sum = parameters[slab].Gradients;
                sum.Clear();
                foreach (float[][] one in all._gradients)
                {
                    for (int i = 0; i < sum.Length; i++)
                    {
                        sum[i] += one[slab][i];
                    }
                }
            }

            all._barrier.SignalAndWait(); // nobody writes the next before all have read
        }
    }
}
