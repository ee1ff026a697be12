namespace Epoche.Cli.Training.Bayesian;

/// <summary>The batch that belongs to an update: how many were made says where the data stand, so there is no other state.</summary>
internal sealed class BatchCursor(Batches batches)
{
    private Batches.Enumerator _place;
    private long _next = -1;

    /// <summary>Updates in which every example is seen once.</summary>
    public int StepsPerEpoch => batches.Count;

    /// <summary>The batch of an update, valid until the next one is asked for.</summary>
    /// <param name="step">Updates made before, from 0.</param>
    public Batch At(long step)
    {
        if (step != _next || !_place.MoveNext())
        {
            _place = batches.InEpoch((int)(step / batches.Count), (int)(step % batches.Count)).GetEnumerator();
            _place.MoveNext();
        }

        _next = step + 1;
        return _place.Current;
    }
}
