#:project ../src/Epoche.Reinforcement
// Behaviour cloning against DAgger, from the same number of answers of the same expert.  Run it:  dotnet run -c Release samples/Dagger.cs
using Epoche;
using static Epoche.Tensors.Ops;

using IBatchEnvironment poles = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(1);
using Evaluator evaluator = new(poles);
Console.WriteLine("answers  cloned: seeds 0, 1, 2   asked: seeds 0, 1, 2");
double cloned = 0, asked = 0;
foreach (int answers in (int[])[100, 200, 400, 800])
{
    // With β = 1 the expert acts and the learner only looks on: cloning. By default it acts in the first iteration alone.
    double[] clones = [.. Seeds(seed => Learn(answers, beta: 1, seed))], learners = [.. Seeds(seed => Learn(answers, beta: null, seed))];
    (cloned, asked) = answers == 200 ? (clones.Average(), learners.Average()) : (cloned, asked);
    Console.WriteLine($"{answers,-7}  {string.Join("  ", clones.Select(mean => $"{mean,5:F1}"))}     "
        + string.Join("  ", learners.Select(mean => $"{mean,5:F1}")));
}

Console.WriteLine($"of 200 answers: asked about its own states it balances {asked - cloned:F0} steps longer");

double Learn(int answers, Schedule? beta, ulong seed)
{
    DaggerAgent agent = new(poles.Spec, new()
    {
        Network = spec => [new Dense(64, Tanh), new Dense(spec.Actions.Count)],
        Expert = _ => new Balancer(),
        Beta = beta ?? Schedule.Linear(1, 0, steps: 1),
        StepsPerIteration = Math.Max(25, answers / 10),
        Epochs = 30,
        BatchSize = 32,
        Optimizer = new Adam(3e-3f),
        Seed = seed,
    });
    foreach (TrainingReport report in agent.Train(poles, answers))
    {
    }

    return evaluator.Run(agent.Greedy(), episodes: 300, seed: 99).Mean;
}

static IEnumerable<double> Seeds(Func<ulong, double> learn) => ((ulong[])[0, 1, 2]).Select(learn);

/// <summary>Balances without ever letting the pole lean far: it never shows how to save one.</summary>
internal sealed class Balancer : IPolicy
{
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            ReadOnlySpan<float> pole = observations.Slice(i * 4, 4); // position, speed, angle, angular speed
            actions.Indices[i] = (0.3f * pole[0]) + (0.6f * pole[1]) + (10 * pole[2]) + (2 * pole[3]) > 0 ? 1 : 0;
        }
    }
}
