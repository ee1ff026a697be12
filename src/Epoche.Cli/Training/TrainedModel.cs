using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>What a training ends with, and what a run keeps in its folder <c>model</c>. One subclass per thing that can be kept.</summary>
internal abstract class TrainedModel
{
    /// <summary>SHA-256 over the weights; see <see cref="RunResult.WeightsSha256"/>.</summary>
    public abstract string WeightsSha256 { get; }

    /// <summary>Saves it in a run, whole or not at all.</summary>
    public abstract void Save(RunFolder run);
}

/// <summary>One network.</summary>
internal sealed class NetworkModel(Sequential network) : TrainedModel
{
    public Sequential Network { get; } = network;

    public override string WeightsSha256 => WeightsHash.Compute(Network.Parameters.Values);

    public override void Save(RunFolder run) => ModelFile.Save(Network, run.ModelPath);
}
