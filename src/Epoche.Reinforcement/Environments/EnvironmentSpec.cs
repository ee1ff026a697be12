namespace Epoche;

/// <summary>
/// What an agent must know of an environment before the first step. A value: it never changes while the environment lives.
/// </summary>
public sealed record EnvironmentSpec
{
    /// <summary>
    /// The public name, such as <c>CartPole-v1</c>. An environment whose numbers differ from those of a public name carries another one.
    /// </summary>
    public string Name { get; init => field = value ?? throw new ArgumentNullException(nameof(Name)); } = "";

    /// <summary>The shape of one observation (float32, row-major), without a batch axis.</summary>
    public required Shape Observation { get; init; }

    /// <summary>
    /// How many of the last frames an observation holds side by side in its last axis, <c>[…, frames · channels]</c> with the newest last,
    /// the first of an episode repeated where there are no others yet; <see cref="FrameStack"/> makes such observations. A replay buffer
    /// keeps each frame once. Default 1.
    /// </summary>
    public int Frames { get; init; } = 1;

    /// <summary>
    /// For pictures all of whose numbers are k/PixelSteps, as float32 divides, with a whole k from 0 to 255: 255 where bytes were divided
    /// by 255, 2 where pixels are 0, 0.5 and 1. A replay buffer then keeps a byte for each number, and gives back the same bits. Null:
    /// numbers may be any. Default null; range 1 to 255.
    /// </summary>
    public int? PixelSteps { get; init; }

    /// <summary>
    /// What the numbers of an observation are: one of n values, or parts with names. Its shape must be <see cref="Observation"/>:
    /// <c>Observation = layout.Shape, Layout = layout</c>. Default null: real
    /// numbers without names.
    /// </summary>
    public ObservationLayout? Layout { get; init; }

    /// <summary>The actions that a step takes.</summary>
    public required ActionSpec Actions { get; init => field = value ?? throw new ArgumentNullException(nameof(Actions)); }

    /// <summary>
    /// Whether states forbid some of the choices of discrete or multi-discrete actions. A step then says which the next state allows
    /// (<see cref="BatchTransition.ActionMasks"/>), one that is forbidden is refused, and policies and
    /// random actions keep to what is allowed. Default false: every action is allowed everywhere.
    /// </summary>
    public bool MasksActions { get; init; }

    /// <summary>The numbers that come beside each step, by name. Default: none.</summary>
    public InformationSpec Information { get; init => field = value ?? throw new ArgumentNullException(nameof(Information)); } =
        InformationSpec.None;

    /// <summary>
    /// After how many steps an episode is truncated; null for never. Who runs the environment keeps the count
    /// (<see cref="BatchEnvironment.Of{TEnvironment}(Func{TEnvironment}, int)"/>, <see cref="TimeLimit{TEnvironment}"/>,
    /// <see cref="EnvironmentTrace"/>): an environment need not.
    /// </summary>
    public int? TimeLimit { get; init; }

    /// <summary>The mean return over 100 episodes from which the environment counts as solved; null where nobody has fixed one.</summary>
    public double? SolvedAt { get; init; }

    /// <summary>
    /// The largest return that an episode can have; null where it is unknown. An episode that reaches it counts as perfect, with room for
    /// the rounding of rewards to float32: a return is a sum in double precision, and may miss the best by a 1e-7th of it (of 1, where it
    /// is smaller), though never by more than 0.5. A thousand rewards of 0.1f sum up to 100.0000015, ten of 0.7f to 6.9999999; they reach
    /// 100 and 7.
    /// </summary>
    public double? BestReturn { get; init; }

    /// <summary>
    /// Whether observations (with their layout and the frames that they stack) and actions (and whether they are masked) are the same, so
    /// that what was trained on the one can act in the
    /// other. Name, limit and returns may differ: that is how levels of a curriculum and randomized dynamics differ.
    /// </summary>
    public bool HasSpacesOf(EnvironmentSpec other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Observation == other.Observation && Equals(Layout, other.Layout) && Frames == other.Frames
            && Actions.Equals(other.Actions) && MasksActions == other.MasksActions;
    }

    /// <summary>Observations and actions, for messages.</summary>
    internal string Spaces =>
        $"observations {Observation}{(Layout is null ? "" : $" ({Layout})")}{(Frames > 1 ? $" of {Frames} frames" : "")} and actions "
        + $"{Actions}{(MasksActions ? " under masks" : "")}";

    /// <summary>Whether a step gives masks or information.</summary>
    internal bool SaysMore => MasksActions || Information.Count > 0;

    /// <summary>How many booleans the mask of one environment is; 0 where it masks none.</summary>
    internal int MaskWidth => MasksActions ? Actions.Count : 0;

    /// <summary>What is wrong with a limit, a layout or masks; null where nothing is.</summary>
    internal string? Problem =>
        TimeLimit is <= 0 ? $"a time limit is at least 1 step; received {TimeLimit}."
        : Layout is not null && Layout.Shape != Observation ? $"the layout ({Layout}) is of the shape {Layout.Shape}, Observation is "
          + $"{Observation}. Set Observation = layout.Shape."
        : MasksActions && Actions.Kind is (ActionKind.Continuous or ActionKind.MultiBinary)
          ? $"masks are for discrete and multi-discrete actions; these are {Actions}."
        : null;

    /// <summary>How messages call it.</summary>
    internal string Label => Name.Length > 0 ? Name : "The environment";

    /// <summary>For environments, of the room in which they write what they show.</summary>
    /// <exception cref="ArgumentException">It is too small.</exception>
    internal void RequireRoom(ReadOnlySpan<float> observation)
    {
        if (observation.Length < Observation.ElementCount)
        {
            throw new ArgumentException(
                $"{Name}: an observation {Observation} needs {Observation.ElementCount} numbers; received room for {observation.Length}.",
                nameof(observation));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EnvironmentSpec), PrintMembers);
}
