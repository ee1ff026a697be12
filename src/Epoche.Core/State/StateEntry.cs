using System.Text;

namespace Epoche;

/// <summary>The type of a saved value, as files spell it.</summary>
internal enum StateType : byte
{
    Byte = 1,
    Int32 = 2,
    Int64 = 3,
    Single = 4,
    Double = 5,

    /// <summary>UTF-8.</summary>
    Text = 6,

    /// <summary>Key and position.</summary>
    Random = 7,

    /// <summary>The segments of an <see cref="IStateLog"/>, which lie elsewhere.</summary>
    Log = 8,
}

/// <summary>
/// The layout of saved state: a header, then name, type, length and bytes of each value. Little-endian throughout. The length of a value
/// takes 4 bytes where all of the state is below 2 GiB, as it always was, and 8 where it is larger.
/// </summary>
internal static class StateLayout
{
    public const int Version = 2; // 2 since parts say whose state they are

    /// <summary>The version of a state that is larger than <see cref="MostBytes"/>.</summary>
    public const int LargeVersion = 3;

    /// <summary>The largest state whose lengths take 4 bytes.</summary>
    public const long MostBytes = int.MaxValue;

    /// <summary>Of a name in UTF-8: no honest one is longer.</summary>
    public const int LongestName = 1024;

    /// <summary>What separates the names of parts in a value's name.</summary>
    public const char Separator = '/';

    /// <summary>Behind the name of a part: the name of the value that says whose state it is.</summary>
    public const string Kind = ".kind";

    public static ReadOnlySpan<byte> Magic => "epoche state\n"u8;

    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static StateType TypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? StateType.Byte
        : typeof(T) == typeof(int) ? StateType.Int32
        : typeof(T) == typeof(long) ? StateType.Int64
        : typeof(T) == typeof(float) ? StateType.Single
        : typeof(T) == typeof(double) ? StateType.Double
        : throw new NotSupportedException($"State is saved as byte, int, long, float or double; received {typeof(T).Name}.");
}
