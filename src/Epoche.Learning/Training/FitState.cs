namespace Epoche;

/// <summary>All that a fit depends on, so that another process goes on where this one was: between two updates, or between two epochs.</summary>
/// <param name="fit">The training.</param>
/// <param name="data">Where the data stand; null: they are enumerated again.</param>
/// <param name="options">Terms and callbacks.</param>
internal sealed class FitState(Fitting fit, IStateful? data, FitOptions options) : IStateful
{
    /// <summary>The epochs that came to their end.</summary>
    public FitHistory History { get; } = new();

    /// <summary>The epoch that is running.</summary>
    public RunningEpoch Running { get; } = new();

    public int StateVersion => 1;

    public void SaveState(StateSaver to)
    {
        to.Part("trainer", fit.Trainer); // with the models
        to.Write("epoch", fit.Epoch);
        to.Part("running_epoch", Running);
        to.Part("history", History);
        if (fit.StopReason is not null)
        {
            to.Write("stop_reason", fit.StopReason);
        }

        foreach ((string name, IStateful part) in Parts())
        {
            to.Part(name, part);
        }
    }

    public void LoadState(StateLoader from)
    {
        from.Part("trainer", fit.Trainer);
        fit.Epoch = from.Int32("epoch");
        from.Part("running_epoch", Running);
        from.Part("history", History);
        if (from.Has("stop_reason"))
        {
            fit.Stop(from.Text("stop_reason"));
        }

        foreach ((string name, IStateful part) in Parts())
        {
            from.Part(name, part);
        }
    }

    private IEnumerable<(string Name, IStateful Part)> Parts()
    {
        if (data is not null)
        {
            yield return ("data", data);
        }

        if (options.Terms is not null)
        {
            yield return ("terms", options.Terms);
        }

        for (int i = 0; i < options.Callbacks.Count; i++)
        {
            if (options.Callbacks[i] is IStateful callback)
            {
                yield return ($"callback_{i}", callback);
            }
        }
    }
}
