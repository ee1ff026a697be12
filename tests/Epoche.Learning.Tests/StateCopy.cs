using System.Buffers;

namespace Epoche.Learning.Tests;

/// <summary>Saves a part and loads it into another, in memory.</summary>
internal static class StateCopy
{
    public static void Move(IStateful from, IStateful to)
    {
        StateSaver saver = new(new ArrayBufferWriter<byte>());
        saver.Part("part", from);
        new StateLoader(saver.Values, "memory", (_, _) => { }).Part("part", to);
    }
}
