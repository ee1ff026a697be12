// Loads an agent that was trained elsewhere and lets it act. A model is a folder, such as runs/cartpole-0/model, or one .epoche file.
using Epoche;

Console.OutputEncoding = System.Text.Encoding.UTF8; // "±", on Windows too
string path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "cartpole.epoche");
Model network = ModelFile.Load(path);
GreedyPolicy agent = new(network);
Console.WriteLine(network.Summary());

// One episode, step by step: an observation in, an action out.
CartPole game = new();
Rng rng = Rng.Stream(seed: 3, "game");
float[] observation = new float[game.Spec.Observation.ElementCount], values = new float[game.Spec.Actions.Count];
game.Reset(ref rng, observation);
for (int step = 0; step < game.Spec.TimeLimit; step++)
{
    int action = agent.Act(observation);
    if (step % 100 == 0)
    {
        agent.Values(observation, values);
        Console.WriteLine($"step {step,3}  pole at {observation[2],6:F3} rad  left is worth {values[0]:F1}, right {values[1]:F1}: "
            + $"{(action == 0 ? "left" : "right")}");
    }

    if (game.Step(action, ref rng, observation).Terminated)
    {
        Console.WriteLine($"It fell after {step + 1} steps.");
        break;
    }
}

// Many episodes side by side, for a reliable mean.
using Evaluator evaluator = new(BatchEnvironment.Of(() => new CartPole(), count: 1));
Console.WriteLine($"100 episodes: {evaluator.Run(agent, episodes: 100, seed: 7)}");
