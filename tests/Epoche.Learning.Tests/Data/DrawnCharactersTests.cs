using System.Security.Cryptography;

namespace Epoche.Learning.Tests.Data;

public sealed class DrawnCharactersTests
{
    [Fact]
    public void The_same_seed_gives_the_same_pictures_on_any_number_of_threads()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            string alone = Hash(DrawnCharacters.Digits(1_200, seed: 5));
            Workers.Count = 3;

            Assert.Equal(alone, Hash(DrawnCharacters.Digits(1_200, seed: 5)));
            Assert.NotEqual(alone, Hash(DrawnCharacters.Digits(1_200, seed: 6)));
            Assert.NotEqual(alone, Hash(DrawnCharacters.Letters(1_200, seed: 5)));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void A_longer_set_begins_with_the_shorter_one() =>
        Assert.Equal(Hash(DrawnCharacters.Digits(30, seed: 1)), Hash(DrawnCharacters.Digits(700, seed: 1).Take(30)));

    [Fact]
    public void There_are_as_many_of_each_class()
    {
        Dataset digits = DrawnCharacters.Digits(100, seed: 1, flat: false);

        Assert.Equal([28, 28, 1], IdxTests.Sizes(digits.InputShape));
        Assert.Equal([784], IdxTests.Sizes(DrawnCharacters.Letters(1, seed: 1).InputShape));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(i % 10, digits.Target(i)[0]));
    }

    // What the files of MNIST hold by their description: a box of 20 × 20 pixels, the center of mass in the middle of the 28 × 28; 33.3 is
    // the mean pixel of its training set. Half of the drawings are placed by their box instead, or in between: a 7
    // then has its mass above the middle.
    [Fact]
    public void Pictures_are_placed_as_those_of_mnist_or_by_their_box()
    {
        Dataset digits = DrawnCharacters.Digits(1_000, seed: 9);
        double sum = 0, sevens = 0;
        List<double> away = [];
        for (int i = 0; i < digits.Count; i++)
        {
            float[] image = digits.Input(i);
            double mass = image.Sum(), x = 0, y = 0;
            for (int p = 0; p < image.Length; p++)
            {
                x += image[p] * ((p % 28) + 0.5);
                y += image[p] * ((p / 28) + 0.5);
            }

            Assert.InRange(x / mass, 10.5, 17.5);
            Assert.InRange(y / mass, 10.5, 17.5);
            away.Add(Math.Max(Math.Abs((x / mass) - 14), Math.Abs((y / mass) - 14)));
            sevens += i % 10 == 7 ? y / mass : 0;
            sum += mass;
        }

        Assert.InRange(away.Order().ElementAt(away.Count / 2), 0.5, 1);
        Assert.InRange(sevens / (digits.Count / 10), 13, 13.7);

        Assert.InRange(255 * sum / (784 * digits.Count), 28, 38);
    }

    [Fact]
    public void Scribbles_are_pictures_of_the_same_pen_and_of_no_class()
    {
        Dataset scribbles = DrawnCharacters.Scribbles(600, seed: 4);

        Assert.Equal(Hash(scribbles.Take(30)), Hash(DrawnCharacters.Scribbles(30, seed: 4)));
        Assert.NotEqual(Hash(scribbles), Hash(DrawnCharacters.Scribbles(600, seed: 5)));
        Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(0, scribbles.Target(i)[0]));
        // Scribbles have more ink than digits: up to three strokes.
        Assert.InRange(Enumerable.Range(0, 600).Average(i => 255 * scribbles.Input(i).Average()), 28, 60);
    }

    [Fact]
    public void Misdrawn_digits_are_pictures_of_the_same_pen_and_of_no_class()
    {
        Dataset misdrawn = DrawnCharacters.Misdrawn(600, seed: 4);

        Assert.Equal(Hash(misdrawn.Take(30)), Hash(DrawnCharacters.Misdrawn(30, seed: 4)));
        Assert.NotEqual(Hash(misdrawn), Hash(DrawnCharacters.Misdrawn(600, seed: 5)));
        Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(0, misdrawn.Target(i)[0]));
        Assert.All(Enumerable.Range(0, 600), i => Assert.InRange(255 * misdrawn.Input(i).Average(), 5, 130)); // none is empty, none a blot
        Assert.InRange(Enumerable.Range(0, 600).Average(i => 255 * misdrawn.Input(i).Average()), 28, 60);
    }

    [Fact]
    public void No_pictures_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => DrawnCharacters.Digits(0, seed: 1));

    private static string Hash(Dataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < data.Count; i++)
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(data.Input(i)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
