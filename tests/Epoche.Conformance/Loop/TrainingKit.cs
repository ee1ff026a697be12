using System.Globalization;

namespace Epoche.Conformance.Loop;

/// <summary>
/// What every <see cref="ITraining"/> must do, so that <see cref="TrainingLoop"/> can stop, save, resume and report it anywhere. Each check
/// throws with what went wrong.
/// </summary>
public static class TrainingKit
{
    /// <summary>Runs all checks.</summary>
    public static void Check(TrainingCase training)
    {
        ArgumentNullException.ThrowIfNull(training);
        string[] course = Course(training);
        CountsUp(training);
        RepeatsExactly(training, course);
        ResumesAnywhere(training, course);
        IsLeftAloneByLooks(training, course);
        NamesItsWeights(training);
        RefusesOtherStates(training);
        ResumesInALoop(training);
        BearsDamage(training);
        AllocatesNothing(training);
    }

    /// <summary>The state after each advance, from none on.</summary>
    private static string[] Course(TrainingCase training)
    {
        ITraining one = training.Create();
        string[] course = new string[training.Advances + 1];
        for (int i = 0; i <= training.Advances; i++)
        {
            course[i] = Picture(training, one);
            one.Advance();
        }

        Require(course[^1] != course[1] && course[1] != course[0], "Advance changed nothing that its state, weights and counts tell of.");
        return course;
    }

    private static void CountsUp(TrainingCase training)
    {
        ITraining one = training.Create();
        Require(
            one is { Step: 0, Updates: 0, Epochs: 0 },
            $"A new training stands at step {one.Step}, update {one.Updates}, epoch {one.Epochs}; expected 0 of each.");
        for (int i = 1; i <= training.Advances; i++)
        {
            (long step, long updates, int epochs) = (one.Step, one.Updates, one.Epochs);
            one.Advance();
            Require(
                one.Step >= step && one.Updates >= updates && one.Epochs >= epochs,
                $"Advance {i} went back from step {step}, update {updates}, epoch {epochs} to {one.Step}, {one.Updates}, {one.Epochs}.");
            Require(
                one.Step > step || one.Epochs == epochs + 1,
                $"Advance {i} neither made a step nor ended an epoch: a loop over it may never end.");
            Require(one.Epochs <= epochs + 1, $"Advance {i} ended {one.Epochs - epochs} epochs; expected one at most.");
        }
    }

    private static void RepeatsExactly(TrainingCase training, string[] course) =>
        Require(
            Course(training).SequenceEqual(course),
            "The same steps gave other numbers the second time: it depends on something that is not its state.");

    private static void ResumesAnywhere(TrainingCase training, string[] course)
    {
        ITraining source = training.Create();
        for (int from = 0; from <= training.Advances; from++)
        {
            ITraining resumed = training.Create();
            StateBytes.Of(source).LoadInto(resumed);
            for (int i = from; i <= training.Advances; i++)
            {
                string picture = Picture(training, resumed);
                Require(
                    picture == course[i],
                    $"Saved after advance {from} and loaded into a new one, it differs after advance {i}: "
                    + $"{Difference(course[i], picture)}. Something that the course depends on is not in its state.");
                resumed.Advance();
            }

            source.Advance();
        }
    }

    /// <summary>Reports, distributions, evaluations and saving change nothing, wherever they come.</summary>
    private static void IsLeftAloneByLooks(TrainingCase training, string[] course)
    {
        ITraining one = training.Create();
        for (int i = 0; i <= training.Advances; i++)
        {
            string before = Picture(training, one);
            ReportList first = new(), second = new();
            one.Report(first);
            one.Report(second);
            one.ReportDistributions(NullRunWriter.Instance);
            Require(Picture(training, one) == before, $"Report changed the training after advance {i}.");
            Require(first.Lines.SequenceEqual(second.Lines), $"Two reports after advance {i} say different things.");
            if (one.Updates > 0)
            {
                training.Evaluate?.Invoke(one);
                Require(Picture(training, one) == before, $"An evaluation changed the training after advance {i}.");
            }

            Require(
                before == course[i],
                $"A training that was looked at differs after advance {i} from one that was not: {Difference(course[i], before)}.");
            one.Advance();
        }
    }

    private static void NamesItsWeights(TrainingCase training)
    {
        ITraining one = training.Create();
        one.Advance();
        string[] scopes = [.. one.Weights.Select(w => w.Scope)];
        Require(scopes.Length > 0, "After a step there are no weights; the best could not be kept.");
        Require(
            scopes.Distinct().Count() == scopes.Length, $"Two slabs have one scope: {string.Join(", ", scopes.Select(s => $"'{s}'"))}.");
        Require(
            scopes.Length == 1 || scopes.All(s => s.Length == 0 || s.EndsWith('/')),
            $"A scope ends with '/'; received {string.Join(", ", scopes.Select(s => $"'{s}'"))}.");
    }

    private static void RefusesOtherStates(TrainingCase training)
    {
        ITraining one = training.Create();
        one.Advance();
        StateBytes state = StateBytes.Of(one);
        foreach (Func<ITraining> other in training.Others)
        {
            try
            {
                state.LoadInto(other());
            }
            catch (DataFormatException exception)
            {
                Require(
                    exception.Message.Contains("expected", StringComparison.Ordinal)
                        && exception.Message.Contains("found", StringComparison.Ordinal),
                    $"The refusal does not say what was expected and found: {exception.Message}");
                continue;
            }

            throw new InvalidOperationException($"Its state was loaded into another training ({other().GetType().Name}).");
        }
    }

    /// <summary>A loop that is cut after each step and resumed in a new one gives the reports of one that was not.</summary>
    private static void ResumesInALoop(TrainingCase training)
    {
        ITraining whole = training.Create();
        List<string> expected = Reports(new TrainingLoop(whole, Options(training, new MemoryCheckpoints())), int.MaxValue);
        for (int cut = 1; cut <= expected.Count; cut++)
        {
            ITraining resumed = training.Create();
            MemoryCheckpoints checkpoints = new();
            List<string> reports = Reports(new TrainingLoop(training.Create(), Options(training, checkpoints)), cut);
            List<string> rest = Reports(new TrainingLoop(resumed, Options(training, checkpoints)), int.MaxValue);

            // The checkpoint of a report's step comes behind it: the one at which the loop was left is made again.
            Require(
                reports.Concat(rest.Skip(1)).SequenceEqual(expected) && rest[0] == reports[^1],
                $"A loop that was left after report {cut} of {expected.Count} and resumed gave other "
                + $"reports:\n{string.Join('\n', rest)}\ninstead of\n{string.Join('\n', expected.Skip(cut - 1))}");
            Require(
                Picture(training, resumed) == Picture(training, whole),
                $"A loop that was left after report {cut} and resumed ended with another state: "
                + $"{Difference(Picture(training, whole), Picture(training, resumed))}.");
        }
    }

    /// <summary>
    /// A state that was changed behind its hashes is refused with <see cref="DataFormatException"/>, before anything is changed, or loaded
    /// without harm.
    /// </summary>
    private static void BearsDamage(TrainingCase training)
    {
        TrainingLoop source = new(training.Create(), new() { Steps = long.MaxValue });
        for (int i = 0; i < training.Advances / 2; i++)
        {
            source.Training.Advance();
        }

        LoopOptions options = Options(training, new MemoryCheckpoints());
        StateDamageKit.Check(SavedState.Of(source), () =>
        {
            ITraining one = training.Create();
            return new(
                checkpoints => new TrainingLoop(one, options with { Checkpoints = checkpoints }).RunToEnd(),
                () => Picture(training, one));
        }, training.DamageShare);
    }

    private static LoopOptions Options(TrainingCase training, ICheckpointing checkpoints)
    {
        ITraining probe = training.Create();
        for (int i = 0; i < training.Advances; i++)
        {
            probe.Advance();
        }

        return new() { Steps = probe.Step, ReportEvery = 1, Checkpoints = checkpoints };
    }

    private static List<string> Reports(TrainingLoop loop, int count)
    {
        List<string> reports = [];
        foreach (LoopReport report in loop.Run())
        {
            reports.Add($"{report.Step} {report.Updates} {report.Epochs} "
                + $"{string.Join(' ', report.Measurements.Select(m => $"{m.Name}={m.Value:R}"))} {report.IsLast}");
            if (reports.Count == count)
            {
                break;
            }
        }

        return reports;
    }

    private static void AllocatesNothing(TrainingCase training)
    {
        if (training.SteadyAfter is not { } warmUp)
        {
            return;
        }

        ITraining one = training.Create();
        for (int i = 0; i < warmUp; i++)
        {
            one.Advance();
        }

        long bytes = Allocations.InRound(one.Advance);
        Require(bytes == 0, $"A step allocates {bytes} bytes in steady state.");
    }

    /// <summary>All that a training shows and saves.</summary>
    private static string Picture(TrainingCase of, ITraining training)
    {
        using Fingerprint weights = new();
        foreach (ScopedSlab slab in training.Weights)
        {
            weights.Add<float>(slab.Slab.Values);
        }

        ReportList report = new();
        training.Report(report);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"step {training.Step}, update {training.Updates}, epoch {training.Epochs}, weights {weights}, "
            + $"state {(of.StateHoldsTimes ? "of its time" : StateBytes.Of(training))}, report {string.Join(' ', report.Lines)}");
    }

    private static string Difference(string expected, string actual) =>
        string.Join(
            "; ",
            expected.Split(", ").Zip(actual.Split(", ")).Where(pair => pair.First != pair.Second).Select(
                pair => $"{pair.Second} instead of {pair.First}"));

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    private sealed class ReportList : IRunWriter
    {
        public List<string> Lines { get; } = [];

        public void Write(in RunEvent runEvent) =>
            Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{runEvent.Name}@{runEvent.Step}={runEvent.Value:R}"));
    }
}
