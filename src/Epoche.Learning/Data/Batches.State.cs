namespace Epoche;

/// <summary>All that says which batch the next <c>foreach</c> begins with, and what a state would save.</summary>
internal readonly record struct BatchesPlace(int Epoch, int FirstBatch, (int Epoch, int NextBatch) Position);

public sealed partial class Batches : IStateful
{
    private const int MostEpochs = 1 << 30;

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    /// <remarks>A place in an epoch means other examples wherever the order or the cut is another.</remarks>
    public string StateKind => $"{nameof(Batches)} of {_options.Size} from {_data.Count} examples, "
        + $"{(_options.Shuffle ? "shuffled" : "in order")}{(_options.DropLast ? ", full ones only" : "")}"
        + $"{(_options.Augmentation is null ? "" : ", augmented")}, seed {_options.Seed}";

    internal BatchesPlace Place
    {
        get => new(Epoch, _firstBatch, _position);
        set => (Epoch, _firstBatch, _position) = (value.Epoch, value.FirstBatch, value.Position);
    }

    /// <summary>
    /// Saves how far the last enumeration has come: after loading, the next <c>foreach</c> goes on with the batch behind the one that was
    /// current. Behind the last batch of an epoch, before the <c>foreach</c> has ended, there is none: the next one is empty, and the one
    /// after it is that of the next epoch.
    /// </summary>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        bool within = _position.Epoch >= 0;
        to.Write("epoch", within ? _position.Epoch : Epoch);
        to.Write("next_batch", within ? _position.NextBatch : _firstBatch);
        to.Write("batches", Count);
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.Int32("batches") is int batches && batches != Count)
        {
            throw from.Mismatch("batches", $"{Count} in an epoch", $"{batches}; the data or the size of a batch are others");
        }

        (int epoch, int next) = (from.Int32("epoch"), from.Int32("next_batch"));
        if (epoch is < 0 or > MostEpochs || next < 0 || next > Count)
        {
            throw from.Mismatch(
                "next_batch", $"a batch from 0 to {Count} of an epoch from 0 to {MostEpochs}", $"batch {next} of epoch {epoch}");
        }

        (Epoch, _firstBatch) = (epoch, next);
        _position = (-1, 0);
    }
}
