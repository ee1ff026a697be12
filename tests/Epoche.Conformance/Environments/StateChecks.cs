namespace Epoche.Conformance.Simulation;

internal static class StateChecks
{
    private const int Count = 19;

    public static void RestoredContinues(EnvironmentSubject subject)
    {
        foreach (int played in (int[])[0, 1, 173])
        {
            using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 7), fresh = new(subject.CreateBatch(Count), actionSeed: 7);
            tape.Reset(seed: 31);
            tape.Play(played);
            byte[] state = tape.Save();
            float[] expected = tape.Play(250);

            fresh.ContinueFrom(state, played);
            NonconformityException.Unless(DeterminismChecks.SameBits(expected, fresh.Play(250)), $"Restored into a new environment after {played} steps, the state continues otherwise.");

            tape.Reset(seed: 32);
            tape.Play(41);
            tape.ContinueFrom(state, played);
            NonconformityException.Unless(tape.Save().AsSpan().SequenceEqual(state), "What is restored is not what is saved again.");
            NonconformityException.Unless(DeterminismChecks.SameBits(expected, tape.Play(250)), $"Restored into a used environment after {played} steps, the state continues otherwise.");
        }
    }

    public static void DamageIsRefused(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 8), other = new(subject.CreateBatch(Count + 1), actionSeed: 8);
        tape.Reset(seed: 33);
        tape.Play(20);
        byte[] state = tape.Save();
        for (int length = 0; length < state.Length; length += Math.Max(1, state.Length / 50))
        {
            Refuses(tape.Environment, state[..length], $"only {length} of {state.Length} bytes");
        }

        Refuses(tape.Environment, [.. state, 0], "a byte too many");
        Refuses(tape.Environment, [.. BitConverter.GetBytes(int.MaxValue), .. state[4..]], "a later version");
        Refuses(other.Environment, state, "the state of another count");
    }

    private static void Refuses(IBatchEnvironment environment, byte[] state, string damage)
    {
        try
        {
            environment.RestoreState(state);
        }
        catch (InvalidDataException)
        {
            return;
        }

        throw new NonconformityException($"RestoreState accepts {damage}.");
    }
}
