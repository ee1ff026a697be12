namespace Epoche;

/// <content>The buffer as a log, of which checkpoints write what is new.</content>
public sealed partial class ReplayBuffer : IStateLog
{
    private const string Nameless = "a replay segment";

    private readonly FrameCopies _copies = new();

    long[] IStateLog.End => Positions();

    private long BytesPerSlot => BytesPerSlotOf(_spec);

    bool IStateLog.Holds(ReadOnlySpan<long> from)
    {
        bool holds = from.Length == _environments;
        for (int i = 0; i < _environments && holds; i++)
        {
            holds = from[i] >= Oldest(i) && from[i] <= _columns[i].Written;
        }

        return holds;
    }

    bool IStateLog.IsForgotten(ReadOnlySpan<long> end)
    {
        bool forgotten = true;
        for (int i = 0; i < _environments && forgotten; i++)
        {
            forgotten = end[i] <= Oldest(i);
        }

        return forgotten;
    }

    long IStateLog.BytesFrom(ReadOnlySpan<long> from)
    {
        long slots = 0;
        for (int i = 0; i < _environments; i++)
        {
            slots += _columns[i].Written - (from.IsEmpty ? Oldest(i) : from[i]);
        }

        return slots * BytesPerSlot;
    }

    long[] IStateLog.Write(Stream to, ReadOnlySpan<long> from, long mostBytes)
    {
        // The slot before may have become the last of its episode since: it is written once more.
        long[] since = from.ToArray();
        foreach (ref long number in since.AsSpan())
        {
            number = Math.Max(0, number - 1);
        }

        ReplaySegment segment = SegmentOf(since, (int)Math.Clamp(mostBytes / BytesPerSlot / _environments, 2, int.MaxValue), _copies);
        ReplaySegmentFile.Write(to, segment, _frames.Width, _actionWidth, _masks.Width);
        return [.. segment.To];
    }

    void IStateLog.Read(IEnumerable<Stream> segments)
    {
        Clear();
        string file = Nameless;
        try
        {
            foreach (Stream stream in segments)
            {
                using (stream)
                {
                    file = stream is FileStream { Name: var name } ? name : Nameless;
                    Append(ReplaySegmentFile.Read(
                        stream, file, _environments, _frames.Width, _actionWidth, _frames is ByteFrames, _masks.Width,
                        mostSlots: _ring - 1));
                }
            }

            RequireEpisodes();
            Recount();
        }
        catch (InvalidDataException exception)
        {
            Clear(); // half a memory is none
            throw new DataFormatException(
                file, "slots", "a segment of this buffer, right behind the one before", exception.Message.TrimEnd('.'), exception);
        }
        catch
        {
            Clear();
            throw;
        }
    }

    /// <summary>Writes the priorities beside the log, where there are any.</summary>
    internal void SavePriorities(StateSaver to) => _priorities?.Save(to);

    /// <summary>Reads them; the log was read before.</summary>
    internal void LoadPriorities(StateLoader from) => _priorities?.Load(from, _priorities.Has);

    private void Clear()
    {
        Array.Clear(_columns);
        Array.Clear(_kinds);
        _priorities?.Clear();
        Count = 0;
    }

    /// <summary>
    /// Frames as a segment holds them. Those of a checkpoint are kept for the next, because fresh pages take ten times as long as copying.
    /// </summary>
    private sealed class FrameCopies
    {
        public float[] Numbers = [];
        public byte[] Pixels = [];

        public static Memory<T> Of<T>(ref T[] kept, int count)
        {
            if (kept.Length < count)
            {
                kept = GC.AllocateUninitializedArray<T>(count);
            }

            return kept.AsMemory(0, count);
        }
    }

    private long Oldest(int environment) => Math.Max(0, _columns[environment].Written - (_ring - 1));
}
