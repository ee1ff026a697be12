namespace Epoche;

/// <summary>
/// A network with memory as agents call it: an input <c>observation</c> (or whatever its only one is called) and perhaps one that says what
/// was done last.
/// </summary>
internal sealed class MemoryNetwork
{
    /// <summary>The name of the input that takes observations, where there are two.</summary>
    public const string ObservationInput = "observation";

    private readonly int _observation;

    /// <summary>Finds the inputs.</summary>
    /// <exception cref="ArgumentException">There are others.</exception>
    public MemoryNetwork(Model model, ActionSpec actions)
    {
        Model = model;
        int previous = IndexOf(model, PreviousStep.Input);
        _observation = model.Inputs.Count == 1 ? 0 : IndexOf(model, ObservationInput);
        bool fits = previous < 0
            ? model.Inputs.Count == 1
            : model.Inputs.Count == 2 && _observation >= 0 && model.Inputs[previous].Shape == [PreviousStep.Width(actions)];
        if (!fits || (previous >= 0 && !actions.IsDiscrete))
        {
            throw new ArgumentException(
                $"A network with memory has one input, or the inputs '{ObservationInput}' and '{PreviousStep.Input}' "
                + $"[{PreviousStep.Width(actions)}], the last of discrete actions and its reward; this one takes "
                + $"{string.Join(", ", model.Inputs)}, and the actions are {actions}.",
                nameof(model));
        }

        (Previous, Memory) = (previous < 0 ? 0 : PreviousStep.Width(actions), new(model));
    }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>Its memory.</summary>
    public ModelMemory Memory { get; }

    /// <summary>The shape of an observation.</summary>
    public Shape Observation => Model.Inputs[_observation].Shape;

    /// <summary>Numbers that say what was done last; 0 where it is not asked for.</summary>
    public int Previous { get; }

    /// <summary>Calls it for one output.</summary>
    /// <param name="output">Which.</param>
    /// <param name="observations"><c>[rows, …observation]</c>.</param>
    /// <param name="previous"><c>[rows, Previous]</c>; null where that is 0.</param>
    public Tensor Call(int output, Tensor observations, Tensor? previous) => previous is not { } last
        ? Model.CallOutput(output, [observations])
        : Model.CallOutput(output, _observation == 0 ? [observations, last] : [last, observations]);

    private static int IndexOf(Model model, string name)
    {
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            if (model.Inputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
