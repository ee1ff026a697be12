#:project ../src/Epoche.Reinforcement
// A custom agent: the cross-entropy method (Mannor et al. 2003) on CartPole.  Run it:  dotnet run -c Release samples/OwnAgent.cs
using Epoche;

string folder = Directory.CreateTempSubdirectory("epoche-cem-").FullName;
string whole = Train("whole", steps: 200_000);
Train("parts", steps: 61_234); // stopped in the middle of a generation
string parts = Train("parts", steps: 200_000);
Directory.Delete(folder, recursive: true);
Console.WriteLine($"{(whole == parts ? 1 : 0)}: the same weights, bit for bit");

string Train(string name, long steps)
{
    using IBatchEnvironment environment = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(64);
    CemAgent agent = new(environment.Spec, new() { Seed = 3, Selection = new() { EverySteps = 25_000 }, ReportEverySteps = 25_000 });
    using Checkpoints checkpoints = Checkpoints.Open(Path.Combine(folder, name));
    checkpoints.TryLoad(agent.Loop);
    foreach (TrainingReport report in agent.Train(environment, steps - agent.Step, checkpoints: checkpoints))
    {
        Console.WriteLine($"step {report.Step,7}  deviation {report["train/deviation"]:F3}  best return {agent.BestEvaluation?.Mean:F1}");
    }

    return WeightsHash.Compute(agent.Best.Parameters.Values);
}

internal sealed record CemOptions : AgentOptions;

/// <summary>Each environment plays an episode with weights drawn around a mean; the mean of the best eighth is the next one.</summary>
internal sealed class CemAgent : Agent
{
    private readonly Sequential _mean;
    private readonly float[] _deviation;
    private float[] _drawn = [], _returns = [];
    private byte[] _done = [];
    private int[] _order = [];
    private Rng _random;
    private long _generations;

    public CemAgent(EnvironmentSpec spec, CemOptions options)
        : base(spec, options)
    {
        _mean = [new Dense(spec.Actions.Count)];
        _mean.Build(spec.Observation, options.Seed);
        _random = Rng.Stream(options.Seed, "exploration");
        _deviation = [.. Enumerable.Repeat(1f, _mean.Parameters.Count)];
    }

    public override Model Model => _mean;
    public override long Updates => _generations;
    public override IPolicy PolicyOf(Model model) => new GreedyPolicy(model);

    protected override void Allocate(int environments)
    {
        _drawn = new float[environments * _deviation.Length];
        (_returns, _done, _order) = (new float[environments], new byte[environments], new int[environments]);
    }

    protected override void Begin(ReadOnlySpan<float> observations) => Draw();

    protected override void Act(float[] observations, PolicyActions actions, long step)
    {
        Span<float> values = stackalloc float[Spec.Actions.Count];
        int width = Spec.Observation.ElementCount;
        for (int i = 0; i < _returns.Length; i++)
        {
            for (int a = 0; a < values.Length; a++)
            {
                values[a] = Drawn(i, (width * values.Length) + a); // the bias
                for (int f = 0; f < width; f++)
                {
                    values[a] += observations[(i * width) + f] * Drawn(i, (f * values.Length) + a);
                }
            }

            actions.Indices[i] = GreedyPolicy.Choose(values);
        }
    }

    protected override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        for (int i = 0; i < _returns.Length; i++)
        {
            _returns[i] += _done[i] == 0 ? result.Rewards[i] : 0;
            _done[i] |= result.Ended(i) ? (byte)1 : (byte)0;
        }
    }

    protected override long LearningsDue(AgentStep at) => _done.Contains((byte)0) ? 0 : 1;

    protected override void Learn()
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _returns.AsSpan().Sort(_order.AsSpan());
        ReadOnlySpan<int> elite = _order.AsSpan(^(_order.Length / 8)..);
        for (int k = 0; k < _deviation.Length; k++)
        {
            double sum = 0, squares = 0;
            foreach (int i in elite)
            {
                (sum, squares) = (sum + Drawn(i, k), squares + ((double)Drawn(i, k) * Drawn(i, k)));
            }

            double mean = sum / elite.Length, variance = (squares / elite.Length) - (mean * mean);
            (_mean.Parameters.Values[k], _deviation[k]) = ((float)mean, (float)Math.Sqrt(Math.Max(0, variance)) + 0.02f);
        }

        _generations++;
        Draw();
    }

    protected override void Report(IRunWriter writer, long step) => writer.Scalar("train/deviation", step, _deviation.Average());

    protected override void Save(StateSaver to)
    {
        to.Part("mean", _mean.Parameters);
        to.Write<float>("deviation", _deviation);
        to.Write<float>("drawn", _drawn);
        to.Write<float>("returns", _returns);
        to.Write<byte>("done", _done);
        to.Write("random", _random);
        to.Write("generations", _generations);
    }

    protected override void Load(StateLoader from)
    {
        from.Part("mean", _mean.Parameters);
        from.Read<float>("deviation", _deviation);
        from.Read<float>("drawn", _drawn);
        from.Read<float>("returns", _returns);
        from.Read<byte>("done", _done);
        (_random, _generations) = (from.Random("random"), from.Int64("generations"));
    }

    private float Drawn(int environment, int weight) => _drawn[(environment * _deviation.Length) + weight];

    private void Draw()
    {
        for (int i = 0; i < _drawn.Length; i++)
        {
            _drawn[i] = _mean.Parameters.Values[i % _deviation.Length] + (_deviation[i % _deviation.Length] * _random.NextNormal());
        }

        Array.Clear(_returns);
        Array.Clear(_done);
    }
}
