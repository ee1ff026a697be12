namespace Epoche;

/// <summary>
/// Where data stand, to be put back when a probe that enumerates them ends: a training with the same object then sees the batches that it
/// would have seen without the probe.
/// </summary>
/// <remarks>
/// Works for <see cref="Batches"/>, <see cref="SequenceBatches"/> and data that are an <see cref="IStateful"/>; others have no
/// place that could be put back.
/// </remarks>
internal sealed class DataPlace : IDisposable
{
    private readonly object _data;
    private readonly BatchesPlace _place;
    private readonly StateBuffer _state = new();

    private DataPlace(object data)
    {
        _data = data is SequenceBatches sequences ? sequences.Order : data;
        if (_data is Batches batches)
        {
            _place = batches.Place; // a saved state would resume an epoch that someone has left by a break
        }
        else if (_data is IStateful stateful)
        {
            stateful.SaveState(new StateSaver(_state));
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
            stateful.LoadState(new StateLoader(new BufferInput(_state), "the place of the data", (_, _) => { }));
        }
    }
}
