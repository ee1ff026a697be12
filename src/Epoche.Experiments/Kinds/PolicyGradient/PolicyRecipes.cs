namespace Epoche.Experiments;

/// <summary>What recipes of agents have in common that learn a policy from its own actions.</summary>
internal static class PolicyRecipes
{
    /// <summary>
    /// How many updates a whole training makes, for schedules that do not state their length; null where steps do not limit it.
    /// </summary>
    /// <param name="steps">Environment steps in all.</param>
    /// <param name="rollout">Environment steps of a rollout.</param>
    /// <param name="updates">Updates after each.</param>
    public static long? Updates(long? steps, long rollout, long updates) => steps is { } all ? Math.Max(1, all / rollout * updates) : null;

    /// <exception cref="ExperimentException">The model is that of another recipe.</exception>
    public static void RequireFits(Model model, EnvironmentSpec spec)
    {
        int outputs = ActionHead.For(spec).Outputs;
        bool fits = model.Inputs is [var input] && input.Shape == spec.Observation
            && model.Outputs.Any(port => port.Name == PolicyNetwork.PolicyOutput && port.Shape == [outputs]);
        if (!fits)
        {
            throw new ExperimentException(
                $"The model takes {string.Join(", ", model.Inputs)} and gives {string.Join(", ", model.Outputs)}; {spec.Name} shows "
                + $"{spec.Observation} and expects an output '{PolicyNetwork.PolicyOutput}' [{outputs}]. Is it the model of another run?",
                ExperimentProblem.Failure);
        }
    }

    /// <exception cref="ExperimentException">Training ends before the first rollout does.</exception>
    public static void RequireRollout(long? steps, int environments, int rolloutSteps)
    {
        long first = (long)environments * rolloutSteps;
        if (steps < first)
        {
            throw new ExperimentException(
                $"Nothing would be learned: training ends after {Format.Count(steps.Value, "step")}, and the first update comes at step "
                + $"{Format.Count(first)} (rollout_steps times environments). Give more steps, or lower one of these.");
        }
    }

    /// <summary>What a training takes.</summary>
    public static IReadOnlyList<MemoryPart> MemoryOf(PolicyGradientRecipe recipe)
    {
        (PolicyNetworkRecipe network, PolicyGradientTraining training) = (recipe.Common.Network, recipe.Training);
        NetworkMemory memory = network.MemoryOf(recipe.Spec);
        long observation = recipe.Spec.Observation.ElementCount, rows = Saturating.Product(recipe.Environments, training.LongestRollout);
        int action = ActionHead.For(recipe.Spec).ActionWidth, mask = recipe.Spec.MasksActions ? recipe.Spec.Actions.Count : 0;
        long row = observation + action + mask, number = recipe.Spec.PixelSteps is null ? sizeof(float) : sizeof(byte);
        return
        [
            .. memory.Trained(training.Optimizer, network.Trunks),
            memory.Copied(2, network.Trunks), // the model that is saved, and the one that is loaded to be evaluated
            .. recipe.Common.Selection is { EverySteps: var every } && every <= (recipe.Steps ?? 0) ? [memory.Kept()] : (MemoryPart[])[],
            memory.Batch(Saturating.Product(training.Batch, network.Trunks), training.BatchKey),
            new("the batch", Saturating.Product(training.Batch, row + 4, sizeof(float)), training.BatchKey),
            new("observations", Saturating.Product(recipe.Environments, observation, sizeof(float)), "environments"),
            new(
                "the rollout",
                Saturating.Product(rows, (observation * number) + ((action + mask + 7) * sizeof(float))),
                "rollout_steps")
            {
                LongestArray = Saturating.Product(rows, Math.Max(observation, Math.Max(action, mask))),
            },
            .. training.CopiesNetwork
                ? [memory.Copied(recipe.Environments, network.Trunks) with { Key = "environments" }] : (MemoryPart[])[],
        ];
    }

    /// <summary>What a person watches.</summary>
    public static ProgressFigure[] Figures =>
        [new("entropy", RunTags.Entropy), new("explained", RunTags.ExplainedVariance), new("value loss", RunTags.ValueLoss)];
}
