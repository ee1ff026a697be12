namespace Epoche.Architecture.Tests.Walk;

internal static partial class Makers
{
    private static readonly Dictionary<Type, Func<object>> s_probability = new()
    {
        [typeof(ProgramContext)] = () => new SeedContext(new RootContext(), new Rng(1)),
        [typeof(ProgramException)] = () => Assert.Throws<ProgramException>(() => new RootContext().Sample("name", new Normal(0, 1))),
        [typeof(WrappingContext)] = () => new TraceContext(new SeedContext(new RootContext(), new Rng(1))),
        [typeof(Distribution)] = () => new Normal(0, 1),
        [typeof(Normal)] = () => new Normal(0, 1),
        [typeof(Uniform)] = () => new Uniform(0, 1),
        [typeof(Bernoulli)] = () => Bernoulli.OfProbability(0.5f),
        [typeof(Categorical)] = () => Categorical.OfProbabilities(Matrix),
        [typeof(LogitNormal)] = () => new LogitNormal(0, 1),
        [typeof(ScaleMixture)] = () => new ScaleMixture([0.5f, 0.5f], [1, 2]),
        [typeof(Constraint)] = () => Constraint.Positive,
        [typeof(BayesianNetwork)] = () => new BayesianNetwork([new Dense(3)], [3]),
        [typeof(ParameterStore)] = () => Lifted().Store,
        [typeof(NetworkPredictive)] = () => new NetworkPredictive(Lifted().Network, Lifted().Store),
        [typeof(Predictive)] = Ensemble,
        [typeof(IPredictive)] = Ensemble,
        [typeof(DeepEnsemble)] = Ensemble,
        [typeof(DropoutPredictive)] = () => new DropoutPredictive(new Sequential { new Dropout(0.5f), new Dense(3) }.Build([3])),
        [typeof(LastLayerLaplace)] = () => new LastLayerLaplace(Network(), Data()),
        [typeof(EnsembleTrainer)] = () => new EnsembleTrainer(
            Ensemble(), Data(), new() { Optimizer = new Adam(1e-3f) }, new() { Size = 2 }),
        [typeof(Prediction)] = Predicted,
        [typeof(NumberPrediction)] = () => NumberPrediction.Of(Tensor.Of([1f, 2], [2])),
        [typeof(DoubtScore)] = () => new MaxProbability(),
        [typeof(FeatureDistance)] = () => NeighbourDistance.Fit(Predicted()),
        [typeof(NeighbourDistance)] = () => NeighbourDistance.Fit(Predicted()),
        [typeof(MahalanobisDistance)] = () => MahalanobisDistance.Fit(Predicted(), Tensor.Of(0, 1, 2, 0), shrinkage: 0.5),
        [typeof(CombinedDoubt)] = () => CombinedDoubt.Fit(Predicted(), (new MaxProbability(), 0.5), (new PredictiveEntropy(), 0.5)),
        [typeof(SetScore)] = () => new LeastAmbiguousSet(),
        [typeof(RefusalRule)] = () => new MedianRule(),
        [typeof(PredictionSetRule)] = () => new PredictionSetRule(new LeastAmbiguousSet(), 0.5f, 2),
        [typeof(ThresholdRule)] = () => new ThresholdRule(new MaxProbability(), 0.5f),
        [typeof(Guarantee)] = () => new Guarantee(GuaranteeKind.Coverage, 0.9, 0.95, 100),
        [typeof(DoubtImages)] = () => new DoubtImages(Tensor.Full([2, 16], 0.5f), [4, 4, 1], 1),
        [typeof(Verdict)] = () => new Verdict([1], 0.5f),
        [typeof(RiskCoverageCurve)] = () => new RiskCoverageCurve([0.1f, 0.2f, 0.3f], [false, true, true]),
        [typeof(SviOptions)] = () => new SviOptions { Optimizer = new Adam(1e-3f) },
        [typeof(Svi<int>)] = () => new Svi<int>(Slope, Guess, new() { Optimizer = new Adam(1e-3f) }),
        [typeof(Program<int>)] = () => (Program<int>)Slope,
        [typeof(Site)] = () => Traced().Sites[0],
        [typeof(Trace)] = Traced,
        [typeof(PlateScope)] = () => new SeedContext(new RootContext(), new Rng(1)).Plate("plate", 4, subsample: 2),
    };

    private static readonly Dictionary<Type, Func<object>> s_reinforcement = new()
    {
        [typeof(EnvironmentSpec)] = () => new CartPole().Spec,
        [typeof(ActionSpec)] = () => ActionSpec.Discrete(2),
        [typeof(InformationSpec)] = () => InformationSpec.Of("speed"),
        [typeof(ObservationLayout)] = () => ObservationLayout.Index(3),
        [typeof(Agent)] = () => new DqnAgent(new CartPole().Spec, Options()),
        [typeof(AgentOptions)] = () => Options(),
        [typeof(AgentTraining)] = () => new AgentTraining(new DqnAgent(new CartPole().Spec, Options()), new CartPoleBatch(2)),
        [typeof(IEnvironment)] = () => new CartPole(),
        [typeof(IEvaluationObserver)] = () => new Onlooker(),
        [typeof(MarketPrices)] = Prices,
        [typeof(Market)] = () => new Market(Prices(), new() { Window = 4 }),
        [typeof(ConstantPolicy)] = () => new ConstantPolicy(ActionSpec.Continuous(0, 1), 0.5f),
        [typeof(IDrawable)] = () => new CartPole(),
        [typeof(IBatchEnvironment)] = () => new CartPoleBatch(2),
        [typeof(Func<CartPole>)] = () => (Func<CartPole>)(() => new CartPole()),
        [typeof(Func<int, CartPole>)] = () => (Func<int, CartPole>)(_ => new CartPole()),
        [typeof(Func<IEnvironment>)] = () => (Func<IEnvironment>)(() => new CartPole()),
        [typeof(Func<int, IBatchEnvironment>)] = () => (Func<int, IBatchEnvironment>)(count => new CartPoleBatch(count)),
        [typeof(Func<EnvironmentSpec, IPolicy>)] = () => (Func<EnvironmentSpec, IPolicy>)(_ => Policy()),
        [typeof(IPolicy)] = Policy,
        [typeof(InformationSpec)] = () => InformationSpec.Of("crashed", "distance"),
        [typeof(ObservationLayout)] = () => ObservationLayout.Of(new("place", [2]), ObservationPart.Index("pier", 5)),
        [typeof(GreedyPolicy)] = Policy,
        [typeof(ActionHead)] = () => new CategoricalHead(2),
        [typeof(GaussianHead)] = () => new GaussianHead(ActionSpec.Continuous(-1, 1)),
        [typeof(MultiCategoricalHead)] = () => new MultiCategoricalHead(2, 3),
        [typeof(HeadPolicy)] = () => new HeadPolicy(new Sequential { new Dense(2) }.Build([4]), new CategoricalHead(2)),
        [typeof(CatchPlayer)] = () => new CatchPlayer(new FrameStack(new CatchBatch(1), 2).Spec),
        [typeof(CavePlayer)] = () => new CavePlayer(new CaveBatch(1).Spec),
        [typeof(Catch)] = () => new Catch(),
        [typeof(MinAtar)] = () => new MinAtar(MinAtarGame.Breakout),
        [typeof(FrozenLake)] = () => new FrozenLake(),
        [typeof(CatchBatch)] = () => new CatchBatch(2),
        [typeof(FrameStack)] = () => new FrameStack(new CartPoleBatch(2), 2),
        [typeof(TimeLimit<CartPole>)] = () => new TimeLimit<CartPole>(new CartPole(), 10),
        [typeof(TransitionBuffers)] = () => new TransitionBuffers(new CartPole().Spec, 2),
        [typeof(ReplayBuffer)] = Replay,
        [typeof(ReplaySegment)] = () => Replay().Export(),
        [typeof(ReplayOptions)] = () => new ReplayOptions { Capacity = 100 },
        [typeof(DqnOptions)] = Options,
        [typeof(RecurrentDqnOptions)] = () => new RecurrentDqnOptions { TargetEveryUpdates = 5 },
        [typeof(RecurrentDqnAgent)] = () => new RecurrentDqnAgent(new CartPole().Spec, new() { TargetEveryUpdates = 5 }),
        [typeof(RecurrentPolicy)] = () => new RecurrentPolicy(
            new Sequential { new Lstm(2), new Dense(2) }.Build([4]), ActionSpec.Discrete(2)),
        [typeof(PartialObservation)] = () => new PartialObservation(new CartPole(), "part", 0, 2),
        [typeof(PartialBatch)] = () => new PartialBatch(new CartPoleBatch(2), "part", 0, 2),
        [typeof(IStatefulEnvironment)] = () => new CartPole(),
        [typeof(RolloutBuffer)] = Rollout,
        [typeof(RolloutBatch)] = () => new RolloutBatch(Rollout(), 4),
        [typeof(PpoAgent)] = () => new PpoAgent(new CartPole().Spec, new() { Steps = 4 }),
        [typeof(A2cAgent)] = () => new A2cAgent(new CartPole().Spec, new()),
        [typeof(A3cAgent)] = () => new A3cAgent(new CartPole().Spec, new()),
        [typeof(ReinforceAgent)] = () => new ReinforceAgent(new CartPole().Spec, new()),
        [typeof(ActorCriticOptions)] = () => new SacOptions { Actor = Actor(2), Critic = Critic },
        [typeof(DdpgOptions)] = () => new DdpgOptions { Actor = Actor(1), Critic = Critic },
        [typeof(Td3Options)] = () => new Td3Options { Actor = Actor(1), Critic = Critic },
        [typeof(SacOptions)] = () => new SacOptions { Actor = Actor(2), Critic = Critic },
        [typeof(DdpgAgent)] = () => new DdpgAgent(new Pendulum().Spec, new() { Actor = Actor(1), Critic = Critic }),
        [typeof(Td3Agent)] = () => new Td3Agent(new Pendulum().Spec, new() { Actor = Actor(1), Critic = Critic }),
        [typeof(SacAgent)] = () => new SacAgent(new Pendulum().Spec, new() { Actor = Actor(2), Critic = Critic }),
        [typeof(ActionNoise)] = () => new GaussianNoise(0.1f),
        [typeof(OrnsteinUhlenbeckNoise)] = () => new OrnsteinUhlenbeckNoise(0.1f),
        [typeof(SquashedGaussianHead)] = () => new SquashedGaussianHead(ActionSpec.Continuous(-1, 1)),
        [typeof(DeterministicPolicy)] = () => new DeterministicPolicy(
            new Sequential { new Dense(1) }.Build([3]), ActionSpec.Continuous(-1, 1)),
        [typeof(StepSize)] = () => StepSize.Constant(0.5f),
        [typeof(TableAgent)] = () => new TableAgent(new FrozenLake().Spec, new()),
        [typeof(Demonstrations)] = Pairs,
        [typeof(ClonedPolicy)] = () => BehaviourCloning.Fit(Pairs(), Cloning() with { Epochs = 1 }),
        [typeof(CloningOptions)] = Cloning,
        [typeof(DaggerOptions)] = Asking,
        [typeof(DaggerAgent)] = () => new DaggerAgent(new CartPole().Spec, Asking()),
        [typeof(DqnAgent)] = () => new DqnAgent(new CartPole().Spec, Options()),
        [typeof(EpisodeRecording)] = Recording,
        [typeof(EpisodeFilm)] = () => new EpisodeFilm(Recording(), new CartPole()),
        [typeof(EvaluationReport)] = () => new EvaluationReport([1.5, 2.5], 10, 2.5),
        [typeof(Evaluator)] = () => new Evaluator(new CartPoleBatch(2)),
        [typeof(EnvironmentRule)] = () => EnvironmentCheck.Rules[0],
        [typeof(EnvironmentEntry)] = () => EnvironmentRegistry.All[0] with { }, // a copy: the walk sets what can be set
        [typeof(EnvironmentSubject)] = () => EnvironmentSubject.Of(() => new CartPole()),
        [typeof(TrainingReport)] = () => new TrainingReport
        {
            Step = 10, Updates = 5, Episodes = 2, MeanReturn = 1.5, Measurements = [new(RunTags.TrainLoss, 0.5)],
            StepsPerSecond = 10.5, UpdatesPerSecond = 5.5,
        },
    };

    private static readonly Dictionary<Type, Func<object>> s_tracking = new()
    {
        [typeof(Chart)] = Line,
        [typeof(LineChart)] = Line,
        [typeof(IntervalChart)] = () => new IntervalChart { Title = "title", Rows = [new("name", 1.5, 0.5, 2.5) { Points = [0.5, 2.5] }] },
        [typeof(HistogramChart)] = () => new HistogramChart { Title = "title", Histogram = RunHistogram.Of([1, 2, 3]) },
        [typeof(ChartSeries)] = () => new ChartSeries { Name = "name", Points = [new(0, 0.5), new(1, 1.5)] },
        [typeof(EventFileWriter)] = () => EventFileWriter.Open(NewPath()),
        [typeof(EventFileReader)] = () => new EventFileReader(Logged()),
        [typeof(RunFolder)] = () => RunFolder.Create(NewPath(), null, "run-0", "kind: dqn"),
        [typeof(RunException)] = () => Assert.Throws<RunException>(() => RunFolder.Open(NewPath())),
        [typeof(EvaluationResult)] = () => new ExampleEvaluation(10, 0.9, 0.2),
        [typeof(RunLog)] = () => RunLog.Read(Path.GetDirectoryName(Logged())!),
        [typeof(RunParameter)] = () => new RunParameter("name", 0.5),
        [typeof(ReportData)] = () => new ReportData { Title = "title", Charts = [Line()] },
        [typeof(GifWriter)] = () => new GifWriter(8, 8),
    };

    private static DeepEnsemble Ensemble() => new([new Dense(3)], [3], members: 2);

    private static Prediction Predicted() =>
        new(Tensor.Of([.. Matrix.ToArray(), .. Matrix.ToArray()], [2, 4, 3]), features: Matrix, inputs: Matrix);

    private static void Slope(ProgramContext p, int data) => p.Sample("slope", new Normal(0, 1));

    private static void Guess(ProgramContext p, int data) =>
        p.Sample("slope", new Normal(p.Param("mean", 0.5f), p.Param("deviation", 0.5f, Constraint.Positive)));

    private static (BayesianNetwork Network, ParameterStore Store) Lifted()
    {
        ParameterStore store = new();
        BayesianNetwork network = new([new Dense(3)], [3]);
        network.Guide(new SeedContext(new RootContext(store), new Rng(1)));
        store.Build();
        return (network, store);
    }

    private static Trace Traced()
    {
        TraceContext context = new(new SeedContext(new RootContext(), new Rng(1)));
        Slope(context, 0);
        return context.Trace;
    }

    private static GreedyPolicy Policy() => new(new Sequential { new Dense(2) }.Build([4]));

    private static ReplayBuffer Replay()
    {
        ReplayBuffer replay = new(new CartPole().Spec, 2, new() { Capacity = 100 }, 0.9f);
        replay.Begin(new float[8]);
        return replay;
    }

    private static RolloutBuffer Rollout() => new(new CartPole().Spec, 2, 3, 1);

    private static DqnOptions Options() => new()
    {
        Network = spec => [new Dense(spec.Actions.Count)], TargetEverySteps = 10, Replay = new() { Capacity = 100 }, WarmUpSteps = 10,
        BatchSize = 4,
    };

    private static Func<EnvironmentSpec, Model> Actor(int outputs) => spec => [new Dense(outputs * spec.Actions.Count)];

    private static GraphModel Critic(EnvironmentSpec spec) => CriticNetwork.Create(spec, new() { Hidden = [4] });
    private static Demonstrations Pairs() => Demonstrations.Record(new CartPoleBatch(1), Policy(), 4);

    private static CloningOptions Cloning() => new() { Network = _ => [new Dense(2)] };

    private static DaggerOptions Asking() => new() { Network = _ => [new Dense(2)], Expert = _ => Policy() };

    private static EpisodeRecording Recording() => EpisodeRecording.Play(new CartPoleBatch(1), Policy(), seed: 1, maxSteps: 3);

    private static LineChart Line() => new() { Title = "title", Series = [new() { Name = "name", Points = [new(0, 0.5), new(1, 1.5)] }] };

    private static string Logged()
    {
        using EventFileWriter writer = EventFileWriter.Open(NewPath());
        writer.Write(new RunEvent("name", 1, 0.5));
        writer.Flush();
        return writer.Path;
    }

    private static MarketPrices Prices() => new("made", [.. Enumerable.Range(1, 40).Select(i => (double)i)]);

    private sealed class Onlooker : IEvaluationObserver
    {
        public void Observe(in EvaluationStep step)
        {
        }
    }
}
