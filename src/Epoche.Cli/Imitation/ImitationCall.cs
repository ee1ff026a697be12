using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Imitation;

/// <summary>
/// What <c>epoche imitate</c> and <c>epoche resume</c> share: the agent, its records, the networks one after the other, what they came to. Each of these steps is a file or a checkpoint, so that a
/// study that was interrupted goes on where it stood and ends with the same bits.
/// </summary>
internal sealed class ImitationCall(Terminal terminal, Terminal messages, bool quiet, bool json)
{
    public const string TableName = "table.md", AgentName = "agent", TrainName = "train.csv", TestName = "test.csv";

    /// <summary>The table of a study that is complete; null where there is none.</summary>
    public static string? ReadTable(RunFolder folder) => Path.Combine(folder.Path, TableName) is { } path && File.Exists(path) && File.Exists(folder.ResultPath) ? File.ReadAllText(path) : null;

    /// <returns>The exit code.</returns>
    public int Execute(RunFolder folder, ImitationRecipe recipe, bool isNew)
    {
        if (ReadTable(folder) is { } table)
        {
            Print(folder, table, ResultText(folder)); // needs no lock, and no right to write
            return ExitCode.Success;
        }

        using NetworkRecorder recorder = new(folder.Path, recipe, messages.Error);
        using RunSession session = RunSession.Open(folder, isNew, quiet ? messages.Error : messages.Out, recorder);
        // Before the interruption is listened to: the agent's training has its own.
        if (Agent(folder, recipe, out int exitCode) is not { } agent)
        {
            messages.Out.WriteLine($"'epoche resume {folder.Path}' goes on.");
            return exitCode;
        }

        using Interruption interruption = new();
        try
        {
            ImitationResult result = Study(folder, recipe, agent, session, recorder, interruption.Token);
            table = ImitationTable.Of(result);
            WholeFile.Write(Path.Combine(folder.Path, TableName), table);
            WholeFile.Write(folder.ResultPath, ImitationJson.Write(result, indented: true) + "\n");
            Pictures(folder, recipe, recorder);
            Print(folder, table, ImitationJson.Write(result, indented: false));
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            messages.Out.WriteLine($"Interrupted. 'epoche resume {folder.Path}' goes on.");
        }

        return interruption.ExitCode;
    }

    private ImitationResult Study(RunFolder folder, ImitationRecipe recipe, Demonstrator agent, RunSession session, NetworkRecorder recorder, CancellationToken cancellation)
    {
        GreedyPolicy policy = new(agent.Model);
        Dataset train = Records(folder, TrainName, recipe.Records.Pairs, Seeds.Records(recipe.Seed), recipe, agent, policy, cancellation);
        Dataset test = Records(folder, TestName, recipe.Records.TestPairs, Seeds.TestRecords(recipe.Seed), recipe, agent, policy, cancellation);
        int actions = agent.Recipe.Spec.Actions.Count;
        ImitationStudy study = new([.. recipe.Networks.Select(size => new NetworkTraining(recipe, size, train, test, actions))], recipe.Epochs);
        double seconds = Train(study, recipe, session, recorder, cancellation);
        foreach (NetworkTraining network in study.Networks)
        {
            ModelFile.Save(network.Model, Path.Combine(folder.Path, network.Size.FolderName, "model"));
        }

        return new Judge(recipe, agent, cancellation).Result(folder.Path, study, Baseline.Of(train, test, actions), seconds);
    }

    /// <returns>The seconds that it took.</returns>
    private double Train(ImitationStudy study, ImitationRecipe recipe, RunSession session, NetworkRecorder recorder, CancellationToken cancellation)
    {
        IProgressView Show(NetworkTraining network) => ProgressViews.For(
            messages, quiet, $"{recipe.Name} · seed {recipe.Seed} · {network.Size.Name} ({study.Networks.TakeWhile(n => n != network).Count() + 1} of {study.Networks.Count})");
        TrainingLoop loop = new(study.Training, new()
        {
            Epochs = study.Training.TotalEpochs,
            Evaluable = study,
            EvaluateEpochs = true,
            KeepBest = false,
            ReportEvery = long.MaxValue,
            Observers = [study, new StudyWatcher(study, recorder, recipe.Epochs, Show)],
            Checkpoints = session,
        });
        try
        {
            loop.RunToEnd(cancellation);
        }
        catch (NonFiniteException exception)
        {
            throw new CliException($"Network {study.Current?.Size.Name}: {exception.Message}", ExitCode.Failure, exception);
        }

        return loop.Seconds;
    }

    /// <summary>The agent, of which the study keeps a copy.</summary>
    private Demonstrator? Agent(RunFolder folder, ImitationRecipe recipe, out int exitCode)
    {
        exitCode = ExitCode.Success;
        string copy = Path.Combine(folder.Path, AgentName), copiedRecipe = Path.Combine(copy, "recipe.yaml");
        if (File.Exists(copiedRecipe))
        {
            return Demonstrator.Find(copy, recipe.Seed, "", null!, messages, out exitCode);
        }

        TrainingCall call = new(terminal, messages, quiet, json: false);
        string directory = Path.GetDirectoryName(folder.Path) is { Length: > 0 } parent ? parent : ".";
        if (Demonstrator.Find(recipe.Agent, recipe.Seed, directory, call, messages, out exitCode) is not { } agent)
        {
            return null;
        }

        ModelFile.Save(agent.Model, Path.Combine(copy, "model"));
        WholeFile.Write(copiedRecipe, agent.Recipe.ResolvedYaml); // the last: with it the copy is complete
        (quiet ? messages.Error : messages.Out).WriteLine($"Agent: {agent.Run}");
        return agent;
    }

    /// <summary>Records of the agent, made where they are not there yet; read from their file in any case, so that what is learned from is what the file says.</summary>
    private static Dataset Records(RunFolder folder, string name, int count, ulong seed, ImitationRecipe recipe, Demonstrator agent, IPolicy policy, CancellationToken cancellation)
    {
        string path = Path.Combine(folder.Path, name);
        if (!File.Exists(path))
        {
            using IBatchEnvironment environment = agent.Recipe.CreateEnvironment(1);
            PairFile.Write(path, PairRecorder.Record(environment, policy, count, recipe.Records, seed, cancellation), environment.Spec);
        }

        Dataset records = PairFile.Read(path, agent.Recipe.Spec);
        return records.Count == count
            ? records
            : throw new DataFormatException(path, "the whole file", $"{count} records, as {Path.GetFileName(folder.RecipePath)} says", $"{records.Count}");
    }

    private void Pictures(RunFolder folder, ImitationRecipe recipe, NetworkRecorder recorder)
    {
        try
        {
            recorder.Dispose(); // what is not written yet is written
            ImitationReport.Save(folder.Path, recipe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DataFormatException)
        {
            messages.Error.WriteLine($"warning: the study is complete, but not all of its pictures: {exception.Message}");
        }
    }

    private void Print(RunFolder folder, string table, string result)
    {
        messages.Out.WriteLine();
        messages.Out.Write(table);
        messages.Out.WriteLine();
        messages.Out.WriteLine($"Run:  {folder.Path}   {TrainName}, {TestName}, {RunPictures.ReportName}; tensorboard --logdir {folder.Path}");
        if (json)
        {
            terminal.Out.WriteLine(result);
        }
    }

    private static string ResultText(RunFolder folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(folder.ResultPath));
        return JsonText.OneLine(document);
    }

    /// <summary>Lets the networks play, and says how they fit.</summary>
    private sealed class Judge(ImitationRecipe recipe, Demonstrator agent, CancellationToken cancellation)
    {
        public ImitationResult Result(string folder, ImitationStudy study, Baseline baseline, double seconds)
        {
            using IBatchEnvironment environment = agent.Recipe.CreateEnvironment(1);
            using Evaluator evaluator = new(environment);
            EvaluationReport Play(IPolicy policy, ulong seed) => evaluator.Run(policy, recipe.Episodes, seed, cancellation);

            ulong seed = Seeds.FinalEvaluation(recipe.Seed);
            NetworkTraining most = study.Networks.MaxBy(n => n.Curve[^1].TrainAccuracy)!;
            NetworkOutcome[] networks =
            [
                .. from network in study.Networks
                   select new NetworkOutcome
                   {
                       Size = network.Size,
                       Parameters = network.Model.Parameters.TrainableCount,
                       Last = network.Curve[^1],
                       Fit = Fit.Of(network.Curve, (most.Curve[^1], most.Size.Name), baseline.TrainAccuracy, (recipe.Records.Pairs, recipe.Records.TestPairs)),
                       Play = Play(new GreedyPolicy(network.Model), seed),
                       WeightsSha256 = WeightsHash.Compute(network.Model.Parameters.Values),
                       Seconds = network.Seconds,
                   },
            ];
            return new ImitationResult
            {
                Run = folder,
                Recipe = recipe,
                Agent = agent.Run,
                AgentPlay = Play(new GreedyPolicy(agent.Model), seed),
                Baseline = baseline,
                BaselinePlay = Play(baseline, seed),
                Networks = networks,
                Smallest = Smallest(study, networks, policy => Play(policy, Seeds.UserEvaluation(recipe.Seed))),
                TrainSeconds = seconds,
                WallSeconds = ProcessClock.SecondsSinceStart(),
                Updates = study.Training.Updates,
                WeightsSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(networks.Select(n => n.WeightsSha256))))),
            };
        }

        /// <summary>Chosen by episodes, hence confirmed by others: who passes only the first was lucky, and the next larger one is asked.</summary>
        private static (NetworkOutcome, EvaluationReport)? Smallest(ImitationStudy study, NetworkOutcome[] outcomes, Func<IPolicy, EvaluationReport> confirm)
        {
            NetworkOutcome[] candidates = [.. outcomes.Where(o => o.Size.Hidden.Count == 1)];
            foreach (NetworkOutcome outcome in candidates.Where(o => candidates.Length > 1 && o.Play.IsPerfect).OrderBy(o => o.Size.Hidden[0]))
            {
                EvaluationReport report = confirm(new GreedyPolicy(study.Networks.First(n => n.Size.Name == outcome.Size.Name).Model));
                if (report.IsPerfect)
                {
                    return (outcome, report);
                }
            }

            return null;
        }
    }
}
