using System.Buffers;

namespace Epoche;

/// <summary>Where data stand, to be put back when a probe that enumerates them ends: a training with the same object then sees the batches that it would have seen without the probe.</summary>
/// <remarks>Works for <see cref="Batches"/> and for data that are an <see cref="IStateful"/>; others have no place that could be put back.</remarks>
internal sealed class DataPlace : IDisposable
{
    private readonly object _data;
    private readonly BatchesPlace _place;
    private readonly ReadOnlyMemory<byte> _state;

    private DataPlace(object data)
    {
        _data = data;
        if (data is Batches batches)
        {
            _place = batches.Place; // a saved state would resume an epoch that someone has left by a break
        }
        else if (data is IStateful stateful)
        {
            StateSaver saver = new(new ArrayBufferWriter<byte>());
            stateful.SaveState(saver);
            _state = saver.Values;
        }
    }

    public static DataPlace Keep(object data) => new(data);

    public void Dispose()
    {
        if (_data is Batches batches)
        {
            batches.Place = _place;
        }
        else if (_data is IStateful stateful)
        {
            stateful.LoadState(new StateLoader(_state, "the place of the data", (_, _) => { }));
        }
    }
}
