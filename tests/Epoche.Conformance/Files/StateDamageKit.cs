namespace Epoche.Conformance;

/// <summary>A training that goes on from a state, or starts from the beginning.</summary>
/// <param name="Run">Loads the state, where there is one, and makes some steps.</param>
/// <param name="Picture">All that decides how it goes on.</param>
public sealed record DamageSubject(Action<ICheckpointing?> Run, Func<string> Picture);

/// <summary>Gives a state to whoever resumes, and keeps nothing.</summary>
public sealed class StateCheckpoints(SavedState state) : ICheckpointing
{
    /// <summary>The state, for trainings that want it in a folder.</summary>
    public SavedState State => state;

    /// <inheritdoc/>
    public bool TryLoad(IStateful state)
    {
        State.LoadInto(state);
        return true;
    }

    /// <inheritdoc/>
    public bool SaveIfDue(IStateful state, long step) => false;

    /// <inheritdoc/>
    public void Save(IStateful state, long step)
    {
    }
}

/// <summary>
/// What everything with state must bear: a checkpoint in which values, counts, names or segments were changed, and whose hashes are right,
/// is loaded, and training goes on, or is refused with <see cref="DataFormatException"/> and nothing else, in little time and memory; what
/// refused it is as it was, and trains as if nothing had been loaded.
/// </summary>
public static class StateDamageKit
{
    private const long MostBytes = 256 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Damages a state in every way and has it loaded.</summary>
    /// <param name="whole">A state that can be loaded.</param>
    /// <param name="create">Makes a training to load it into.</param>
    /// <param name="share">Tries one in so many damages. Default 1: all.</param>
    /// <returns>How many were refused, and how many there were.</returns>
    public static (int Refused, int All) Check(SavedState whole, Func<DamageSubject> create, int share = 1)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(create);
        DamageSubject fresh = create();
        string untouched = fresh.Picture();
        fresh.Run(null);
        string trained = fresh.Picture();
        create().Run(new StateCheckpoints(whole)); // must not throw; and compiles what is measured below
        int refused = 0, all = 0, number = 0;
        foreach ((string what, SavedState damaged) in StateDamages.Of(whole))
        {
            if (number++ % share != 0)
            {
                continue;
            }

            all++;
            refused += IsRefused(what, damaged, create(), untouched, trained) ? 1 : 0;
        }

        return (refused, all);
    }

    private static bool IsRefused(string what, SavedState damaged, DamageSubject subject, string untouched, string trained)
    {
        Exception? problem = null;
        long allocated = 0;
        Thread thread = new(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                subject.Run(new StateCheckpoints(damaged));
            }
#pragma warning disable CA1031 // looked at below, by the thread that waits
            catch (Exception exception)
            {
                problem = exception;
            }
#pragma warning restore CA1031

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }, maxStackSize: 16 << 20) { IsBackground = true };
        thread.Start();
        if (!thread.Join(s_patience))
        {
            throw new InvalidOperationException($"A state with {what} has not been loaded or refused after {s_patience.TotalSeconds} s.");
        }

        if (allocated > MostBytes)
        {
            throw new InvalidOperationException($"A state with {what} made its loader allocate {allocated} bytes.");
        }

        if (problem is null or NonFiniteException or ProgramException)
        {
            return false; // loaded; NaN and ∞ are found by the step that uses them, or by the distribution
        }

        if (problem is not DataFormatException)
        {
            throw new InvalidOperationException($"A state with {what} must be refused with {nameof(DataFormatException)}.", problem);
        }

        if (subject.Picture() != untouched)
        {
            throw new InvalidOperationException(
                $"A state with {what} was refused, but not before something was changed: {problem.Message}");
        }

        subject.Run(null);
        return subject.Picture() == trained
            ? true
            : throw new InvalidOperationException(
                $"A state with {what} was refused, and training goes another way since: {problem.Message}");
    }
}
