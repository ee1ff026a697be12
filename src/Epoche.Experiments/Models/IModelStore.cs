namespace Epoche;

/// <summary>How what a training ends with is kept in a run.</summary>
/// <typeparam name="TModel">What it ends with, such as a network.</typeparam>
public interface IModelStore<TModel>
    where TModel : class
{
    /// <summary>Saves it in a run, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Save(TModel model, RunFolder run);

    /// <summary>What <see cref="Save"/> wrote.</summary>
    /// <exception cref="RunException">The run has none.</exception>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    TModel Load(RunFolder run);

    /// <summary>SHA-256 over its weights, in hexadecimal digits; see <see cref="RunResult.WeightsSha256"/>.</summary>
    string Hash(TModel model);
}

/// <summary>One network, in the folder <c>model</c> of its run.</summary>
public sealed class NetworkStore : IModelStore<Sequential>
{
    /// <summary>The only one.</summary>
    public static NetworkStore Instance { get; } = new();

    private NetworkStore()
    {
    }

    /// <inheritdoc/>
    public void Save(Sequential model, RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(run);
        ModelFile.Save(model, run.ModelPath);
    }

    /// <inheritdoc/>
    public Sequential Load(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.RequireModel();
        return Sequential.Load(run.ModelPath);
    }

    /// <inheritdoc/>
    public string Hash(Sequential model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return WeightsHash.Compute(model.Parameters.Values);
    }
}
