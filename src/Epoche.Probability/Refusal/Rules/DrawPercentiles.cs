using Epoche.Kernels;

namespace Epoche;

/// <summary>Percentiles over the draws, for each example and class.</summary>
internal static class DrawPercentiles
{
    /// <summary>[examples, classes]; between two draws linearly interpolated.</summary>
    public static float[] Of(Prediction prediction, double percentile)
    {
        float[] result = new float[prediction.Count * prediction.Classes];
        Workers.For((prediction.Count + Part.Examples - 1) / Part.Examples, new Part(prediction, percentile, result));
        return result;
    }

    private readonly struct Part(Prediction prediction, double percentile, float[] result) : IParallelBody
    {
        public const int Examples = 64;

        public void Run(int part)
        {
            float[] draws = new float[prediction.Samples];
            double position = percentile / 100 * (draws.Length - 1);
            int below = (int)position, above = Math.Min(below + 1, draws.Length - 1);
            for (int i = part * Examples; i < Math.Min(prediction.Count, (part + 1) * Examples); i++)
            {
                for (int c = 0; c < prediction.Classes; c++)
                {
                    for (int sample = 0; sample < draws.Length; sample++)
                    {
                        draws[sample] = prediction.Draw(sample, i)[c];
                    }

                    Array.Sort(draws);
                    result[(i * prediction.Classes) + c] =
                        (float)(draws[below] + ((position - below) * (draws[above] - (double)draws[below])));
                }
            }
        }
    }
}
