namespace Epoche.Experiments;

/// <summary>One model of whatever form, in the folder <c>model</c> of its run.</summary>
internal sealed class ModelStore : IModelStore<Model>
{
    public static ModelStore Instance { get; } = new();

    public void Save(Model model, RunFolder run) => ModelFile.Save(model, run.ModelPath);

    public Model Load(RunFolder run)
    {
        run.RequireModel();
        return Model.Load(run.ModelPath);
    }

    public string Hash(Model model) => WeightsHash.Compute(model.Parameters.Values);
}
