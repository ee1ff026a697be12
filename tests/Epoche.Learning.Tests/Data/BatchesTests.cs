namespace Epoche.Learning.Tests.Data;

public sealed class BatchesTests
{
    private static readonly Dataset Ten = new(
        [.. Enumerable.Range(0, 20).Select(i => (float)i)], [2, 1], [.. Enumerable.Range(0, 10).Select(i => (float)i)], []);

    [Fact]
    public void Every_example_comes_once_an_epoch_with_its_target()
    {
        Batches batches = new(Ten, new() { Size = 4, Seed = 3 });
        for (int epoch = 0; epoch < 5; epoch++)
        {
            List<float> seen = [];
            List<int> sizes = [];
            foreach (Batch batch in batches)
            {
                Assert.Equal([batch.Targets.Shape[0], 2, 1], IdxTests.Sizes(batch.Inputs.Shape));
                sizes.Add(batch.Targets.Shape[0]);
                for (int i = 0; i < batch.Targets.Count; i++)
                {
                    seen.Add(batch.Targets.Values[i]);
                    Assert.Equal([2 * seen[^1], (2 * seen[^1]) + 1], batch.Inputs.Values.Slice(2 * i, 2).ToArray());
                }
            }

            Assert.Equal([4, 4, 2], sizes);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), seen.Order());
        }

        Assert.Equal((5, 3), (batches.Epoch, batches.Count));
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        Batches batches = new(Ten, new() { Size = 3, Seed = 1 });
        List<float[]> epochs = [.. Enumerable.Range(0, 4).Select(_ => Order(batches))];

        Assert.Equal(4, epochs.Select(e => string.Join(' ', e)).Distinct().Count());
        Assert.Equal(epochs[2], Order(new Batches(Ten, new() { Size = 5, Seed = 1 }).InEpoch(2)));
        Assert.Equal(epochs[3], Order(new Batches(Ten, new() { Size = 3, Seed = 1 }) { Epoch = 3 }));
        Assert.NotEqual(epochs[0], Order(new Batches(Ten, new() { Size = 3, Seed = 2 })));
        Assert.Equal(epochs[1][6..], Order(batches.InEpoch(1, firstBatch: 2)));
        Assert.Empty(batches.InEpoch(1, firstBatch: 4));
    }

    [Fact]
    public void Orders_are_uniform()
    {
        // 3! orders, 6,000 epochs: 1,000 each, give or take 5 deviations of about 29.
        Dataset three = new([0, 1, 2], [1], [0, 1, 2], []);
        Batches batches = new(three, new() { Size = 3, Seed = 8 });
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 6_000; i++)
        {
            string order = string.Join(' ', Order(batches));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 855, 1_145));
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_data()
    {
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), Order(new Batches(Ten, new() { Size = 4, Shuffle = false })));
        Assert.Equal(
            Enumerable.Range(0, 8).Select(i => (float)i), Order(new Batches(Ten, new() { Size = 4, Shuffle = false, DropLast = true })));
        Assert.Equal([9f, 0f], Order(new Batches(Ten.Select([9, 0]), new() { Size = 4, Shuffle = false })));
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_dropped()
    {
        Assert.Equal(2, new Batches(Ten, new() { Size = 4, DropLast = true }).Count);
        Assert.Equal(2, new Batches(Ten, new() { Size = 5, DropLast = true }).Count);
        Assert.Equal(1, new Batches(Ten, new() { Size = 100 }).Count);
        Assert.Throws<ArgumentException>(() => new Batches(Ten, new() { Size = 100, DropLast = true }));
        Assert.Throws<ArgumentException>(() => new Batches(Ten.Take(0), new() { Size = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(Ten, new() { Size = 0 }));
    }

    [Fact]
    public void An_epoch_allocates_nothing()
    {
        Batches batches = new(Ten, new() { Size = 4 });
        float sum = 0;

        Assert.Equal(0, Conformance.Allocations.InRound(() => sum = Sum(batches)));
        Assert.Equal(45, sum);

        static float Sum(Batches batches)
        {
            float sum = 0;
            foreach (Batch batch in batches)
            {
                foreach (float value in batch.Targets.Values)
                {
                    sum += value;
                }
            }

            return sum;
        }
    }

    [Fact]
    public void Two_enumerations_at_once_are_refused()
    {
        Batches batches = new(Ten, new() { Size = 4 });
        using Batches.Enumerator first = batches.GetEnumerator();
        Assert.True(first.MoveNext());
        Batches.Enumerator second = batches.GetEnumerator();
        Assert.True(second.MoveNext());

        Assert.Throws<InvalidOperationException>(() => Move(first));

        static void Move(Batches.Enumerator enumerator) => enumerator.MoveNext();
    }

    private static float[] Order(IEnumerable<Batch> batches)
    {
        List<float> order = [];
        foreach (Batch batch in batches)
        {
            order.AddRange(batch.Targets.Values);
        }

        return [.. order];
    }
}
