namespace Epoche.Experiments;

/// <summary>Learning a policy from records of an agent, by networks of several sizes: <c>kind: imitation</c>.</summary>
internal sealed class ImitationKind() : RecipeKind<ImitationRecipe, ImitationModels>("imitation", ImitationModelStore.Instance)
{
    public override ImitationRecipe ReadRecipe(ConfigMap map, RecipeContext context) => ImitationRecipe.Read(map, context.Seed);

    public override void Prepare(ImitationRecipe recipe, IRunSource runs) =>
        Demonstrator.Imitable(recipe.Agent, runs.Read(recipe.Agent, recipe.Seed));

    public override IReadOnlyList<MemoryPart> MemoryOf(ImitationRecipe recipe, IRunSource runs) =>
        ImitationMemory.Of(recipe, Demonstrator.Imitable(recipe.Agent, runs.Read(recipe.Agent, recipe.Seed)));

    public override Workload<ImitationModels> CreateWorkload(ImitationRecipe recipe, WorkloadContext context)
    {
        (RunFolder run, Recipe recorded) = AgentCopy.In(context, recipe.Agent, recipe.Seed, "the agent to be imitated");
        Demonstrator agent = Demonstrator.Of(run, recorded);
        Dataset train = Records(ImitationFiles.Train, recipe.Records.Pairs, Seeds.Records(recipe.Seed), recipe, agent, context);
        Dataset test = Records(ImitationFiles.Test, recipe.Records.TestPairs, Seeds.TestRecords(recipe.Seed), recipe, agent, context);
        return new ImitationWorkload(recipe, agent, context.Folder, train, test);
    }

    public override EvaluationResult Evaluate(
        ImitationRecipe recipe, ImitationModels model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        Sequential first = model.Networks[0].Network;
        Dataset test = PairFile.Read(
            Path.Combine(run.Path, ImitationFiles.Test), recipe.Records.TestPairs, first.InputShape, first.OutputShape[0]);
        (ExampleEvaluation Found, NetworkSize Size) best = (
            from entry in model.Networks
            let found = new ClassifierEvaluator(entry.Network, test).Evaluate(cancellation)
            orderby found.Accuracy descending, entry.Network.Parameters.TrainableCount
            select (found, entry.Size)).First();
        return new ExampleEvaluation(best.Found.Examples, best.Found.Accuracy, best.Found.Loss)
        {
            Set = $"{ImitationFiles.Test}; the best network, {best.Size.Name}",
        };
    }

    /// <exception cref="ExperimentException">Always: networks are trained for the epochs of the recipe.</exception>
    public override ImitationRecipe Extend(ImitationRecipe recipe, RunExtension extension) => throw new ExperimentException(
        $"--steps is not for '{recipe.Name}': its networks are trained for {Format.Count(recipe.Epochs, "epoch")} each. "
        + "Begin another by 'epoche imitate --epochs N'.");

    public override ReportData CreateReport(ImitationRecipe recipe, RunFolder run) => ImitationReport.Of(run, recipe);

    public override void Illustrate(ImitationRecipe recipe, RunFolder run) => ImitationReport.SaveCurves(run.Path, recipe);

    /// <summary>
    /// Records of the agent, made where they are not there yet; read from their file in any case, so that what is learned from is what the
    /// file says.
    /// </summary>
    private static Dataset Records(string name, int count, ulong seed, ImitationRecipe recipe, Demonstrator agent, WorkloadContext context)
    {
        string path = Path.Combine(context.Folder.Path, name);
        using IBatchEnvironment environment = agent.Player.CreateEnvironment(1);
        if (!File.Exists(path))
        {
            IPolicy policy = agent.Player.LoadPolicy(agent.Run);
            PairFile.Write(
                path, PairRecorder.Record(environment, policy, count, recipe.Records, seed, context.Cancellation), environment.Spec);
        }

        Dataset records = PairFile.Read(path, count, environment.Spec);
        string recipeName = Path.GetFileName(context.Folder.RecipePath);
        return records.Count == count
            ? records
            : throw new DataFormatException(path, "the whole file", $"{count} records, as {recipeName} says", $"{records.Count}");
    }
}
