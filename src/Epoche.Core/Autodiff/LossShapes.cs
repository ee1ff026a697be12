using Epoche.Memory;

namespace Epoche.Autodiff;

/// <summary>
/// Watches the operations of a loss that takes outputs and targets, or of an objective that takes a batch with targets. Outputs [batch, 1]
/// and targets [batch] broadcast to [batch, batch]: every output would meet every target, and nothing would be learned. A mean behind it
/// hides that from whoever looks at the result alone, so each operation is looked at.
/// </summary>
internal static class LossShapes
{
    [ThreadStatic]
    private static Watch s_open;

    /// <summary>Watches until the result is disposed.</summary>
    public static Scope Of(Tensor outputs, Tensor targets) => Scope.Open(outputs, targets);

    /// <summary>
    /// Watches an objective, which makes the outputs itself: the targets alone are known, and the layers of its
    /// model may broadcast as they like.
    /// </summary>
    public static Scope Of(Tensor targets) => Scope.Open(default, targets);

    /// <summary>Leaves what is watched as it is.</summary>
    public static Scope Unchanged() => new(s_open);

    /// <summary>
    /// Refuses operands of different ranks that both repeat, and the targets themselves where their examples
    /// would be laid along another axis.
    /// </summary>
    /// <exception cref="ArgumentException">They do, within a watched loss.</exception>
    public static void Require(Tensor x, Tensor y, Shape result)
    {
        if (!s_open.IsOpen || x.Rank == y.Rank || x.Rank == 0 || y.Rank == 0)
        {
            return; // of one rank they are meant to meet so: Reshape(-1, 1) and Reshape(1, -1)
        }

        bool isObjective = s_open.Outputs.IsDefault, bothRepeat = !isObjective && x.Shape != result && y.Shape != result;
        if (bothRepeat || AreTargets(x.Rank < y.Rank ? x : y))
        {
            throw isObjective
                ? Refusal(x.Rank < y.Rank ? y.Shape : x.Shape, result, s_open.Targets.Shape)
                : Refusal(x.Shape, y.Shape, result, s_open.Outputs.Shape, s_open.Targets.Shape);
        }
    }

    internal static ArgumentException Refusal(Shape x, Shape y, Shape result, Shape outputs, Shape targets) => new(
        $"The loss makes {result} of outputs {outputs} and targets "
        + $"{targets}{((x, y) == (outputs, targets) || (y, x) == (outputs, targets) ? "" : $", by an operation on {x} and {y}")}: "
        + "every output meets every target. "
        + $"Give both one shape, the targets by the data set (targetShape: {outputs.Tail()}) or either of them by Reshape in the loss.",
        nameof(outputs));

    private static ArgumentException Refusal(Shape other, Shape result, Shape targets) => new(
        $"The objective makes {result} of {other} and the batch's targets {targets}: every output meets every target. "
        + $"Give both one shape, the targets by the data set (targetShape: {other.Tail()}) or either of them by Reshape in the objective.",
        "objective");

    private static bool AreTargets(Tensor tensor)
    {
        ref Slot slot = ref tensor.Slot, targets = ref s_open.Targets.Slot;
        return ReferenceEquals(slot.Buffer, targets.Buffer) && slot.Offset == targets.Offset
            && slot.Shape.ElementCount == targets.Shape.ElementCount;
    }

    internal struct Watch
    {
        public Tensor Outputs, Targets;
        public bool IsOpen;
    }

    /// <summary>The watch of one loss; disposing it goes back to the one around it.</summary>
    public readonly ref struct Scope
    {
        private readonly Watch _around;

        internal Scope(Watch around) => _around = around;

        internal static Scope Open(Tensor outputs, Tensor targets)
        {
            Scope scope = new(s_open);
            s_open = new Watch { Outputs = outputs, Targets = targets, IsOpen = true };
            return scope;
        }

        public void Dispose() => s_open = _around;
    }
}
