using Epoche.Tensors;

namespace Epoche.Learning.Tests.Models;

public sealed class ModelMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sequence_in_one_call_has_the_bits_of_one_step_after_the_other(bool isGraph)
    {
        Model model = Create(isGraph);
        ModelMemory memory = new(model);
        Assert.Equal(isGraph ? (2 * 6) + 5 : 12, memory.StateSize);
        const int rows = 3, steps = 4;
        float[] x = Noise(1, rows * steps * 2), states = Noise(2, rows * memory.StateSize), last = new float[states.Length];
        float[] whole, stepped = new float[rows * steps * 2];
        using (memory.Unroll(Tensor.Of(states, [rows, memory.StateSize]), rows, steps, last: last))
        {
            whole = Call(model, Tensor.Of(x, [rows * steps, 2]));
        }

        for (int t = 0; t < steps; t++)
        {
            float[] now = new float[rows * 2];
            for (int row = 0; row < rows; row++)
            {
                x.AsSpan(((row * steps) + t) * 2, 2).CopyTo(now.AsSpan(row * 2));
            }

            using (memory.Step(states, rows))
            {
                float[] y = Call(model, Tensor.Of(now, [rows, 2]));
                for (int row = 0; row < rows; row++)
                {
                    y.AsSpan(row * 2, 2).CopyTo(stepped.AsSpan(((row * steps) + t) * 2));
                }
            }
        }

        Assert.Equal(stepped, whole);
        Assert.Equal(states, last);
    }

    [Fact]
    public void A_step_that_begins_anew_has_the_bits_of_a_fresh_sequence_and_padding_leaves_the_state()
    {
        Model model = Create(isGraph: false);
        ModelMemory memory = new(model);
        float[] x = Noise(3, 4 * 2), states = Noise(4, memory.StateSize), last = new float[memory.StateSize], fresh, all;
        using (memory.Unroll(Tensor.Of(states, [1, memory.StateSize]), 1, 4, Tensor.Of(new float[,] { { 1, -1, 1, 0 } }), last))
        {
            all = Call(model, Tensor.Of(x, [4, 2]));
        }

        float[] state = new float[memory.StateSize];
        using (memory.Unroll(Tensor.Of(state, [1, memory.StateSize]), 1, 2, last: state))
        {
            fresh = Call(model, Tensor.Of(x.AsSpan(2, 4), [2, 2]));
        }

        Assert.Equal(fresh, all[2..6]);
        Assert.Equal(state, last);
    }

    [Fact]
    public void Without_a_memory_each_row_is_one_step_from_zeros()
    {
        Model model = Create(isGraph: false);
        ModelMemory memory = new(model);
        float[] x = Noise(5, 3 * 2), remembered;
        using (memory.Step(new float[3 * memory.StateSize], 3))
        {
            remembered = Call(model, Tensor.Of(x, [3, 2]));
        }

        Assert.Equal(remembered, Call(model, Tensor.Of(x, [3, 2])));
        Assert.True(ModelMemory.Has(model));
        Sequential plain = [new Dense(2)];
        plain.Build([2]);
        Assert.False(ModelMemory.Has(plain));
        Sequential ofSteps = [new Lstm(3)];
        ofSteps.Build([4, 2]);
        Assert.False(ModelMemory.Has(ofSteps)); // steps of one observation are no memory
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Model model = Create(isGraph: false);
        ModelMemory memory = new(model);
        int size = memory.StateSize;
        Assert.Contains("have states [2, 12]", Assert.Throws<ArgumentException>(() =>
        {
            using (memory.Unroll(Tensor.Zeros([3, size]), 2, 4))
            {
            }
        }).Message, StringComparison.Ordinal);
        using (memory.Step(new float[size], 1))
        {
            Assert.Contains("in use", Assert.Throws<InvalidOperationException>(() =>
            {
                using (memory.Step(new float[size], 1))
                {
                }
            }).Message, StringComparison.Ordinal);
            Assert.Contains("2 rows", Assert.Throws<ArgumentException>(() =>
            {
                using (new ModelMemory(model).Unroll(Tensor.Zeros([1, size]), 1, 2))
                {
                    model.Call(Tensor.Zeros([3, 2]));
                }
            }).Message, StringComparison.Ordinal);
        }
    }

    private static Model Create(bool isGraph)
    {
        if (!isGraph)
        {
            Sequential model = [new Dense(4, Ops.Tanh), new Lstm(6), new Dense(2)];
            return model.Build([2], seed: 1);
        }

        Symbol x = Model.Input([2]);
        return new GraphModel(x, Symbol.Concat(x.Then(new Lstm(6)), x.Then(new Gru(5), new Dense(3))).Then(new Dense(2))).Build(seed: 1);
    }

    private static float[] Call(Model model, Tensor x) => model.Call(x).ToArray();

    private static float[] Noise(ulong seed, int count)
    {
        float[] values = new float[count];
        Rng random = new(seed);
        random.FillNormal(values);
        return values;
    }
}
