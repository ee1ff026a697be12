namespace Epoche;

/// <summary>
/// Finds that two threads are within an object that serves one at a time, where without it their steps would mix in silence. It sees calls
/// that overlap; who keeps an object for longer, as a training does its environment, uses a <see cref="Reservation"/>.
/// </summary>
/// <param name="what">What it is, such as <c>policy</c>.</param>
/// <param name="advice">What to do instead.</param>
internal sealed class SoleUse(string what, string advice)
{
    private int _isTaken;

    /// <summary>Until the result is disposed, other calls are refused.</summary>
    /// <exception cref="InvalidOperationException">Another call has not ended yet.</exception>
    public Scope Enter() => Interlocked.Exchange(ref _isTaken, 1) == 0
        ? new(this)
        : throw new InvalidOperationException($"This {what} is in use already, by another thread or by a call further out on this one, and it serves one call at a time. {advice}");

    /// <summary>One call.</summary>
    public readonly ref struct Scope(SoleUse of)
    {
        /// <summary>The next call may come.</summary>
        public void Dispose() => Volatile.Write(ref of._isTaken, 0);
    }
}
