namespace Epoche;

internal sealed partial class DqnLearner : IStateful
{
    private long _loadedUpdates = -1;
    private float _loadedMeanQ;
    private float[] _loadedActionValues = [];

    public int StateVersion => 1;

    public void SaveState(StateSaver to)
    {
        to.Part("trainer", _trainer); // with the online network
        to.Part("target", Target.Parameters);
        to.Write("random", _random);
        to.Write("loss", _last.Loss);
        to.Write("gradient_norm", _last.GradientNorm);

        // Instead of the last batch, which is good for nothing else until the next update.
        to.Write("mean_q", MeanQ());
        to.Write<float>("action_values", ActionValues());
    }

    public void LoadState(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("target", Target.Parameters);
        _random = from.Random("random");
        _last = new(from.Single("loss"), from.Single("gradient_norm"));
        (_loadedUpdates, _loadedMeanQ, _loadedActionValues) = (Updates, from.Single("mean_q"), from.Array<float>("action_values"));
    }
}
