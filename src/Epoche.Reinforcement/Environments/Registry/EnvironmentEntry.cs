using Epoche.Simulation;

namespace Epoche;

/// <summary>One line of the table of environments.</summary>
/// <param name="Name">What recipes and the command line call it.</param>
/// <param name="Summary">One sentence for lists.</param>
/// <param name="Create">Makes the scalar form, the reference for the rules.</param>
/// <param name="CreateBatch">Makes the form that agents train on, for a number of environments.</param>
public sealed record EnvironmentEntry(string Name, string Summary, Func<IEnvironment> Create, Func<int, IBatchEnvironment> CreateBatch)
{
    /// <summary>What recipes and the command line call it.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>One sentence for lists.</summary>
    public string Summary { get; init => field = NotNull.Of(value); } = NotNull.Of(Summary);

    /// <summary>Makes the scalar form, the reference for the rules.</summary>
    public Func<IEnvironment> Create { get; init => field = NotNull.Of(value); } = NotNull.Of(Create);

    /// <summary>Makes the form that agents train on, for a number of environments.</summary>
    public Func<int, IBatchEnvironment> CreateBatch { get; init => field = NotNull.Of(value); } = NotNull.Of(CreateBatch);

    /// <summary>Shapes, actions, time limit and the return from which it counts as solved.</summary>
    public EnvironmentSpec Spec { get; } = Create()?.Spec
        ?? throw new ArgumentException("The factory gave no environment.", nameof(Create));

    /// <summary>
    /// How many of the last frames show what the next ones depend on: 1 where one observation does, 4 where things move that one picture
    /// shows at rest. See <see cref="CreateStacked"/>.
    /// </summary>
    public int Frames { get; init; } = 1;

    /// <summary>
    /// How far the batch form may be from the scalar one within an episode; see <see cref="EnvironmentSubject"/>. 0,
    /// the default, means the same bits.
    /// </summary>
    public float BatchTolerance { get; init; }

    /// <summary>The scripted player, as a measure for agents; null where there is none.</summary>
    public ScriptedPlayer? Player { get; init; }

    /// <summary>
    /// Scripted players by name, all of which are shown beside an agent; empty where there is none, or <see cref="Player"/> alone.
    /// </summary>
    public IReadOnlyList<NamedPlayer> Players { get; init => field = NotNull.Of(value); } = [];

    /// <summary>What a return says in the game's own words; null where the return says it.</summary>
    public ReturnMeasure? Measure { get; init; }

    /// <summary>Draws it; null where it has no picture.</summary>
    public IDrawable? Picture => PictureMaker is { } make ? make() : Create() as IDrawable;

    /// <summary>Makes what draws it, where that is not the scalar form; what it makes may be null.</summary>
    internal Func<IDrawable?>? PictureMaker { get; init; }

    /// <summary>How rewards may be shaped in training, for a discount; null where nothing is known.</summary>
    internal Func<double, IShaping>? ShapingOf { get; init; }

    /// <summary>The batch form with frames stacked; without, where <paramref name="frames"/> is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public IBatchEnvironment CreateStacked(int count, int frames) =>
        frames == 1 ? CreateBatch(count) : new FrameStack(CreateBatch(count), frames);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EnvironmentEntry), PrintMembers);
}
