namespace Epoche.Learning.Tests.Data;

/// <summary>Drawn digits are as wide as what people write: plain digits of eight hands that they were not made of lie among them.</summary>
public sealed class PlainHandTests
{
    private const int Drawings = 20_000;

    [Fact]
    public void Eight_hands_write_ten_digits_each()
    {
        Assert.Equal(
            ["backhand", "ballpoint", "brush", "felt", "mouse", "narrow", "school", "small"], PlainHand.All.Select(hand => hand.Name));
        Assert.All(PlainHand.All, hand => Assert.Equal(10, hand.Digits.Length));
        Assert.All(PlainHand.All.SelectMany(hand => hand.Digits), digit =>
        {
            Assert.InRange(255 * digit.Average(), 10, 80); // scans of MNIST: 33 on average
            Assert.All(Border(digit), ink => Assert.Equal(0, ink));
        });
    }

    /// <summary>
    /// 6 of 80 look to the nearest drawing, by the angle between their pixels, like another digit. It was 19 where all drawings were placed
    /// by their center of mass, most of them 7 and 9.
    /// </summary>
    [Fact]
    public void The_nearest_drawing_shows_the_same_digit()
    {
        Tensor hands = Tensor.Of([.. PlainHand.All.SelectMany(hand => hand.Digits.SelectMany(Unit))], [8 * 10, 784]);
        Dataset digits = DrawnCharacters.Digits(Drawings, seed: 1);
        Tensor drawn = Tensor.Of([.. Enumerable.Range(0, Drawings).SelectMany(i => Unit(digits.Input(i)))], [Drawings, 784]);
        float[] nearest = hands.MatMul(drawn, transposeRight: true).ArgMax(1).ToArray();

        string[] wrong = [.. nearest.Select((drawing, i) => (Hand: PlainHand.All[i / 10].Name, Digit: i % 10, Nearest: (int)drawing % 10))
            .Where(pair => pair.Digit != pair.Nearest)
            .Select(pair => $"{pair.Digit} of {pair.Hand} as {pair.Nearest}")];
        Assert.True(wrong.Length <= 9, string.Join(", ", wrong));
    }

    private static IEnumerable<float> Unit(float[] picture)
    {
        float length = MathF.Sqrt(picture.Sum(ink => ink * ink));
        return picture.Select(ink => ink / length);
    }

    private static IEnumerable<float> Border(float[] picture) =>
        picture.Where((_, i) => i / PlainHand.Side is 0 or PlainHand.Side - 1 || i % PlainHand.Side is 0 or PlainHand.Side - 1);
}
