using Epoche.Autodiff;
using Epoche.Memory;

namespace Epoche;

/// <summary>
/// Memory for the tensors of one step. Between <see cref="Step()"/> and the disposal of what it returns, every tensor made on this
/// thread lives in the arena's slab; closing the step frees them all at once by moving one pointer back. A tensor used after its
/// step throws, and <see cref="Tensor.Keep"/> carries one out. After the first steps nothing is allocated on the managed heap.
/// An arena serves one thread at a time. A step belongs to one thread and must not cross <c>await</c>: operations on its tensors throw on
/// other threads, for none would record them. Operations share the cores by themselves.
/// </summary>
/// <example><code>
/// var arena = new StepArena();
/// using (arena.Step())
/// {
///     Tensor loss = objective(batch);
///     Tape.Backward(loss);
/// }
/// </code></example>
public sealed class StepArena : IStepOwner
{
    [ThreadStatic]
    private static StepArena? s_current;

    private static long s_opened; // steps, of all arenas

    private StepArena? _previous;
    private int _thread;
    private long _number;
    private Rng _random;
    private bool _isTraining;

    /// <summary>Makes an empty arena; it grows to what its largest step needs.</summary>
    public StepArena()
    {
        Storage = new ArenaStorage(this);
        Tape = new TapeRecorder(Storage);
    }

    /// <summary>The arena whose step is open on this thread, if any.</summary>
    public static StepArena? Current => s_current;

    /// <summary>Bytes of the slab, for those who watch memory.</summary>
    public long Capacity => Storage.Capacity * sizeof(float);

    /// <summary>
    /// True inside a step of training, but in <see cref="EvaluationMode"/>: dropout acts only there, and in calls that ask for
    /// training. A layer asks <c>Layer.IsTraining</c>, which knows of frozen models too.
    /// </summary>
    public bool IsTraining => EvaluationMode.Training ?? _isTraining;

    /// <summary>Whether this step was opened as one of training, in <see cref="EvaluationMode"/> too.</summary>
    internal bool IsTrainingStep => _isTraining;

    /// <summary>How many steps have been opened so far, on all threads.</summary>
    internal static long Opened => Volatile.Read(ref s_opened);

    internal TapeRecorder Tape { get; }

    internal ArenaStorage Storage { get; }

    bool IStepOwner.IsElsewhere => IsElsewhere;

    private bool IsElsewhere => _thread != 0 && _thread != System.Environment.CurrentManagedThreadId;

    /// <summary>Whether something was computed while this step was open, and recorded nowhere.</summary>
    internal bool HasLost(TensorStorage storage) => storage.Unrecorded >= _number;

    /// <summary>Opens a step. Operations on tensors that need a gradient are recorded on its tape.</summary>
    /// <exception cref="InvalidOperationException">A step of this arena is open already, on this thread or another.</exception>
    public OpenStep Step()
    {
        int thread = System.Environment.CurrentManagedThreadId, owner = Interlocked.CompareExchange(ref _thread, thread, 0);
        if (owner != 0)
        {
            throw new InvalidOperationException(owner != thread
                ? "A step of this arena is open on another thread, and an arena serves one thread at a time, as does what computes in one: "
                    + "a trainer, an inference, a predictive. Give each thread one of its own, or let them take turns (lock)."
                : "A step of this arena is open already. Close it first (dispose what Step() returned), or use a second arena for the "
                    + "inner computation.");
        }

        _number = Interlocked.Increment(ref s_opened);
        _previous = s_current;
        s_current = this;
        _isTraining = false;
        HasRandom = false;
        Tape.Begin();
        return new OpenStep(this);
    }

    /// <summary>
    /// Opens a step that is not one of training, with a stream for what is random in evaluation too, such as the noise by which a noisy
    /// network explores: dropout lets everything pass and batch
    /// normalization uses its running statistics, but <see cref="Random"/> is there. The same stream gives the same bits;
    /// <see cref="RandomState"/> tells where it stands afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">A step of this arena is open already, on this thread or another.</exception>
    public OpenStep Step(Rng random)
    {
        OpenStep step = Step();
        _random = random;
        HasRandom = true;
        return step;
    }

    /// <summary>
    /// Opens a step of training, in which layers such as dropout draw from <paramref name="random"/>; <see cref="RandomState"/> tells
    /// where the stream stands afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">A step of this arena is open already, on this thread or another.</exception>
    public OpenStep TrainingStep(Rng random)
    {
        OpenStep step = Step(random);
        _isTraining = true;
        return step;
    }

    /// <summary>The stream of the last step that was opened with one, moved on by what its layers drew.</summary>
    public Rng RandomState => _random;

    /// <summary>
    /// Whether this step was opened with a stream, for training or not. <see cref="IsTraining"/> says which: what acts in training alone
    /// asks that.
    /// </summary>
    public bool HasRandom { get; private set; }

    /// <summary>
    /// The stream that layers draw from in this step: <c>StepArena.Current is { HasRandom: true } arena</c>, then
    /// <c>Tensor.Normal(shape, ref arena.Random)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step was opened without one.</exception>
    public ref Rng Random
    {
        get
        {
            if (!HasRandom)
            {
                throw new InvalidOperationException(
                    "A layer needs random numbers, but the step was opened by Step(); open it by TrainingStep(random), or, where nothing "
                    + "is trained, by Step(random).");
            }

            return ref _random;
        }
    }

    private void Close()
    {
        if (_thread != System.Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A step must be closed once, and on the thread that opened it; it must not cross await.");
        }

        if (s_current != this)
        {
            throw new InvalidOperationException("A step that was opened inside of this one is still open; close it first, "
                + "or what is computed from here on would be recorded in a step that has ended.");
        }

        s_current = _previous;
        _previous = null;
        _thread = 0;
        _isTraining = false;
        HasRandom = false;
        Tape.End();
        Storage.Reset();
    }

    /// <summary>An open step; disposing it ends the life of every tensor made inside.</summary>
    public readonly ref struct OpenStep
    {
        private readonly StepArena _arena;

        internal OpenStep(StepArena arena) => _arena = arena;

        /// <summary>Closes the step.</summary>
        /// <exception cref="InvalidOperationException">Another thread opened it.</exception>
        public void Dispose() => _arena.Close();
    }
}
