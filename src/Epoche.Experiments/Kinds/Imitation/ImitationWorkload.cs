namespace Epoche.Experiments;

/// <summary>
/// Trains the networks of a study one after the other, lets them play, and says what they came to. The agent, its records and the networks
/// are
/// files and checkpoints, so that a study that was interrupted goes on where it stood and ends with the same bits.
/// </summary>
internal sealed class ImitationWorkload : Workload<ImitationModels>
{
    private readonly ImitationRecipe _recipe;
    private readonly Demonstrator _agent;
    private readonly RunFolder _folder;
    private readonly ImitationStudy _study;
    private readonly Baseline _baseline;

    public ImitationWorkload(ImitationRecipe recipe, Demonstrator agent, RunFolder folder, Dataset train, Dataset test)
    {
        (_recipe, _agent, _folder) = (recipe, agent, folder);
        using IBatchEnvironment environment = agent.Player.CreateEnvironment(1);
        int actions = environment.Spec.Actions.Count;
        _study = new([.. recipe.Networks.Select(size => new NetworkTraining(recipe, size, train, test, actions))], recipe.Epochs);
        _baseline = Baseline.Of(train, test, actions);
        Options = new()
        {
            Epochs = _study.Training.TotalEpochs,
            Evaluable = _study,
            EvaluateEpochs = true,
            KeepBest = false,
            ReportEvery = long.MaxValue,
            Observers = [_study],
        };
    }

    public override ITraining Training => _study.Training;

    public override LoopOptions Options { get; }

    public override ProgressDescription Progress => new()
    {
        Headline = new("test accuracy", NetworkRecorder.TestAccuracy, ProgressFormat.Percent),
        Curves =
        [
            new("training accuracy", RunTags.TrainAccuracy, ProgressFormat.Percent),
            new("test loss", NetworkRecorder.TestLoss),
            new("training loss", RunTags.TrainLoss),
        ],
        Figures = [new("updates/s", RunTags.UpdatesPerSecond, ProgressFormat.Count)],
        Position = Position,
    };

    public override IRunRecorder OpenRecorder(RecordingContext context) => new NetworkRecorder(context, _recipe, _study);

    public override ImitationModels? CreateModel(TrainingLoop loop) =>
        _study.Current is null ? new([.. _study.Networks.Select(network => (network.Size, network.Model))]) : null;

    /// <summary>Lets the networks play, says how they fit, and writes the table.</summary>
    public override FinalEvaluation Evaluate(ImitationModels model, CancellationToken cancellation)
    {
        ImitationResult result = Compare(cancellation);
        AtomicFile.Write(Path.Combine(_folder.Path, ImitationFiles.Table), ImitationTable.Of(result));
        return ImitationJson.Of(result);
    }

    private ImitationResult Compare(CancellationToken cancellation)
    {
        using IBatchEnvironment environment = _agent.Player.CreateEnvironment(1);
        using Evaluator evaluator = new(environment);
        EvaluationReport Play(IPolicy policy, ulong seed) => evaluator.Run(policy, _recipe.Episodes, seed, cancellation);

        ulong seed = Seeds.FinalEvaluation(_recipe.Seed);
        NetworkTraining most = _study.Networks.MaxBy(n => n.Curve[^1].TrainAccuracy)!;
        (int, int) records = (_recipe.Records.Pairs, _recipe.Records.TestPairs);
        NetworkOutcome[] networks =
        [
            .. from network in _study.Networks
               select new NetworkOutcome
               {
                   Size = network.Size,
                   Parameters = network.Model.Parameters.TrainableCount,
                   Last = network.Curve[^1],
                   Fit = Fit.Of(network.Curve, (most.Curve[^1], most.Size.Name), _baseline.TrainAccuracy, records),
                   Play = Play(new GreedyPolicy(network.Model), seed),
                   WeightsSha256 = WeightsHash.Compute(network.Model.Parameters.Values),
                   Seconds = network.Seconds,
               },
        ];
        return new ImitationResult
        {
            Recipe = _recipe,
            Agent = _agent.Run.Path,
            AgentPlay = Play(_agent.Player.LoadPolicy(_agent.Run), seed),
            Baseline = _baseline,
            BaselinePlay = Play(_baseline, seed),
            Networks = networks,
            Smallest = Smallest(networks, policy => Play(policy, Seeds.UserEvaluation(_recipe.Seed))),
        };
    }

    /// <summary>
    /// Chosen by episodes, hence confirmed by others: who passes only the first was lucky, and the next larger one is asked.
    /// </summary>
    private (NetworkOutcome, EvaluationReport)? Smallest(NetworkOutcome[] outcomes, Func<IPolicy, EvaluationReport> confirm)
    {
        NetworkOutcome[] candidates = [.. outcomes.Where(o => o.Size.Hidden.Count == 1)];
        foreach (NetworkOutcome outcome in candidates.Where(o => candidates.Length > 1 && o.Play.IsPerfect).OrderBy(o => o.Size.Hidden[0]))
        {
            EvaluationReport report = confirm(new GreedyPolicy(_study.Networks.First(n => n.Size.Name == outcome.Size.Name).Model));
            if (report.IsPerfect)
            {
                return (outcome, report);
            }
        }

        return null;
    }

    private ProgressPosition Position(LoopReport report)
    {
        int count = _study.Networks.Count, index = Math.Clamp((report.Epochs - 1) / _recipe.Epochs, 0, count - 1);
        int epoch = report.Epochs - (index * _recipe.Epochs);
        string name = _study.Networks[index].Size.Name;
        return new(
            (double)epoch / _recipe.Epochs, $"{name}: epoch {epoch} of {_recipe.Epochs}", $"{name} ({index + 1} of {count})");
    }
}
