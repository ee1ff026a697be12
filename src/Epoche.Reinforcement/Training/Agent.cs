namespace Epoche;

/// <summary>A step of all environments of a batch: from how many environment steps to how many.</summary>
public readonly record struct AgentStep(long Before, long Now)
{
    /// <summary>How many multiples of a period lie in it.</summary>
    public long Passed(long every) => Cadence.Count(Before, Now, every);
}

/// <summary>
/// The mathematics of a way to learn from acting: how to act, what to remember, when and how to learn. <see cref="AgentTraining"/> owns the
/// environments and calls it, always in the order <see cref="Act"/>, <see cref="Observe"/>, <see cref="LearningsDue"/>,
/// so many times <see cref="Learn"/>.
/// </summary>
public abstract partial class Agent
{
    /// <summary>Binds the environment's kind and the options.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    protected Agent(EnvironmentSpec spec, AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(spec);
        (Spec, Settings) = (spec, options);
    }

    /// <summary>The environment that it was made for. It can be trained in others with the same observations and actions.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>The options that all agents have.</summary>
    public AgentOptions Settings { get; }

    /// <summary>The model that acts: what is evaluated, selected and saved.</summary>
    public abstract Model Model { get; }

    /// <summary>Updates so far.</summary>
    public abstract long Updates { get; }

    /// <summary>
    /// Plays by a model like <see cref="Model"/>, such as a clone with the best weights, without exploring;
    /// follows the model as it changes.
    /// </summary>
    public abstract IPolicy PolicyOf(Model model);

    /// <summary>
    /// Layers that take the running statistics of observations, written just before it learns (or after:
    /// <see cref="LearnsAsItActed"/>); none where it does not normalize.
    /// </summary>
    protected internal virtual IReadOnlyList<Normalization> Normalizations => [];

    /// <summary>
    /// Whether observations must be normalized as they were when it acted on them, because it compares what its policy gives then and now:
    /// statistics are written after it has learned, for all steps of the next rollout. Default false.
    /// </summary>
    protected internal virtual bool LearnsAsItActed => false;

    /// <summary>
    /// Makes memory for so many environments; called before the first episode, and before <see cref="Load"/>; 0 where there is none yet.
    /// </summary>
    protected internal virtual void Allocate(int environments)
    {
    }

    /// <summary>Episodes begin again in all environments.</summary>
    /// <param name="observations"><c>[environments, …observation]</c>.</param>
    protected internal virtual void Begin(ReadOnlySpan<float> observations)
    {
    }

    /// <summary>The same in environments that mask actions. Default: the other one, without the masks.</summary>
    /// <param name="observations"><c>[environments, …observation]</c>.</param>
    /// <param name="allowed">Which actions the first states allow, <c>[environments, actions]</c>; empty where none are masked.</param>
    protected internal virtual void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed) => Begin(observations);

    /// <summary>Chooses actions, exploring.</summary>
    /// <param name="observations"><c>[environments, …observation]</c>, an array so that a tensor can wrap it.</param>
    /// <param name="actions">Receives one for each environment, of those that are allowed.</param>
    /// <param name="step">Environment steps so far.</param>
    protected internal abstract void Act(float[] observations, PolicyActions actions, long step);

    /// <summary>Remembers what came of them, and does what is due by environment steps.</summary>
    protected internal abstract void Observe(in BatchActions actions, in BatchTransition result, AgentStep at);

    /// <summary>How many times to learn after this step.</summary>
    protected internal abstract long LearningsDue(AgentStep at);

    /// <summary>Learns once.</summary>
    /// <exception cref="NonFiniteException">A number is NaN or infinite; the weights are those before the update that met it.</exception>
    protected internal abstract void Learn();

    /// <summary>Writes its own numbers under its own tags; changes nothing.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="step">Environment steps so far.</param>
    protected internal abstract void Report(IRunWriter writer, long step);

    /// <summary>Writes distributions beside those of the weights. Default: none.</summary>
    protected internal virtual void ReportDistributions(IRunWriter writer, long step)
    {
    }

    /// <summary>The version of what <see cref="Save"/> writes, from 1. Raise it when that changes. Default 1.</summary>
    protected internal virtual int SavedVersion => 1;

    /// <summary>
    /// Writes all that the agent keeps, each value under a name: what is forgotten here diverges in silence after a resume.
    /// </summary>
    protected internal abstract void Save(StateSaver to);

    /// <summary>Reads what <see cref="Save"/> wrote; <see cref="Allocate"/> was called before.</summary>
    protected internal abstract void Load(StateLoader from);
}
