using Epoche.Memory;

namespace Epoche;

/// <content>Parts that keep their numbers while the rest learns, such as an encoder that was trained elsewhere.</content>
public sealed partial class ParameterSlab
{
    private readonly bool[] _frozen;

    /// <summary>
    /// Keeps an optimizer from changing a layer's parameters, or those of a part of the model: no gradient is computed for them. Buffers
    /// such as batch statistics are not parameters; their layer decides. What is frozen belongs to a training, not to a model:
    /// clones and loaded models are free.
    /// </summary>
    /// <param name="part">
    /// A layer such as <c>dense_2</c>, a part such as <c>encoder</c> for <c>encoder/dense/kernel</c>, or one parameter by its name.
    /// </param>
    /// <exception cref="ArgumentException">No parameter has the name, or lies under it.</exception>
    public void Freeze(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        SetFrozen(part, true);
    }

    /// <summary>Lets an optimizer change the parameters again; see <see cref="Freeze"/>.</summary>
    /// <param name="part">As for <see cref="Freeze"/>.</param>
    /// <exception cref="ArgumentException">No parameter has the name, or lies under it.</exception>
    public void Unfreeze(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        SetFrozen(part, false);
    }

    /// <summary>Whether an entry is frozen by <see cref="Freeze"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public bool IsFrozen(int entry) => _frozen[RequireEntry(entry)];

    private int RequireEntry(int entry) => (uint)entry < (uint)Entries.Count
        ? entry
        : throw new ArgumentOutOfRangeException(
            nameof(entry), $"There are {Entries.Count} entries, 0 to {Entries.Count - 1}; received {entry}.");

    /// <summary>Whether an optimizer changes an entry: neither a buffer nor frozen by <see cref="Freeze"/>.</summary>
    internal bool IsLearned(int entry) => Entries[entry].Kind == ParameterKind.Parameter && !_frozen[entry];

    /// <summary>
    /// Whether a gradient has reached an entry since <see cref="ZeroGradients"/>. One without took no part in the loss, which
    /// is not the same as a slope of 0.
    /// </summary>
    internal bool IsReached(int entry) => _storage.Slots[entry].HasGradient;

    /// <summary>Counts an entry as reached although no gradient flowed here, because one did elsewhere.</summary>
    internal void MarkReached(int entry)
    {
        SettleGradients();
        _storage.Slots[entry].GradientState = GradientState.Owned;
    }

    private void SetFrozen(string part, bool frozen)
    {
        bool found = false;
        for (int i = 0; i < _frozen.Length; i++)
        {
            string name = Entries[i].Name;
            if (Entries[i].Kind == ParameterKind.Parameter && name.StartsWith(part, StringComparison.Ordinal)
                && (name.Length == part.Length || name[part.Length] == '/'))
            {
                _frozen[i] = frozen;
                found = true;
            }
        }

        if (!found)
        {
            throw new ArgumentException(
                $"No parameter is called '{part}' or lies under '{part}/'; there are {Nearest(part)}.", nameof(part));
        }

        Trainable = Trainable; // hands the change on to the tensors
        CountLearned();
    }

    private void CountLearned() => TrainableCount = Entries.Where((_, i) => IsLearned(i)).Sum(entry => entry.Shape.ElementCount);

    /// <summary>The names that begin most like one, for errors; of large models not all.</summary>
    private string Nearest(string name)
    {
        const int most = 8;
        // Keeps the order of equals.
        string[] nearest =
            [.. Entries.Select(entry => entry.Name).OrderByDescending(known => known.AsSpan().CommonPrefixLength(name)).Take(most)];
        return string.Join(", ", nearest) + (Entries.Count > most ? $" and {Entries.Count - most} others" : "");
    }
}
