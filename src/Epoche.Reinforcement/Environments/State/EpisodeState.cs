using System.Buffers;
using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>How the state of an unfinished episode is kept.</summary>
internal enum EpisodeForm
{
    /// <summary>The bytes of an unmanaged struct.</summary>
    Copied,

    /// <summary>What <see cref="IStatefulEnvironment.SaveState"/> writes.</summary>
    Own,

    /// <summary>The stream at the episode's start and the actions since.</summary>
    Replayed,
}

internal static class EpisodeState
{
    /// <summary>Of the bytes that batches of scalar environments save.</summary>
    public const int Version = 1;
}

/// <summary>Saves and restores the unfinished episodes of a batch of scalar environments, each in the form that its type allows.</summary>
internal sealed class EpisodeState<TEnvironment>
    where TEnvironment : IEnvironment
{
    private readonly ActionLog[] _logs = [];
    private readonly Rng[] _starts = [];
    private readonly float[] _observation;

    public EpisodeState(EnvironmentSpec spec, int count)
    {
        Form = !RuntimeHelpers.IsReferenceOrContainsReferences<TEnvironment>() ? EpisodeForm.Copied
            : typeof(TEnvironment).IsAssignableTo(typeof(IStatefulEnvironment)) ? EpisodeForm.Own
            : EpisodeForm.Replayed;
        _observation = new float[spec.Observation.ElementCount];
        if (Form == EpisodeForm.Replayed)
        {
            _starts = new Rng[count];
            _logs = new ActionLog[count];
            for (int i = 0; i < count; i++)
            {
                _logs[i] = new ActionLog(spec);
            }
        }
    }

    public EpisodeForm Form { get; }

    public void Begins(int index, in Rng rng)
    {
        if (Form == EpisodeForm.Replayed)
        {
            _starts[index] = rng;
            _logs[index].Clear();
        }
    }

    public void Acted(int index, in EnvironmentAction action)
    {
        if (Form == EpisodeForm.Replayed)
        {
            _logs[index].Add(action);
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
                break;
        }
    }

    public void Restore(int index, ref TEnvironment environment, Func<TEnvironment> create, ref StateReader reader)
    {
        if (Form == EpisodeForm.Replayed)
        {
            Rng rng = _starts[index] = reader.ReadRng();
            _logs[index].Restore(ref reader);
            Replay(ref environment, create, rng, _logs[index]);
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
            throw new InvalidDataException($"A saved {typeof(TEnvironment).Name} has {length} bytes; this build's has {Unsafe.SizeOf<TEnvironment>()}.");
        }
    }

    private void Replay(ref TEnvironment environment, Func<TEnvironment> create, Rng rng, ActionLog log)
    {
        (environment as IDisposable)?.Dispose();
        environment = create();
        environment.Reset(ref rng, _observation);
        for (int step = 0; step < log.Count; step++)
        {
            environment.Step(log[step], ref rng, _observation);
        }
    }
}
