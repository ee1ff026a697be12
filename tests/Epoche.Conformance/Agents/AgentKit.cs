using System.Reflection;

namespace Epoche.Conformance.Agents;

/// <summary>What every agent must do, own ones included. Each check throws with what went wrong.</summary>
public static class AgentKit
{
    /// <summary>Runs all checks.</summary>
    public static void Check(AgentSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        string expected = Outcome(subject, subject.Steps);
        RepeatsExactly(subject, expected);
        GivesTheSameOnAnyNumberOfThreads(subject, expected);
        IsNotTouchedByEvaluationsAndReports(subject, expected);
        ResumesWhereverItStopped(subject, expected);
        DependsOnEveryOption(subject);
        ActsOnABatchAsOnEach(subject);
        AllocatesNothing(subject);
        StopsAtWhatIsNoNumber(subject);
        RefusesTheStateOfOthers(subject);
        BearsDamage(subject, share: 41);
    }

    /// <summary>
    /// A state that was changed behind its hashes is refused with <see cref="DataFormatException"/>, before anything is changed, or loaded
    /// without harm.
    /// </summary>
    /// <param name="subject">The agent.</param>
    /// <param name="share">Tries one in so many damages.</param>
    /// <returns>How many were refused, and how many there were.</returns>
    public static (int Refused, int All) BearsDamage(AgentSubject subject, int share)
    {
        ArgumentNullException.ThrowIfNull(subject);
        using AgentTrial whole = new(subject, Make(subject), subject.Steps / 2, evaluates: true);
        SavedState state = SavedState.Of(whole.Run().Loop);
        List<AgentTrial> trials = [];
        try
        {
            return StateDamageKit.Check(state, () => Subject(subject, trials), share);
        }
        finally
        {
            trials.ForEach(trial => trial.Dispose());
        }
    }

    /// <summary>An agent that is to go on from a state for a third of its steps.</summary>
    private static DamageSubject Subject(AgentSubject subject, List<AgentTrial> trials)
    {
        Agent agent = Make(subject);
        long steps = subject.Steps * 5 / 6;
        trials.ForEach(trial => trial.Dispose());
        trials.Clear();
        AgentTrial first = new(subject, agent, steps);
        trials.Add(first);
        return new(
            checkpoints =>
            {
                first.Loop.Options = first.Loop.Options with { Checkpoints = checkpoints };
                TrainingLoop loop = new(first.Training, first.Loop.Options);
                loop.RunToEnd();
            },
            () => $"{first.Outcome} {StateBytes.Of(first.Training)}");
    }

    private static void RepeatsExactly(AgentSubject subject, string expected)
    {
        Require(Outcome(subject, subject.Steps) == expected, "The same seed gave another training.");
        Require(Outcome(subject, subject.Steps, seed: 1) != expected, "Another seed gave the same training.");
        using AgentTrial trial = new(subject, Make(subject), subject.Steps);
        string before = trial.Weights;
        Require(trial.Run().Weights != before && trial.Training.Updates > 0, $"{subject.Steps} steps changed no weights.");
    }

    private static void GivesTheSameOnAnyNumberOfThreads(AgentSubject subject, string expected)
    {
        int before = Workers.Count;
        try
        {
            foreach (int threads in (int[])[1, 2, 3])
            {
                Workers.Count = threads;
                Require(Outcome(subject, subject.Steps) == expected, $"{threads} threads gave another training.");
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    /// <summary>
    /// Thrown away and loaded again and again: after each of the first steps, in the midst of episodes, before and after its first update.
    /// </summary>
    private static void ResumesWhereverItStopped(AgentSubject subject, string expected)
    {
        string folder = Directory.CreateTempSubdirectory("epoche-agent-kit-").FullName;
        try
        {
            Rng random = Rng.Stream(1, "stops");
            using AgentTrial undisturbed = new(subject, Make(subject), 0);
            string outcome = "";
            List<long> stops = [];
            for (long stop = 0; stop < subject.Steps;)
            {
                int step =
                    subject.Environments * (stops.Count < 3 ? 1 : 1 + random.NextInt((int)(subject.Steps / subject.Environments / 6)));
                stop = Math.Min(subject.Steps, stop + step);
                stops.Add(stop);
                using Checkpoints checkpoints = Checkpoints.Open(folder);
                using AgentTrial trial = new(subject, Make(subject), stop, checkpoints);
                outcome = trial.Run().Outcome;
                string there = undisturbed.RunTo(stop).Outcome;
                Require(outcome == there, $"Stopped and loaded after the steps {string.Join(", ", stops)}, it went on differently: "
                    + $"Save forgets something.\nundisturbed {there}\nresumed     {outcome}");
            }

            Require(outcome == expected, "A training that was stopped and went on in the same process ended differently.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void IsNotTouchedByEvaluationsAndReports(AgentSubject subject, string expected)
    {
        using AgentTrial evaluated = new(subject, Make(subject), subject.Steps, evaluates: true),
            reported = new(subject, Make(subject), subject.Steps, reportEvery: 1);
        Require(reported.Run().Outcome == expected, "A report changed the training.");
        Require(evaluated.Run().Outcome == expected && evaluated.Loop.Latest is not null, "An evaluation changed the training.");
    }

    private static void DependsOnEveryOption(AgentSubject subject)
    {
        using IBatchEnvironment environment = subject.Environment(1);
        string[] options = [.. subject.Create(environment.Spec, 0).Settings.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null).Select(p => p.Name)];
        foreach (string option in options.Where(name => name != nameof(AgentOptions.Seed) && !subject.WithoutEffect.Contains(name)))
        {
            Require(
                subject.Changed.TryGetValue(option, out Func<EnvironmentSpec, Agent>? create),
                $"The kit does not know what {option} changes.");
            using AgentTrial plain = new(subject, Make(subject), subject.Steps),
                changed = new(subject, create!(environment.Spec), subject.Steps);
            Require(plain.Run().Weights != changed.Run().Weights, $"Another {option} gave the same weights.");
        }
    }

    /// <summary>What is done about one observation does not depend on those beside it.</summary>
    private static void ActsOnABatchAsOnEach(AgentSubject subject)
    {
        using AgentTrial trial = new(subject, Make(subject), subject.Steps);
        Agent agent = trial.Run().Training.Agent;
        const int count = 17;
        using IBatchEnvironment environment = subject.Environment(count);
        TransitionBuffers buffers = new(environment);
        environment.Reset(3, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        int width = environment.Spec.Observation.ElementCount;
        IPolicy policy = agent.PolicyOf(agent.Model);
        bool isDiscrete = !environment.Spec.Actions.IsContinuous;
        int actions = environment.Spec.Actions.Width, masks = buffers.ActionMasks.Length / count;
        int[] together = new int[count * actions], alone = new int[count * actions], lanes = [.. Enumerable.Range(0, count)];
        float[] values = new float[count * actions], valuesAlone = new float[count * actions];
        IPolicy other = agent.PolicyOf(agent.Model);
        policy.Begin(lanes);
        other.Begin(lanes);
        for (int step = 0; step < 5; step++)
        {
            policy.Act(buffers.Observations, lanes, Room(together, values, buffers.ActionMasks));
            for (int i = 0; i < count; i++)
            {
                PolicyActions one = Room(
                    alone.AsSpan(i * actions, actions), valuesAlone.AsSpan(i * actions, actions),
                    buffers.ActionMasks.AsSpan(i * masks, masks));
                other.Act(buffers.Observations.AsSpan(i * width, width), lanes.AsSpan(i, 1), one);
            }

            Require(
                together.AsSpan().SequenceEqual(alone) && values.AsSpan().SequenceEqual(valuesAlone),
                "On an observation alone the policy acts differently than on the same one in a batch.");
            environment.Step(isDiscrete ? new BatchActions((ReadOnlySpan<int>)together) : new((ReadOnlySpan<float>)values), buffers.View);
            policy.Begin(Ended(buffers));
            other.Begin(Ended(buffers));
        }

        PolicyActions Room(Span<int> indices, Span<float> numbers, ReadOnlySpan<bool> allowed) =>
            isDiscrete ? new(indices) { Allowed = allowed } : new(numbers);

        static int[] Ended(TransitionBuffers buffers) =>
            [.. Enumerable.Range(0, count).Where(i => buffers.Terminated[i] || buffers.Truncated[i])];
    }

    private static void AllocatesNothing(AgentSubject subject)
    {
        using AgentTrial trial = new(subject, Make(subject), subject.Steps);
        AgentTraining training = trial.Run().Training;
        int steps = (int)(subject.Steps / subject.Environments / 4);
        long bytes = Allocations.InRound(() =>
        {
            for (int i = 0; i < steps; i++)
            {
                training.Advance();
            }
        });
        Require(bytes == 0, $"{steps} steps of a training in steady state allocated {bytes} bytes.");
    }

    private static void StopsAtWhatIsNoNumber(AgentSubject subject)
    {
        using AgentTrial trial = new(
            subject, Make(subject), subject.Steps,
            wrap: environment => new BrokenEnvironment(environment, after: (int)(subject.Steps / subject.Environments / 2)));
        try
        {
            trial.Run();
        }
        catch (NonFiniteException)
        {
            foreach (float weight in trial.Training.Agent.Model.Parameters.Values)
            {
                Require(float.IsFinite(weight), "NaN in an observation reached the weights.");
            }

            return;
        }

        throw new InvalidOperationException("NaN in an observation went unnoticed.");
    }

    private static void RefusesTheStateOfOthers(AgentSubject subject)
    {
        string folder = Directory.CreateTempSubdirectory("epoche-agent-kit-").FullName;
        try
        {
            using Checkpoints checkpoints = Checkpoints.Open(folder);
            using IBatchEnvironment environment = subject.Environment(1);
            using AgentTrial stranger = new(subject, new StrangeAgent(environment.Spec), subject.Environments, checkpoints),
                trial = new(subject, Make(subject), subject.Steps, checkpoints);
            stranger.Run();
            string type = trial.Training.Agent.GetType().Name;
            try
            {
                trial.Run();
            }
            catch (DataFormatException exception)
            {
                Require(
                    exception.Message.Contains(nameof(StrangeAgent), StringComparison.Ordinal)
                    && exception.Message.Contains(type, StringComparison.Ordinal),
                    $"What refuses another agent's state must name both; it says: {exception.Message}");
                return;
            }

            throw new InvalidOperationException($"The state of another agent was loaded into {type}.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Outcome(AgentSubject subject, long steps, ulong seed = 0)
    {
        using AgentTrial trial = new(subject, Make(subject, seed), steps);
        return trial.Run().Outcome;
    }

    private static Agent Make(AgentSubject subject, ulong seed = 0)
    {
        using IBatchEnvironment environment = subject.Environment(1);
        return subject.Create(environment.Spec, seed);
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
