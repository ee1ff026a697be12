using Epoche.Cli.Runs;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Training;

/// <summary>Judges a network of class logits on examples.</summary>
internal sealed class Classifier(Sequential model, Dataset examples)
{
    private const int BatchSize = 500;

    private readonly Batches _batches = new(examples, new BatchOptions { Size = BatchSize, Shuffle = false });
    private readonly StepArena _arena = new();

    /// <summary>Accuracy and mean cross-entropy.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ExampleEvaluation Judge(CancellationToken cancellation)
    {
        int classes = model.OutputShape[0];
        int[] confusion = new int[classes * classes];
        double loss = 0;
        foreach (Batch batch in _batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using (_arena.Step())
            using (Tape.Pause())
            {
                Tensor logits = model.Call(batch.Inputs);
                loss += SoftmaxCrossEntropy(logits, batch.Targets).Sum().Item();
                Count(logits.Values, batch.Targets.Values, classes, confusion);
            }
        }

        int right = Enumerable.Range(0, classes).Sum(c => confusion[(c * classes) + c]);
        return new ExampleEvaluation(examples.Count, (double)right / examples.Count, loss / examples.Count) { Confusion = confusion };
    }

    private static void Count(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, int classes, int[] confusion)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * classes, classes);
            int answer = 0;
            for (int c = 1; c < row.Length; c++)
            {
                answer = row[c] > row[answer] ? c : answer;
            }

            confusion[((int)labels[i] * classes) + answer]++;
        }
    }
}
