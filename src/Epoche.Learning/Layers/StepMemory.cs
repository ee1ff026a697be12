namespace Epoche;

/// <summary>Whoever holds the states of recurrent layers that see one step at a time.</summary>
internal interface IStepMemory
{
    /// <summary>What a layer gives for rows that are the steps of sequences; null where the layer is none of its own.</summary>
    Tensor? Pass(RecurrentLayer layer, Tensor x);

    /// <summary>What a layer gives for the next steps of sequences, [batch, steps, features]; null where they begin from zeros.</summary>
    Tensor? PassSteps(RecurrentLayer layer, Tensor x) => null;
}

/// <summary>Who does so on this thread.</summary>
internal static class StepMemory
{
    [ThreadStatic]
    private static IStepMemory? s_current;

    /// <summary>Null where nobody does: each row is a step from a state of zeros.</summary>
    internal static IStepMemory? Current
    {
        get => s_current;
        set => s_current = value;
    }
}
