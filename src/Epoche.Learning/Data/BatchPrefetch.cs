using System.Runtime.ExceptionServices;

namespace Epoche.Data;

/// <summary>
/// Fills the buffers of the next batch on a thread of the pool while the current batch is in use. Allocates nothing for a batch.
/// </summary>
/// <param name="fill">Fills buffers with a batch.</param>
internal sealed class BatchPrefetch(Action<BatchBuffers, int> fill) : IThreadPoolWorkItem
{
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private BatchBuffers? _buffers;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Which batch is being made, or is made; −1 for none.</summary>
    public int Batch { get; private set; } = -1;

    public void Start(BatchBuffers buffers, int batch)
    {
        (_buffers, Batch) = (buffers, batch);
        _idle.Reset();
        Background.Queue(this);
    }

    /// <summary>Waits until nothing is being made, and forgets what was.</summary>
    public void Wait()
    {
        _idle.Wait();
        Batch = -1;
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            fill(_buffers!, Batch);
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception); // thrown again where the batch is asked for
        }

        _idle.Set();
    }
}
