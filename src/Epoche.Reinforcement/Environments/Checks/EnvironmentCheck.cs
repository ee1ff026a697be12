using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Checks a custom environment against the rules that training relies on: shapes, numbers, flags, seeds, resets, batches, saved
/// states. <c>foreach (EnvironmentFinding finding in EnvironmentCheck.Run(() =&gt; new Snake())) …</c>;
/// <c>epoche env check</c> prints the same.
/// </summary>
/// <remarks>
/// The environment plays some 300,000 random steps. The checks look for mistakes and prove nothing: what random
/// actions do not reach is not seen.
/// </remarks>
public static class EnvironmentCheck
{
    /// <summary>The rules, in the order in which they are checked.</summary>
    public static IReadOnlyList<EnvironmentRule> Rules { get; } =
    [
        new("plays", "Reset and Step run through", OutputChecks.Plays)
        {
            Meaning = "An exception ends training on the spot.",
            LikelyFix = "See the place that is named. An index out of range is most often a Spec.Observation with fewer numbers "
                + "than the code writes.",
        },
        new("spec", "The spec is complete and always the same", SpecChecks.IsComplete)
        {
            Meaning = "Agents size networks and buffers by the spec, once, before the first step.",
            LikelyFix = "Give it a name, a shape of at least one number and limits that make sense, the same from every instance.",
        },
        new("filled", "Every number of an observation is written, and nothing else", OutputChecks.NumbersAreWritten)
        {
            Meaning = "What is not written keeps what the buffer held before: the agent sees garbage.",
            LikelyFix = "Write all Spec.Observation.ElementCount numbers in Reset and in every Step, the last of an episode included; "
                + "the span does not hold the previous observation.",
        },
        new("masks", "Every state allows an action", OutputChecks.StatesAllowAnAction)
        {
            Meaning = "An agent that keeps to the mask has nothing to choose from, and training stops there.",
            LikelyFix = "Allow at least one action in WriteActionMask, or end the episode where there is nothing left to do.",
        },
        new("finite", "Numbers are finite", OutputChecks.NumbersAreFinite)
        {
            Meaning = "One NaN or infinity reaches the loss within a few updates, and training stops there.",
            LikelyFix = "Look for a division by zero, a root or logarithm of a negative number, a value that grows without end: limit it, "
                + "or end the episode.",
        },
        new("range", "Numbers keep to what the spec says of them", SpecChecks.NumbersKeepToIt)
        {
            Meaning = "Replay stores pixels in bytes by PixelSteps and would lose what lies between; networks count on the indices of a "
            + "Layout; BestReturn lets training stop as perfect.",
            LikelyFix = "Correct PixelSteps, Layout or BestReturn, or leave them out: null promises nothing.",
        },
        new("limit", "The time limit truncates", EpisodeChecks.LimitTruncates)
        {
            Meaning = "Without the flag the agent learns that the last state was worth nothing; past the limit, "
                + "episodes are no longer comparable.",
            LikelyFix = "Set Truncated at step Spec.TimeLimit even where Terminated is set, or leave the count to BatchEnvironment.Of.",
        },
        new("ends", "Episodes end", EpisodeChecks.EpisodesEnd)
        {
            Meaning = "Returns are counted at the end of an episode: an evaluation would never finish.",
            LikelyFix = "State a TimeLimit in the spec, or see that Terminated becomes true.",
            OnlyWarns = true,
        },
        new("seed", "A seed fixes every number", DeterminismChecks.SeedFixesEverything)
        {
            Meaning = "No run can be repeated, compared or resumed.",
            LikelyFix = "Take all chance from the Rng that Reset and Step receive: no Random, no clock, no static fields, "
                + "no order of a hash table.",
        },
        new("chance", "Another seed gives other episodes", DeterminismChecks.SeedsDiffer)
        {
            Meaning = "Every episode is the same one: an agent can learn it by heart, and an evaluation over many sees one.",
            LikelyFix = "Draw the first state from the Rng that Reset receives, unless the task is meant to leave nothing to chance.",
            OnlyWarns = true,
        },
        new("reset", "A reset leaves nothing of the episodes before", DeterminismChecks.ResetForgets)
        {
            Meaning = "An episode depends on those before it, and a run that was resumed goes on otherwise.",
            LikelyFix = "Set every field in Reset.",
        },
        new("neighbours", "Environments do not know their neighbours", DeterminismChecks.NeighboursDoNotMatter)
        {
            Meaning = "Results depend on how many environments run side by side.",
            LikelyFix = "Share nothing that changes between instances; in a custom batch, let environment i draw from "
                + "Rng.Stream(seed, \"env\", i).",
        },
        new("batch", "The batch form plays like the scalar form", AgreementChecks.BatchEqualsScalar)
        {
            Meaning = "What is trained is another task than the one written down in the scalar form.",
            LikelyFix = "Follow both forms with the same seed and actions to the step that is named. "
                + "Where the batch form computes in another precision, state a BatchTolerance.",
        },
        new("state", "A restored state goes on with the same bits", StateChecks.RestoredContinues)
        {
            Meaning = "A run that was interrupted goes on otherwise than it would have.",
            LikelyFix = "In SaveState write every field that a step reads, and read them back in RestoreState; without the two, "
                + "set every field in Reset.",
        },
        new("damage", "A damaged state is refused", StateChecks.DamageIsRefused)
        {
            Meaning = "A checkpoint that was cut short would be taken for a good one.",
            LikelyFix = "In RestoreState throw InvalidDataException where bytes are missing, left over or impossible.",
        },
        new("calls", "Wrong calls are refused and change nothing", RefusalChecks.WrongCallsChangeNothing)
        {
            Meaning = "A mistake elsewhere, such as an action out of range, would pass for a bad agent.",
            LikelyFix = "Check lengths and actions before anything advances, and throw ArgumentException; BatchEnvironment.Of does it for "
                + "scalar environments.",
        },
        new("memory", "A step allocates nothing", CostChecks.StepsAllocateNothing)
        {
            Meaning = "At a million steps per second, garbage collections take a good part of the time.",
            LikelyFix = "Keep buffers in fields; no LINQ, no captured lambdas, no boxing in Reset and Step.",
            OnlyWarns = true,
        },
    ];

    /// <summary>
    /// Checks an environment and the batch that <see cref="BatchEnvironment.Of{TEnvironment}(Func{TEnvironment}, int)"/> makes of it. See
    /// <see cref="Run(EnvironmentSubject)"/>.
    /// </summary>
    public static IEnumerable<EnvironmentFinding> Run<TEnvironment>(Func<TEnvironment> create)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        return Run(EnvironmentSubject.Of(create));
    }

    /// <summary>Checks environments that differ by their index, and the batch made of them.</summary>
    /// <inheritdoc cref="Run{TEnvironment}(Func{TEnvironment})"/>
    public static IEnumerable<EnvironmentFinding> Run<TEnvironment>(Func<int, TEnvironment> create)
        where TEnvironment : IEnvironment
    {
        ArgumentNullException.ThrowIfNull(create);
        return Run(EnvironmentSubject.Of(create));
    }

    /// <summary>
    /// Checks every rule, each when it is asked for. Where the first one fails, the environment does not run and the others are skipped.
    /// </summary>
    public static IEnumerable<EnvironmentFinding> Run(EnvironmentSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Findings();

        IEnumerable<EnvironmentFinding> Findings()
        {
            bool runs = true;
            foreach (EnvironmentRule rule in Rules)
            {
                EnvironmentFinding finding = runs ? rule.Check(subject) : new(rule, CheckOutcome.Skipped, "");
                runs &= rule != Rules[0] || !finding.IsFailure;
                yield return finding;
            }
        }
    }
}
