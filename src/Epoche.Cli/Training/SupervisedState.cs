namespace Epoche.Cli.Training;

/// <summary>All that the training of a classifier depends on.</summary>
internal sealed class SupervisedState(Sequential model, Trainer trainer, Batches batches, BestModel best) : IStateful
{
    public Sequential Model { get; } = model;

    public Trainer Trainer { get; } = trainer;

    public Batches Batches { get; } = batches;

    public BestModel Best { get; } = best;

    public int StateVersion => 1;

    public void SaveState(StateSaver to)
    {
        to.Part("trainer", Trainer); // with the model
        to.Part("batches", Batches);
        to.Part("best", Best);
    }

    public void LoadState(StateLoader from)
    {
        from.Part("trainer", Trainer);
        from.Part("batches", Batches);
        from.Part("best", Best);
    }
}
