namespace Epoche.Experiments;

/// <summary>Who is asked: the environment's scripted player, or the agent of another recipe or run.</summary>
/// <param name="Name"><c>scripted</c>, the name of a recipe, or the folder of a run.</param>
internal sealed record DaggerExpert(string Name)
{
    public const string Scripted = "scripted";

    /// <summary>Reads the key <c>expert</c>.</summary>
    /// <exception cref="ConfigurationException">The environment has no player that sees as many frames.</exception>
    public static DaggerExpert Read(ConfigMap map, EnvironmentEntry environment, EnvironmentSpec spec)
    {
        string name = map.String("expert", Scripted), portable = PathText.Portable(name);
        if (portable != name)
        {
            map.Write("expert", portable); // a recipe travels
        }

        if (portable == Scripted && environment.Player?.Frames != spec.Frames)
        {
            string problem = environment.Player is { } player
                ? $"the scripted player of {environment.Name} sees {Format.Count(player.Frames, "frame")}, and 'frames' is {spec.Frames}"
                : $"{environment.Name} has no scripted player";
            throw map.Error("expert", $"must be a recipe or a run of an agent, such as cartpole or runs/cartpole-0: {problem}");
        }

        return new(portable);
    }

    /// <summary>Refuses an agent that cannot be asked, before anything is trained.</summary>
    /// <exception cref="ExperimentException">It plays another game, or none.</exception>
    public void RequireFits(DaggerRecipe recipe, IRunSource runs)
    {
        if (Name == Scripted)
        {
            return;
        }

        IPlaysGames player = runs.Read(Name, recipe.Seed).Capability<IPlaysGames>() ?? throw new ExperimentException(
            $"expert: '{Name}' trains no agent, so there is nobody to ask. Give the run of an agent, such as runs/cartpole-0.");
        using IBatchEnvironment environment = player.CreateEnvironment(1);
        if (!environment.Spec.HasSpacesOf(recipe.Spec))
        {
            throw new ExperimentException(
                $"expert: the agent of '{Name}' plays {environment.Spec.Name}, with observations {environment.Spec.Observation} and "
                + $"actions {environment.Spec.Actions}; the learner sees {recipe.Spec.Observation} of {recipe.Spec.Name} and has "
                + $"{recipe.Spec.Actions}. Both must be the same.");
        }
    }

    /// <summary>Makes the expert; of an agent the run keeps a copy, so that it is resumed with the same.</summary>
    /// <exception cref="ExperimentException">Its training failed.</exception>
    public Func<EnvironmentSpec, IPolicy> Find(DaggerRecipe recipe, WorkloadContext context)
    {
        if (Name == Scripted)
        {
            return recipe.Environment.Player!.Create;
        }

        (RunFolder run, Recipe agent) = AgentCopy.In(context, Name, recipe.Seed, "the expert that is asked");
        return _ => agent.Capability<IPlaysGames>()!.LoadPolicy(run);
    }
}
