namespace Epoche.Compare;

/// <summary>
/// Updates by given gradients. The tensors are a kernel [in, out] and a bias [out], then a gradient of each for every update; the answer is
/// the kernel and the bias after each.
/// </summary>
internal static class OptimizerCases
{
    public static IReadOnlyList<Tensor> Run(Case c)
    {
        Tensor[] tensors = c.Inputs;
        Sequential net = new Sequential { new Dense(tensors[1].Count) }.Build([tensors[0].Length(0)]);
        ParameterSlab slab = net.Parameters;
        tensors[0].Values.CopyTo(slab.Values);
        tensors[1].Values.CopyTo(slab.Values[tensors[0].Count..]);
        Trainer trainer = new(
            new()
            {
                Optimizer = OptimizerRegistry.Find(c.Name).Create(Schedule(c), c.Numbers("settings")),
                ClipNorm = c.Has("clip_norm") ? c.Number("clip_norm") : null,
                ClipValue = c.Has("clip_value") ? c.Number("clip_value") : null,
            },
            slab);
        List<Tensor> weights = [];
        for (int step = 0; 2 * (step + 1) < tensors.Length; step++)
        {
            if (c.Has("frozen"))
            {
                string part = "dense/" + c.Text("frozen");
                if (step >= c.Integer("frozen_from") && step < c.Integer("frozen_to"))
                {
                    slab.Freeze(part);
                }
                else
                {
                    slab.Unfreeze(part);
                }
            }

            trainer.Step(_ => Along(slab, 0, tensors[2 * (step + 1)]) + Along(slab, 1, tensors[(2 * (step + 1)) + 1]), 0);
            weights.AddRange([Copy(slab[0]), Copy(slab[1])]);
        }

        return weights;
    }

    public static Schedule Schedule(Case c)
    {
        float[] numbers = c.Numbers("schedule_numbers");
        Schedule schedule = c.Text("schedule") switch
        {
            "linear" => Epoche.Schedule.Linear(numbers[0], numbers[1], (long)numbers[2]),
            "exponential" => Epoche.Schedule.Exponential(numbers[0], numbers[1], (long)numbers[2]),
            "cosine" => Epoche.Schedule.Cosine(numbers[0], numbers[1], (long)numbers[2]),
            _ => Epoche.Schedule.Constant(numbers[0]),
        };
        return c.Has("warm_up") ? schedule.WithWarmUp(c.Integer("warm_up")) : schedule;
    }

    /// <summary>A loss of 0 whose gradient by the parameter is the given one, however large both are.</summary>
    private static Tensor Along(ParameterSlab slab, int entry, Tensor gradient) =>
        ((slab[entry] - slab[entry].StopGradient()) * gradient).Sum();

    private static Tensor Copy(Tensor tensor) => Tensor.Of(tensor.Values, tensor.Shape);
}
