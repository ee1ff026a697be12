namespace Epoche;

/// <summary>What a model computes on the way, for those who look into networks.</summary>
internal static class ModelTrace
{
    /// <summary>
    /// The values of a model's plan for a batch: the input first, then what each use of a layer gives, in the order of
    /// <see cref="GraphPlan.Calls"/>. Null for a model with several inputs, or one that goes through masked steps.
    /// </summary>
    /// <param name="model">A model that is built.</param>
    /// <param name="input">[batch, input…].</param>
    public static Tensor[]? Values(Model model, Tensor input)
    {
        GraphPlan plan = model.Plan;
        if (plan.Inputs.Length != 1 || plan.Masks() is not null)
        {
            return null;
        }

        Tensor[] values = new Tensor[plan.ValueCount];
        values[0] = input;
        for (int i = 0; i < plan.Calls.Length; i++)
        {
            int[] sources = plan.Calls[i].Sources;
            switch (plan.Layers[plan.Calls[i].Layer])
            {
                case MergeLayer merge:
                    values[i + 1] = merge.Call([.. sources.Select(source => values[source])]);
                    break;
                case var layer when sources.Length == 1:
                    values[i + 1] = layer.Call(values[sources[0]]);
                    break;
                default:
                    return null;
            }
        }

        return values;
    }
}
