using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>Keeps an object to one user from the beginning to the end of what it does, whatever threads it comes from.</summary>
internal sealed class Reservation : IDisposable
{
    private static readonly ConditionalWeakTable<object, Reservation> s_taken = [];

    private readonly object _of;

    private Reservation(object of) => _of = of;

    /// <summary>Until the result is disposed, the object cannot be reserved again.</summary>
    /// <param name="of">The object.</param>
    /// <param name="problem">What to say where it is reserved already.</param>
    /// <exception cref="InvalidOperationException">It is.</exception>
    public static Reservation Of(object of, string problem)
    {
        Reservation reservation = new(of);
        return s_taken.TryAdd(of, reservation) ? reservation : throw new InvalidOperationException(problem);
    }

    public void Dispose() => s_taken.Remove(_of);
}
