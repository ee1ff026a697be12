using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training.Exchange;

/// <summary>Several trainers that make the same updates on parts of a batch.</summary>
public sealed class GradientExchangeTests
{
    private const int Updates = 3, Features = 6, Classes = 3;

    [Theory]
    [InlineData(5, 3)]
    [InlineData(1, 7)]
    public void Two_trainers_on_unequal_shards_make_the_update_of_one_that_sums_the_shards(int first, int second)
    {
        Sequential a = Net(), b = Net(), alone = Net();
        Trainer reference = new(Options(null), alone.Parameters);
        for (int update = 0; update < Updates; update++)
        {
            float[] g = Gradient(alone, Shard(update, 0, first), first), h = Gradient(alone, Shard(update, first, second), second);
            reference.Step(mean => Follow(alone.Parameters, mean), (float[])[.. g.Select((x, i) => (x + h[i]) * (1f / (first + second)))]);
        }

        Exception?[] thrown = ThreadExchange.Run(
            exchange => Train(exchange, a, update => Shard(update, 0, first)),
            exchange => Train(exchange, b, update => Shard(update, first, second)));

        Assert.Equal([null, null], thrown);
        Assert.Equal(alone.Parameters.Values.ToArray(), a.Parameters.Values.ToArray());
        Assert.Equal(alone.Parameters.Values.ToArray(), b.Parameters.Values.ToArray());
        Assert.NotEqual(Net().Parameters.Values.ToArray(), a.Parameters.Values.ToArray());
    }

    [Fact]
    public void One_without_rows_takes_part_with_nothing()
    {
        Sequential a = Net(), b = Net(), alone = Net();
        new Trainer(Options(null), alone.Parameters).Step(batch => Loss(alone, batch), Shard(0, 0, 1));

        Exception?[] thrown = ThreadExchange.Run(
            exchange => Train(exchange, a, _ => Shard(0, 0, 1), 1), exchange => new Trainer(Options(exchange), b.Parameters).Update());

        Assert.Equal([null, null], thrown);
        Assert.Equal(alone.Parameters.Values.ToArray(), a.Parameters.Values.ToArray());
        Assert.Equal(alone.Parameters.Values.ToArray(), b.Parameters.Values.ToArray());
    }

    [Fact]
    public void Where_nobody_has_rows_all_learn_of_it()
    {
        Exception?[] thrown = ThreadExchange.Run(
            exchange => new Trainer(Options(exchange), Net().Parameters).Update(),
            exchange => new Trainer(Options(exchange), Net().Parameters).Update());

        Assert.All(thrown, e => Assert.Contains("No gradient is gathered", Assert.IsType<InvalidOperationException>(e).Message));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void A_loss_that_is_not_finite_stops_all_with_their_weights_as_before(int failing, int update)
    {
        Sequential[] nets = [Net(), Net()], before = [Net(), Net()];
        ThreadExchange.Run(
            exchange => Train(exchange, before[0], u => Shard(u, 0, 5), update),
            exchange => Train(exchange, before[1], u => Shard(u, 5, 3), update));

        Exception?[] thrown = ThreadExchange.Run(
            [.. nets.Select((net, i) => (Action<IGradientExchange>)(exchange => Train(exchange, net, u =>
            {
                Batch batch = Shard(u, i * 5, i == 0 ? 5 : 3);
                return i == failing && u == update ? batch with { Inputs = Tensor.Full(batch.Inputs.Shape, float.NaN) } : batch;
            })))]);

        Assert.Contains("NaN in", Assert.IsType<NonFiniteException>(thrown[failing]).Message);
        NonFiniteException other = Assert.IsType<NonFiniteException>(thrown[1 - failing]);
        Assert.Equal((update + 1, true), (other.Step, other.Message.Contains("another participant", StringComparison.Ordinal)));
        Assert.All([0, 1], i => Assert.Equal(before[i].Parameters.Values.ToArray(), nets[i].Parameters.Values.ToArray()));
    }

    [Fact]
    public void A_failure_of_another_kind_reaches_the_others_too()
    {
        Sequential a = Net(), b = Net();

        Exception?[] thrown = ThreadExchange.Run(
            exchange =>
                Train(exchange, a, u => Shard(u, 0, 5)), exchange =>
                    new Trainer(Options(exchange), b.Parameters).Step(_ => throw new InvalidDataException("a bad row"), 0));

        Assert.IsType<NonFiniteException>(thrown[0]);
        Assert.Equal("a bad row", Assert.IsType<InvalidDataException>(thrown[1]).Message);
        Assert.Equal(Net().Parameters.Values.ToArray(), a.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_model_that_only_one_has_reached_moves_with_all_and_one_that_none_has_reached_with_none()
    {
        Sequential[][] nets = [[Net(), Net(), Net()], [Net(), Net(), Net()]];
        Sequential alone = Net();
        Trainer reference = new(Options(null) with { ClipNorm = null }, alone.Parameters);
        float[] only = Gradient(alone, Shard(0, 5, 3), 3);
        reference.Step(mean => Follow(alone.Parameters, mean), (float[])[.. only.Select(x => x * (1f / 8))]);

        Exception?[] thrown = ThreadExchange.Run([.. nets.Select((models, i) => (Action<IGradientExchange>)(exchange =>
        {
            Trainer trainer = new(Options(exchange) with { ClipNorm = null }, [.. models.Select(m => m.Parameters)]);
            trainer.Step(
                batch => i == 0 ? Loss(models[0], batch) : Loss(models[0], batch) + Loss(models[1], batch),
                Shard(0, i * 5, i == 0 ? 5 : 3));
        }))]);

        Assert.Equal([null, null], thrown);
        for (int model = 0; model < 3; model++)
        {
            Assert.Equal(nets[0][model].Parameters.Values.ToArray(), nets[1][model].Parameters.Values.ToArray());
        }

        Assert.Equal(alone.Parameters.Values.ToArray(), nets[0][1].Parameters.Values.ToArray());
        Assert.Equal(Net().Parameters.Values.ToArray(), nets[0][2].Parameters.Values.ToArray()); // decay too leaves it alone
    }

    [Fact]
    public void Shards_count_by_the_weights_of_their_classes()
    {
        ClassWeights weights = new(0.25f, 2, 0.5f);
        Sequential a = Net(), b = Net(), alone = Net();
        Dataset all = Data(0, 8), first = Data(0, 5), second = Data(5, 3);
        new Trainer(Options(null), alone.Parameters).Fit(alone, all, SoftmaxCrossEntropy, new() { BatchSize = 8, ClassWeights = weights });

        Exception?[] thrown = ThreadExchange.Run(
            exchange =>
                new Trainer(Options(exchange), a.Parameters).Fit(
                    a, first, SoftmaxCrossEntropy, new() { BatchSize = 5, ClassWeights = weights }),
            exchange =>
                new Trainer(Options(exchange), b.Parameters).Fit(
                    b, second, SoftmaxCrossEntropy, new() { BatchSize = 3, ClassWeights = weights }));

        Assert.Equal([null, null], thrown);
        Assert.Equal(a.Parameters.Values.ToArray(), b.Parameters.Values.ToArray());
        for (int i = 0; i < alone.Parameters.Count; i++)
        {
            // sums in another order, and Adam's first step is nearly the sign of the gradient
            Assert.Equal(alone.Parameters.Values[i], a.Parameters.Values[i], 2e-4f);
        }
    }

    [Fact]
    public void Shards_of_several_batches_count_alike_whatever_the_size_of_a_batch()
    {
        Sequential a = Net(), b = Net(), alone = Net();
        Dataset all = Data(0, 8);
        new Trainer(Options(null) with { Optimizer = new Sgd(0.1f) }, alone.Parameters).Fit(
            alone, all, SoftmaxCrossEntropy, new() { BatchSize = 8 });

        Exception?[] thrown = ThreadExchange.Run(
            exchange =>
                new Trainer(Options(exchange) with { Optimizer = new Sgd(0.1f) }, a.Parameters).Fit(
                    a, Data(0, 5), SoftmaxCrossEntropy, new() { BatchSize = 2, BatchesPerUpdate = 3 }),
            exchange =>
                new Trainer(Options(exchange) with { Optimizer = new Sgd(0.1f) }, b.Parameters).Fit(
                    b, Data(5, 3), SoftmaxCrossEntropy, new() { BatchSize = 1, BatchesPerUpdate = 3 }));

        Assert.Equal([null, null], thrown);
        for (int i = 0; i < alone.Parameters.Count; i++)
        {
            Assert.Equal(alone.Parameters.Values[i], a.Parameters.Values[i], 1e-6f);
        }
    }

    private static TrainerOptions Options(IGradientExchange? exchange) =>
        new() { Optimizer = new AdamW(0.02f), ClipNorm = 0.5f, Exchange = exchange };

    private static void Train(IGradientExchange exchange, Sequential net, Func<int, Batch> shard, int updates = Updates)
    {
        Trainer trainer = new(Options(exchange), net.Parameters);
        for (int update = 0; update < updates; update++)
        {
            trainer.Step(batch => Loss(net, batch), shard(update));
        }
    }

    private static Tensor Loss(Sequential net, Batch batch) => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean();

    /// <summary>A shard's gradient in a buffer of its own, times its rows.</summary>
    private static float[] Gradient(Sequential net, Batch shard, int rows)
    {
        net.Parameters.ZeroGradients();
        using (new StepArena().Step())
        {
            Tensor loss = Loss(net, shard);
            Tape.Backward(rows == 1 ? loss : loss * rows);
        }

        return net.Parameters.Gradients.ToArray();
    }

    /// <summary>A loss whose gradient is what is given: Σ g·w.</summary>
    private static Tensor Follow(ParameterSlab slab, float[] gradient)
    {
        Tensor loss = default;
        for (int i = 0; i < slab.Entries.Count; i++)
        {
            ParameterInfo entry = slab.Entries[i];
            Tensor term = (Tensor.Of(gradient.AsSpan(entry.Offset, entry.Shape.ElementCount), entry.Shape) * slab[i]).Sum();
            loss = i == 0 ? term : loss + term;
        }

        return loss;
    }

    private static Batch Shard(int update, int from, int rows)
    {
        Rng random = Rng.Stream(7, "rows", update);
        Tensor inputs = Tensor.Normal([8, Features], ref random);
        return new(
            Tensor.Of(inputs.Values.Slice(from * Features, rows * Features), [rows, Features]),
            Tensor.Of((float[])[.. Enumerable.Range(from, rows).Select(row => (float)((row + update) % Classes))]));
    }

    private static Dataset Data(int from, int rows)
    {
        Batch batch = Shard(0, from, rows);
        return new Dataset(batch.Inputs.ToArray(), [Features], batch.Targets.ToArray(), []);
    }

    private static Sequential Net()
    {
        Sequential net = [new Dense(16, Relu), new Dense(Classes)];
        return net.Build([Features], seed: 3);
    }
}
