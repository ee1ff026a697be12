using System.Buffers;

namespace Epoche.Simulation;

/// <summary>Saved states.</summary>
internal static class StateChecks
{
    private const int Count = 19;

    public static string RestoredContinues(EnvironmentSubject subject)
    {
        foreach (int played in (int[])[0, 1, 173])
        {
            using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 7), fresh = new(subject.CreateBatch(Count), actionSeed: 7);
            tape.Reset(seed: 31);
            tape.Play(played);
            byte[] state = tape.Save();
            float[] expected = tape.Play(250);

            fresh.ContinueFrom(state, played);
            BrokenRuleException.Unless(
                DeterminismChecks.SameBits(expected, fresh.Play(250)),
                $"Restored into a new environment after {played} steps, the state continues otherwise.");

            tape.Reset(seed: 32);
            tape.Play(41);
            tape.ContinueFrom(state, played);
            BrokenRuleException.Unless(tape.Save().AsSpan().SequenceEqual(state), "What is restored is not what is saved again.");
            BrokenRuleException.Unless(
                DeterminismChecks.SameBits(expected, tape.Play(250)),
                $"Restored into a used environment after {played} steps, the state continues otherwise.");
        }

        return "";
    }

    public static string DamageIsRefused(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 8), other = new(subject.CreateBatch(Count + 1), actionSeed: 8);
        tape.Reset(seed: 33);
        tape.Play(20);
        byte[] state = tape.Save();
        for (int length = 0; length < state.Length; length += Math.Max(1, state.Length / 50))
        {
            Refuses(tape.Environment.RestoreState, state[..length], $"only {length} of {state.Length} bytes");
        }

        Refuses(tape.Environment.RestoreState, [.. state, 0], "a byte too many");
        Refuses(tape.Environment.RestoreState, [.. BitConverter.GetBytes(int.MaxValue), .. state[4..]], "a later version");
        Refuses(other.Environment.RestoreState, state, "the state of another count");
        OwnDamageIsRefused(subject);
        return "";
    }

    /// <summary>An environment that saves its own state is asked without the batch, which frames it and sees to its length.</summary>
    private static void OwnDamageIsRefused(EnvironmentSubject subject)
    {
        if (subject.Create() is not IStatefulEnvironment environment)
        {
            return;
        }

        Rng rng = Rng.Stream(34, "env");
        environment.Reset(ref rng, new float[environment.Spec.Observation.ElementCount]);
        ArrayBufferWriter<byte> writer = new();
        environment.SaveState(writer);
        byte[] state = writer.WrittenSpan.ToArray();
        if (state.Length > 0)
        {
            Refuses(environment.RestoreState, state[..^1], "a state of its own that lacks a byte");
        }

        Refuses(environment.RestoreState, [.. state, 0], "a state of its own with a byte too many");
    }

    private delegate void Restore(ReadOnlySpan<byte> state);

    private static void Refuses(Restore restore, byte[] state, string damage)
    {
        try
        {
            restore(state);
        }
        catch (InvalidDataException)
        {
            return;
        }

        throw new BrokenRuleException($"RestoreState accepts {damage}.");
    }
}
