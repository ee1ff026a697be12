namespace Epoche;

/// <summary>
/// Which actions the states of a batch allow, for layers that compare actions with each other: while a scope is open on this thread, the
/// mean of a <see cref="Dueling"/> layer is over those alone.
/// </summary>
public static class LegalActions
{
    [ThreadStatic]
    private static Tensor? s_current;

    /// <summary>[batch, actions], 1 where an action is legal and 0 where it is not; null: all are.</summary>
    public static Tensor? Current => s_current;

    /// <summary>Until the result is disposed, models on this thread are called for these states.</summary>
    /// <param name="allowed">[batch, actions], 1 or 0, at least one 1 in each row; null: all actions are legal.</param>
    public static Scope Begin(Tensor? allowed)
    {
        Scope scope = new(s_current);
        s_current = allowed;
        return scope;
    }

    /// <summary>How long they are.</summary>
    public readonly ref struct Scope
    {
        private readonly Tensor? _before;

        internal Scope(Tensor? before) => _before = before;

        /// <summary>Models are called as before.</summary>
        public void Dispose() => s_current = _before;
    }
}
