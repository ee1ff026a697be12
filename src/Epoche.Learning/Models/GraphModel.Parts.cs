namespace Epoche;

public sealed partial class GraphModel
{
    /// <inheritdoc/>
    public override GraphModel Upto(string layer)
    {
        GraphPlan part = _plan.Upto(ValueOf(layer));
        bool hasAll = part.Inputs.Length == _plan.Inputs.Length; // preprocessing is that of the input
        ModelInfo info = hasAll ? Info with { Labels = [] } : new();
        return new GraphModel(part.Copy()) { Info = info }.WithNumbersOf(this);
    }

    /// <inheritdoc/>
    public override GraphModel After(string layer)
    {
        int value = ValueOf(layer);
        return new GraphModel(_plan.After(value, _shapes[value]).Copy()) { Info = new() { Labels = Info.Labels } }.WithNumbersOf(this);
    }

    private GraphModel WithNumbersOf(GraphModel whole)
    {
        if (whole.IsBuilt)
        {
            Build(builder => builder.ToSlab());
            CopyWeights(whole);
        }

        return this;
    }
}
