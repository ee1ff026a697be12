using System.Buffers;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Independent choices, each one of several, from logits that lie one part behind the other. Forbidden ones get the logit −1e30 in place of
/// their own: their probability is 0 exactly, p·ln p is 0 and no gradient reaches them, without an infinity on the way. Acting and learning
/// run the same kernel, so that a log-density is the same to the bit in both.
/// </summary>
internal sealed class CategoricalParts(int[] counts)
{
    private const float Forbidden = -1e30f;

    private readonly int[] _starts = [.. counts.Select((_, part) => counts.Take(part).Sum())];

    /// <summary>All logits of an observation.</summary>
    public int Width { get; } = counts.Sum();

    /// <summary>How many choices there are.</summary>
    public int Count => counts.Length;

    /// <summary>Draws one of each part by one uniform number, rows in their order and parts within them.</summary>
    public void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, int rows, ref Rng random, Span<float> actions, Span<float> logDensities)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(outputs.Length);
        Span<float> logs = rented.AsSpan(0, outputs.Length);
        for (int part = 0; part < counts.Length; part++)
        {
            Span<float> own = logs.Slice(rows * _starts[part], rows * counts[part]);
            Take(outputs, allowed, part, own);
            Kernels.LogSoftmax.Rows(own, rows, counts[part], own);
        }

        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            for (int part = 0; part < counts.Length; part++)
            {
                ReadOnlySpan<float> own = logs.Slice((rows * _starts[part]) + (row * counts[part]), counts[part]);
                int choice = Draw(own, Mask(allowed, row, part), random.NextDouble());
                actions[(row * counts.Length) + part] = choice;
                sum += own[choice];
            }

            logDensities[row] = sum;
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The likeliest of each part.</summary>
    public void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, int rows, Span<float> actions)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int part = 0; part < counts.Length; part++)
            {
                actions[(row * counts.Length) + part] = EpsilonGreedy.Greedy(
                    outputs.Slice((row * Width) + _starts[part], counts[part]), Mask(allowed, row, part));
            }
        }
    }

    public Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed)
    {
        Tensor sum = default;
        for (int part = 0; part < counts.Length; part++)
        {
            Tensor choices = (counts.Length == 1 ? actions : actions.Slice(1, part, 1)).Reshape(outputs.Length(0));
            Tensor one = -SoftmaxCrossEntropy(Logits(outputs, allowed, part), choices);
            sum = part == 0 ? one : sum + one;
        }

        return sum;
    }

    public Tensor Entropy(Tensor outputs, Tensor? allowed)
    {
        Tensor sum = default;
        for (int part = 0; part < counts.Length; part++)
        {
            Tensor logs = LogSoftmax(Logits(outputs, allowed, part)), one = -(Exp(logs) * logs).Sum(axis: 1);
            sum = part == 0 ? one : sum + one;
        }

        return sum;
    }

    /// <summary>The first choice whose probabilities up to it exceed u of all, which is never one of probability 0.</summary>
    private static int Draw(ReadOnlySpan<float> logs, ReadOnlySpan<bool> mask, double u)
    {
        double all = 0, reached = 0;
        foreach (float log in logs)
        {
            all += ScalarMath.Exp(log);
        }

        double point = Math.Min(u * all, Math.BitDecrement(all)); // rounding may reach the whole
        int choice = ActionMask.First(mask); // what remains where a network gave NaN
        for (int i = 0; i < logs.Length; i++)
        {
            reached += ScalarMath.Exp(logs[i]);
            if (reached > point)
            {
                return i;
            }
        }

        return choice;
    }

    private ReadOnlySpan<bool> Mask(ReadOnlySpan<bool> allowed, int row, int part) =>
        allowed.IsEmpty ? [] : allowed.Slice((row * Width) + _starts[part], counts[part]);

    /// <summary>A part's logits of all rows, one row behind the other.</summary>
    private void Take(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, int part, Span<float> logits)
    {
        int start = _starts[part], count = counts[part];
        for (int i = 0; i < logits.Length; i += count, start += Width)
        {
            outputs.Slice(start, count).CopyTo(logits[i..]);
            for (int choice = 0; choice < count && !allowed.IsEmpty; choice++)
            {
                logits[i + choice] = allowed[start + choice] ? logits[i + choice] : Forbidden;
            }
        }
    }

    private Tensor Logits(Tensor outputs, Tensor? allowed, int part)
    {
        Tensor own = Part(outputs, part);
        return allowed is { } mask ? Where(Part(mask, part), own, Forbidden) : own;
    }

    private Tensor Part(Tensor all, int part) => counts.Length == 1 ? all : all.Slice(1, _starts[part], counts[part]);
}
