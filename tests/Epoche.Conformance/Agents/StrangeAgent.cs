namespace Epoche.Conformance.Agents;

/// <summary>Always takes the first action that is allowed and learns nothing.</summary>
internal sealed class StrangeAgent : Agent
{
    private readonly Sequential _model = [new Flatten(), new Dense(1)];

    public StrangeAgent(EnvironmentSpec spec)
        : base(spec, new Options()) => _model.Build(spec.Observation);

    public override Model Model => _model;

    public override long Updates => 0;

    public override IPolicy PolicyOf(Model model) => new GreedyPolicy(model);

    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        actions.Values.Clear();
        int width = Spec.Actions.Width;
        for (int i = 0; i < actions.Indices.Length / width; i++)
        {
            Spec.Actions.First(ActionMask.Row(actions.Allowed, i, Spec.Actions.Count), actions.Indices.Slice(i * width, width));
        }
    }

    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
    }

    protected internal override long LearningsDue(AgentStep at) => 0;

    protected internal override void Learn()
    {
    }

    protected internal override void Report(IRunWriter writer, long step)
    {
    }

    protected internal override void Save(StateSaver to)
    {
    }

    protected internal override void Load(StateLoader from)
    {
    }

    private sealed record Options : AgentOptions;
}
