using System.Globalization;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// A network, or several, that predicts with doubt: what <see cref="PredictiveFile"/> saves and loads. Classifiers have the output
/// <c>Ops.Softmax</c>, or with one number for two classes <c>Ops.Sigmoid</c>, and
/// a temperature that divides what the network gives before it. For one thread at a time: a call while another
/// thread is in one throws <see cref="InvalidOperationException"/>.
/// </summary>
public abstract class Predictive : IPredictive, IFeatures
{
    private const int MostSamples = 1 << 20;

    private const int BatchSize = 256, RowsAtOnce = 512;

    private readonly StepArena _arena = new(), _rows = new();
    private readonly SoleUse _use = new(
        "predictive",
        "Give each thread one of its own, loaded from its file (PredictiveFile.Load), or let them take turns: lock (predictive).",
        nests: true);

    private bool _isRaw;

    private protected Predictive(Func<Tensor, Tensor>? output) => Output = output;

    /// <summary>The shape of one example.</summary>
    public Shape InputShape => Network.InputShape;

    /// <summary>The shape of what the network gives for one example; <c>[classes]</c> for a classifier.</summary>
    public Shape OutputShape => Network.OutputShape;

    /// <summary>What the inputs and outputs mean; saved along.</summary>
    public ModelInfo Info
    {
        get => Network.Info;
        set => Network.Info = value ?? throw new ArgumentNullException(nameof(Info));
    }

    /// <summary>
    /// What the network's outputs are divided by, above 0: larger than 1 makes a classifier less sure of itself.
    /// Default 1; see <see cref="Calibrate"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Temperature
    {
        get;
        set => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"A temperature is a finite number above 0; received {value}.");
    } = 1;

    /// <summary>Turns the network's outputs into what is predicted; null: nothing.</summary>
    internal Func<Tensor, Tensor>? Output { get; }

    /// <summary>The network, or one of several alike.</summary>
    internal abstract Sequential Network { get; }

    /// <inheritdoc/>
    public abstract Tensor Predict(Tensor x, int samples);

    /// <summary>The network that predicts, or one of several alike, for a look at its layers.</summary>
    public Model Model => Network;

    /// <summary>The kind, the number of weights, and the layers as a table.</summary>
    /// <exception cref="InvalidOperationException">Nothing was learned yet.</exception>
    public string Summary()
    {
        PredictiveContent content = Describe(new YamlWriter());
        long weights = content.Tensors.Sum(tensor => (long)tensor.Entry.Shape.ElementCount);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{content.Kind}, {weights:N0} numbers in all; its network:{Environment.NewLine}{Network.Summary()}");
    }

    /// <summary>What the networks give before the temperature and the output: the logits of a classifier.</summary>
    /// <param name="x">[batch, input…].</param>
    /// <param name="samples">How many draws, 1 or more; draw i is that of <see cref="Predict"/>.</param>
    /// <returns>[samples, batch, output…], on the heap.</returns>
    public Tensor PredictOutputs(Tensor x, int samples)
    {
        using SoleUse.Scope use = Enter();
        _isRaw = true;
        try
        {
            return Predict(x, samples);
        }
        finally
        {
            _isRaw = false;
        }
    }

    /// <summary>
    /// The features that the answers rest on: what enters the last layer with parameters; of several networks side by side. A network
    /// without a hidden layer has its inputs for features.
    /// </summary>
    /// <param name="x">[batch, input…].</param>
    /// <returns>[batch, features], on the heap.</returns>
    /// <exception cref="ArgumentException">The inputs have another shape than the network takes, or hold NaN or an infinity.</exception>
    public Tensor Features(Tensor x)
    {
        using SoleUse.Scope use = Enter();
        RequireInput(x);
        return Kept(() => FeaturesOf(x));
    }

    /// <summary>
    /// Sets <see cref="Temperature"/> to the one with which the mean prediction gives validation examples the largest likelihood
    /// (<see cref="Epoche.Temperature.Fit"/>); the classes ranked first hardly change by it.
    /// </summary>
    /// <param name="validation">Examples that the networks were not trained on; targets are classes.</param>
    /// <param name="samples">Draws whose mean is the prediction.</param>
    /// <returns>The temperature.</returns>
    /// <exception cref="InvalidOperationException">
    /// The output is not <c>Ops.Softmax</c>, nor <c>Ops.Sigmoid</c> of a single number.
    /// </exception>
    public float Calibrate(Dataset validation, int samples)
    {
        ArgumentNullException.ThrowIfNull(validation);
        CountChecks.AtLeast(1, samples);
        CountChecks.AtMost(MostSamples, samples);
        if (!(Output == Softmax && OutputShape.Rank == 1) && !(Output == Sigmoid && OutputShape == [1]))
        {
            throw new InvalidOperationException("A temperature is fitted to class probabilities: a network with outputs [classes] and "
                + $"Ops.Softmax as the output, or [1] and Ops.Sigmoid. This one gives {OutputShape}.");
        }

        using SoleUse.Scope use = Enter();
        int classes = OutputShape[0], done = 0;
        float[] logits = new float[samples * validation.Count * classes], labels = new float[validation.Count];
        _isRaw = true;
        try
        {
            foreach (Batch batch in new Batches(validation, new BatchOptions { Size = BatchSize, Shuffle = false }))
            {
                Tensor drawn = Predict(batch.Inputs, samples);
                int count = batch.Inputs.Shape[0];
                for (int i = 0; i < samples; i++)
                {
                    drawn.Values.Slice(i * count * classes, count * classes)
                        .CopyTo(logits.AsSpan(((i * validation.Count) + done) * classes));
                }

                batch.Targets.Values.CopyTo(labels.AsSpan(done));
                done += count;
            }
        }
        finally
        {
            _isRaw = false;
        }

        return Temperature = Epoche.Temperature.Fit(
            Tensor.Wrap(logits, [samples, validation.Count, classes]), Tensor.Wrap(labels, [validation.Count]));
    }

    /// <summary>Writes what is special about this kind, and names the tensors that its file holds.</summary>
    internal abstract PredictiveContent Describe(YamlWriter yaml);

    private protected abstract Tensor FeaturesOf(Tensor x);

    /// <summary>The beginning of a call, for one thread at a time.</summary>
    /// <exception cref="InvalidOperationException">A call of another thread has not ended yet.</exception>
    private protected SoleUse.Scope Enter() => _use.Enter();

    /// <summary>What is predicted, from a network's outputs.</summary>
    private protected Tensor Finish(Tensor outputs)
    {
        if (_isRaw)
        {
            return outputs;
        }

        outputs = Temperature == 1 ? outputs : outputs / Temperature;
        return Output is null ? outputs : Output(outputs);
    }

    /// <summary>
    /// Computes draws side by side. A draw is made in a step of its own, and serves blocks of examples, each in a step of its own too,
    /// whose activations stay in the caches.
    /// </summary>
    /// <param name="x">[batch, …]: what the examples are taken from.</param>
    /// <param name="samples">How many draws.</param>
    /// <param name="different">How many of them differ; draw i is draw i mod that number.</param>
    /// <param name="draw">Makes a draw, and gives what turns examples into its outputs, finished.</param>
    /// <returns>[samples, batch, output…], on the heap.</returns>
    private protected Tensor Gather(Tensor x, int samples, int different, Func<int, Func<Tensor, Tensor>> draw)
    {
        CountChecks.AtLeast(1, samples);
        CountChecks.AtMost(MostSamples, samples);
        float[] all = [];
        Shape output = default;
        int batch = x.Length(0), size = 0;
        for (int i = 0; i < Math.Min(samples, different); i++)
        {
            using (_arena.Step())
            using (Tape.Pause())
            {
                Func<Tensor, Tensor> network = draw(i);
                int row = 0;
                do
                {
                    using (_rows.Step())
                    using (Tape.Pause())
                    {
                        Tensor y = network(x.Rows(row, Math.Min(RowsAtOnce, batch - row)));
                        if (all.Length == 0)
                        {
                            (output, size) = (y.Shape.Tail(), y.Shape.Tail().ElementCount);
                            all = new float[samples * batch * size];
                        }

                        y.Values.CopyTo(all.AsSpan(((i * batch) + row) * size));
                    }

                    row += RowsAtOnce;
                }
                while (row < batch);
            }
        }

        for (int i = different; i < samples; i++)
        {
            all.AsSpan((i - different) * batch * size, batch * size).CopyTo(all.AsSpan(i * batch * size));
        }

        return Tensor.OnHeap(all, output.Prepend(batch).Prepend(samples));
    }

    /// <summary>Computes what all draws share, in a step of its own; the result is on the heap.</summary>
    private protected Tensor Kept(Func<Tensor> compute)
    {
        using (_arena.Step())
        using (Tape.Pause())
        {
            return compute().Keep();
        }
    }

    private protected void RequireInput(Tensor x)
    {
        if (x.Rank == 0 || x.Shape.Tail() != InputShape)
        {
            throw new ArgumentException(
                $"The network takes a batch of inputs {InputShape}, so the shape [batch, {InputShape.ToString()[1..]}; received {x.Shape}.",
                nameof(x));
        }

        FiniteInputs.Require(x, nameof(x));
    }
}
