using System.Buffers.Binary;
using System.Runtime.ExceptionServices;

namespace Epoche.Simulation;

/// <summary>
/// One Python process with some of a batch's environments, and the memory that it shares with this one. Rows are its own.
/// </summary>
internal sealed class PythonWorker : IDisposable
{
    private const int Alignment = 64, EnoughForTwo = 16;

    private readonly PythonSource _source;
    private readonly PythonProcess _process;
    private readonly SharedMemory _memory;
    private readonly int _width, _actionWidth;
    private readonly long _seeds, _which, _actions, _rewards, _terminated, _truncated, _masks, _finalMasks, _information, _observations,
        _finals;

    /// <summary>Starts a process and makes its environments.</summary>
    /// <param name="source">What to make.</param>
    /// <param name="first">Which environment of the batch its first row is.</param>
    /// <param name="count">How many.</param>
    /// <param name="renders">Whether they will be drawn.</param>
    /// <exception cref="PythonEnvironmentException">Python or an environment fails.</exception>
    public PythonWorker(PythonSource source, int first, int count, bool renders = false)
    {
        EnvironmentSpec spec = source.Spec;
        (_source, First, Count) = (source, first, count);
        (_width, _actionWidth) = (spec.Observation.ElementCount, spec.Actions.Width);
        _process = new(source.Options, source.Name);
        try
        {
            source.Make(_process, first, count, probe: false, renders);
            long end = 0;
            _seeds = Place(sizeof(ulong));
            _which = Place(1);
            _actions = Place((long)_actionWidth * sizeof(float));
            _rewards = Place(sizeof(double));
            _terminated = Place(1);
            _truncated = Place(1);
            _masks = Place(spec.MaskWidth);
            _finalMasks = Place(spec.MaskWidth);
            _information = Place((long)spec.Information.Count * sizeof(float));
            _observations = Place((long)_width * NumberSize);
            _finals = Place((long)_width * NumberSize);
            _memory = SharedMemory.Create(end);

            long Place(long bytesOfEach)
            {
                long at = end;
                end = (end + Math.Max(1, bytesOfEach * count) + Alignment - 1) / Alignment * Alignment;
                return at;
            }
        }
        catch (Exception)
        {
            _process.Dispose();
            throw;
        }

        try
        {
            Ask(PythonOperation.Attach, System.Text.Encoding.UTF8.GetBytes(Layout()), source.Options.MakeTimeout);
            _memory.Unlink();
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The processes of a batch, each with about as many environments. They start side by side, for imports take long.</summary>
    /// <exception cref="PythonEnvironmentException">Python or an environment fails; none of the processes is left.</exception>
    public static PythonWorker[] StartAll(PythonSource source, int count, bool renders)
    {
        int processes = Math.Min(source.Options.Processes ?? (count < EnoughForTwo ? 1 : 2), count);
        Task<PythonWorker>[] starts = new Task<PythonWorker>[processes];
        for (int k = 0; k < processes; k++)
        {
            int first = (int)((long)count * k / processes), end = (int)((long)count * (k + 1) / processes);
            starts[k] = Background.Run(() => new PythonWorker(source, first, end - first, renders), isLong: true);
        }

        List<PythonWorker> workers = [];
        Exception? failure = null;
        foreach (Task<PythonWorker> start in starts)
        {
            try
            {
                workers.Add(start.GetAwaiter().GetResult());
            }
            catch (Exception exception)
            {
                failure ??= exception;
            }
        }

        if (failure is not null)
        {
            workers.ForEach(worker => worker.Dispose());
            ExceptionDispatchInfo.Throw(failure);
        }

        return [.. workers];
    }

    public int First { get; }

    public int Count { get; }

    public int ProcessId => _process.Id;

    /// <summary>The seeds of the episodes that begin next, <c>[Count]</c>.</summary>
    public Span<ulong> Seeds => _memory.Of<ulong>(_seeds, Count);

    /// <summary>Whom the next request is for, where it is not for all.</summary>
    public Span<bool> Which => _memory.Of<bool>(_which, Count);

    /// <summary>Actions that are indices, <c>[Count, Width]</c>.</summary>
    public Span<int> Indices => _memory.Of<int>(_actions, Count * _actionWidth);

    /// <summary>Continuous actions, <c>[Count, Width]</c>.</summary>
    public Span<float> Values => _memory.Of<float>(_actions, Count * _actionWidth);

    public ReadOnlySpan<double> Rewards => _memory.Of<double>(_rewards, Count);

    public ReadOnlySpan<byte> Terminated => _memory.Of<byte>(_terminated, Count);

    public ReadOnlySpan<byte> Truncated => _memory.Of<byte>(_truncated, Count);

    public ReadOnlySpan<byte> Masks => _memory.Of<byte>(_masks, Count * _source.Spec.MaskWidth);

    public ReadOnlySpan<byte> FinalMasks => _memory.Of<byte>(_finalMasks, Count * _source.Spec.MaskWidth);

    public ReadOnlySpan<float> Information => _memory.Of<float>(_information, Count * _source.Spec.Information.Count);

    /// <summary>The observation of a row, as it lies in memory.</summary>
    public Span<byte> Bytes(int row, bool final = false) =>
        _memory.Of<byte>((final ? _finals : _observations) + ((long)row * _width * NumberSize), _width * NumberSize);

    /// <summary>The observations of some rows as numbers.</summary>
    public void Read(int row, int rows, bool final, Span<float> numbers)
    {
        long at = (final ? _finals : _observations) + ((long)row * _width * NumberSize);
        if (_source.IsBytes)
        {
            PixelKernels.Expand(_memory.Of<byte>(at, rows * _width), _source.Spec.PixelSteps!.Value, numbers);
        }
        else
        {
            _memory.Of<float>(at, rows * _width).CopyTo(numbers);
        }
    }

    /// <summary>Asks for a step of all rows; episodes that end are followed by the next at once.</summary>
    public void BeginStep() => _process.Send(PythonOperation.Step, [], _source.Options.StepTimeout);

    /// <summary>Waits for it.</summary>
    /// <param name="stepOf">How many steps the episode of an environment of the batch has had, for messages.</param>
    public void EndStep(Func<int, int> stepOf)
    {
        _process.Receive(out byte[]? fault);
        if (fault is not null)
        {
            throw PythonFault.Of(_source.Name, fault, stepOf, _process.LastWords);
        }
    }

    /// <summary>Begins episodes in the rows of <see cref="Which"/>.</summary>
    public void Reset() => Ask(PythonOperation.Reset, [], _source.Options.StepTimeout);

    /// <summary>Steps the rows of <see cref="Which"/> some times, or to the end of the episode.</summary>
    public void StepSome(int times, Func<int, int> stepOf)
    {
        BeginStepSome(times);
        EndStep(stepOf);
    }

    /// <summary>Asks for the same; <see cref="EndStep"/> waits for it.</summary>
    public void BeginStepSome(int times) => _process.Send(PythonOperation.StepSome, [(byte)times], _source.Options.StepTimeout);

    /// <summary>A picture of what a row shows now.</summary>
    public PixelImage Render(int row)
    {
        byte[] answer = Ask(PythonOperation.Render, [(byte)row], _source.Options.StepTimeout);
        int width = BinaryPrimitives.ReadInt32LittleEndian(answer), height = BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4));
        return new(width, height, 3, answer[8..]);
    }

    public void Dispose()
    {
        _process.Dispose();
        _memory?.Dispose();
    }

    private int NumberSize => _source.IsBytes ? sizeof(byte) : sizeof(float);

    private byte[] Ask(byte operation, ReadOnlySpan<byte> payload, TimeSpan allowed)
    {
        _process.Send(operation, payload, allowed);
        byte[] answer = _process.Receive(out byte[]? fault);
        return fault is null ? answer : throw PythonFault.Of(_source.Name, fault, _ => 0, _process.LastWords);
    }

    private string Layout() => JsonText.Object(json =>
    {
        json.WriteString("path", _memory.Path);
        json.WriteNumber("size", _memory.Bytes);
        json.WriteNumber("width", _width);
        json.WriteBoolean("bytes", _source.IsBytes);
        json.WriteNumber("masks", _source.Spec.MaskWidth);
        json.WriteBoolean("floats", _source.Spec.Actions.IsContinuous);
        json.WriteNumber("action_width", _actionWidth);
        json.WriteStartObject("at");
        foreach ((string name, long at) in ((string, long)[])[("seeds", _seeds), ("which", _which), ("actions", _actions),
            ("rewards", _rewards), ("terminated", _terminated), ("truncated", _truncated), ("masks", _masks), ("final_masks", _finalMasks),
            ("information", _information), ("observations", _observations), ("finals", _finals)])
        {
            json.WriteNumber(name, at);
        }

        json.WriteEndObject();
    });
}
