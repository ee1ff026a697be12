namespace Epoche;

/// <summary>What a study searches, and how. The study's file keeps it: a study is continued with the options that it began with.</summary>
public sealed record StudyOptions
{
    /// <summary>The study's name in its log, which may hold several.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = "study";

    /// <summary>Of each objective, which values are good.</summary>
    public IReadOnlyList<Direction> Directions { get; init => field = NotNull.Of(value); } = [Direction.Minimize];

    /// <summary>The parameters; null where the objective names them as it runs.</summary>
    public SearchSpace? Space { get; init; }

    /// <summary>What suggests parameters.</summary>
    public Sampler Sampler { get; init => field = NotNull.Of(value); } = new RandomSampler();

    /// <summary>What ends or pauses trials that do badly.</summary>
    public Pruner Pruner { get; init => field = NotNull.Of(value); } = new NoPruner();

    /// <summary>The seed of all random numbers of the study.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How many of the latest trials a new one does not see the results of, only the parameters: so many workers beside the first never
    /// wait for each other. With 0 every trial sees all results before it, and one runs at a time.
    /// </summary>
    public int Lag { get; init; }

    /// <summary>What decides which results a trial may see.</summary>
    public TrialOrder Order { get; init; }

    /// <summary>How often a trial is taken up, where its worker was killed each time, until it counts as failed.</summary>
    public int MostTakes { get; init; } = 10;

    /// <summary>After which silence a worker on another machine counts as dead. Workers of this machine are asked.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gives the times in the study's file; results do not depend on it.</summary>
    public TimeProvider Clock { get; init => field = NotNull.Of(value); } = TimeProvider.System;

    /// <summary>Refuses options that do not fit together.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or two do not fit.</exception>
    internal void Validate()
    {
        CountChecks.AtLeast(0, Lag);
        CountChecks.AtLeast(1, MostTakes);
        if (Name.Length == 0)
        {
            throw new ArgumentException("A study has a name; received an empty one.", nameof(Name));
        }

        if (Directions.Count == 0 || Directions.Any(direction => direction is not (Direction.Minimize or Direction.Maximize)))
        {
            throw new ArgumentException("A study has at least one objective, each to be minimised or maximised.", nameof(Directions));
        }

        if (LeaseTime <= TimeSpan.Zero)
        {
            throw new ArgumentException($"LeaseTime is {LeaseTime}; expected more than nothing.", nameof(LeaseTime));
        }

        if (Order is not (TrialOrder.Number or TrialOrder.Arrival))
        {
            throw new ArgumentException($"Order is {Order}; expected Number or Arrival.", nameof(Order));
        }

        if (Directions.Count > 1 && Pruner is not NoPruner)
        {
            throw new ArgumentException(
                $"Pruners compare one objective; this study has {Directions.Count}. Leave the pruner out, or report one objective.",
                nameof(Pruner));
        }

        if (Pruner.Pauses && Order == TrialOrder.Arrival)
        {
            throw new ArgumentException(
                $"The pruner {Pruner.Text} pauses trials, which needs the order by number. Leave the order out, or take another pruner.",
                nameof(Order));
        }

        Sampler.Require(Space);
    }
}
