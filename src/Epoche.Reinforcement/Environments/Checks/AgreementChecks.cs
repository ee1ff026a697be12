using System.Globalization;

namespace Epoche.Simulation;

/// <summary>The two forms of an environment.</summary>
internal static class AgreementChecks
{
    private const int Count = 37, Few = 4, Steps = 1200;

    /// <summary>
    /// Plays each environment of a batch beside a scalar one. Where the batch computes in another precision an episode may end one step
    /// earlier or later once in a while, and in a chaotic game the two creep apart; such an environment is compared no further, and there
    /// must be few of them. A mistake does not creep: it leaps.
    /// </summary>
    public static string BatchEqualsScalar(EnvironmentSubject subject)
    {
        const ulong seed = 21;
        using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 6);
        List<Player> players = [];
        try
        {
            // What has to be disposed of holds a process or the like, which takes its time to start.
            int count = Count;
            for (int i = 0; i < count; i++)
            {
                players.Add(new(subject.CreateAt(i), Rng.Stream(seed, "env", i)));
                count = players[0].IsCostly ? Few : Count;
            }

            Compare(subject, tape, players, seed);
        }
        finally
        {
            players.ForEach(player => player.Dispose());
        }

        return subject.BatchTolerance > 0 ? $"within {subject.BatchTolerance.ToString(CultureInfo.InvariantCulture)} of it" : "";
    }

    private static void Compare(EnvironmentSubject subject, BatchTape tape, List<Player> players, ulong seed)
    {
        EnvironmentSpec spec = tape.Environment.Spec;
        tape.Reset(seed);
        for (int i = 0; i < players.Count; i++)
        {
            players[i].Reset();
            Compare(subject, players[i].Observation, tape.Row(i), $"first observation of environment {i}");
            Compare(players[i].Mask, tape.Mask(i), $"first observation of environment {i}");
        }

        bool[] apart = new bool[players.Count];
        for (int step = 0; step < Steps; step++)
        {
            BatchActions actions = tape.Actions;
            tape.Step();
            for (int i = 0; i < players.Count; i++)
            {
                if (apart[i])
                {
                    continue;
                }

                StepResult result = players[i].Step(spec.Actions.Row(actions, i));
                if (result.Terminated != tape.View.Terminated[i] || result.Truncated != tape.View.Truncated[i])
                {
                    BrokenRuleException.Unless(subject.BatchTolerance > 0, $"The flags of environment {i} differ at step {step}.");
                    apart[i] = true;
                    continue;
                }

                bool ended = result.Terminated || result.Truncated;
                if (CreptApart(subject, players[i].Observation, ended ? tape.FinalRow(i) : tape.Row(i)))
                {
                    apart[i] = true;
                    continue;
                }

                Compare(subject, [result.Reward], tape.View.Rewards.Slice(i, 1), $"reward of environment {i} at step {step}");
                Compare(subject, players[i].Information, tape.Information(i), $"information of environment {i} at step {step}");
                Compare(players[i].Mask, ended ? tape.FinalMask(i) : tape.Mask(i), $"observation of environment {i} at step {step}");
                Compare(
                    subject, players[i].Observation, ended ? tape.FinalRow(i) : tape.Row(i),
                    $"observation of environment {i} at step {step}");
                if (ended)
                {
                    players[i].Reset();
                    Compare(subject, players[i].Observation, tape.Row(i), $"first observation of environment {i} after step {step}");
                    Compare(players[i].Mask, tape.Mask(i), $"first observation of environment {i} after step {step}");
                }
            }
        }

        int lost = apart.Count(flag => flag);
        BrokenRuleException.Unless(
            lost <= players.Count / 10,
            $"In {lost} of {players.Count} environments an episode parted from that of the scalar form or ended at another step.");
    }

    private static void Compare(ReadOnlySpan<bool> scalar, ReadOnlySpan<bool> batch, string where) => BrokenRuleException.Unless(
        scalar.SequenceEqual(batch), $"With the {where} the batch form allows the actions {ActionMask.Text(batch)} and the scalar form "
        + $"{ActionMask.Text(scalar)}.");

    /// <summary>Whether a number is beyond the tolerance, and none beyond twice of it.</summary>
    private static bool CreptApart(EnvironmentSubject subject, ReadOnlySpan<float> scalar, ReadOnlySpan<float> batch)
    {
        float worst = 0;
        for (int k = 0; k < scalar.Length; k++)
        {
            worst = MathF.Max(worst, MathF.Abs(scalar[k] - batch[k]) / MathF.Max(1, MathF.Abs(scalar[k])));
        }

        return worst > subject.BatchTolerance && worst <= 2 * subject.BatchTolerance;
    }

    private static void Compare(EnvironmentSubject subject, ReadOnlySpan<float> scalar, ReadOnlySpan<float> batch, string what)
    {
        for (int k = 0; k < scalar.Length; k++)
        {
            bool near = subject.BatchTolerance == 0
                ? scalar[k].Equals(batch[k])
                : MathF.Abs(scalar[k] - batch[k]) <= subject.BatchTolerance * MathF.Max(1, MathF.Abs(scalar[k]));
            BrokenRuleException.Unless(
                near, $"Number {k} of the {what} is {batch[k]:R} in the batch form and {scalar[k]:R} in the scalar form.");
        }
    }

    /// <summary>A scalar environment with its stream and the time limit applied.</summary>
    private sealed class Player(IEnvironment environment, Rng rng) : IDisposable
    {
        private Rng _rng = rng;
        private int _elapsed;

        public float[] Observation { get; } = new float[environment.Spec.Observation.ElementCount];

        public bool[] Mask { get; } = new bool[environment.Spec.MaskWidth];

        public float[] Information { get; } = new float[environment.Spec.Information.Count];

        public bool IsCostly => environment is IDisposable;

        public void Dispose() => (environment as IDisposable)?.Dispose();

        public void Reset()
        {
            _elapsed = 0;
            environment.Reset(ref _rng, Observation);
            Look();
        }

        public StepResult Step(EnvironmentAction action)
        {
            StepResult result = environment.Step(action, ref _rng, Observation);
            Look();
            if (Information.Length > 0)
            {
                environment.WriteInformation(Information);
            }

            return result with { Truncated = result.Truncated || ++_elapsed >= environment.Spec.TimeLimit };
        }

        private void Look()
        {
            if (Mask.Length > 0)
            {
                environment.WriteActionMask(Mask);
            }
        }
    }
}
