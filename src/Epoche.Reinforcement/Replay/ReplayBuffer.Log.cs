namespace Epoche;

/// <content>The buffer as a log, of which checkpoints write what is new.</content>
public sealed partial class ReplayBuffer : IStateLog
{
    long[] IStateLog.End => Positions();

    private long BytesPerSlot => (_frames.Width * (_frames is ByteFrames ? 1L : sizeof(float))) + (_actionWidth * sizeof(float)) + sizeof(float) + 1;

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

        ReplaySegment segment = Export(since, (int)Math.Clamp(mostBytes / BytesPerSlot / _environments, 2, int.MaxValue));
        ReplaySegmentFile.Write(to, segment, _frames.Width, _actionWidth);
        return [.. segment.To];
    }

    void IStateLog.Read(IEnumerable<Stream> segments)
    {
        Array.Clear(_columns);
        Array.Clear(_kinds);
        foreach (Stream stream in segments)
        {
            using (stream)
            {
                string file = stream is FileStream { Name: var name } ? name : "a replay segment";
                try
                {
                    Append(ReplaySegmentFile.Read(stream, file, _environments, _frames.Width, _actionWidth, _frames is ByteFrames));
                }
                catch (InvalidDataException exception)
                {
                    throw new DataFormatException(file, "slots", "a segment of this buffer, right behind the one before", exception.Message, exception);
                }
            }
        }

        Recount();
    }

    private long Oldest(int environment) => Math.Max(0, _columns[environment].Written - (_ring - 1));
}
