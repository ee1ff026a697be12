using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>How the state of an unfinished episode is kept.</summary>
internal enum EpisodeForm
{
    /// <summary>The bytes of an unmanaged struct.</summary>
    Copied,

    /// <summary>What <see cref="IStatefulEnvironment.SaveState"/> writes.</summary>
    Own,

    /// <summary>The stream at the episode's start, the actions since, and the observation that they led to.</summary>
    Replayed,
}

internal static class EpisodeState
{
    /// <summary>Of the bytes that batches of scalar environments save.</summary>
    public const int Version = 2;
}

/// <summary>Saves and restores the unfinished episodes of a batch of scalar environments, each in the form that its type allows.</summary>
internal sealed class EpisodeState<TEnvironment>
    where TEnvironment : IEnvironment
{
    private readonly ActionLog[] _logs = [];
    private readonly Rng[] _starts = [];
    private readonly float[] _shown = []; // to see whether a replay leads there
    private readonly EnvironmentSpec _spec;
    private readonly int _width;

    public EpisodeState(EnvironmentSpec spec, int count)
    {
        (_spec, _width) = (spec, spec.Observation.ElementCount);
        Form = !RuntimeHelpers.IsReferenceOrContainsReferences<TEnvironment>() ? EpisodeForm.Copied
            : typeof(TEnvironment).IsAssignableTo(typeof(IStatefulEnvironment)) ? EpisodeForm.Own
            : EpisodeForm.Replayed;
        if (Form == EpisodeForm.Replayed)
        {
            _starts = new Rng[count];
            _shown = new float[checked(count * _width)];
            _logs = new ActionLog[count];
            for (int i = 0; i < count; i++)
            {
                _logs[i] = new ActionLog(spec);
            }
        }
    }

    public EpisodeForm Form { get; }

    public void Began(int index, in Rng start, ReadOnlySpan<float> observation)
    {
        if (Form == EpisodeForm.Replayed)
        {
            _starts[index] = start;
            _logs[index].Clear();
            observation.CopyTo(Shown(index));
        }
    }

    public void Acted(int index, in EnvironmentAction action, ReadOnlySpan<float> observation)
    {
        if (Form == EpisodeForm.Replayed)
        {
            _logs[index].Add(action);
            observation.CopyTo(Shown(index));
        }
    }

    /// <summary>Replays an unfinished episode in an environment made again, as restoring will.</summary>
    /// <exception cref="InvalidOperationException">It leads elsewhere.</exception>
    public void RequireReplay(int index, Func<int, TEnvironment> create)
    {
        if (Form != EpisodeForm.Replayed)
        {
            return;
        }

        TEnvironment fresh = create(index);
        string? difference = Replay(index, ref fresh);
        (fresh as IDisposable)?.Dispose();
        if (difference is not null)
        {
            throw new InvalidOperationException($"{_spec.Label}: a saved state could not be restored. {difference}");
        }
    }

    public void Save(int index, ref TEnvironment environment, IBufferWriter<byte> destination)
    {
        StateWriter writer = new(destination);
        switch (Form)
        {
            case EpisodeForm.Copied:
                writer.Write(Unsafe.SizeOf<TEnvironment>());
                writer.WriteCopy(ref environment);
                break;
            case EpisodeForm.Own:
                ArrayBufferWriter<byte> own = new();
                ((IStatefulEnvironment)environment).SaveState(own);
                writer.Write(own.WrittenCount);
                writer.WriteAll(own.WrittenSpan);
                break;
            default:
                writer.Write(_starts[index]);
                _logs[index].Save(writer);
                writer.WriteAll<float>(Shown(index));
                break;
        }
    }

    public void Restore(int index, ref TEnvironment environment, Func<int, TEnvironment> create, ref StateReader reader)
    {
        if (Form == EpisodeForm.Replayed)
        {
            _starts[index] = reader.ReadRng();
            _logs[index].Restore(ref reader);
            reader.ReadAll(Shown(index));
            (environment as IDisposable)?.Dispose();
            environment = create(index);
            if (Replay(index, ref environment) is { } difference)
            {
                throw new InvalidDataException($"{_spec.Label}: the saved state cannot be restored. {difference}");
            }

            return;
        }

        int length = reader.ReadCount(1);
        if (Form == EpisodeForm.Own)
        {
            ReadOnlySpan<byte> state = reader.Take(length);
            IStatefulEnvironment stateful = (IStatefulEnvironment)environment;
            stateful.RestoreState(state);
            environment = (TEnvironment)stateful; // a boxed struct comes back out of its box
        }
        else if (length == Unsafe.SizeOf<TEnvironment>())
        {
            reader.ReadCopy(ref environment);
        }
        else
        {
            throw new InvalidDataException(
                $"A saved {typeof(TEnvironment).Name} has {length} bytes; this build's has {Unsafe.SizeOf<TEnvironment>()}.");
        }
    }

    /// <summary>Plays an episode as far as it has come. Null, or how what is shown then differs from what was.</summary>
    private string? Replay(int index, ref TEnvironment environment)
    {
        Rng rng = _starts[index];
        ActionLog log = _logs[index];
        float[] observation = new float[_width];
        environment.Reset(ref rng, observation);
        for (int step = 0; step < log.Count; step++)
        {
            environment.Step(log[step], ref rng, observation);
        }

        int differs = FactoryChecks.FirstDifference(observation, Shown(index));
        return differs < 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Environment {index}, made again and played as before for {log.Count} steps, shows {observation[differs]} as number {differs} "
            + $"of its observation; it was {Shown(index)[differs]}. ")
            + "Either the factory depends on the order of its calls: let the index alone decide what it makes, BatchEnvironment.Of(i => "
            + "new …, count). Or Reset leaves something of earlier episodes: set every field in it, or implement IStatefulEnvironment.";
    }

    private Span<float> Shown(int index) => _shown.AsSpan(index * _width, _width);
}
