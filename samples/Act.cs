#:project ../src/Epoche.Reinforcement
// Agents that act in a program: a model file is loaded and asked, for an index or for numbers.
// Run it:  dotnet run -c Release samples/Act.cs
using Epoche;
using static Epoche.Tensors.Ops;

string folder = Directory.CreateTempSubdirectory("epoche-act-").FullName;
string discrete = Path.Combine(folder, "push.epoche"), continuous = Path.Combine(folder, "force.epoche");
Train("MountainCar-v0", discrete); // a run of 'epoche train' has such a model as runs/NAME/model
Train("MountainCarContinuous-v0", continuous);

// One of several actions: an index.
MountainCar car = new();
IPolicy pusher = new HeadPolicy(ModelFile.Load(discrete), ActionHead.For(car.Spec));
Console.WriteLine($"by pushes: at the top after {Drive(car, pusher, out _)} steps");

// Numbers: a force from -1 to 1.
MountainCarContinuous other = new();
IPolicy driver = BehaviourCloning.PolicyOf(ModelFile.Load(continuous), other.Spec);
int steps = Drive(other, driver, out double reward);
Directory.Delete(folder, recursive: true);
Console.WriteLine($"by forces: return {reward:F1}, at the top after {steps} steps");

// One episode, an observation in and an action out.
static int Drive(IEnvironment game, IPolicy policy, out double sum)
{
    EnvironmentSpec spec = game.Spec;
    Rng random = Rng.Stream(seed: 3, "game");
    float[] observation = new float[spec.Observation.ElementCount], numbers = new float[spec.Actions.IsContinuous ? spec.Actions.Width : 0];
    int[] index = new int[spec.Actions.IsContinuous ? 0 : spec.Actions.Width];
    game.Reset(ref random, observation);
    policy.Begin([0]);
    sum = 0;
    for (int step = 1; step <= spec.TimeLimit; step++)
    {
        policy.Act(observation, lanes: [0], spec.Actions.IsContinuous ? new PolicyActions(numbers) : new PolicyActions(index));
        EnvironmentAction action = spec.Actions.IsContinuous ? new(numbers) : new(index[0]);
        StepResult result = game.Step(action, ref random, observation);
        sum += result.Reward;
        if (result.Terminated)
        {
            return step;
        }
    }

    return spec.TimeLimit!.Value;
}

// What an agent would have learned in a longer training: here it is taken over from the scripted player of each game.
static void Train(string name, string path)
{
    EnvironmentEntry entry = EnvironmentRegistry.Find(name);
    using IBatchEnvironment environment = entry.CreateBatch(1);
    ClonedPolicy clone = BehaviourCloning.Fit(
        Demonstrations.Record(environment, entry.Player!.Create(environment.Spec), 1_000, new() { Noise = 0.2f }),
        new() { Network = spec => [new Dense(32, Tanh), new Dense(spec.Actions.Count)], Optimizer = new Adam(1e-2f), Epochs = 20 });
    ModelFile.Save(clone.Model, path);
}
