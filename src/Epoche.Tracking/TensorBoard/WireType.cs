namespace Epoche.Tracking.TensorBoard;

/// <summary>How the value of a field lies in a message of Protocol Buffers.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
