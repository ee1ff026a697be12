namespace Epoche.Architecture.Tests.Walk;

internal static partial class Makers
{
    private static readonly Dictionary<Type, Func<object>> s_learning = new()
    {
        [typeof(ModelMemory)] = () => new ModelMemory(new Sequential { new Lstm(2), new Dense(2) }.Build([4])),
        [typeof(WeightsReport)] = () => Network().CopyWeights(Network()),
        [typeof(ImageInput)] = () => new ImageInput { Height = 2, Width = 3 },
        [typeof(Sequential)] = Network,
        [typeof(Model)] = Network,
        [typeof(GraphModel)] = () => Graph().Build(),
        [typeof(ModelOutputs)] = () => Graph().Build().Call([Matrix]),
        [typeof(Symbol)] = () => Model.Input([3]),
        [typeof(Layer)] = () => new Dense(2),
        [typeof(RecurrentLayer)] = () => new Lstm(2),
        [typeof(MergeLayer)] = () => new AddLayer(),
        [typeof(Embedding)] = () => new Embedding(4, 2),
        [typeof(TileCoding)] = () => new TileCoding(2, [0], [1]),
        [typeof(CategoricalValues)] = () => new CategoricalValues(0, 1),
        [typeof(ValueDistribution)] = () => new QuantileValues(),
        [typeof(AtomOptions)] = () => new QuantileAtoms(),
        [typeof(ProgressLines)] = () => new ProgressLines(new StringWriter()),
        [typeof(AveragedMetric)] = () => new F1Score(),
        [typeof(MultiLabelMetric)] = () => new LabelAccuracy(),
        [typeof(AveragedLabelMetric)] = () => new LabelF1Score(),
        [typeof(Func<Metric>)] = () => (Func<Metric>)(() => new RocAuc()),
        [typeof(TableColumn)] = () => TableColumn.Numbers("name", 1, 2, 3, 4),
        [typeof(Table)] = Rows,
        [typeof(TableFeature)] = () => TableFeature.Number("name"),
        [typeof(TablePreparation)] = () => TablePreparation.ForNumber(Rows(), "name", TableFeature.Number("other")),
        [typeof(Dictionary<string, ColumnKind>)] = () => new Dictionary<string, ColumnKind> { ["name"] = ColumnKind.Text },
        [typeof(Bounds)] = () => Bounds.Unit,
        [typeof(InitializerFill)] = () => (InitializerFill)((values, _, ref _) => values.Clear()),
        [typeof(Dense)] = () => new Dense(2),
        [typeof(ParameterBuilder)] = () => Built().Builder,
        [typeof(Parameter)] = () => Built().Parameter,
        [typeof(Initializer)] = () => Initializer.GlorotUniform,
        [typeof(WeightAveraging)] = () => WeightAveraging.Equal(1),
        [typeof(Optimizer)] = () => new Adam(1e-3f),
        [typeof(OptimizerRegistry.Entry)] = () => OptimizerRegistry.All[0] with { }, // a copy: the walk sets what can be set
        [typeof(Schedule)] = () => (Schedule)0.1f,
        [typeof(Metric)] = () => new Accuracy(),
        [typeof(ClassMetric)] = () => new Accuracy(),
        [typeof(RegressionMetric)] = () => new MeanAbsoluteError(),
        [typeof(TrainingCallback)] = () => new EarlyStopping(),
        [typeof(FitContext)] = Fit,
        [typeof(Trainer)] = Trainer,
        [typeof(ITraining)] = () => Supervised(),
        [typeof(SupervisedTraining)] = () => Supervised(),
        [typeof(SequenceTraining)] = () => new SequenceTraining(2, Supervised(), Supervised()),
        [typeof(TrainingLoop)] = () => new TrainingLoop(Supervised(), new() { Steps = 3 }),
        [typeof(LoopObserver)] = () => new LoopRecorder(_ => NullRunWriter.Instance, 10),
        [typeof(LoopRecorder)] = () => new LoopRecorder(_ => NullRunWriter.Instance, 10),
        [typeof(LoopEvaluation)] = () => new LoopEvaluation(new Score(0.5), [new("name", 0.5)]),
        [typeof(LoopReport)] = () => new TrainingLoop(Supervised(), new() { Steps = 3 }).RunToEnd()!,
        [typeof(TrainerOptions)] = () => new TrainerOptions { Optimizer = new Adam(1e-3f) },
        [typeof(Dataset)] = Data,
        [typeof(Batch)] = () => new Batch(Matrix, Tensor.Of(0, 1, 0, 1)),
        [typeof(BatchOptions)] = () => new BatchOptions { Size = 2 },
        [typeof(Batches)] = () => new Batches(Data(), new() { Size = 2 }),
        [typeof(Batches.Enumerator)] = () => new Batches(Data(), new() { Size = 2 }).GetEnumerator(),
        [typeof(Batches.EpochBatches)] = () => new Batches(Data(), new() { Size = 2 }).InEpoch(0),
        [typeof(SequenceBatches)] = () => new SequenceBatches([[1], [2, 3]], Tensor.Of(0, 1), new() { Size = 2 }),
        [typeof(IEnumerable<Batch>)] = () => new Batch[] { new(Matrix, Tensor.Of(0, 1, 0, 1)) },
        [typeof(Augmentation)] = () => new ImageAugmentation(new() { Image = [4, 4, 1] }),
        [typeof(ImageAugmentationOptions)] = () => new ImageAugmentationOptions { Image = [4, 4, 1] },
        [typeof(CsvColumn)] = () => CsvColumn.Number("name"),
        [typeof(EpochReport)] = () => new EpochReport(1, 0.5f, 1.5f, 10, 2.5),
        [typeof(Checkpoints)] = () => Checkpoints.Open(NewPath()),
        [typeof(ConfigMap)] = () => ConfigMap.Parse("name: 1\nlist: [1, 2]\n", "test.yaml"),
        [typeof(ConfigNode)] = () => ConfigMap.Parse("name: 1.5\n", "test.yaml").Required("name"),
        [typeof(ConfigScalar)] = () => ConfigMap.Parse("name: 1.5\n", "test.yaml").Required("name"),
        [typeof(YamlWriter.Block)] = () => new YamlWriter().Map("name"),
        [typeof(SafetensorsReader)] = () => Written(stream => new SafetensorsReader(stream, "test")),
        [typeof(SafetensorsEntry)] = () => Written(stream => new SafetensorsReader(stream, "test")).Entries[0],
        [typeof(SafetensorsWriter)] = () => new SafetensorsWriter(new MemoryStream(), [("name", [2])]),
        [typeof(Func<Tensor, Tensor>)] = () => (Func<Tensor, Tensor>)Tensors.Ops.Relu,
        [typeof(Func<Tensor, Tensor, Tensor>)] = () => (Func<Tensor, Tensor, Tensor>)Tensors.Ops.SoftmaxCrossEntropy,
        [typeof(Func<Schedule, Optimizer>)] = () => (Func<Schedule, Optimizer>)(rate => new Sgd(rate)),
        [typeof(Objective<Batch>)] = Objective,
    };

    private static Sequential Network() => new Sequential { new Dense(4, Tensors.Ops.Relu), new Dense(3) }.Build([3], seed: 1);

    private static GraphModel Graph()
    {
        Symbol input = Model.Input([3]);
        return new(input, input.Then(new Dense(2)));
    }

    private static Table Rows() => new(TableColumn.Numbers("name", 1, 2, 3, 4), TableColumn.Numbers("other", 5, 6, 8, 7));

    private static Dataset Data() => new(Matrix.ToArray(), [3], [0, 1, 2, 1], [1]);

    private static Trainer Trainer() => new(new() { Optimizer = new Adam(1e-3f) }, Network().Parameters);

    private static SupervisedTraining Supervised()
    {
        Sequential network = Network();
        Objective<Batch> objective = batch => Tensors.Ops.Square(network.Call(batch.Inputs) - batch.Targets).Mean();
        return new(
            new Trainer(new() { Optimizer = new Adam(1e-3f) }, network.Parameters), new Batches(Data(), new() { Size = 2 }), objective);
    }

    private static Objective<Batch> Objective()
    {
        Sequential network = Network();
        return batch => Tensors.Ops.SoftmaxCrossEntropy(network.Call(batch.Inputs), batch.Targets).Mean();
    }

    private static (ParameterBuilder Builder, Parameter Parameter) Built()
    {
        Probe probe = new();
        _ = new Sequential { probe }.Build([3]);
        return (probe.Builder!, probe.Parameter!);
    }

    private static FitContext Fit()
    {
        Keeper keeper = new();
        new Trainer(new() { Optimizer = new Sgd(0.1f), Epochs = 1 }, Network().Parameters)
            .Fit([new Batch(Matrix, Tensor.Of(0, 1, 0, 1))], Objective(), new() { Callbacks = [keeper] });
        return keeper.Fit!;
    }

    private static SafetensorsReader Written(Func<Stream, SafetensorsReader> read)
    {
        MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [("name", [2])]);
        writer.Write([1, 2]);
        writer.Finish();
        stream.Position = 0;
        return read(stream);
    }

    /// <summary>Keeps what only a layer sees.</summary>
    private sealed class Probe : Layer
    {
        public ParameterBuilder? Builder { get; private set; }

        public Parameter? Parameter { get; private set; }

        public override string Kind => "probe";

        public override Shape Build(Shape input, ParameterBuilder parameters)
        {
            (Builder, Parameter) = (parameters, parameters.Add("weight", input, Initializer.Ones));
            return input;
        }

        public override Tensor Call(Tensor x) => x;
    }

    /// <summary>Keeps what only a callback sees.</summary>
    private sealed class Keeper : TrainingCallback
    {
        public FitContext? Fit { get; private set; }

        public override void OnBegin(FitContext fit) => Fit = fit;
    }
}
