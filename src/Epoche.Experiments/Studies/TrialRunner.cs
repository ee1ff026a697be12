namespace Epoche.Experiments;

/// <summary>Evaluates trials: trains the recipe with a trial's settings and the study's seeds, in the trial's folder.</summary>
/// <param name="study">The study.</param>
/// <param name="trials">The folder of the trials' folders.</param>
/// <param name="experiments">What recipes may name.</param>
/// <param name="options">How runs are saved.</param>
/// <param name="report">Receives the progress of each training: trial, seed, progress.</param>
internal sealed class TrialRunner(
    StudyRecipe study, string trials, ExperimentOptions experiments, RunOptions options, Action<int, ulong, ExperimentProgress?> report)
{
    private const string ScoresKey = "scores";

    /// <summary>The means over the seeds; or nothing, where the trial was paused or ended at a report.</summary>
    /// <exception cref="TrialFailedException">It cannot be evaluated with these settings.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<double> Evaluate(Trial trial, CancellationToken cancellation)
    {
        SeedRun[] runs = RunsOf(trial.Record);
        RunResult?[] results = study.Pruning.IsOverSeeds ? OverSeeds(trial, runs, cancellation) : OverSteps(trial, runs, cancellation);
        if (trial.Decision != TrialDecision.Continue)
        {
            return [];
        }

        double[][] scores = [.. results.Select((result, i) => study.Objectives.Select(one => Score(one, runs[i], result!)).ToArray())];
        trial.Set(ScoresKey, StudyValue.List([.. scores.Select(
            ofSeed => StudyValue.List([.. ofSeed.Select(score => (StudyValue)score)]))]));
        return [.. study.Objectives.Select((_, i) => Mean(scores.Select(ofSeed => ofSeed[i])))];
    }

    /// <summary>Removes what only trials that go on need.</summary>
    public void Thin(TrialRecord trial)
    {
        foreach (SeedRun run in RunsOf(trial))
        {
            run.Thin();
        }
    }

    private static double Score(StudyObjective objective, SeedRun run, RunResult result) => objective.Of(result)
        ?? throw new TrialFailedException($"seed {run.Seed}: the run has no finite {objective.Measure}");

    /// <summary>NaN where one of them is: not every seed has been evaluated yet.</summary>
    private static double Mean(IEnumerable<double> scores)
    {
        double sum = 0;
        int count = 0;
        foreach (double score in scores)
        {
            (sum, count) = (sum + score, count + 1);
        }

        return sum / count;
    }

    private SeedRun[] RunsOf(TrialRecord trial)
    {
        string folder = Path.Combine(trials, $"{trial.Number:D4}");
        IReadOnlyList<string> settings = [.. study.TrialSettings, .. study.Space.Settings(trial)];
        return
        [
            .. study.Seeds.Select(seed => new SeedRun(
                folder, seed, () => Experiment.Parse(study.Recipe, seed, settings, steps: null, experiments), experiments, options,
                progress => report(trial.Number, seed, progress))),
        ];
    }

    /// <summary>Seed after seed; each is reported, so that a trial that is worse with the first few ends with these.</summary>
    private RunResult?[] OverSeeds(Trial trial, SeedRun[] runs, CancellationToken cancellation)
    {
        RunResult?[] results = new RunResult?[runs.Length];
        int last = trial.LastStep ?? -1;
        for (int i = 0; i < runs.Length; i++)
        {
            report(trial.Number, runs[i].Seed, null);
            results[i] = runs[i].Train(until: null, cancellation);
            if (study.Objectives is [var objective] && i > last && trial.ShouldStop(i, Score(objective, runs[i], results[i]!)))
            {
                break;
            }
        }

        return results;
    }

    /// <summary>All seeds up to a step, then all to the next; what is reported is the mean of the best evaluations so far.</summary>
    private RunResult?[] OverSteps(Trial trial, SeedRun[] runs, CancellationToken cancellation)
    {
        RunResult?[] results = new RunResult?[runs.Length];
        StudyObjective objective = study.Objectives[0];
        int last = trial.LastStep ?? -1;
        while (true)
        {
            int? step = study.Pruning.Next(last);
            for (int i = 0; i < runs.Length; i++)
            {
                report(trial.Number, runs[i].Seed, null);
                results[i] = runs[i].Train(step, cancellation);
            }

            bool hasEnded = results.All(result => result is not null);
            if (hasEnded && study.Pruning.End is { } end)
            {
                trial.ShouldStop(end, Mean(results.Select((result, i) => Score(objective, runs[i], result!))));
            }

            if (hasEnded)
            {
                return results;
            }

            if (trial.ShouldStop(step!.Value, Mean(runs.Select(run => run.BestUntil(step.Value, objective.Tag!, objective.Direction)))))
            {
                return results;
            }

            last = step.Value;
        }
    }
}
