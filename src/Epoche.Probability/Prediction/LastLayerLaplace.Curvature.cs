using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

public sealed partial class LastLayerLaplace
{
    /// <summary>ln of the evidence up to a constant, at a precision: the curvature taken for constant (MacKay 1992).</summary>
    internal double LogEvidence(double precision)
    {
        double squares = SumOfSquares(_kernel.Tensor) + SumOfSquares(_bias.Tensor), determinant = 0;
        ReadOnlySpan<float> features = _curvature[1].Values, outputs = _curvature[3].Values;
        foreach (float feature in features)
        {
            foreach (float output in outputs)
            {
                determinant += ScalarMath.Log(((double)feature * output) + precision);
            }
        }

        return 0.5 * ((features.Length * outputs.Length * ScalarMath.Log(precision)) - (precision * squares) - determinant);
    }

    /// <summary>The two factors of the curvature from one pass over the training data, in double precision across batches.</summary>
    private void Measure(Dataset training)
    {
        int width = _kernel.Tensor.Shape[0] + 1, classes = OutputShape[0];
        double[] features = new double[width * width], outputs = new double[classes * classes];
        StepArena arena = new();
        foreach (Batch batch in new Batches(training, new BatchOptions { Size = BatchSize, Shuffle = false }))
        {
            using (arena.Step())
            using (Tape.Pause())
            {
                Tensor inner = LastLayer.Features(Network, batch.Inputs),
                    probabilities = Softmax(Linear(inner, _kernel.Tensor, _bias.Tensor));
                Tensor extended = Concat(1, inner, Tensor.Ones([inner.Shape[0], 1]));
                Add(extended.MatMul(extended, transposeLeft: true), 1, features);
                Add(probabilities.MatMul(probabilities, transposeLeft: true), -1, outputs);
                Tensor sums = probabilities.Sum(axis: 0);
                for (int i = 0; i < classes; i++)
                {
                    outputs[(i * classes) + i] += sums[i];
                }
            }
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] /= training.Count;
        }

        Store(features, first: 0);
        Store(outputs, first: 2);
    }

    /// <summary>Keeps the eigenvectors and eigenvalues of a factor; rounding may have pushed one a little below 0.</summary>
    private void Store(double[] factor, int first)
    {
        int n = _curvature.Entries[first + 1].Shape[0];
        double[] values = new double[n];
        SymmetricEigen.Solve(factor, values);
        for (int i = 0; i < factor.Length; i++)
        {
            _curvature[first].Span[i] = (float)factor[i];
        }

        for (int i = 0; i < n; i++)
        {
            _curvature[first + 1].Span[i] = (float)Math.Max(0, values[i]);
        }
    }

    private static void Add(Tensor part, int sign, double[] to)
    {
        ReadOnlySpan<float> values = part.Values;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += sign * values[i];
        }
    }

    private static double SumOfSquares(Tensor values)
    {
        double sum = 0;
        foreach (float value in values.Values)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
