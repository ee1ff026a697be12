using System.Runtime.CompilerServices;
using Epoche.Autodiff;

namespace Epoche.Core.Tests.Autodiff;

public sealed class OpArgumentsTests
{
    [Fact]
    public void Each_family_comes_out_as_it_went_in()
    {
        OpArguments slice = new SliceArguments(1, 5, [2, 3]), draw = new NormalDrawArguments(Rng.Restore(7, 12), Notes: 3),
            padding = new EmbeddingArguments(Padding: null);
        Assert.Equal(new SliceArguments(1, 5, [2, 3]), slice.Slice);
        Assert.Equal((7ul, 12ul, 3), (draw.NormalDraw.Random.Key, draw.NormalDraw.Random.Position, draw.NormalDraw.Notes));
        Assert.Null(padding.Embedding.Padding);
    }

    [Fact]
    public void Arguments_of_another_family_are_refused_by_name()
    {
        OpArguments arguments = new AxisArguments(2), none = default;
        Assert.Contains(
            "family Slice and was given those of Along", Assert.Throws<InvalidOperationException>(() => arguments.Slice.Start).Message);
        Assert.Contains(
            "family Product and was given those of None", Assert.Throws<InvalidOperationException>(() => none.Product.TransposesA).Message);
    }

    [Fact]
    public void A_record_of_the_tape_stays_small() =>
        Assert.True(Unsafe.SizeOf<OpArguments>() <= 48, $"{Unsafe.SizeOf<OpArguments>()} bytes");
}
