#:project ../src/Epoche.Reinforcement
// A policy network of your own: any graph with the outputs 'policy' and 'value'.
// Run it:  dotnet run -c Release samples/OwnPolicyNetwork.cs
using Epoche;
using static Epoche.Tensors.Ops;

using IBatchEnvironment poles = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(8);
PpoAgent agent = new(poles.Spec, new()
{
    Network = Network,
    Steps = 32,
    BatchSize = 256,
    Epochs = 20,
    Discount = 0.98f,
    Lambda = 0.8f,
    Optimizer = new Adam(Schedule.Linear(1e-3f, 0, steps: 4_000), epsilon: 1e-5f),
    Selection = new(),
    Seed = 1,
});
foreach (TrainingReport report in agent.Train(poles, steps: 50_000))
{
    if (report.IsBest)
    {
        Console.WriteLine($"step {report.Step,6}  likeliest actions {report.Evaluation!.Mean,5:F1}");
    }
}

using Evaluator evaluator = new(poles);
Console.WriteLine($"best model balances {evaluator.Run(agent.PolicyOf(agent.Best), episodes: 1_000, seed: 99).Mean:F1} of 500 steps");

// Policy and value share a normalized trunk; the value has a layer of its own behind it.
static Model Network(EnvironmentSpec spec)
{
    Symbol observation = Model.Input(spec.Observation);
    Symbol trunk = observation.Then(new Dense(64, Tanh), new LayerNorm(), new Dense(64, Tanh));
    Symbol policy = trunk.Then(new Dense(ActionHead.For(spec).Outputs));
    Symbol value = trunk.Then(new Dense(32, Tanh), new Dense(1));
    return new GraphModel([observation], [("policy", policy), ("value", value)]);
}
