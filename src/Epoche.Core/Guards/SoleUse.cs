namespace Epoche;

/// <summary>
/// Finds that two threads are within an object that serves one at a time, where without it their steps would mix in silence. It sees calls
/// that overlap; who keeps an object for longer, as a training does its environment, reserves it.
/// </summary>
/// <param name="what">What it is, such as <c>policy</c>.</param>
/// <param name="advice">What to do instead.</param>
/// <param name="nests">Whether a call may make others on its own thread.</param>
internal sealed class SoleUse(string what, string advice, bool nests = false)
{
    private int _thread; // whose call it is; 0 between calls
    private int _depth; // calls within that call

    /// <summary>Until the result is disposed, other calls are refused.</summary>
    /// <exception cref="InvalidOperationException">Another call has not ended yet.</exception>
    public Scope Enter()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (nests && Volatile.Read(ref _thread) == thread)
        {
            _depth++;
            return new(this);
        }

        return Interlocked.CompareExchange(ref _thread, thread, 0) == 0 ? new(this) : throw InUse();
    }

    private InvalidOperationException InUse()
    {
        string user = nests ? "another thread" : "another thread or by a call further out on this one";
        return new($"This {what} is in use already, by {user}, and it serves one call at a time. {advice}");
    }

    private void Leave()
    {
        if (_depth > 0)
        {
            _depth--;
        }
        else
        {
            Volatile.Write(ref _thread, 0);
        }
    }

    /// <summary>One call.</summary>
    public readonly ref struct Scope(SoleUse of)
    {
        /// <summary>The next call may come.</summary>
        public void Dispose() => of.Leave();
    }
}
