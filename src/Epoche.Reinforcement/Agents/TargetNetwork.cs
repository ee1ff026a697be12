namespace Epoche;

/// <summary>A copy of a network that follows it from afar: all at once every so often, or a little each time (Polyak).</summary>
public sealed class TargetNetwork : IStateful
{
    private readonly Model _online;
    private readonly int? _everySteps, _everyUpdates;
    private readonly float _tau;

    /// <summary>Copies the network.</summary>
    /// <param name="online">The network that learns.</param>
    /// <param name="everySteps">How often it follows, in environment steps; null: not by them.</param>
    /// <param name="everyUpdates">How often it follows, in updates; null: not by them.</param>
    /// <param name="tau">How far: target = (1 − τ)·target + τ·online; 1 copies.</param>
    public TargetNetwork(Model online, int? everySteps, int? everyUpdates, float tau)
    {
        ArgumentNullException.ThrowIfNull(online);
        (_online, _everySteps, _everyUpdates, _tau) = (online, everySteps, everyUpdates, tau);
        Model = online.Clone();
        Model.Parameters.Trainable = false;
    }

    /// <summary>The copy.</summary>
    public Model Model { get; }

    int IStateful.StateVersion => 1;

    /// <summary>After a step of the environments, before what is learned from it.</summary>
    public void Stepped(AgentStep at)
    {
        for (long due = _everySteps is { } every ? at.Passed(every) : 0; due > 0; due--)
        {
            Follow();
        }
    }

    /// <summary>After an update.</summary>
    public void Updated(long updates)
    {
        if (_everyUpdates is { } every && updates % every == 0)
        {
            Follow();
        }
    }

    void IStateful.SaveState(StateSaver to) => to.Part("weights", Model.Parameters);

    void IStateful.LoadState(StateLoader from) => from.Part("weights", Model.Parameters);

    private void Follow()
    {
        if (_tau == 1)
        {
            Model.Parameters.CopyFrom(_online.Parameters);
        }
        else
        {
            Model.Parameters.Polyak(_online.Parameters, _tau);
        }
    }
}
