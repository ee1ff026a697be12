namespace Epoche.Experiments;

/// <summary>
/// A short training of a recipe's agent, from fresh weights or from those of a run, and how its updates moved the weights. It waits less
/// before it learns than the recipe says, and learns as often, a little each time.
/// </summary>
internal sealed class ShortTraining : IDisposable
{
    private const int Measured = 100; // updates whose movement is measured: the first
    private const long EnoughUpdates = 2_000, FewestUpdates = 200, MostWarmUp = 1_000;

    private readonly IBatchEnvironment _environment;
    private readonly List<double> _movements = [];
    private readonly List<double> _gradients = [];

    private ShortTraining(AgentRecipe recipe, Model? start)
    {
        AgentRecipe shortened = Shortened(recipe);
        _environment = shortened.CreateEnvironment(shortened.Environments);
        Agent = shortened.CreateAgent(_environment.Spec);
        if (start is not null)
        {
            Agent.Model.Parameters.CopyFrom(start.Parameters);
            (Agent as DqnAgent)?.TargetNetwork.Parameters.CopyFrom(start.Parameters);
        }

        Training = new(Agent, _environment);
        FirstNorm = Norm(Learned());
    }

    public Agent Agent { get; }

    public AgentTraining Training { get; }

    /// <summary>The norm of all weights before the first update.</summary>
    public double FirstNorm { get; }

    /// <summary>
    /// Of the first updates that learned: the norm of what one of them changed, as a share of the norm of all weights; rising.
    /// </summary>
    public IReadOnlyList<double> Movements => _movements;

    /// <summary>Norms of gradients before clipping, as the agent reports them; rising.</summary>
    public IReadOnlyList<double> Gradients => _gradients;

    /// <summary>What stopped it: a number that is none; null where nothing did.</summary>
    public string? NonFinite { get; private set; }

    /// <summary>Trains for a while.</summary>
    /// <param name="recipe">Whose agent.</param>
    /// <param name="start">The weights to begin with; null for fresh ones.</param>
    /// <param name="steps">Environment steps at most.</param>
    /// <param name="seconds">Seconds at most.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ShortTraining Of(AgentRecipe recipe, Model? start, long steps, double seconds, CancellationToken cancellation)
    {
        ShortTraining training = new(recipe, start);
        try
        {
            training.Run(steps, seconds, cancellation);
        }
        catch (NonFiniteException exception)
        {
            training.NonFinite = exception.Message;
        }
        catch
        {
            training.Dispose();
            throw;
        }

        training._movements.Sort();
        training._gradients.Sort();
        return training;
    }

    /// <summary>The middle one of rising numbers; NaN where there is none.</summary>
    public static double Median(IReadOnlyList<double> rising) => rising.Count == 0 ? double.NaN : rising[rising.Count / 2];

    public void Dispose() => _environment.Dispose();

    private void Run(long steps, double seconds, CancellationToken cancellation) => new TrainingLoop(Training, new()
    {
        Time = TimeSpan.FromSeconds(seconds),
        Until = () => (Training.Step >= steps && Training.Updates >= FewestUpdates) || Training.Updates >= EnoughUpdates,
        KeepBest = false,
        Observers = [new Watch(this)],
    }).RunToEnd(cancellation);

    /// <summary>The numbers that the optimizer changes, one behind the other: without the statistics of observations, say.</summary>
    private float[] Learned()
    {
        ParameterSlab slab = Agent.Model.Parameters;
        List<float> learned = new(slab.TrainableCount);
        for (int i = 0; i < slab.Entries.Count; i++)
        {
            if (slab.Entries[i].Kind == ParameterKind.Parameter)
            {
                learned.AddRange(slab[i].Values);
            }
        }

        return [.. learned];
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values)
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares);
    }

    private static AgentRecipe Shortened(AgentRecipe recipe)
    {
        switch (recipe)
        {
            case DqnRecipe { Options: var dqn } own:
                int often = Common(dqn.TrainEverySteps, dqn.UpdatesPerTraining);
                return own with
                {
                    Options = dqn with
                    {
                        WarmUpSteps = Math.Min(dqn.WarmUpSteps, MostWarmUp),
                        TrainEverySteps = dqn.TrainEverySteps / often,
                        UpdatesPerTraining = dqn.UpdatesPerTraining / often,
                    },
                };
            case RecurrentDqnRecipe { Options: var dqn } own:
                often = Common(dqn.TrainEverySteps, dqn.UpdatesPerTraining);
                return own with
                {
                    Options = dqn with
                    {
                        WarmUpSteps = Math.Min(dqn.WarmUpSteps, MostWarmUp),
                        TrainEverySteps = dqn.TrainEverySteps / often,
                        UpdatesPerTraining = dqn.UpdatesPerTraining / often,
                    },
                };
            case ActorCriticRecipe { Options: var critic } own:
                often = Common(critic.TrainEverySteps, critic.UpdatesPerTraining);
                return own with
                {
                    Options = critic with
                    {
                        WarmUpSteps = Math.Min(critic.WarmUpSteps, MostWarmUp),
                        TrainEverySteps = critic.TrainEverySteps / often,
                        UpdatesPerTraining = critic.UpdatesPerTraining / often,
                    },
                };
            default:
                return recipe;
        }
    }

    /// <summary>The greatest common divisor.</summary>
    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);

    /// <summary>Measures the first updates, and takes the norms of their gradients from the agent's reports.</summary>
    private sealed class Watch(ShortTraining of) : LoopObserver, IRunWriter
    {
        private float[] _before = of.Learned();
        private long _updates;

        public override void OnStep(TrainingLoop loop)
        {
            long made = of.Training.Updates - _updates;
            if (made > 0 && _updates < Measured)
            {
                Measure(made);
                of.Training.Report(this);
            }

            _updates += made;
        }

        public void Write(in RunEvent runEvent)
        {
            if (runEvent.Kind == RunEventKind.Scalar && runEvent.Name is RunTags.GradientNorm or RunTags.CriticGradientNorm
                && double.IsFinite(runEvent.Value))
            {
                of._gradients.Add(runEvent.Value);
            }
        }

        private void Measure(long updates)
        {
            float[] now = of.Learned();
            double squares = 0, norm = Norm(_before);
            for (int i = 0; i < _before.Length; i++)
            {
                double change = (double)now[i] - _before[i];
                squares += change * change;
            }

            if (norm > 0)
            {
                of._movements.Add(Math.Sqrt(squares) / (norm * updates));
            }

            _before = now;
        }
    }
}
