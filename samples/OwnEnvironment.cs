#:project ../src/Epoche.Reinforcement
// A custom environment is one struct.  Run it:  dotnet run -c Release samples/OwnEnvironment.cs
using Epoche;
using static Epoche.Tensors.Ops;

Console.OutputEncoding = System.Text.Encoding.UTF8; // "±", on Windows too
using IBatchEnvironment landers = BatchEnvironment.Of(() => new Lander(), count: 8);
DqnAgent agent = new(landers.Spec, new()
{
    Network = spec => [new Dense(64, Relu), new Dense(64, Relu), new Dense(spec.Actions.Count)],
    TargetEverySteps = 500,
    Epsilon = Schedule.Linear(1f, 0.05f, steps: 5_000),
    Selection = new() { StopAtReturn = 0.7f }, // evaluates the greedy policy during training, and keeps the best
    Seed = 1,
});
foreach (TrainingReport report in agent.Train(landers, steps: 100_000))
{
    Console.WriteLine($"step {report.Step,6}  return with exploration {report.MeanReturn,5:F2}  greedy {report.Evaluation}");
}

using Evaluator evaluator = new(landers);
Console.WriteLine($"best model: {evaluator.Run(agent.Greedy(), episodes: 1_000, seed: 99)}");

/// <summary>Land softly and soon, with an engine that is on or off against gravity. Observation: height, and ten times the speed.</summary>
internal struct Lander : IEnvironment
{
    private float _height, _speed;

    public readonly EnvironmentSpec Spec => new() { Name = "Lander", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 100 };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_height, _speed) = (rng.NextSingle(0.5f, 1.5f), rng.NextSingle(-0.1f, 0.1f));
        (observation[0], observation[1]) = (_height, 10 * _speed);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _speed += action.Index == 1 ? 0.01f : -0.01f;
        _height += _speed;
        (observation[0], observation[1]) = (_height, 10 * _speed);
        bool landed = _height <= 0, lost = _height > 2;
        float reward = landed && _speed > -0.05f ? 1 : landed || lost ? -1 : -0.01f;
        return new(reward, Terminated: landed || lost, Truncated: false);
    }
}
