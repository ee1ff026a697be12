#:project ../src/Epoche.Reinforcement
// A custom environment whose actions are numbers, and PPO on it.  Run it:  dotnet run -c Release samples/OwnContinuous.cs
using Epoche;

Console.OutputEncoding = System.Text.Encoding.UTF8; // "±", on Windows too
using IBatchEnvironment heaters = BatchEnvironment.Of(() => new Heater(), count: 16);
PpoAgent agent = new(heaters.Spec, new()
{
    Steps = 64,
    BatchSize = 256,
    Optimizer = new Adam(1e-3f, epsilon: 1e-5f),
    Discount = 0.95f,
    ScaleRewards = true, // by their running deviation, in a layer of the model
    Selection = new() { EverySteps = 10_240 },
    ReportEverySteps = 20_480,
    Seed = 1,
});
foreach (TrainingReport report in agent.Train(heaters, steps: 81_920))
{
    Console.WriteLine($"step {report.Step,6}  return {report.MeanReturn,6:F1}  entropy {report[RunTags.Entropy],5:F2}  "
        + $"likeliest {report.Evaluation}");
}

using Evaluator evaluator = new(heaters);
Console.WriteLine($"best model: {evaluator.Run(agent.PolicyOf(agent.Best), episodes: 1_000, seed: 99)}");

/// <summary>
/// Keep a room at 20 °C by a heater of any power from 0 to 1, whose heat comes a little late; it is colder outside. Observation: how far
/// the room is from 20 °C, and the radiator's warmth.
/// </summary>
internal struct Heater : IEnvironment
{
    private float _room, _radiator;

    public readonly EnvironmentSpec Spec => new()
    {
        Name = "Heater", Observation = [2], Actions = ActionSpec.Continuous(0, 1, clips: true), TimeLimit = 60,
    };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_room, _radiator) = (rng.NextSingle(-5, 5), 0);
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _radiator += 0.3f * (Math.Clamp(action.Values[0], 0, 1) - _radiator);
        _room += (2 * _radiator) - 1 + rng.NextNormal(0, 0.05f);
        Observe(observation);
        return new(Reward: -Math.Abs(_room), Terminated: false, Truncated: false);
    }

    private readonly void Observe(Span<float> observation) => (observation[0], observation[1]) = (_room / 5, _radiator);
}
