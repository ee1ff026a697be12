namespace Epoche;

/// <summary>
/// Which dense layers of a model stand behind an image, or a sequence of a convolution, that was flattened: PyTorch has the channels
/// first, so the rows of their kernels are in another order.
/// </summary>
internal sealed class FlattenedRows
{
    private readonly Dictionary<Layer, (int Positions, int Channels)> _images = new(ReferenceEqualityComparer.Instance);
    private readonly GraphPlan _plan;

    internal FlattenedRows(Model model, bool channelsFirst)
    {
        _plan = model.Plan;
        ReadOnlySpan<Shape> shapes = model.ValueShapes;
        for (int i = 0; i < _plan.Calls.Length && channelsFirst; i++)
        {
            GraphCall call = _plan.Calls[i];
            if (_plan.Layers[call.Layer] is Dense dense && Behind(call.Sources[0]) is var flattened && flattened >= 0)
            {
                int before = _plan.Calls[flattened - _plan.Inputs.Length].Sources[0];
                Shape image = shapes[before];
                if (image.Rank == 3 || (image.Rank == 2 && IsConvolved(before)))
                {
                    _images.TryAdd(dense, (image.ElementCount / image[-1], image[-1]));
                }
            }
        }
    }

    /// <summary>How many positions and channels the image in front of a layer has; null where there is none.</summary>
    internal (int Positions, int Channels)? Of(Layer layer) =>
        _images.TryGetValue(layer, out (int Positions, int Channels) image) ? image : null;

    /// <summary>The value that a flattening gave, if nothing but what keeps the order is between; else −1.</summary>
    private int Behind(int value)
    {
        while (At(value) is Dropout or ActivationLayer)
        {
            value = Source(value);
        }

        return At(value) is Flatten ? value : -1;
    }

    private bool IsConvolved(int value)
    {
        while (At(value) is Dropout or ActivationLayer or BatchNorm or SpatialDropout)
        {
            value = Source(value);
        }

        return At(value) is Conv1D;
    }

    private Layer? At(int value) =>
        value < _plan.Inputs.Length ? null : _plan.Layers[_plan.Calls[value - _plan.Inputs.Length].Layer];

    private int Source(int value) => _plan.Calls[value - _plan.Inputs.Length].Sources[0];
}
