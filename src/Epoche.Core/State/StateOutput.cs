namespace Epoche;

/// <summary>Where saved values go, and how many bytes they are: there is no limit to what one value or all of them may take.</summary>
internal abstract class StateOutput
{
    /// <summary>How many bytes were written.</summary>
    public long Bytes { get; protected set; }

    /// <summary>Writes bytes.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>Straight into a file: a state that is too large for a copy is written while the training waits.</summary>
internal sealed class StateFile(Stream to) : StateOutput
{
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        to.Write(bytes);
        Bytes += bytes.Length;
    }
}
