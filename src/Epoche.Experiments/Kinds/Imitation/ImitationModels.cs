using System.Text;

namespace Epoche.Experiments;

/// <summary>The networks of a study, in the order of its table.</summary>
/// <param name="Networks">Each with its layers.</param>
internal sealed record ImitationModels(IReadOnlyList<(NetworkSize Size, Sequential Network)> Networks);

/// <summary>A folder for each network in that of the run.</summary>
internal sealed class ImitationModelStore : IModelStore<ImitationModels>
{
    public static ImitationModelStore Instance { get; } = new();

    public void Save(ImitationModels model, RunFolder run)
    {
        foreach ((NetworkSize size, Sequential network) in model.Networks)
        {
            ModelFile.Save(network, PathOf(run, size));
        }
    }

    public ImitationModels Load(RunFolder run)
    {
        ConfigMap recipe = ConfigMap.Parse(ConfigMap.ReadText(run.RecipePath), run.RecipePath);
        List<NetworkSize> sizes = ImitationRecipe.ReadNetworks(recipe);
        if (sizes.Find(size => !File.Exists(Path.Combine(PathOf(run, size), "model.yaml"))) is { } missing)
        {
            throw new ExperimentException(
                $"The run '{run.Path}' has no network {missing.Name} (yet): 'epoche resume {run.Path}' resumes its training.",
                ExperimentProblem.Failure);
        }

        return new([.. sizes.Select(size => (size, Sequential.Load(PathOf(run, size))))]);
    }

    /// <summary>The hash of the hashes of the networks.</summary>
    public string Hash(ImitationModels model)
    {
        IEnumerable<string> hashes = model.Networks.Select(entry => WeightsHash.Compute(entry.Network.Parameters.Values));
        return Sha256.Of(Encoding.ASCII.GetBytes(string.Concat(hashes)));
    }

    private static string PathOf(RunFolder run, NetworkSize size) => Path.Combine(run.Path, size.FolderName, "model");
}
