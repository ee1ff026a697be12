namespace Epoche;

/// <summary>
/// Room for the handles of one call of a graph, taken from a stack of the thread's own: threads may call one model at the same time,
/// and a call may call another model.
/// </summary>
internal static class CallScratch
{
    [ThreadStatic]
    private static Tensor[]? s_stack;

    [ThreadStatic]
    private static int s_used;

    internal static Frame Rent(int count)
    {
        if (s_stack is null || s_stack.Length - s_used < count)
        {
            // Frames that are open keep their part of the old array.
            s_stack = new Tensor[2 * (s_used + count)];
        }

        Frame frame = new(s_stack.AsSpan(s_used, count), s_used);
        s_used += count;
        return frame;
    }

    internal readonly ref struct Frame(Span<Tensor> values, int start)
    {
        public Span<Tensor> Values { get; } = values;

        public void Dispose()
        {
            Values.Clear(); // nobody's tensors are kept alive
            s_used = start;
        }
    }
}
